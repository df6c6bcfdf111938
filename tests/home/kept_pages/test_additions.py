"""Whom an import only adds shows within seconds, not with each row; what it corrects shows at once."""

import pytest
from django.utils import timezone

from home.caching.read_models import SOON, renew_what_waits
from prisoner_pages.choices import Scope
from prisoner_pages.importing.actions import import_prisoners as importing
from prisoner_pages.models import Prisoner
from prisoner_pages.records.actions.pauses import pause_prisoner
from tests.factories.prisoner_pages import PartnerFactory, open_locales
from tests.home.kept_pages.asking import Site
from tests.prisoner_pages.importing.conftest import list_of
from tests.standing import standing
from tests.tiers import LONG

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]
PEOPLE, NEW_ONE = "/uk/prisoners/", "/uk/prisoners/second-person/"
FIRST = {"full_name_uk": "Перша Людина", "full_name_en": "First Person", "full_name_ru": ""}
SECOND = {"full_name_uk": "Друга Особа", "full_name_en": "Second Person", "full_name_ru": ""}
THIRD = {"full_name_uk": "Третій Чоловік", "full_name_en": "Third Man", "full_name_ru": ""}


@standing
def partner(db):
    open_locales("uk", "en")
    return PartnerFactory(slug="zmina", section=True)


@pytest.fixture
def take(partner):
    def take(*rows):
        report = importing.import_prisoners(
            list_of(*rows), partner=partner, intent=importing.Intent(publish=True)
        )
        assert not report.errors

    return take


@pytest.fixture
def going_on(monkeypatch):
    """Let an import commit its rows and say nothing more: it still runs, or was killed."""
    monkeypatch.setattr(importing, "renew_what_waits", lambda: None)


@pytest.fixture
def sites(take, going_on):
    """Two processes that keep the list of those who were there before."""
    take({**FIRST, "can_receive_letters": "yes"})
    renew_what_waits()
    found = Site(), Site()
    for site in found:
        assert site.is_kept(PEOPLE) or site.is_kept(PEOPLE)
    return found


def shown(sites, path, words):
    """Return whether the processes show the words; they agree."""
    found = {words in site(path).text for site in sites}
    assert len(found) == 1
    return found.pop()


@pytest.mark.full(LONG)
def test_who_is_added_has_a_page_at_once_and_stands_in_lists_within_seconds(sites, take, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    take(SECOND)

    assert all(site.is_kept(PEOPLE) for site in sites)
    assert not shown(sites, PEOPLE, SECOND["full_name_uk"])
    assert all(site(NEW_ONE).status == "200 OK" for site in sites)

    time_machine.shift(SOON)

    assert shown(sites, PEOPLE, SECOND["full_name_uk"])


@pytest.mark.full(LONG)
def test_those_who_follow_put_the_moment_off_no_further(sites, take, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    take(SECOND)
    time_machine.shift(SOON * 0.8)
    take(THIRD)
    assert not shown(sites, PEOPLE, SECOND["full_name_uk"])

    time_machine.shift(SOON * 0.2)

    assert shown(sites, PEOPLE, SECOND["full_name_uk"]) and shown(sites, PEOPLE, THIRD["full_name_uk"])


def test_all_show_at_once_when_the_import_is_over(sites, take, monkeypatch, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    monkeypatch.undo()

    take(SECOND)

    assert shown(sites, PEOPLE, SECOND["full_name_uk"])


@pytest.mark.full(LONG)
def test_what_an_import_corrects_shows_at_once_and_all_that_waited_with_it(sites, take, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    profile, writing = "/uk/prisoners/first-person/", "/uk/letters/write/first-person/"
    assert shown(sites, profile, writing)
    take(SECOND)

    take({**FIRST, "can_receive_letters": "no"})

    assert not shown(sites, profile, writing)
    assert shown(sites, PEOPLE, SECOND["full_name_uk"])


def test_who_is_hidden_while_an_import_adds_is_gone_at_once(sites, take, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    take(SECOND)

    pause_prisoner(Prisoner.objects.get(slug="first-person"), by=None)

    assert not shown(sites, PEOPLE, FIRST["full_name_uk"])
    assert all(site("/uk/prisoners/first-person/").status == "404 Not Found" for site in sites)


def test_whose_basis_ends_while_an_import_adds_is_gone_at_once(sites, take, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    take(SECOND)

    Prisoner.objects.get(slug="second-person").consents.get(scope=Scope.NAME).delete()

    assert not shown(sites, PEOPLE, SECOND["full_name_uk"])
    assert all(site(NEW_ONE).status == "404 Not Found" for site in sites)
