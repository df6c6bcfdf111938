"""An announcement of a record's person as one editor prepares it, and another one who confirms it."""

from datetime import date

import pytest
from django.utils import translation

from prisoner_pages.choices import SourceKind, Status
from prisoner_pages.models import Prisoner
from prisoner_pages.records.actions.announcements import confirm_announcement, prepare_announcement
from tests.prisoner_pages.records.conftest import member

DAY, URL = date(2026, 9, 14), "https://example.org/exchange"
SAID = {
    "status": Status.EXCHANGED,
    "on": DAY,
    "source_kind": SourceKind.OFFICIAL,
    "source_url": URL,
    "family_knows": True,
}


@pytest.fixture
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def other(record):
    """Another editor of the partner."""
    return member("other.editor", record.partner, "editors")


@pytest.fixture
def prepared(record, editor):
    return prepare([record], editor)


def prepare(people, by, **said):
    (made,) = prepare_announcement(people, by=by, **{**SAID, **said})
    return made


def confirm(announcement, by, **said):
    return confirm_announcement(announcement, by=by, **{"seen": announcement.seen, **said})


def status_of(person):
    return Prisoner.objects.get(pk=person.pk).status
