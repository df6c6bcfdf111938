"""Staff log in through the real form of a real browser, which sends or withholds its origin as it will."""

import pytest
from django.contrib.auth import get_user_model

from tests.tiers import NO_SCRIPTS, later

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("javascript", [True, *later(False, why=NO_SCRIPTS)])
def test_an_account_logs_in(javascript, public_site, browser_page):
    get_user_model().objects.create_superuser("admin", password="a long invented password")
    page = browser_page(javascript=javascript)

    page.goto("/admin/")
    page.fill("input[name=login]", "admin")
    page.fill("input[name=password]", "a long invented password")
    with page.expect_navigation():
        page.click("button[type=submit]")

    assert page.url.endswith("/admin/")
    assert "admin" in page.inner_text("body")
