"""What merging two records would do, and why it can't be done: shown before, asked again when it is done."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from home.languages.info import CONTENT_LANGUAGES
from home.registry import provided
from prisoner_pages.can_be_written_to import CallReason
from prisoner_pages.choices import Scope
from prisoner_pages.models import Consent, Partner, Prisoner, PrisonerPrivate, RecordMerge, SourceCopy
from prisoner_pages.permissions.partners import is_coordinator, may_moderate
from prisoner_pages.policies import ANNOUNCED_STATUSES

UNDO_WITHIN = timedelta(days=1)
PRIVATE = ("contacts", "proof", "notes")  # columns of the private record
# What a record says against posting, which another record does not answer by saying more.
SAID_AGAINST = frozenset(
    {
        CallReason.IN_TRANSFER,
        CallReason.CANNOT_RECEIVE,
        CallReason.INCOMMUNICADO,
        CallReason.MISSING,
        CallReason.HOUSE_ARREST,
        CallReason.ON_HOLD,
    }
)


@dataclass(frozen=True)
class Follower:
    """Rows of a higher app that follow a record into the one that takes its place, and back."""

    label: Promise
    count: Callable[[Prisoner], int]
    move: Callable[..., dict[str, list[int]]]  # (merged, kept, *, by): what `back` needs
    back: Callable[..., None]  # (note, merged, kept, *, by)


def followers() -> list[Follower]:
    return provided("followers_of_merged")


def may_merge(user: User, one: Partner, other: Partner) -> bool:
    """Moderators merge records of their partner, coordinators those of any two."""
    return is_coordinator(user) or one == other and may_moderate(user, one)


def refusals(kept: Prisoner, merged: Prisoner) -> list[Promise | str]:
    """Return why the records can't be merged now, in words; nothing where they can."""
    statuses = {each.status for each in (kept, merged)}
    return [
        words
        for is_so, words in (
            (kept.pk == merged.pk, _("This is one and the same record.")),
            (
                (kept.paused_at is None) != (merged.paused_at is None),
                _("One of the two is hidden from the site, the other is not. Hide or show both first."),
            ),
            (
                len(statuses) > 1 and not statuses.isdisjoint(ANNOUNCED_STATUSES),
                _("Of one it is said that they were released or exchanged or have died, of the other not."),
            ),
            (
                any(each.announcements.waiting().exists() for each in (kept, merged)),
                _("An announcement about one of the two waits for its second person."),
            ),
            (
                any(_waits(each) for each in (kept, merged)),
                _("A draft of one of the two waits for approval: approve it or send it back first."),
            ),
            (kept.invented != merged.invented, _("One of the two is an invented person.")),
            (
                merged.is_public and not kept.is_public,
                _("The other record is on the site, this one is not: merge them the other way round."),
            ),
            (
                kept.partner_id != merged.partner_id,
                _("The records belong to two partners: hand one over to the other partner first."),
            ),
        )
        if is_so
    ]


def _waits(record: Prisoner) -> bool:
    return record.workflow_in_progress or any(page.workflow_in_progress for page in record.pages.all())


def scopes_that_end(kept: Prisoner, merged: Prisoner) -> set[str]:
    """Return what was withdrawn on one record and holds on the other: the person is one, and it ends."""
    return {
        scope
        for one, other in ((kept, merged), (merged, kept))
        for scope in _withdrawn(one)
        if scope in other.bases
    }


def _withdrawn(record: Prisoner) -> set[str]:
    ended = Consent.objects.filter(prisoner=record, withdrawn_at__isnull=False)
    return set(ended.values_list("scope", flat=True)) - record.bases


def is_held_after(kept: Prisoner, merged: Prisoner) -> bool:
    """Say whether letters are held, though what is said of one record alone would let them go."""
    if kept.held_at or merged.held_at:
        return True
    reasons = [each.call_to_action.reason in SAID_AGAINST for each in (kept, merged)]
    return reasons[1] and not reasons[0]


