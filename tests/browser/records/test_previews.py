"""The preview beside a form in a real browser: what is typed is seen in it, and the checks look at it."""

import re

import pytest

from home.models import StandardPage
from prisoner_pages.models import CampaignPage, EventPage, Prisoner, PrisonerPage
from tests.browser.conftest import open_form, type_into
from tests.factories.desk import block, source_page
from tests.factories.partners import employ, open_partner
from tests.factories.prisoner_pages import PrisonerFactory
from tests.factories.site_content import furnish
from tests.standing import standing
from tests.tiers import BESIDE_A_JOURNEY, first_of

pytestmark = pytest.mark.browser
# What is edited, the field that is typed into, and where its words stand in the page.
EDITED = {
    "record": (Prisoner, "#id_name_uk", "h1"),
    "story": (PrisonerPage, "#id_intro", "main"),
    "campaign": (CampaignPage, "#id_title", "h1"),
    "event": (EventPage, "#id_title", "h1"),
    "standard page": (StandardPage, "#id_title", "h1"),
}


@standing
def everything(public_site):
    open_partner("zmina")
    furnish([PrisonerFactory(slug="open-person", writable=True)], languages=("uk", "en"))
    return source_page([block("heading", "\N{NO-BREAK SPACE}")], title="Сторінка")


@pytest.fixture
def form_of(everything, as_user, django_user_model):
    """Return a function that opens the form of one of `EDITED`."""
    user = employ("editor")
    django_user_model.objects.filter(pk=user.pk).update(is_superuser=True)

    def opened(kind):
        page = as_user(user)
        open_form(page, EDITED[kind][0].objects.order_by("pk").first())
        return page

    return opened


def open_panel(page, name):
    page.click(f"[data-side-panel-toggle={name}]")


@pytest.mark.full(BESIDE_A_JOURNEY)
@pytest.mark.parametrize("kind", first_of(EDITED))
def test_what_is_typed_is_seen_in_the_preview_and_counted_by_the_checks(form_of, kind):
    _model, field, place = EDITED[kind]
    page = form_of(kind)

    open_panel(page, "preview")
    type_into(page, field, "Щойно надруковане")
    page.frame_locator("#w-preview-iframe").locator(place, has_text="Щойно надруковане").wait_for()

    open_panel(page, "checks")
    page.locator("[data-content-word-count]", has_text=re.compile(r"\d")).wait_for()


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_a_link_in_the_preview_opens_beside_the_form(form_of):
    page = form_of("standard page")
    open_panel(page, "preview")

    with page.expect_popup() as opened:
        page.frame_locator("#w-preview-iframe").locator("header a[href$='/prisoners/']").first.click()

    opened.value.wait_for_url("**/uk/prisoners/")


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_the_checks_name_what_is_amiss_in_the_preview(form_of):
    page = form_of("standard page")
    open_panel(page, "checks")

    page.locator("[data-content-checker-name]", has_text="Є порожній заголовок").wait_for()
