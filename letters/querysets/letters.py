"""Reads of letters, as verbs."""

from collections.abc import Container, Iterable, Sequence
from datetime import datetime
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, NoReturn, Self, TypeVar

from django.apps import apps
from django.db import models
from django.db.models import Case, Count, F, Max, Min, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone

from home.settings.defaults import settings
from letters.choices.desk import DeskRole, LogAction, QueueStep
from letters.choices.letters import LetterState
from letters.choices.requests import TAKE_BACK, RequestKind
from letters.codes import digest_of
from letters.lifecycle import ACT_RULES, AT_WORK, CLOSED_BY_SCREENERS, CLOSES, COUNTED_A_DAY, LISTED, STATES
from letters.querysets.by_digest import kind_waiting, with_digest
from prisoner_pages.models import Prisoner

if TYPE_CHECKING:
    from letters.models import DeskMember, Letter, LetterLogEntry, TextVersion


def waiting_at(step: QueueStep) -> Q:
    """Return the condition: waits at the step. A held letter is read and translated, but not printed."""
    if step is QueueStep.HELD:
        return Q(state__in=AT_WORK) & ~Q(held_because="")
    waits = [(state, each) for state, row in STATES.items() for each in row.waits]
    return reduce(or_, (Q(state=state, **each.columns) for state, each in waits if each.step is step))


AT_STEP = {step: waiting_at(step) for step in QueueStep}

SEALED = [
    "sealed_body",
    "sealed_name",
    "sealed_email",
    "sealed_wishes",
    "sealed_hidden",
    "translation__sealed_text",
    "translation__sealed_dismissals",
    "translation__sealed_correction",
]

# All that the public side reads of a letter.
READ_IN_PUBLIC = frozenset(
    {
        "id",
        "uuid",
        "prisoner",
        "campaign",
        "event",
        "state",
        "state_since",
        "received_on",
        "idempotency_key",
        "asked_for",
        "closed_because",
        "channel",
        "has_email",
        "is_for_release",
        "version",
    }
)

# How letters end that screeners close, and what their log says then.
ENDED_BY_SCREENERS = [CLOSES[act] for act in CLOSED_BY_SCREENERS]
CLOSINGS = [ACT_RULES[act].event for act in CLOSED_BY_SCREENERS]
COUNTED = [ACT_RULES[act].event for act in COUNTED_A_DAY]


def at_desks(partners: Iterable[int]) -> Q:
    """Return the condition: handled by these partners' desks. The desk of the recipient's partner does."""
    return people_at(partners, "prisoner__")


def people_at(partners: Iterable[int], path: str = "") -> Q:
    """Return the condition: the person at the end of `path` is one of those for whom these desks work."""
    alone, chosen = f"{path}partner__letter_desk__isnull", f"{path}partner__letter_desk__in"
    return Q(**{alone: True, f"{path}partner__in": partners}) | Q(**{chosen: partners})


def in_languages(codes: Iterable[str]) -> Q:
    """Return the condition: the language, as declared or else as detected, is one of `codes`."""
    return Q(language_declared__in=codes) | Q(language_declared="", language_detected__in=codes)


def claimed(at: datetime | None = None) -> Q:
    """Return the condition: somebody works on the letter now."""
    return Q(claimed_until__gt=at or timezone.now(), claimed_by__isnull=False)


def listed_for(seats: "Iterable[DeskMember]") -> Q:
    """Return the condition by which somebody with these seats (DeskMember, with `desk`) finds letters."""
    found = Q(pk__in=[])
    for seat in seats:
        letters = at_desks([seat.desk.partner_id]) & Q(state__in=LISTED[DeskRole(seat.role)])
        if seat.role == DeskRole.TRANSLATOR:
            letters &= in_languages(seat.language_codes) & Q(needs_translation=True)
        found |= letters
    return found


