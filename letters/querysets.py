"""Reads of letters, as verbs."""

from django.db import models
from django.db.models import Case, Count, F, Max, Min, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from letters.choices import DeskRole, FileKind, LetterState, LogAction, QueueStep, ReturnReason, RunState
from letters.codes import digest_of
from letters.lifecycle import (
    ACT_RULES,
    CLOSED_BY_SCREENERS,
    CLOSES,
    COUNTED_A_DAY,
    GLASS_GRANTED_WITHIN,
    LISTED,
    WAITS_WHEN_HELD,
)
from letters.page_groups import ASIDE
from prisoner_pages.choices import FactGroup
from prisoner_pages.policies import ANNOUNCED_STATUSES

# What waits at each step. A held letter is read and translated all the same; it only is not printed.
AT_STEP = {
    QueueStep.INBOX: Q(state=LetterState.RECEIVED),
    QueueStep.TRANSLATE: Q(state=LetterState.ACCEPTED, needs_translation=True),
    QueueStep.CHECK: Q(state=LetterState.TRANSLATED) | Q(state=LetterState.ACCEPTED, needs_translation=False),
    QueueStep.PRINT: Q(state=LetterState.APPROVED, held_because=""),
    QueueStep.POST: Q(state=LetterState.PRINTED),
    QueueStep.FOLLOW_UP: Q(state__in=[LetterState.POSTED, LetterState.RETURNED]),
    QueueStep.HELD: Q(state__in=WAITS_WHEN_HELD) & ~Q(held_because=""),
}


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


# How a letter ends that a screener ended, and what its log says of it then.
ENDED_BY_SCREENERS = [CLOSES[act] for act in CLOSED_BY_SCREENERS]
CLOSINGS = [ACT_RULES[act].event for act in CLOSED_BY_SCREENERS]
COUNTED = [ACT_RULES[act].event for act in COUNTED_A_DAY]

# Files of scans that are not read to the end, and not refused.
UNREAD = Q(trouble="") & (Q(page_count=None) | Q(pages_read__lt=F("page_count")))


def at_desks(partners):
    """Return the condition: handled by these partners' desks. The desk of the recipient's partner does."""
    return people_at(partners, "prisoner__")


def people_at(partners, path=""):
    """Return the condition: the person at the end of `path` is one of those for whom these desks work."""
    alone, chosen = f"{path}partner__letter_desk__isnull", f"{path}partner__letter_desk__in"
    return Q(**{alone: True, f"{path}partner__in": partners}) | Q(**{chosen: partners})


def in_languages(codes):
    """Return the condition: the language, as declared or else as detected, is one of `codes`."""
    return Q(language_declared__in=codes) | Q(language_declared="", language_detected__in=codes)


def claimed(at=None):
    """Return the condition: somebody works on the letter now."""
    return Q(claimed_until__gt=at or timezone.now(), claimed_by__isnull=False)


def listed_for(seats):
    """Return the condition by which somebody with these seats (DeskMember, with `desk`) finds letters."""
    found = Q(pk__in=[])
    for seat in seats:
        letters = at_desks([seat.desk.partner_id]) & Q(state__in=LISTED[DeskRole(seat.role)])
        if seat.role == DeskRole.TRANSLATOR:
            letters &= in_languages(seat.language_codes) & Q(needs_translation=True)
        found |= letters
    return found


class LetterDeskQuerySet(models.QuerySet):
    def with_seats(self):
        """Each desk with its partner, the partners it also works for, and all its seats. Three queries."""
        return self.select_related("partner").prefetch_related("partner__desk_for", "members__user")


class GlassBreakQuerySet(models.QuerySet):
    def waiting(self, at=None):
        """Requests that a second person may still grant."""
        asked_after = (at or timezone.now()) - GLASS_GRANTED_WITHIN
        return self.filter(granted_at__isnull=True, asked_at__gt=asked_after)

    def holding(self, at=None):
        """Access that was granted and is not over."""
        return self.filter(granted_at__isnull=False, expires_at__gt=at or timezone.now())

    def at_desks(self, partners):
        """Requests for letters that these partners' desks handle."""
        return self.filter(people_at(partners, "letter__prisoner__"))


class ReleaseCopyQuerySet(models.QuerySet):
    def kept_for(self, prisoner):
        """Copies that wait for this person, oldest letter first."""
        return self.filter(letter__prisoner=prisoner).order_by("letter__received_on", "pk")

    def exported(self):
        return self.filter(exported_on__isnull=False)


class DeskMemberQuerySet(models.QuerySet):
    def seated(self, on=None):
        """Seats that hold on that day (default today), of accounts that may log in."""
        on = on or timezone.localdate()
        return self.filter(Q(until__isnull=True) | Q(until__gte=on), user__is_active=True)

    def in_role(self, role):
        return self.filter(role=role)


