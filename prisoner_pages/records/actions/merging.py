"""One record takes the place of another of the same person; for a day it can be undone."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from home.jobs.queue import do_each, enqueue_once
from home.search.actions import touch
from prisoner_pages.choices import DatePrecision
from prisoner_pages.facts.actions.changes import (
    authors_of_draft,
    change_record,
    letters_follow,
    lock_record,
    log_record,
    save_draft,
)
from prisoner_pages.facts.read_models.declarations import FACTS
from prisoner_pages.models import Claim, Consent, FormerAddress, Prisoner, RecordMerge, Verification
from prisoner_pages.people.read_models.search_results import PERSON
from prisoner_pages.permissions.partners import require
from prisoner_pages.pictures.actions import delete_public_pictures
from prisoner_pages.records.actions.merged_rows import Note, move_back, move_rows
from prisoner_pages.records.actions.pauses import bring_story_back, take_stories_down
from prisoner_pages.records.actions.states import changed_since, digest, put_back, state_of
from prisoner_pages.records.read_models.merged_facts import (
    LONGEST_CLAIM,
    Outcome,
    outcome_of,
    said_of,
    take_facts,
)
from prisoner_pages.records.read_models.merging import (
    UNDO_WITHIN,
    can_be_undone,
    followers,
    is_held_after,
    left_by_merging,
    may_merge,
    refusals,
    refusals_to_part,
    scopes_that_end,
)

FOLLOW = "prisoner_pages.follow_merged"
FORGET = "prisoner_pages.forget_merges"
CAN_NOT_BE_PARTED = _("They can’t be parted any more: correct the two by hand.")


class TooLate(Exception):
    """A day has passed, or it was undone already."""


# --- Merging --------------------------------------------------------------------------------------
@transaction.atomic
def merge_records(kept: Prisoner, *, merged: Prisoner, uuid: UUID, by: User | None) -> RecordMerge:
    """Let `kept` take the place of `merged`: its addresses, claims, sources, letters and bases come along.

    Facts of which `kept` says nothing are taken, into its draft where nobody has approved them yet; what
    contradicts waits as claims. `merged` stays as it was, with its history, and is found no more. The same
    uuid does it once. Raises PermissionDenied, and ValidationError in words for what can't be merged now.
    """
    done = RecordMerge.objects.filter(uuid=uuid, by=by).first()
    if done:
        return done
    kept, merged = _locked(kept, merged)
    require(by is None or may_merge(by, kept.partner, merged.partner))
    if refused := refusals(kept, merged):
        raise ValidationError([str(words) for words in refused])
    before: Note = {"kept": state_of(kept), "held_at": kept.held_at, "merged_was_live": merged.live}
    before["ended"] = _end_bases(kept, merged)
    is_held = is_held_after(kept, merged)
    before["claims"] = _make_claims(kept, merged)
    _take_facts(kept, merged, by)
    before["stories"] = take_stories_down(merged, by)
    before["rows"] = move_rows(merged, kept, by=by)
    before["earlier"] = _lead_on(merged, kept)
    _hold(kept, merged, is_held=is_held)
    if before["ended"]:
        delete_public_pictures(kept)
    before["left"] = left_by_merging(kept)
    merge = RecordMerge.objects.create(
        uuid=uuid, kept=kept, merged=merged, by=by, before=before, after=digest(state_of(kept))
    )
    touch(PERSON, [kept.pk, merged.pk])
    letters_follow(kept)
    enqueue_once(FOLLOW)
    log_record(kept, "merge_records", by=by, other=merged.pk)
    log_record(merged, "merge_away", by=by, into=kept.pk)
    return merge


def _locked(kept: Prisoner, merged: Prisoner) -> tuple[Prisoner, Prisoner]:
    """Lock both, always in the same order: two who merge them either way must not wait for each other."""
    locked = {pk: lock_record(Prisoner(pk=pk)) for pk in sorted({kept.pk, merged.pk})}
    return locked[kept.pk], locked[merged.pk]


def _end_bases(kept: Prisoner, merged: Prisoner) -> list[int]:
    """What was withdrawn on one record was withdrawn by the person, whatever the other says."""
    scopes = scopes_that_end(kept, merged)
    valid = Consent.objects.filter(prisoner__in=(kept.pk, merged.pk), scope__in=scopes, withdrawn_at=None)
    ended = list(valid.values_list("pk", flat=True))
    Consent.objects.filter(pk__in=ended).update(withdrawn_at=timezone.now())
    return ended


def _make_claims(kept: Prisoner, merged: Prisoner) -> list[int]:
    source = merged.sources.exclude(url="").filter(is_public=True).first()
    made = []
    for fact in FACTS:
        if outcome_of(fact, kept, merged) in (Outcome.CLAIMED, Outcome.CUT):
            value = _as_claimed(fact.name, said_of(fact, merged), merged)
            claim, is_new = Claim.objects.get_or_create(
                prisoner=kept,
                field=fact.name,
                value=value[:LONGEST_CLAIM],
                source_url=source.url if source else "",
                defaults={"needs_decision": True, "stated_on": source.date if source else ""},
            )
            made += [claim.pk] if is_new else []
    return made


def _as_claimed(name: str, said: str, merged: Prisoner) -> str:
    return merged.home_place.name if name == "home_place" and merged.home_place else said


def _take_facts(kept: Prisoner, merged: Prisoner, by: User | None) -> None:
    """Into the record; what nobody has approved of a record that is public goes into its draft alone."""
    taken = {fact.group for fact in FACTS if outcome_of(fact, kept, merged) is Outcome.TAKEN}
    if merged.live or not kept.live:
        change_record(kept, change=lambda facts: take_facts(facts, merged), by=by)
        _take_checks(kept, merged, taken)
        return
    draft = kept.get_latest_revision_as_object()
    take_facts(draft, merged)
    save_draft(draft, dict.fromkeys([*authors_of_draft(kept), *authors_of_draft(merged)]))


def _take_checks(kept: Prisoner, merged: Prisoner, groups: Iterable[str]) -> None:
    """What was checked of the facts that are taken was checked."""
    known = set(kept.verifications.values_list("group", flat=True))
    for check in merged.verifications.filter(group__in=set(groups) - known):
        columns = ("group", "verified_on", "precision", "source_url", "verified_by_id")
        said = {name: getattr(check, name) for name in columns}
        Verification.objects.create(prisoner=kept, **{"precision": DatePrecision.DAY, **said})


def _lead_on(merged: Prisoner, kept: Prisoner) -> list[int]:
    """From the address of `merged`, and from all that was merged into it before, to `kept`."""
    FormerAddress.objects.create(slug=merged.slug, prisoner=kept)
    earlier = list(Prisoner.everyone.filter(merged_into=merged).values_list("pk", flat=True))
    Prisoner.everyone.filter(pk__in=earlier).update(merged_into=kept)
    # No save: what Wagtail does after one finds the record no more. That of `kept` tells the caches.
    Prisoner.everyone.filter(pk=merged.pk).update(live=False, merged_into=kept)
    return earlier


def _hold(kept: Prisoner, merged: Prisoner, *, is_held: bool) -> None:
    if is_held and kept.held_at is None:
        kept.held_at = merged.held_at or timezone.now()
        kept.save(update_fields=["held_at"])
    if merged.answers_refused_at and kept.answers_refused_at is None:  # stays, should the merging be undone
        kept.answers_refused_at = merged.answers_refused_at
        kept.save(update_fields=["answers_refused_at"])


def follow_merged() -> None:
    """Let letters that were being stored while their recipient's record was merged follow it; a job."""
    merged = Prisoner.everyone.exclude(merged_into=None).values_list("pk", flat=True)
    do_each(list(merged), _let_follow)


