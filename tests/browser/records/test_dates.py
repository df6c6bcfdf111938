"""Dates typed in a real browser as people write them; what cannot be read stays and is refused."""

from datetime import date

import pytest
from django.urls import reverse

from prisoner_pages.models import CampaignPage, EventPage, Prisoner
from tests.browser.conftest import address_of, follow, shoot, type_into
from tests.factories.partners import employ, open_partner
from tests.factories.prisoner_pages import PrisonerFactory
from tests.factories.site_content import furnish
from tests.standing import standing
from tests.tiers import first_of

pytestmark = pytest.mark.browser
TYPED = {
    "27.04.1980": (date(1980, 4, 27), "day"),
    "27/04/1980": (date(1980, 4, 27), "day"),
    "27 квітня 1980": (date(1980, 4, 27), "day"),
    "27 April 1980": (date(1980, 4, 27), "day"),
    "04.1980": (date(1980, 4, 1), "month"),
    "1980": (date(1980, 1, 1), "year"),
}
NO_SUCH_DAY = "1980-04-31"


@standing
def everything(public_site):
    open_partner("zmina")
    furnish([PrisonerFactory(slug="open-person", writable=True)], languages=("uk", "en"))


@pytest.fixture
def admin_page(everything, as_user, django_user_model):
    user = employ("editor")
    django_user_model.objects.filter(pk=user.pk).update(is_superuser=True)
    return as_user(user)


@pytest.fixture
def record(everything):
    return Prisoner.objects.get(slug="open-person")


def save_draft(page):
    follow(page, page.get_by_role("button", name="Зберегти чернетку"))


@pytest.mark.parametrize("typed", first_of(TYPED))
def test_a_birth_date_is_saved_as_exactly_as_it_was_typed(admin_page, record, typed):
    admin_page.goto(address_of(record))
    type_into(admin_page, "#id_birth_date", typed)
    admin_page.keyboard.press("Tab")

    assert admin_page.input_value("#id_birth_date") == typed

    save_draft(admin_page)
    record.refresh_from_db()
    draft = record.get_latest_revision_as_object()
    assert (draft.birth_date, draft.birth_precision) == TYPED[typed]


def test_a_day_that_is_none_stays_in_the_field_and_is_refused_there(admin_page, record):
    admin_page.goto(address_of(record))
    type_into(admin_page, "#id_birth_date", NO_SUCH_DAY)
    admin_page.keyboard.press("Tab")
    save_draft(admin_page)

    assert admin_page.input_value("#id_birth_date") == NO_SUCH_DAY
    admin_page.get_by_role("tab", name="Життя").click()
    admin_page.locator(".w-field__errors", has_text="Такого дня немає: 1980-04-31.").wait_for()
    shoot(admin_page, "refused-date")
    assert not record.revisions.exists()


# The address of the form, and the date in it.
FORMS = {
    "campaign": (lambda: address_of(CampaignPage.objects.first()), "#id_end"),
    "event": (lambda: address_of(EventPage.objects.first()), "#id_date"),
    "list of records": (
        lambda: reverse("wagtailsnippets_prisoner_pages_prisoner:list"),
        "#id_place_not_verified_since",
    ),
    "transfer": (
        lambda: reverse("record_act", args=[Prisoner.objects.get(slug="open-person").pk, "transfer"]),
        "#id_since",
    ),
    "basis": (
        lambda: reverse("add_consent", args=[Prisoner.objects.get(slug="open-person").pk]),
        "#id_expires_on",
    ),
    "rights in languages": (lambda: reverse("translation_desk:roles"), "#id_until"),
}


@pytest.mark.parametrize("form", first_of(FORMS))
def test_leaving_a_date_changes_nothing_of_what_was_typed(admin_page, form):
    address, field = FORMS[form]
    admin_page.goto(address())
    if form == "list of records":
        admin_page.locator(".w-slim-header-action-button").last.click()
        admin_page.click(f"[aria-controls=drilldown-{field[1:]}]")
    type_into(admin_page, field, "1980-04-31")
    admin_page.keyboard.press("Tab")

    assert admin_page.input_value(field) == "1980-04-31"