class LetterQuerySet(models.QuerySet):
    def sent_as(self, idempotency_key):
        """Return the letter that this form with this content made before, or None."""
        return self.filter(idempotency_key=idempotency_key).select_related("prisoner__facility").first()

    def with_code(self, code):
        """Return the letter with this code, or None; the same work whether there is one or not.

        `was_brought_back` says whether it was closed once and taken up again.
        """
        back = self._log().filter(action=LogAction.BROUGHT_BACK)
        people = self.model.prisoner.field.related_model.objects.with_place_check()
        checked = people.filter(pk=OuterRef("prisoner")).values("place_verified_on")
        found = self.filter(code_digest=digest_of(code)).annotate(
            was_brought_back=models.Exists(back), place_verified_on=Subquery(checked)
        )
        letter = found.select_related("prisoner__facility").first()
        if letter:
            letter.prisoner.place_verified_on = letter.place_verified_on
        return letter

    def in_state(self, state):
        return self.filter(state=state)

    def to_be_brought_back(self):
        """Letters that a screener closed and of which the text is still kept."""
        closed = self.in_state(LetterState.REJECTED).filter(closed_because__in=ENDED_BY_SCREENERS)
        return closed.exclude(sealed_body="")

    def with_closer(self):
        """Each with who closed it last and when: `closer` (id of the account), `closer_name`, `closed_at`."""
        last = self._log().filter(action__in=CLOSINGS).order_by("-number")
        return self.annotate(
            closer=Subquery(last.values("by")[:1]),
            closer_name=Subquery(last.values("by_name")[:1]),
            closed_at=Subquery(last.values("at")[:1]),
        )

    def _log(self):
        """Return the entries of the log of the letter that a query is at."""
        return self.model.log.rel.related_model.objects.filter(letter=OuterRef("pk"))

    def at_step(self, step):
        """Letters that wait for the work of this step."""
        return self.filter(AT_STEP[QueueStep(step)])

    def in_languages(self, codes):
        """Letters whose language, as declared or else as detected, is one of `codes`."""
        return self.filter(in_languages(codes))

    def at_desks(self, partners):
        """Letters that these partners' desks handle: the desk of the recipient's partner does."""
        return self.filter(at_desks(partners))

    def listed_for(self, seats):
        """Letters that somebody with these seats (DeskMember, with `desk`) finds in lists; each once."""
        return self.filter(listed_for(seats))

    def claimed(self, at=None):
        return self.filter(claimed(at))

    def unclaimed(self, at=None):
        """Letters that nobody works on now."""
        return self.filter(~claimed(at))

    def with_holds(self, *, sealed=()):
        """Each with its recipient and all that its hold is asked of. Three queries.

        Of what is sealed only the fields named.

        Letters to one person share the record, so what is asked of it is worked out once.
        """
        people = self.model.prisoner.field.related_model.objects.select_related("partner", "facility")
        facts = people.with_valid_consents().with_place_check()
        without = [name for name in SEALED if name not in sealed]
        return self.prefetch_related(models.Prefetch("prisoner", facts)).defer(*without)

    def first_of_groups(self):
        """Return the condition: not in a group of similar letters (flood_group), or the first of it here."""
        firsts = self.exclude(flood_group="").order_by().values("flood_group").annotate(first=Min("pk"))
        return Q(flood_group="") | Q(pk__in=firsts.values("first"))

    def like_each_other(self, group):
        """Letters of the group of similar ones (flood_group) that nobody has decided on, oldest first."""
        return self.in_state(LetterState.RECEIVED).filter(flood_group=group).order_by("pk")

    def with_groups(self, others):
        """Each letter with `group_size` and `group_last` (highest pk) of its group among `others`."""
        group = others.filter(flood_group=OuterRef("flood_group")).order_by().values("flood_group")
        is_alone = When(flood_group="", then=Value(None))
        size, last = (group.annotate(value=each("pk")).values("value") for each in (Count, Max))
        return self.annotate(
            group_size=Case(is_alone, default=Subquery(size), output_field=models.IntegerField(null=True)),
            group_last=Case(is_alone, default=Subquery(last), output_field=models.IntegerField(null=True)),
        )

    def sources(self):
        """Return {(campaign, its title, event, its title)} by which these letters came."""
        came_by = self.exclude(campaign=None, event=None).order_by()
        return set(came_by.values_list("campaign", "campaign__title", "event", "event__title").distinct())

    def returned_first(self):
        """What the post brought back stands before what is only under way; else oldest first."""
        is_returned = When(state=LetterState.RETURNED, then=Value(0))
        return self.order_by(Case(is_returned, default=Value(1)), "received_on", "pk")

    def listed(self):
        """Oldest first: who wrote first is read first. Without what is sealed."""
        listed = self.select_related("prisoner__partner", "claimed_by", "translation").order_by(
            "received_on", "pk"
        )
        return listed.defer(*SEALED)


class TextVersionQuerySet(models.QuerySet):
    def newest(self):
        """Of each letter the text that was handed on last."""
        last = self.filter(letter=OuterRef("letter")).order_by("-number").values("number")
        return self.filter(number=Subquery(last[:1])).select_related("by")


class PostReturnQuerySet(models.QuerySet):
    def asking_for_a_check(self):
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


