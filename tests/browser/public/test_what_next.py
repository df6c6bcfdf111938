"""What is said before and after sending: languages, times, a reminder for one's own calendar."""

from datetime import timedelta
from unittest import mock

import pytest

from home.models import SiteSettings
from letters.choices.desk import DeskRole
from letters.models import DeskMember
from letters.oversight.actions.languages import note_languages
from tests.browser.conftest import follow
from tests.browser.public.test_letter_steps import STEP, person, say_who, write
from tests.letters.conftest import make_member
from tests.tiers import uk_and

__all__ = ["person"]
pytestmark = pytest.mark.browser
WEEKS = {"reading": [0, 1], "translating": [1, 3], "posting": [1, 2], "all": [2, 5]}


@pytest.fixture(autouse=True)
def _no_wait():
    with mock.patch("letters.writing.actions.form_submission.FASTEST_SENDING", timedelta(0)):
        yield


@pytest.mark.parametrize("language", uk_and("en", "crh"))
def test_what_happens_next_is_unfolded_before_sending_and_stands_open_after(
    person, browser_page, look_over, language
):
    make_member(person.partner, "translator", DeskRole.TRANSLATOR)
    DeskMember.objects.update(languages="en,de,crh")
    note_languages()
    SiteSettings.objects.update_or_create(defaults={"letter_weeks": WEEKS})
    page = browser_page(width=320)
    page.goto(f"/{language}/{STEP}")
    page.click(".languages summary")
    assert page.locator("#letter-languages [lang=de]").inner_text() == "Deutsch"

    page.click(".what-next summary")

    assert page.locator(".what-next li").count() == 4 and page.locator(".what-next li").first.is_visible()
    look_over(page, "what-next")
    write(page, language, "Hallo!")
    say_who(page)
    follow(page, "[name=send]")
    page.wait_for_url("**/letters/sent/**")
    assert page.locator("#what-next + ol li").first.is_visible()
    look_over(page, "what-next-sent")
