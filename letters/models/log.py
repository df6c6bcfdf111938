from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from letters.choices.desk import LogAction
from letters.choices.letters import LetterState
from letters.hash_chain import START, entry_hash
from letters.models.letter import Letter
from letters.querysets.letters import LetterLogQuerySet


class LetterLogEntry(models.Model):
    """One thing that happened to a letter: who, what, when; never content. Added, never changed.

    Entries of one letter are chained by hash (hash_chain). What a writer did is logged by the day only.
    """

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="log")
    number = models.PositiveIntegerField()
    action = models.CharField(_("action"), max_length=20, choices=LogAction.choices)
    # The name as it was stays in the chain when the account is gone.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(_("by"), max_length=150, blank=True)
    day = models.DateField(_("day"))
    at = models.DateTimeField(_("time"), null=True)
    state_before = models.CharField(max_length=20, blank=True, choices=LetterState.choices)
    state_after = models.CharField(max_length=20, blank=True, choices=LetterState.choices)
    # A code that explains the action (reason, run, number); never content.
    detail = models.CharField(max_length=100, blank=True)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = LetterLogQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry in a letter’s log")
        verbose_name_plural = _("letters’ log")
        ordering = ["letter", "number"]
        constraints = [models.UniqueConstraint(fields=["letter", "number"], name="one_log_number")]

    @property
    def facts(self) -> dict[str, object]:
        """What the hash covers, as texts."""
        at = self.at.isoformat() if self.at else ""
        detail = {"detail": self.detail} if self.detail else {}
        return {
            **detail,
            "letter": str(self.letter.uuid),
            "number": self.number,
            "action": self.action,
            "by": self.by_name,
            "day": self.day.isoformat(),
            "at": at,
            "before": self.state_before,
            "after": self.state_after,
        }

    def save(self, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("entries of the log are never changed")
        entries = LetterLogEntry.objects.filter(letter=self.letter).order_by("-number")
        self.follow(entries.only("number", "hash").first())
        super().save(**kwargs)

    def follow(self, last: "LetterLogEntry | None") -> None:
        """Take the place after `last`, the entry before it in the letter's chain; None for the first."""
        self.number = last.number + 1 if last else 1
        self.previous = last.hash if last else START
        self.hash = entry_hash(self.facts, self.previous)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("entries of the log are never deleted")
