"""Who cannot be written to is never a dead end: somebody of the same case, place or interest stands there."""

import re
from datetime import date
from html import unescape

import pytest

from prisoner_pages.choices import FacilityKind, Scope, Status
from prisoner_pages.models import CaseGroup, Interest, Prisoner
from prisoner_pages.querysets import orders
from tests.factories.prisoner_pages import FacilityFactory, PrisonerFactory, open_locales
from tests.letters.conftest import filled
from tests.standing import standing
from tests.tiers import MANY

pytestmark = [pytest.mark.django_db, pytest.mark.full(MANY)]


@standing
def trees():
    return open_locales("uk", "en")


@standing
def case(trees):
    return CaseGroup.objects.create(name="Вигадана справа", locale=trees["uk"].locale)


@standing
def interest(trees):
    return Interest.objects.create(name="шахи", locale=trees["uk"].locale)


def somebody(**facts):
    words = {name: facts.pop(name) for name in ("cases", "interests") if name in facts}
    person = PrisonerFactory(**facts)
    for name, value in words.items():
        setattr(person, name, [value])
    person.save()
    return person


@standing
def silent(case, interest):
    """Somebody without contact, of whom case, place and interest are known."""
    place = FacilityFactory(name_ru="ФКУ ИК-00 (вымышленная)")
    facts = {"status": Status.INCOMMUNICADO, "slug": "silent", "facility": place}
    return somebody(cases=case, interests=interest, **facts)


def crowd(count):
    return [PrisonerFactory(writable=True, name_en=f"Invented Other{number}") for number in range(count)]


def shown_on(client, path, **post):
    answer = client.post(path, post) if post else client.get(path)
    return unescape(answer.content.decode())


def offered(page):
    return page.split("You can write to them")[1]


def test_those_of_the_same_case_place_and_interest_stand_before_all_others(client, silent, case, interest):
    crowd(4)
    somebody(writable=True, cases=case, name_en="Of The Case", slug="case")
    somebody(writable=True, facility=silent.facility, name_en="Of The Place", slug="place")
    somebody(writable=True, interests=interest, name_en="Of The Interest", slug="interest")

    page = offered(shown_on(client, "/en/prisoners/silent/"))

    names = ["Of The Case", "Of The Place", "Of The Interest"]
    assert sorted(names, key=page.index) == names
    assert "Invented Other" not in page


def test_the_letter_that_cannot_go_leads_to_the_letter_to_somebody_else_and_is_kept(client, silent, case):
    somebody(writable=True, cases=case, name_en="Of The Case", slug="case")
    fields = {**filled(), "campaign": "winter"}

    opened = shown_on(client, "/en/letters/write/silent/")
    sent = shown_on(client, "/en/letters/write/silent/check/", **fields)

    assert '/en/letters/write/case/"' in opened
    assert "/en/letters/write/case/?campaign=winter" in sent
    assert "Ми з котом читаємо про море." in sent


def test_of_a_case_that_many_share_the_first_of_the_day_are_looked_at(case, monkeypatch):
    monkeypatch.setattr(orders, "DRAWN_OF_A_KIND", 2)
    day = date(2026, 12, 2)
    people = [somebody(writable=True, cases=case) for _each in range(5)]

    found = Prisoner.objects.near(day, cases=[case.translation_key], facility=None, interests=[], drawn=[])

    assert list(found) == sorted(people, key=lambda person: orders.shuffled_place(day, person))[:2]


def test_where_nobody_is_near_others_of_the_day_stand_there(client, silent):
    crowd(5)

    assert offered(shown_on(client, "/en/prisoners/silent/")).count("Invented Other") == 3


def test_where_nobody_can_be_written_to_nothing_is_offered(client, silent):
    assert "You can write to them" not in shown_on(client, "/en/prisoners/silent/")


@pytest.mark.parametrize("status", [Status.RELEASED, Status.DIED, Status.RELEASED_UNDER_CONTROL])
def test_of_the_free_and_the_dead_others_can_be_found_too(client, trees, status):
    PrisonerFactory(slug="over", status=status)
    crowd(1)

    assert "Invented Other0" in offered(shown_on(client, "/en/prisoners/over/"))


def names_offered(client, slug):
    return re.findall(
        r"Invented Other\d+|Of The Case|In The Ward", offered(shown_on(client, f"/en/prisoners/{slug}/"))
    )


def test_of_somebody_shown_by_name_only_no_case_leads_to_others(client, case):
    crowd(12)
    somebody(writable=True, cases=case, name_en="Of The Case", slug="case")
    somebody(slug="of-case", status=Status.RELEASED_UNDER_CONTROL, cases=case)
    PrisonerFactory(slug="of-none", status=Status.RELEASED_UNDER_CONTROL)

    assert names_offered(client, "of-case") == names_offered(client, "of-none")


def test_a_prison_hospital_leads_to_nobody(client, trees):
    crowd(12)
    ward = FacilityFactory(name_ru="Больница", kind=FacilityKind.HOSPITAL)
    PrisonerFactory(writable=True, facility=ward, name_en="In The Ward", slug="ward")
    bases = [Scope.NAME, Scope.HEALTH]
    PrisonerFactory(slug="there", status=Status.INCOMMUNICADO, facility=ward, bases=bases)
    PrisonerFactory(slug="elsewhere", status=Status.INCOMMUNICADO)

    assert names_offered(client, "there") == names_offered(client, "elsewhere")
