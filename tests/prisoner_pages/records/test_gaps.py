"""What keeps letters from being posted is work to do: on the record, and in the list of people."""

from datetime import timedelta
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from prisoner_pages.can_be_written_to import GAPS, CallReason
from prisoner_pages.choices import FactGroup, MailStatus
from prisoner_pages.models import Facility, Prisoner
from prisoner_pages.policies import FRESH_DAYS
from prisoner_pages.records.gap_words import GAP_LABELS, GAP_WORK
from tests.factories.partners import employ_editor, logged_in, open_partner
from tests.factories.prisoner_pages import FacilityFactory, PrisonerFactory, open_locales
from tests.tiers import LONG

pytestmark = pytest.mark.django_db
LIST = reverse("wagtailsnippets_prisoner_pages_prisoner:list")


def listed(editor, gap):
    """Return what the list of people shows an editor who chose this filter."""
    return logged_in(editor).get(LIST, {"letters_wait": gap}).content.decode()


@pytest.fixture
def zmina(db):
    open_locales("uk", "en")
    return open_partner("zmina")


@pytest.fixture
def editor(zmina):
    return employ_editor(zmina)


def test_every_gap_has_its_words():
    assert set(GAPS) == set(GAP_LABELS) == set(GAP_WORK)


@pytest.mark.full(LONG)
@pytest.mark.both_databases
def test_the_list_and_the_record_agree_on_every_gap(zmina):
    fresh = timezone.localdate() - timedelta(days=FRESH_DAYS[FactGroup.PLACE])
    whole = FacilityFactory()
    stopped = FacilityFactory(name_ru="ФКУ 1 (вымышленная)", letters_stopped_on=fresh)
    doubted = FacilityFactory(name_ru="ФКУ 4 (вымышленная)", letters_are_doubted=True)
    places = [None, whole, stopped, doubted, FacilityFactory(name_ru="ФКУ 2 (вымышленная)", address_ru="")]
    names = [
        ("", False),
        ("Иной Пётр", False),
        ("Иной Пётр", True),
        ("Иной Пётр Петрович", False),
        (" ", True),
    ]
    for place, (name, has_none), day in product(places, names, [fresh, fresh - timedelta(days=1)]):
        facts = {"facility": place, "name_ru": name, "has_no_patronymic": has_none, "stories": []}
        PrisonerFactory(writable=True, partner=zmina, place_verified_on=day, **facts)

    people = list(Prisoner.objects.all())

    for gap in GAPS:
        found = set(Prisoner.objects.lacking([gap]))
        assert found == {person for person in people if gap in person.gaps}, gap
    assert set(Prisoner.objects.lacking(GAPS)) == {person for person in people if person.gaps}


@pytest.mark.full(LONG)
def test_an_editor_finds_those_whose_letters_wait_and_reads_for_what(zmina, editor):
    PrisonerFactory(writable=True, partner=zmina, name_uk="Вигаданий Готовий")
    PrisonerFactory(writable=True, partner=zmina, name_uk="Вигаданий Безадресний", facility=None)
    PrisonerFactory(writable=True, partner=zmina, name_uk="Вигаданий Неповний", name_ru="Неполный Пётр")
    PrisonerFactory(partner=zmina, name_uk="Вигаданий Недоступний", mail_status=MailStatus.CANNOT)
    PrisonerFactory(writable=True, partner=open_partner("pen"), name_uk="Вигаданий Чужий", facility=None)

    everyone, nameless = listed(editor, "any"), listed(editor, CallReason.NAME_INCOMPLETE)

    assert "Безадресний" in everyone and "Неповний" in everyone
    assert not [name for name in ("Готовий", "Недоступний", "Чужий") if name in everyone]
    assert "Неповний" in nameless and "Безадресний" not in nameless


@pytest.mark.full(LONG)
def test_the_menu_leads_there(editor):
    assert "/admin/letters-to-people/" in logged_in(editor).get("/admin/").content.decode()


@pytest.mark.full(LONG)
def test_the_record_says_what_to_do_and_leads_to_where_it_is_done(zmina, editor):
    place = Facility.objects.create(name_ru="ФКУ 3 (вымышленная)", name_uk="Місце")
    old = timezone.localdate() - timedelta(days=100)
    facts = {"facility": place, "name_ru": "Неполный Пётр", "place_verified_on": old}
    person = PrisonerFactory(writable=True, partner=zmina, **facts)

    page = logged_in(editor).get(reverse("wagtailsnippets_prisoner_pages_prisoner:edit", args=[person.pk]))

    tasks = [CallReason.ADDRESS_INCOMPLETE, CallReason.NAME_INCOMPLETE, CallReason.PLACE_STALE]
    assert [gap for gap in GAPS if str(GAP_WORK[gap]) in page.content.decode()] == tasks
    assert f"/admin/prisoners/{person.pk}/do/verify/?group=place" in page.content.decode()


@pytest.mark.full(LONG)
def test_a_list_of_many_asks_no_more_than_a_list_of_few(zmina, editor):
    client = logged_in(editor)

    def cost_of(count):
        for _number in range(count):
            PrisonerFactory(writable=True, partner=zmina, facility=None, stories=[])
        client.get(LIST, {"letters_wait": "any"})
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST, {"letters_wait": "any"})
        return len(queries)

    few = cost_of(2)
    assert cost_of(15) == few
