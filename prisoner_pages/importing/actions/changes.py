"""A row changes the facts of a record where nobody has edited them since; elsewhere it leaves a claim."""

from dataclasses import dataclass, field
from functools import cache

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from prisoner_pages.facts.actions.changes import change_record, log_record, note_update
from prisoner_pages.facts.read_models.declarations import IMPORTED
from prisoner_pages.facts.read_models.fact import Fact, PersonRow, Rule
from prisoner_pages.importing.actions.bases import cite, verify
from prisoner_pages.importing.actions.imported_facts import (
    SOURCES,
    remember,
    remember_stated,
    remember_text,
    sources_text,
)
from prisoner_pages.importing.actions.run import Run
from prisoner_pages.models import Claim, ImportedFact, Prisoner
from prisoner_pages.policies import ANNOUNCED_STATUSES


@dataclass
class Weighed:
    """The facts of a row by what becomes of them."""

    puts: list[Fact] = field(default_factory=list)
    claims: list[Fact] = field(default_factory=list)
    agreed: list[Fact] = field(default_factory=list)  # somebody has already written what the row says
    side_by_side: list[Fact] = field(default_factory=list)  # another row of this list says otherwise


@dataclass
class Meeting:
    """A row and the record it is about. `draft` is the newest state: the record itself if none waits."""

    record: Prisoner
    row: PersonRow
    run: Run
    known: dict[str, ImportedFact]
    again: bool  # the run has met this record before, in another row

    def __post_init__(self) -> None:
        waits = self.record.live and self.record.has_unpublished_changes
        self.draft = self.record.latest_revision.as_object() if waits else self.record

    @property
    def is_at_once(self) -> bool:
        """Whether the record itself changes: the operator publishes, or nothing of it is public yet."""
        return self.run.publish or not self.record.live


def change_facts(meeting: Meeting) -> bool:
    """Take what the row says anew; return whether anything was written."""
    weighed = weigh(meeting)
    _note(meeting, weighed)
    cites = sources_differ(meeting)
    if weighed.puts or cites:
        _write(meeting, weighed)
    claimed = [_claim(meeting, fact) for fact in weighed.claims + weighed.side_by_side]
    remember(meeting.draft, meeting.row, weighed.agreed)
    remember_stated(meeting.record, meeting.row, weighed.claims, meeting.known)
    if cites and not meeting.again:
        stated = {SOURCES: sources_text(meeting.row)}
        remember_text(meeting.record, meeting.row, stated, is_pending=not meeting.is_at_once)
    return bool(weighed.puts or cites or any(claimed))


def _note(meeting: Meeting, weighed: Weighed) -> None:
    for kind in ("puts", "claims", "side_by_side"):
        for fact in getattr(weighed, kind):
            meeting.run.note(fact, meeting.row, kind, meeting.draft)


def weigh(meeting: Meeting) -> Weighed:
    weighed = Weighed()
    for fact in IMPORTED:
        if kind := _kind_of_change(fact, meeting):
            getattr(weighed, kind).append(fact)
    return weighed


def _kind_of_change(fact: Fact, meeting: Meeting) -> str | None:
    """Return the list of Weighed into which the fact belongs; None when the row says nothing new of it."""
    stated, old = fact.stated(meeting.row), meeting.known.get(fact.name)
    before = old.stated if old else ""
    if stated == before:
        return _kind_of_waiting(fact, old, meeting) if old and old.is_pending else None
    if not stated and not _is_ended_by_blank(fact, meeting):
        if not meeting.again:
            meeting.run.warn(
                meeting.row, fact.column, _("The cell is blank now; the record keeps what it had.")
            )
        return None
    if meeting.again and before:
        return "side_by_side"
    return _kind_of_new_value(fact, stated, old, meeting)


def _kind_of_waiting(fact: Fact, old: ImportedFact, meeting: Meeting) -> str | None:
    """A change that waited in a draft becomes public with the operator's act, unless somebody edited it."""
    if not meeting.run.publish:
        return None
    if fact.held_by(meeting.record) == old.held:
        return "agreed"  # a moderator has published the draft
    return "claims" if _was_edited(fact, old, meeting) else "puts"


def _is_ended_by_blank(fact: Fact, meeting: Meeting) -> bool:
    """Whoever is no longer listed as a recipient is none; for other facts a blank says nothing."""
    return fact.name == "letters" and not meeting.again