class PlaceStopQuerySet(models.QuerySet):
    def open(self):
        return self.filter(lifted_at__isnull=True)

    def seen_from(self, partners):
        """Stops of places where these desks have people, or from which a letter came back to them."""
        here, back = (
            people_at(partners, "facility__prisoners__"),
            people_at(partners, "returns__letter__prisoner__"),
        )
        return self.filter(pk__in=self.model.objects.filter(here | back).values("pk"))


class DayPackQuerySet(models.QuerySet):
    def at_desks(self, desks):
        return self.filter(desk__in=desks)

    def listed(self):
        """Newest first, each with `letter_count` in its files and `copy_count` not yet destroyed."""
        in_files = Q(runs__printed__fault="")
        kept = Q(copies__destroyed_at=None)
        return (
            self.select_related("desk__partner", "made_by")
            .annotate(
                letter_count=Count("runs__printed", filter=in_files, distinct=True),
                copy_count=Count("copies", filter=kept, distinct=True),
            )
            .order_by("-made_at", "-pk")
        )

    def unfinished(self):
        return self.filter(state=RunState.BUILDING)


class PrintedLetterQuerySet(models.QuerySet):
    def of(self, pack):
        return self.filter(run__pack=pack)

    def in_files(self):
        """Those that went or go with their packs: neither faulty nor taken out."""
        return self.filter(fault="")

    def to_print(self):
        """Those of the files that are neither posted nor taken out."""
        return self.filter(fault="", is_open=True)

    def in_order(self):
        """As they lie in the pile, with what a list says of them and nothing that is sealed."""
        related = self.select_related("run__facility", "letter__prisoner__partner")
        return related.defer(*(f"letter__{name}" for name in SEALED)).order_by("run__position", "position")

    def with_texts(self):
        """Each with what is sealed of its letter and the text handed on last (`newest_versions`)."""
        versions = self.model.letter.field.related_model.text_versions.rel.related_model.objects
        newest = models.Prefetch("letter__text_versions", versions.newest(), to_attr="newest_versions")
        return self.defer(None).select_related("letter__prisoner__facility").prefetch_related(newest)

    def left_out(self):
        """Those that were taken out of their packs, each with its fault."""
        return self.exclude(fault="")

    def waiting(self):
        """Those whose letter is not on paper yet."""
        return self.filter(is_open=True, letter__state=LetterState.APPROVED)


class PrintFileQuerySet(models.QuerySet):
    def of_whole_packs(self):
        return self.filter(printed=None)

    def filled(self):
        """Those that are not emptied: their time is not over."""
        return self.exclude(sealed=b"")

    def letters(self):
        return self.filter(kind=FileKind.LETTERS)


class AppendOnlyQuerySet(models.QuerySet):
    """Rows are added and read, never changed."""

    def update(self, **kwargs):
        raise TypeError("entries of the log are never changed")

    def delete(self):
        raise TypeError("entries of the log are never deleted")


class LetterLogQuerySet(AppendOnlyQuerySet):
    def add_all(self, entries):
        """Store new entries, one of each letter, each chained to its letter's last. Two queries.

        The letters must be locked by the caller, or be new.
        """
        written = self.filter(letter__in=[entry.letter_id for entry in entries]).order_by("number")
        last = {row.letter_id: row for row in written.values_list("letter_id", "number", "hash", named=True)}
        for entry in entries:
            entry.follow(last.get(entry.letter_id))
        return self.bulk_create(entries)


class ScanFileQuerySet(models.QuerySet):
    def unread(self):
        return self.filter(UNREAD)


class ScanBatchQuerySet(models.QuerySet):
    def at_desks(self, desks):
        return self.filter(desk__in=desks)

    def counted(self):
        """Newest first, each with its counts of pages and files, and of letters that wait to be keyed in."""
        pages = self.model.pages.rel.related_model.objects.filter(batch=OuterRef("pk")).order_by()
        files = self.model.files.rel.related_model.objects.filter(batch=OuterRef("pk")).order_by()
        waiting = pages.filter(letter=None, group__gt=ASIDE)
        return (
            self.select_related("desk__partner", "event", "campaign", "by")
            .order_by("-pk")
            .annotate(
                page_count=_counted(pages, Count("pk")),
                aside_count=_counted(pages.filter(letter=None, group=ASIDE), Count("pk")),
                file_count=_counted(files, Count("pk")),
                unread_count=_counted(files.filter(UNREAD), Count("pk")),
                refused_count=_counted(files.exclude(trouble=""), Count("pk")),
                waiting_count=_counted(waiting, Count("group", distinct=True)),
                unmatched_count=_counted(waiting.filter(prisoner=None), Count("group", distinct=True)),
            )
        )

    def unread(self):
        """Batches of which a file still waits to be read."""
        files = self.model.files.rel.related_model.objects.filter(UNREAD, batch=OuterRef("pk"))
        return self.filter(models.Exists(files))


def _counted(rows, count):
    """Return the count over rows of which each names the batch, as a subquery."""
    counted = rows.values("batch").annotate(counted=count).values("counted")
    return Coalesce(Subquery(counted), 0, output_field=models.IntegerField())