@dataclass(frozen=True)
class Preview:
    """What stands on the screen before it is done."""

    refused: list[Promise | str]
    addresses: list[str]
    moved: list[tuple[Promise, int]]
    ended: list[Any]
    begun: list[Any]
    is_held: bool
    stories_lost: list[str]


def preview_of(kept: Prisoner, merged: Prisoner) -> Preview:
    ending = scopes_that_end(kept, merged)
    labels, lost = dict(Scope.choices), _told_in(merged) - _told_in(kept)
    return Preview(
        refused=refusals(kept, merged),
        addresses=[merged.slug, *merged.former_addresses.values_list("slug", flat=True)],
        moved=[row for row in _moved(merged) if row[1]],
        ended=[labels[scope] for scope in sorted(ending)],
        begun=[labels[scope] for scope in sorted(merged.bases - kept.bases - ending)],
        is_held=is_held_after(kept, merged),
        stories_lost=[own_name for code, own_name in CONTENT_LANGUAGES if code in lost],
    )


def _moved(merged: Prisoner) -> Iterable[tuple[Promise, int]]:
    yield _("claims"), merged.claims.count()
    yield _("sources"), merged.sources.count()
    yield _("bases"), merged.consents.count()
    yield _("pictures"), merged.shown_in.count()
    yield _("copies of sources"), SourceCopy.objects.filter(prisoner=merged).count()
    yield _("private record"), PrisonerPrivate.objects.filter(prisoner=merged).count()
    for follower in followers():
        yield follower.label, follower.count(merged)


def _told_in(record: Prisoner) -> set[str]:
    return set(record.pages.filter(live=True).values_list("locale__language_code", flat=True))


def can_be_undone(merge: RecordMerge) -> bool:
    return merge.undone_at is None and merge.before is not None and timezone.now() - merge.at <= UNDO_WITHIN


def refusals_to_part(merge: RecordMerge) -> list[Promise]:
    """Return why what was done since forbids to undo it, in words: what protects a person outlives it."""
    kept, before = merge.kept, merge.before or {}
    left = before["left"]
    now = left_by_merging(kept)
    pair = Prisoner.everyone.filter(pk__in=(merge.kept_id, merge.merged_id))
    return [
        words
        for is_so, words in (
            (now["paused"] != left["paused"], _("The person was hidden or shown again since.")),
            (now["held"] != left["held"], _("Letters were held or released since.")),
            (now["status"] != left["status"], _("What has happened to the person was changed since.")),
            (bool({*now["withdrawn"]} - {*left["withdrawn"]}), _("A basis was withdrawn since.")),
            (
                any(each.announcements.waiting().exists() for each in pair),
                _("An announcement about one of the two waits for its second person."),
            ),
            (
                bool(before["rows"]["private"]) and now["private"] != left["private"],
                _("The private record was changed since."),
            ),
        )
        if is_so
    ]


def left_by_merging(record: Prisoner) -> dict[str, Any]:
    """Return how the record is stored in what undoing must not touch; of the private record a digest."""
    kept = Prisoner.objects.get(pk=record.pk)  # what is asked may hold what was only drafted
    return {
        "paused": str(kept.paused_at or ""),
        "held": str(kept.held_at or ""),
        "status": kept.status,
        "withdrawn": sorted(kept.consents.exclude(withdrawn_at=None).values_list("pk", flat=True)),
        "private": _private_of(kept),
    }


def _private_of(record: Prisoner) -> list[str]:
    columns = [f"{name}_encrypted" for name in PRIVATE]  # as they are stored: nobody reads them here
    rows = PrisonerPrivate.objects.filter(prisoner=record).values_list(*columns)
    return [sha256(bytes(column)).hexdigest() for row in rows for column in row]


def merges_of(record: Prisoner) -> list[RecordMerge]:
    """Return what was merged into the record and was not undone, the newest first."""
    return list(record.merges.filter(undone_at=None).select_related("merged", "by"))
