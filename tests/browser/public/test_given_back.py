"""A picture too large for us, chosen in a real browser: the letter is not lost with it."""

from datetime import timedelta
from unittest import mock

import pytest

from home.site.middleware.input_guard import PUBLIC
from letters.models import Letter
from tests.browser.conftest import follow
from tests.browser.public.test_letter_steps import person, say_who, write
from tests.tiers import uk_and

__all__ = ["person"]
pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def _no_wait():
    with mock.patch("letters.writing.actions.form_submission.FASTEST_SENDING", timedelta(0)):
        yield


@pytest.mark.parametrize("language", uk_and("en", "crh"))
def test_letter_with_a_picture_too_large_stands_in_the_form_again(
    person, browser_page, look_over, tmp_path, language
):
    huge = tmp_path / "huge.jpg"
    with huge.open("wb") as file:
        file.truncate(40 * 1024 * 1024)
    assert huge.stat().st_size > PUBLIC.upload_bytes
    page = browser_page(width=320)
    write(page, language, "Тримайся!")
    say_who(page)
    page.set_input_files("[name=drawing]", str(huge))

    follow(page, "[name=send]")

    assert page.input_value("[name=body]") == "Тримайся!"
    look_over(page, "given-back")
    follow(page, "[name=send]")
    page.wait_for_url("**/letters/sent/**")
    assert Letter.objects.count() == 1
