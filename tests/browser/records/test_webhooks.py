"""A moderator keeps a webhook in a real browser: makes it, sees the secret once, sends again, rotates."""

import json
import re
from functools import partial

import pytest
from django.utils import timezone
from wagtail.users.models import UserProfile

from home.headless.models import Delivery, Endpoint
from home.headless.webhooks.actions.delivery import deliver_due
from tests.browser.conftest import TOO_WIDE, follow
from tests.factories.partners import employ_moderator, open_partner
from tests.factories.recipes import recipe
from tests.standing import standing
from tests.tiers import BESIDE_A_JOURNEY, OTHER_SCREEN

pytestmark = pytest.mark.browser
SECRET = re.compile(r"whsec_[A-Za-z0-9+/]+=*")


@standing
def moderator(public_site):
    return employ_moderator(open_partner("zmina"))


@pytest.fixture
def open_page(moderator, as_user):
    def opened(language="uk", **how):
        UserProfile.objects.update_or_create(user=moderator, defaults={"preferred_language": language})
        return as_user(moderator, **how)

    return opened


@pytest.fixture
def look(look_over):
    return partial(look_over, too_wide=TOO_WIDE)


def let_a_day_pass(server):
    """Let the last attempt of the event that waits fail as well."""
    now = timezone.now()
    Delivery.objects.update(due_at=now, give_up_at=now)
    Endpoint.objects.update(free_at=None)
    server.answers = [500]
    deliver_due()
    Endpoint.objects.update(free_at=None)


def signs(secret, server):
    """Say whether the last request was signed with the secret, as the guide tells receivers to check."""
    _path, headers, body = server.got[-1]
    return recipe("webhook")["is_from_us"](secret, headers, body)


def act(page, name):
    follow(page, f"form[action$='/do/{name}/'] button")


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_moderator_keeps_a_webhook_from_its_first_secret_to_its_end(open_page, look, server):
    page = open_page(width=320, height=2200)  # as high as what stands in it
    page.goto("/admin/webhooks/")
    look(page, "1-none")
    follow(page, "a[href='/admin/webhooks/add/']")
    look(page, "2-new")
    page.fill("#id_url", server.url)
    follow(page, "main form[method=post] button[type=submit]")

    look(page, "3-secret")
    [first] = SECRET.findall(page.locator("main").inner_text())
    follow(page, "main a.button")
    assert not SECRET.search(page.content()), "it is shown this once"

    server.answers = [500]
    act(page, "test")
    deliver_due()
    page.reload()
    assert "500" in page.locator("table.listing").inner_text()
    assert not page.locator("form[action$='/again/']").count(), "it is on its way still"
    let_a_day_pass(server)
    page.reload()
    look(page, "4-failed")

    follow(page, "form[action$='/again/'] button")
    deliver_due()
    page.reload()
    look(page, "5-taken")
    assert "200" in page.locator("table.listing").inner_text()
    told = [(headers["webhook-id"], body) for _path, headers, body in server.got]
    assert len(told) == 3 and len(set(told)) == 1, "the same event each time, byte for byte"
    assert json.loads(told[0][1])["type"] == "test" and signs(first, server)

    act(page, "rotate")
    [second] = SECRET.findall(page.locator("main").inner_text())
    assert second != first
    follow(page, "main a.button")
    look(page, "6-two-secrets")
    act(page, "test")
    deliver_due()
    assert signs(first, server) and signs(second, server), "for a day both sign"
    act(page, "end-older")
    act(page, "test")
    deliver_due()
    assert signs(second, server) and not signs(first, server)

    act(page, "off")
    look(page, "7-off")
    act(page, "delete")
    assert not Endpoint.objects.exists()
    assert page.locator("main").inner_text().count("127.0.0.1") == 0


@pytest.mark.full(OTHER_SCREEN)
def test_screens_fit_in_english(open_page, look):
    endpoint = Endpoint.objects.create(owner="zmina", url="https://example.org/", events=["gone"])
    page = open_page("en", width=320)

    for place, path in enumerate(["", "add/", f"{endpoint.pk}/"]):
        page.goto(f"/admin/webhooks/{path}")
        look(page, f"en-{place}")