@transaction.atomic
def _let_follow(pk: int) -> None:
    merged = Prisoner.everyone.select_for_update(no_key=True).get(pk=pk)
    if kept := merged.merged_into:
        found = [follower.move(merged, kept, by=None) for follower in followers()]
        if any(rows for note in found for rows in note.values()):
            letters_follow(kept)


# --- And back -------------------------------------------------------------------------------------
@transaction.atomic
def undo_merge(merge: RecordMerge, *, by: User | None) -> bool:
    """Part the two again; say whether the record that was kept says again what it said before.

    Where its facts were edited since the merging, they stay as they are now. Raises TooLate,
    PermissionDenied, and ValidationError in words for a record that was merged on meanwhile, or where
    somebody was hidden, held or withdrew a basis since: undoing would undo what protects them.
    """
    merge = RecordMerge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    kept = lock_record(merge.kept)
    merged = Prisoner.everyone.select_for_update(no_key=True).get(pk=merge.merged_id)
    require(by is None or may_merge(by, kept.partner, merged.partner))
    if not can_be_undone(merge):
        raise TooLate
    merge.kept = kept
    if refused := refusals_to_part(merge):
        raise ValidationError([str(words) for words in [CAN_NOT_BE_PARTED, *refused]])
    before: Any = merge.before
    is_unchanged = digest(state_of(kept)) == merge.after
    _part(before, merged, kept)
    move_back(before["rows"], merged, kept, by=by)
    Claim.objects.filter(pk__in=before["claims"], settled_at=None).delete()
    Consent.objects.filter(pk__in=before["ended"]).update(withdrawn_at=None)
    if is_unchanged:
        _put_facts_back(kept, before, by)
    for page, revision in reversed(before["stories"]):
        bring_story_back(merged, page, revision, by)
    merge.undone_at, merge.undone_by, merge.before = timezone.now(), by, None
    merge.save()
    touch(PERSON, [kept.pk, merged.pk])
    for record, other in ((kept, merged), (merged, kept)):
        letters_follow(record)
        log_record(record, "undo_merge", by=by, other=other.pk)
    return is_unchanged