class LetterQuerySet(models.QuerySet["Letter"]):
    def sent_as(self, idempotency_key: str) -> "Letter | None":
        """Return the letter that this form with this content made before, or None."""
        made = self.filter(idempotency_key=idempotency_key)
        # Nearly always there is none, which costs a fifth of reading one.
        return made._for_its_writer() if made.exists() else None

    def with_code(self, code: str) -> "Letter | None":
        """Return the letter with this code, or None; the same work whether there is one or not.

        `was_brought_back` says whether it was closed once and taken up again, `waiting_request` what its
        writer asked for that is not done yet (RequestKind), or None.
        """
        back = self._log().filter(action=LogAction.BROUGHT_BACK)
        recipients: QuerySet[Any] = Prisoner.objects.with_place_check().filter(pk=OuterRef("prisoner"))
        checked, digest = recipients.values("place_verified_on"), digest_of(code)
        found = with_digest(self, digest).annotate(
            was_brought_back=models.Exists(back),
            place_verified_on=Subquery(checked),
            waiting_request=kind_waiting(digest),
        )
        letter = found._for_its_writer()
        if letter:
            letter.prisoner.place_verified_on = letter.place_verified_on
        return letter

    def _for_its_writer(self) -> "Letter | None":
        """Return the letter there is, with its recipient.

        The database user of a public host, which may not see every recipient, finds such a letter at the
        second question, and tells of it as of one to somebody hidden.
        """
        known = self.in_public()
        letter = known.select_related("prisoner__facility").first()
        if letter is None and settings.SITE_ROLE == "public" and (letter := known.first()):
            letter.prisoner = Prisoner.objects.unseen(letter.prisoner_id)
        return letter

    def in_public(self) -> Self:
        """Each without what only the staff side may read."""
        columns = (field.name for field in self.model._meta.concrete_fields)
        return self.defer(*(name for name in columns if name not in READ_IN_PUBLIC))

    def in_state(self, state: LetterState) -> Self:
        return self.filter(state=state)

    def to_be_brought_back(self) -> Self:
        """Letters that a screener closed and of which the text is still kept."""
        closed = self.in_state(LetterState.REJECTED).filter(closed_because__in=ENDED_BY_SCREENERS)
        return closed.exclude(sealed_body="")

    def with_closer(self) -> Self:
        """Each with who closed it last and when: `closer` (id of the account), `closer_name`, `closed_at`."""
        last = self._log().filter(action__in=CLOSINGS).order_by("-number")
        return self.annotate(
            closer=Subquery(last.values("by")[:1]),
            closer_name=Subquery(last.values("by_name")[:1]),
            closed_at=Subquery(last.values("at")[:1]),
        )

    def _log(self) -> "QuerySet[LetterLogEntry]":
        """Return the entries of the log of the letter that a query is at."""
        return apps.get_model("letters", "LetterLogEntry").objects.filter(letter=OuterRef("pk"))

    def at_step(self, step: QueueStep) -> Self:
        """Letters that wait for the work of this step."""
        return self.filter(AT_STEP[QueueStep(step)])

    def in_languages(self, codes: Iterable[str]) -> Self:
        """Letters whose language, as declared or else as detected, is one of `codes`."""
        return self.filter(in_languages(codes))

    def at_desks(self, partners: Iterable[int]) -> Self:
        """Letters that these partners' desks handle: the desk of the recipient's partner does."""
        return self.filter(at_desks(partners))

    def listed_for(self, seats: "Iterable[DeskMember]") -> Self:
        """Letters that somebody with these seats (DeskMember, with `desk`) finds in lists; each once."""
        return self.filter(listed_for(seats))

    def claimed(self, at: datetime | None = None) -> Self:
        return self.filter(claimed(at))

    def unclaimed(self, at: datetime | None = None) -> Self:
        """Letters that nobody works on now."""
        return self.filter(~claimed(at))

    def with_holds(self, *, sealed: Container[str] = ()) -> Self:
        """Each with its recipient and all facts that decide on its hold. Three queries.

        Of the sealed fields only those named are loaded.

        Letters to one person share the record, so its hold is worked out once.
        """
        people = Prisoner.everyone.select_related("partner", "facility")  # a letter may come during a merging
        facts = people.with_valid_consents().with_place_check().with_announcements()
        without = [name for name in SEALED if name not in sealed]
        return self.prefetch_related(models.Prefetch("prisoner", facts)).defer(*without)

    def with_wishes(self) -> Self:
        """Each with `is_wanted_back`: has its writer asked to withdraw or erase it, and does that wait?

        By the digest of its code, or of the link mailed to its address, which nobody else knows: a forged
        request holds no letter up.
        """
        asked: QuerySet[Any] = apps.get_model("letters", "WriterRequest").objects.waiting()
        about = {"letter_uuid": OuterRef("uuid"), "digest": OuterRef("code_digest")}
        by_code = models.Exists(asked.filter(kind__in=TAKE_BACK, **about))
        pressed = models.Exists(asked.filter(kind=RequestKind.ERASE_YES, digest=OuterRef("link_digest")))
        by_mail = apps.get_model("letters", "ErasureRequest").objects.filter(
            Q(confirmed_at__isnull=False) | pressed, index=OuterRef("email_index")
        )
        return self.annotate(is_wanted_back=by_code | models.Exists(by_mail.exclude(index="")))

    def first_of_groups(self) -> Q:
        """Return the condition: not in a group of similar letters (flood_group), or the first of it here."""
        firsts = self.exclude(flood_group="").order_by().values("flood_group").annotate(first=Min("pk"))
        return Q(flood_group="") | Q(pk__in=firsts.values("first"))

    def like_each_other(self, group: str) -> Self:
        """Letters of the group of similar ones (flood_group) that nobody has decided on, oldest first."""
        return self.in_state(LetterState.RECEIVED).filter(flood_group=group).order_by("pk")

    def with_groups(self, others: "LetterQuerySet") -> Self:
        """Each letter with `group_size` and `group_last` (highest pk) of its group among `others`."""
        group = others.filter(flood_group=OuterRef("flood_group")).order_by().values("flood_group")
        is_alone = When(flood_group="", then=Value(None))
        size, last = (group.annotate(value=each("pk")).values("value") for each in (Count, Max))
        return self.annotate(
            group_size=Case(is_alone, default=Subquery(size), output_field=models.IntegerField(null=True)),
            group_last=Case(is_alone, default=Subquery(last), output_field=models.IntegerField(null=True)),
        )

    def sources(self) -> set[tuple[int | None, str | None, int | None, str | None]]:
        """Return {(campaign, its title, event, its title)} by which these letters came."""
        came_by = self.exclude(campaign=None, event=None).order_by()
        return set(came_by.values_list("campaign", "campaign__title", "event", "event__title").distinct())

    def returned_first(self) -> Self:
        """What the post brought back stands before what is only under way; else oldest first."""
        is_returned = When(state=LetterState.RETURNED, then=Value(0))
        return self.order_by(Case(is_returned, default=Value(1)), "received_on", "pk")

    def listed(self) -> Self:
        """Oldest first: who wrote first is read first. Without what is sealed.

        Each with `is_of_class`: did a school class write it (None without an event)?
        """
        listed = self.select_related("prisoner__partner", "claimed_by", "translation").order_by(
            "received_on", "pk"
        )
        return listed.annotate(is_of_class=F("event__is_class")).defer(*SEALED)


class TextVersionQuerySet(models.QuerySet["TextVersion"]):
    def newest(self) -> Self:
        """The text of each letter that was handed on last."""
        last = self.filter(letter=OuterRef("letter")).order_by("-number").values("number")
        return self.filter(number=Subquery(last[:1])).select_related("by")


Row = TypeVar("Row", bound=models.Model, covariant=True)


class AppendOnlyQuerySet(models.QuerySet[Row]):
    """Rows are added and read, never changed."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("entries of the log are never changed")

    def delete(self) -> NoReturn:
        raise TypeError("entries of the log are never deleted")


class LetterLogQuerySet(AppendOnlyQuerySet["LetterLogEntry"]):
    def add_all(self, entries: "Sequence[LetterLogEntry]") -> "list[LetterLogEntry]":
        """Store new entries, one of each letter, each chained to its letter's last. Two queries.

        The letters must be locked by the caller, or be new.
        """
        written = self.filter(letter__in=[entry.letter_id for entry in entries]).order_by("number")
        last = {row.letter_id: row for row in written.only("letter", "number", "hash")}
        for entry in entries:
            entry.follow(last.get(entry.letter_id))
        return self.bulk_create(entries)
