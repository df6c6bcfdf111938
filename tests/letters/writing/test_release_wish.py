"""The wish for a copy that waits for the release: offered where it can be held, kept through every step."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from home.security import form_tokens
from letters.choices.letters import LetterState
from letters.models import Letter
from tests.letters.conftest import BODY, filled, hidden_fields
from tests.letters.release_world import no_key, stick

__all__ = ["no_key", "stick"]
ABOUT, CHECK, STATUS = (
    "/en/letters/write/vilnyi/about-you/",
    "/en/letters/write/vilnyi/check/",
    "/en/letters/status/",
)
WISH = "Keep a sealed copy, to hand over after their release"


def box(page):
    """Return the box on the page as it stands in the HTML, or ""."""
    found = re.search(r'<input type="checkbox" name="for_release"[^>]*>', page.content.decode())
    return found[0] if found else ""


def steps_of(fields):
    return {name: value for name, value in fields.items() if name != "send"}


def test_box_is_offered_unticked_and_explained(client, world, stick):
    page = client.post(ABOUT, steps_of(filled()))

    assert box(page) and "checked" not in box(page)
    assert "lies on none of our servers" in unescape(page.content.decode())


def test_without_a_key_there_is_no_box_and_what_is_sent_all_the_same_is_ignored(client, world, no_key):
    page = client.post(ABOUT, steps_of(filled(for_release="on")))
    check = client.post(CHECK, steps_of(filled(for_release="on")))
    receipt = client.get(client.post(CHECK, filled(for_release="1"))["Location"])

    assert not box(page) and WISH not in page.content.decode()
    assert "sealed copy" not in check.content.decode() + receipt.content.decode()
    assert not Letter.objects.get().is_for_release


@pytest.mark.parametrize("language", ["uk", "en", "crh"])
def test_tick_stays_through_back_another_language_and_errors(client, world, stick, language):
    ticked = steps_of(filled(for_release="on"))
    write = f"/{language}/letters/write/vilnyi/"

    back = client.post(write, ticked)
    assert hidden_fields(back)["for_release"] == "on"
    assert "checked" in box(client.post(f"{write}about-you/", ticked))
    wrong = client.post(f"{write}check/", {**ticked, "email": "a@b"})
    assert wrong.status_code == 422 and "checked" in box(wrong)
    check = client.post(f"{write}check/", ticked)
    assert hidden_fields(check)["for_release"] == "on"


def test_check_page_receipt_and_state_say_that_a_copy_is_kept(client, world, stick):
    fields = filled(for_release="on")
    check = client.post(CHECK, steps_of(fields))
    receipt = client.get(client.post(CHECK, fields)["Location"])
    state = client.post(STATUS, {"code": receipt.context["code"]})

    assert "A sealed copy of your letter is handed over" in check.content.decode()
    assert "we keep a sealed copy" in receipt.content.decode()
    assert "You wished for a sealed copy" in state.content.decode()
    assert Letter.objects.get().is_for_release


def test_who_did_not_tick_hears_nothing_of_it(client, world, stick):
    check = client.post(CHECK, steps_of(filled()))
    receipt = client.get(client.post(CHECK, filled())["Location"])
    state = client.post(STATUS, {"code": receipt.context["code"]})

    for page in (check, receipt, state):
        assert "sealed copy" not in page.content.decode()
    assert not Letter.objects.get().is_for_release


@pytest.mark.parametrize("state", [LetterState.REJECTED, LetterState.WITHDRAWN])
def test_closed_letter_promises_nothing(client, world, stick, state):
    code = client.get(client.post(CHECK, filled(for_release="on"))["Location"]).context["code"]
    Letter.objects.update(state=state)

    assert "sealed copy" not in client.post(STATUS, {"code": code}).content.decode()


def test_wish_is_part_of_what_makes_a_letter_the_same(client, world, stick):
    fields = filled(for_release="on")
    for _time in range(2):
        client.post(CHECK, fields)
    client.post(CHECK, {**fields, "for_release": ""})

    assert sorted(Letter.objects.values_list("is_for_release", flat=True)) == [False, True]


def test_wish_costs_no_query(client, world, stick):
    def asked(**wish):
        counts = []
        for path, fields in ((ABOUT, steps_of(filled(**wish))), (CHECK, filled(**wish))):
            with CaptureQueriesContext(connection) as queries:
                client.post(path, fields)
            counts.append(len(queries))
        return counts

    asked()
    assert asked(for_release="on") == asked()


class TestKeyedIn:
    URL = "/admin/letters/key-in/"

    def typed(self, user, **changes):
        token = form_tokens.issue(f"key_in:{user.pk}")
        about = {"prisoner": "vilnyi", "channel": "paper", "body": BODY, "censor": "do", "delay": "keep"}
        return {"token": token, **about, **changes}

    def test_staff_tick_it_when_the_sheet_says_so(self, client, screener, stick):
        client.force_login(screener)

        assert box(client.get(self.URL)) and "checked" not in box(client.get(self.URL))
        assert client.post(self.URL, self.typed(screener)).status_code == 303
        assert client.post(self.URL, self.typed(screener, for_release="on")).status_code == 303
        assert list(Letter.objects.order_by("pk").values_list("is_for_release", flat=True)) == [False, True]

    def test_without_a_key_they_cannot(self, client, screener, no_key):
        client.force_login(screener)

        assert not box(client.get(self.URL))
        assert client.post(self.URL, self.typed(screener, for_release="on")).status_code == 303
        assert not Letter.objects.get().is_for_release

    def test_nobody_is_shown_it_at_the_letter(self, client, screener, stick):
        client.post(CHECK, filled(for_release="on"))
        client.force_login(screener)

        page = client.get(f"/admin/letters/{Letter.objects.get().uuid}/", HTTP_ACCEPT_LANGUAGE="en")

        assert page.status_code == 200
        assert "sealed copy" not in page.content.decode() and "release" not in page.content.decode().lower()
