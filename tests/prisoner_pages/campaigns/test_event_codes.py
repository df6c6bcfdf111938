"""Codes of events: one is offered that nobody guesses; a typed one that is easily guessed is warned of."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from prisoner_pages.campaigns.event_codes import LENGTH, LETTERS, is_easily_guessed, new_code
from prisoner_pages.models import EventPage, PartnerPage
from tests.factories.partners import employ_editor, logged_in, open_partner
from tests.factories.prisoner_pages import open_locales
from tests.tiers import first_of

GUESSED = [
    "kyiv",
    "kyiv-2026",
    "26022025",
    "bibliot",
    "berlin-evening",
    "aaaaaaaaaa",
    "event-bbtk",
    "KYIV-EVENING",
]
GOOD = ["kdbmtrwx", "KDBMTRWX", "xk2a9qpz", "bk-7tr-9mz"]


def test_code_that_is_offered_is_of_few_letters_never_twice_the_same_and_never_weak():
    codes = {new_code() for _time in range(100)}

    assert len(codes) == 100
    assert all(len(code) == LENGTH and set(code) <= set(LETTERS) for code in codes)
    assert not any(map(is_easily_guessed, codes))


@pytest.mark.parametrize(
    ("code", "is_guessed"), [*((each, True) for each in GUESSED), *((each, False) for each in GOOD)]
)
def test_words_years_and_short_codes_are_easily_guessed(code, is_guessed):
    assert is_easily_guessed(code) is is_guessed


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "is_warned", "is_offered"),
    first_of([("", False, True), ("kyiv", True, True), ("kdbmtrwx", False, False)]),
)
def test_form_offers_a_code_and_keeps_a_good_one(code, is_warned, is_offered):
    open_locales("uk")
    partner = open_partner("zmina")
    section = PartnerPage.objects.get(partner=partner, locale__language_code="uk")
    event = section.add_child(
        instance=EventPage(title="Вечір", slug="vechir", code=code, locale=section.locale)
    )

    answer = logged_in(employ_editor(partner)).get(reverse("wagtailadmin_pages:edit", args=[event.pk]))
    page = BeautifulSoup(answer.content, "html.parser")

    assert (
        page.select_one("#id_code").get("value", "") == code
        and page.select_one("#id_code")["maxlength"] == "20"
    )
    assert page.select_one("#id_code-warning").has_attr("hidden") is not is_warned
    offered = page.select("[data-event-code] button")
    assert bool(offered) is is_offered and not any(is_easily_guessed(each["value"]) for each in offered)
