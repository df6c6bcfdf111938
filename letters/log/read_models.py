"""Verifying the logs: does every entry follow from the one before, and every day from its entries?"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby

from django.utils import timezone

from letters.choices.letters import Keeping
from letters.hash_chain import START, digest_of_day, entry_hash, faults
from letters.models import DayDigest, Letter, LetterLogEntry
from letters.retention.rules import RETENTION_RULES


@dataclass(frozen=True)
class Verdict:
    """What does not follow: {letter's uuid: numbers of entries}, and days. Marked gaps are no fault."""

    letters: dict = field(default_factory=dict)
    days: list = field(default_factory=list)
    gaps: list = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        return not self.letters and not self.days


def entries_of(day: date) -> list[str]:
    """Return the hashes of the day's entries, in the order of letters and numbers."""
    entries = LetterLogEntry.objects.filter(day=day).order_by("letter_id", "number")
    return list(entries.values_list("hash", flat=True))


def faults_of(letter: Letter) -> list[int]:
    """Return the numbers of the letter's entries that do not follow."""
    return faults(letter.log.select_related("letter").order_by("number"))


def verify() -> Verdict:
    """Return a Verdict over every log there is."""
    return Verdict(letters=_letters_at_fault(), days=_days_at_fault(), gaps=_gaps())


def _letters_at_fault() -> dict[str, list[int]]:
    entries = LetterLogEntry.objects.select_related("letter").order_by("letter_id", "number")
    logs = groupby(entries.iterator(chunk_size=1000), key=lambda entry: entry.letter)
    found = {str(letter.uuid): faults(log) for letter, log in logs}
    return {letter: numbers for letter, numbers in found.items() if numbers}


def _days_at_fault() -> list[date]:
    """Days whose digest does not follow; those older than any log is kept cannot be counted anew."""
    oldest, previous, found = (
        timezone.localdate() - timedelta(days=RETENTION_RULES[Keeping.LOG].days),
        START,
        [],
    )
    for digest in DayDigest.objects.all():
        if digest.previous != previous or (digest.day > oldest and not _follows(digest)):
            found.append(digest.day)
        previous = digest.hash
    return found


def _follows(digest: DayDigest) -> bool:
    hashes = entries_of(digest.day)
    content = "" if digest.is_gap else digest_of_day(hashes)
    counted = digest.is_gap or len(hashes) == digest.entries
    return counted and digest.hash == entry_hash({**digest.facts, "content": content}, digest.previous)


def _gaps() -> list[date]:
    return list(DayDigest.objects.filter(is_gap=True).values_list("day", flat=True))
