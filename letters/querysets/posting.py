"""Reads of what came back, and of places nothing is posted to."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone

from letters.choices.letters import LetterState, ReplyAction, ReturnReason
from letters.lifecycle import TRANSLATOR_HAS
from letters.querysets.by_digest import ANSWER_PART, ANSWERS, ask, reads_no_digest
from letters.querysets.letters import people_at
from prisoner_pages.choices import FactGroup
from prisoner_pages.policies import ANNOUNCED_STATUSES

if TYPE_CHECKING:
    from letters.models import DeskMember, PlaceStop, PostReturn, Reply, WriterCopy


class PostReturnQuerySet(models.QuerySet["PostReturn"]):
    def asking_for_a_check(self) -> Self:
        """Came back as moved or released, and nobody has looked at the record since."""
        verified = Q(
            letter__prisoner__verifications__group=FactGroup.PLACE,
            letter__prisoner__verifications__verified_on__gte=F("on"),
        )
        waiting = self.filter(
            letter__state=LetterState.RETURNED,
            reason__in=[ReturnReason.MOVED, ReturnReason.RELEASED],
            letter__prisoner__facility=F("facility"),
        )
        return waiting.exclude(letter__prisoner__status__in=ANNOUNCED_STATUSES).exclude(
            pk__in=self.model.objects.filter(verified).values("pk")
        )


class PlaceStopQuerySet(models.QuerySet["PlaceStop"]):
    def open(self) -> Self:
        return self.filter(lifted_at__isnull=True)

    def seen_from(self, partners: Iterable[int]) -> Self:
        """Stops of places where these desks have people, or from which a letter came back to them."""
        here, back = (
            people_at(partners, "facility__prisoners__"),
            people_at(partners, "returns__letter__prisoner__"),
        )
        return self.filter(pk__in=self.model.objects.filter(here | back).values("pk"))


class ReplyQuerySet(models.QuerySet["Reply"]):
    def at_hand(self) -> Self:
        """Those that the keys of the site open, and no writer has yet."""
        return self.filter(closed_on=None, for_writer_on=None, kept_offline_on=None)

    def asked_of(self, user: User, seats: "Iterable[DeskMember]") -> Self:
        """Those that the user is asked by name to translate, where one of these seats is for the language.

        After TRANSLATOR_HAS the request is over, whether or not somebody takes it back.
        """
        theirs, over = Q(pk__in=[]), timezone.localdate() - TRANSLATOR_HAS
        for seat in seats:
            theirs |= Q(desk=seat.desk_id, asked_language__in=seat.language_codes)
        return self.at_hand().filter(theirs, translator=user, asked_on__gt=over)

    def with_translators(self) -> Self:
        """Those that somebody is asked for, or was, and no dispatcher has taken back."""
        return self.at_hand().exclude(asked_on=None)

    def translated(self) -> Self:
        """Those that came back translated, were not sealed since, and may be passed on."""
        log = apps.get_model("letters", "ReplyLogEntry")._default_manager.filter(reply=OuterRef("pk"))
        done = log.filter(action__in=[ReplyAction.TRANSLATED, ReplyAction.FOR_WRITER]).order_by("-pk")
        waiting = self.at_hand().filter(asked_on=None, prisoner__answers_refused_at=None)
        waiting = waiting.exclude(sealed_translation="").exclude(prisoner__facility__answers_refused=True)
        return waiting.alias(last=Subquery(done.values("action")[:1])).filter(last=ReplyAction.TRANSLATED)

    def without_texts(self) -> Self:
        """Lists tell nothing of what a reply says, and load none of it."""
        return self.defer("sealed_text", "sealed_consent", "sealed_request", "sealed_translation")

    def with_content(self) -> Self:
        """Those of which something is left, at the desk or for the writer."""
        parts = [apps.get_model("letters", name) for name in ("ReplyPage", "WriterCopy")]
        pages, copies = (Exists(part._default_manager.filter(reply=OuterRef("pk"))) for part in parts)
        return self.filter(~Q(sealed_text="") | pages | copies)


class WriterCopyQuerySet(models.QuerySet["WriterCopy"]):
    def names_for(self, digest: str) -> list[str]:
        """Return the names of the answers to the letter with this digest of a code, oldest first."""
        if reads_no_digest():
            return [name for name in (ask(ANSWERS, digest) or "").split(",") if name]
        texts = self.filter(letter__code_digest=digest, position=0)
        return list(texts.order_by("pk").values_list("name", flat=True))

    def named(self, name: str) -> bytes | None:
        """Return the sealed part with this name, if there is one."""
        if reads_no_digest():
            found = ask(ANSWER_PART, name)
        else:
            found = self.filter(name=name).values_list("for_code", flat=True).first()
        return None if found is None else bytes(found)