def _kind_of_new_value(fact: Fact, stated: str, old: ImportedFact | None, meeting: Meeting) -> str | None:
    if fact.held_by(meeting.draft) == stated:
        return "agreed"
    if fact.name == "status" and ANNOUNCED_STATUSES & {meeting.row.status, meeting.record.status}:
        return "claims"
    run = meeting.run
    is_taken = run.takes.get(fact.name) == run.describe(fact, meeting.draft)
    if is_taken or not _was_edited(fact, old, meeting):
        return "puts"
    return "claims" if stated else None


def _was_edited(fact: Fact, old: ImportedFact | None, meeting: Meeting) -> bool:
    """Whether somebody changed the fact, in public or in a draft, since the import last set it."""
    expected = old.held if old else blank(fact)
    states = [meeting.draft] if old and old.is_pending else [meeting.record, meeting.draft]
    return any(fact.held_by(state) != expected for state in states)


@cache
def blank(fact: Fact) -> str:
    """What a new record holds of the fact."""
    return fact.held_by(Prisoner())


def sources_differ(meeting: Meeting) -> bool:
    """A second row of the list only adds addresses; the first one's date stays the record's."""
    if meeting.again:
        return not {source.url for source in meeting.draft.sources.all()}.issuperset(meeting.row.sources)
    old = meeting.known.get(SOURCES)
    waited = old is not None and old.is_pending and meeting.run.publish
    return waited or old is None or old.stated != sources_text(meeting.row)


def _write(meeting: Meeting, weighed: Weighed) -> None:
    puts = weighed.puts

    def change(facts: Prisoner) -> None:
        for fact in puts:
            fact.set_in(facts, meeting.row, meeting.run)
        cite(facts, meeting.row)

    if meeting.is_at_once:
        change_record(meeting.record, change=change, by=meeting.run.by)
        _follow(meeting, weighed)
    else:
        change(meeting.draft)
        meeting.draft.save_revision(user=meeting.run.by, log_action=False, clean=False)
    held = meeting.record if meeting.is_at_once else meeting.draft
    remember(held, meeting.row, puts, is_pending=not meeting.is_at_once)
    log_record(
        meeting.record,
        "import_change",
        by=meeting.run.by,
        facts=[fact.name for fact in puts],
        published=meeting.is_at_once and meeting.record.live,
    )


def _follow(meeting: Meeting, weighed: Weighed) -> None:
    """What follows a change that is seen at once."""
    if not meeting.again:
        verify(meeting.record, meeting.row, otherwise=_said_otherwise(meeting, weighed))
    if meeting.record.live:
        for group in {fact.group for fact in weighed.puts}:
            note_update(meeting.record, group)


def _said_otherwise(meeting: Meeting, weighed: Weighed) -> set[str]:
    """Return the names of the facts of which the record does not hold what the row says."""
    same = {fact.name for fact in weighed.puts + weighed.agreed}
    open_claims = Claim.objects.filter(prisoner=meeting.record, settled_at=None)
    disputed = set(open_claims.values_list("field", "value"))
    return {
        fact.name
        for fact in IMPORTED
        if fact.name not in same
        and ((fact.name, fact.stated(meeting.row)) in disputed or not _is_as_imported(fact, meeting))
    }


def _is_as_imported(fact: Fact, meeting: Meeting) -> bool:
    """Whether the row repeats what an import set, and the record still holds it."""
    old = meeting.known.get(fact.name)
    if old is None or old.stated != fact.stated(meeting.row):
        return False
    return fact.held_by(meeting.record) == old.held


def _claim(meeting: Meeting, fact: Fact) -> bool:
    """Set the row's value beside the record's own, for an editor to decide; return whether it is new."""
    claim, made = Claim.objects.get_or_create(
        prisoner=meeting.record,
        field=fact.name,
        value=fact.stated(meeting.row)[:500],
        source_url=meeting.row.sources[0],
        defaults={"stated_on": str(meeting.row.stated_on or ""), "needs_decision": True},
    )
    if made and meeting.run.publish and Rule.CLAIMED in fact.rules:
        claim.shown_since = timezone.now()
        claim.save(update_fields=["shown_since"])
    if made:
        log_record(meeting.record, "import_claim", by=meeting.run.by, fact=fact.name)
        meeting.run.warn(meeting.row, fact.column, _("The record says otherwise: an editor has to decide."))
    return made