def _part(before: Note, merged: Prisoner, kept: Prisoner) -> None:
    FormerAddress.objects.filter(slug=merged.slug).delete()
    Prisoner.everyone.filter(pk__in=before["earlier"], merged_into=kept).update(merged_into=merged)
    merged.live, merged.merged_into = before["merged_was_live"], None
    merged.save(update_fields=["live", "merged_into"])


def _put_facts_back(kept: Prisoner, before: Note, by: User | None) -> None:
    now = state_of(kept)
    changed = changed_since(before["kept"], now)
    authors = _authors_until(kept, changed["draft"])
    if now["draft"] and not changed["draft"]:
        _drop_draft(kept, by)
    put_back(kept, changed, by=by)
    drafted = Revision.objects.filter(pk=changed["draft"] or 0).first()
    if drafted and not changed["facts"] and changed["draft"] != now["draft"]:
        save_draft(drafted.as_object(), authors)
    if before["held_at"] is None and kept.held_at is not None:
        kept.held_at = None
        kept.save(update_fields=["held_at"])


def _authors_until(kept: Prisoner, draft: int | None) -> list[User | None]:
    written = kept.revisions.filter(pk__gt=kept.live_revision_id or 0, pk__lte=draft or 0).order_by("pk")
    return list(dict.fromkeys(revision.user for revision in written.select_related("user")))


def _drop_draft(kept: Prisoner, by: User | None) -> None:
    """The newest revision says again what the public one says."""
    revision = kept.save_revision(user=by, changed=False, log_action=False, clean=False)
    kept.has_unpublished_changes, kept.live_revision = False, revision
    kept.save(update_fields=["has_unpublished_changes", "live_revision"])


def forget_old_merges() -> None:
    """What nobody can undo any more is kept as who merged what, without the facts."""
    past = timezone.now() - UNDO_WITHIN
    RecordMerge.objects.filter(at__lt=past).exclude(before=None).update(before=None)
