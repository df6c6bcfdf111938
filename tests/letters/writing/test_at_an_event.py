"""A tablet at an event goes from hand to hand: no browser keeps what a guest wrote, and each stays at it."""

import pytest

from tests.letters.conftest import filled

STEP = "/uk/letters/write/vilnyi/"
AT_EVENT = "?event=vechir"


@pytest.fixture
def steps(client, world):
    """Answers of every step at an event, as a browser gets them."""
    written = filled(event="vechir")
    return {
        "choose": client.get(f"/uk/letters/write/{AT_EVENT}"),
        "letter": client.get(f"{STEP}{AT_EVENT}"),
        "about": client.post(f"{STEP}about-you/", {**written, "send": ""}),
        "check": client.post(
            f"{STEP}check/", {key: value for key, value in written.items() if key != "send"}
        ),
        "with an error": client.post(f"{STEP}about-you/", {**written, "body": ""}),
        "from another site": client.post(
            f"{STEP}check/", written, headers={"Origin": "https://other.example"}
        ),
    }


def test_no_step_is_kept_by_the_browser_nor_loads_what_keeps_a_draft(steps):
    for name, answer in steps.items():
        assert answer.headers["Cache-Control"] == "no-store", name
        assert "drafts.js" not in answer.content.decode(), name


def test_a_step_opened_anew_by_its_address_is_still_at_the_event(steps, client):
    for name in ("letter", "about", "check"):
        assert f'{AT_EVENT}"' in steps[name].content.decode().partition('id="letter-form"')[2], name
    opened = client.get(f"{STEP}about-you/{AT_EVENT}")
    assert opened.headers["Location"] == f"{STEP}{AT_EVENT}"


def test_the_next_guest_begins_at_the_event(client, world):
    sent = client.post(f"{STEP}check/", filled(event="vechir"))
    receipt = client.get(sent.headers["Location"])

    assert sent.status_code == 303
    assert f'href="/uk/letters/write/{AT_EVENT}"' in receipt.content.decode()


def test_without_an_event_back_keeps_the_text(client, world):
    assert client.get(STEP).headers["Cache-Control"] == "private, max-age=600"
