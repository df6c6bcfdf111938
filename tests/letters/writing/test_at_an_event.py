"""A tablet at an event goes from hand to hand: no browser keeps what a guest wrote, and each stays at it."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from letters.models import Letter, WriterRequest
from letters.screening.actions.word_lists import load_words
from tests.factories.partners import open_partner
from tests.factories.site_content import a_campaign, an_event
from tests.letters.api.post_world import ASKED, LETTERS, open_front_end, post, sent as sent_by_api
from tests.letters.conftest import filled, hidden_fields
from tests.letters.release_world import stick
from tests.standing import standing
from tests.tiers import LONG

__all__ = ["stick"]

STEP = "/uk/letters/write/vilnyi/"
AT_EVENT = "?event=vechir"


@standing
def evening(world):
    open_partner("zmina")
    return an_event(a_campaign([world], languages=["uk"]), languages=["uk", "en"], code="TABLE26")


def held(event, first, last=None):
    event.date, event.end_date = first, last
    event.save()


def send(client, **changes):
    """Send a letter as a guest; return (the form, the answer)."""
    written = filled(event="table26", **changes)
    return written, client.post(f"{STEP}check/", written)


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


@pytest.mark.full(LONG)
def test_a_code_opens_its_event_on_its_days_anywhere_and_a_slug_on_any_day(client, evening, time_machine):
    held(evening, date(2026, 2, 26))
    for hour, is_open in {
        datetime(2026, 2, 25, 9, 59, tzinfo=UTC): False,
        datetime(2026, 2, 25, 10, 1, tzinfo=UTC): True,  # Kiritimati
        datetime(2026, 2, 27, 3, 30, tzinfo=UTC): True,  # an evening in Vancouver
        datetime(2026, 2, 27, 12, 1, tzinfo=UTC): False,
    }.items():
        time_machine.move_to(hour, tick=False)
        page = client.get("/en/letters/write/?event=Table26").content.decode()
        assert ("Evening of letters" in page, "opens no event today" in page) == (is_open, not is_open), hour
        _written, _answer = send(client)
        assert Letter.objects.latest("pk").event == (evening if is_open else None), hour
    client.post(f"{STEP}check/", filled(event="evening"))
    assert Letter.objects.latest("pk").event == evening


def test_an_event_without_a_day_has_no_code(client, evening):
    held(evening, None)
    send(client)
    assert Letter.objects.get().event is None


def test_what_a_guest_sent_leads_once_more_to_its_code_and_back_to_nothing_else(client, world):
    written, sent = send(client)

    assert client.post(f"{STEP}check/", written).headers["Location"].startswith("/uk/letters/sent/")
    for step in ("", "about-you/", "check/"):
        gone_back = client.post(f"{STEP}{step}", {k: v for k, v in written.items() if k != "send"})
        assert (gone_back.status_code, gone_back.content) == (303, b""), step
        assert gone_back.headers["Location"] == "/uk/letters/write/?event=table26"
    assert Letter.objects.count() == 1


def test_the_next_guest_sees_no_code_and_no_letter_of_the_guest_before(client, world):
    written, sent = send(client)
    receipt = client.get(sent.headers["Location"])
    handed_on = client.post("/uk/letters/next-guest/", hidden_fields(receipt))

    assert handed_on.headers["Location"] == "/uk/letters/write/?event=table26"
    assert handed_on.headers["Clear-Site-Data"] == '"cache", "storage"'
    for once_more in (sent, client.post(f"{STEP}check/", written)):
        page = client.get(once_more.headers["Location"])
        assert page.status_code == 410
        assert receipt.context["code"] not in page.content.decode()


def test_a_letter_left_unsent_is_neither_shown_nor_sent_for_the_next_guest(client, world):
    written = filled(event="table26")
    about = client.post(f"{STEP}about-you/", {**written, "send": ""})
    client.post("/uk/letters/next-guest/", {"event": "table26", "token": hidden_fields(about)["token"]})

    for step in ("", "about-you/", "check/"):
        assert client.post(f"{STEP}{step}", written).status_code == 303, step
    assert not Letter.objects.exists()


def test_a_letter_from_home_is_handed_on_to_nobody(client, world):
    written = filled()
    client.post("/uk/letters/next-guest/", {"event": "", "token": written["token"]})
    assert client.post(f"{STEP}about-you/", written).status_code == 200


def test_no_browser_offers_a_guest_what_another_typed(steps):
    for name in ("letter", "about", "check"):
        page = steps[name].content.decode()
        assert 'autocomplete="off"' in page and 'autocomplete="name"' not in page, name


# --- A school class ----------------------------------------------------------------------------------
ADDRESS = "canary@example.org"


@pytest.fixture
def school(evening):
    evening.is_class = True
    held(evening, timezone.localdate())
    return evening


def steps_of(client):
    """Return the pages of the letter, about the writer and of checking, with an address sent all the same."""
    written = filled(event="table26", email=ADDRESS, for_release="on")
    written.pop("send")
    pages = [client.post(f"/en{STEP[3:]}{step}", written) for step in ("", "about-you/", "check/")]
    return [page.content.decode() for page in pages]


def test_a_pupil_is_asked_for_a_first_name_alone_and_told_what_to_leave_out(client, school, stick):
    letter, about, check = steps_of(client)

    assert "Leave out your surname, school, town" in letter.partition("<textarea")[0]
    assert "Your first name, or a made-up one" in about and "No surname, please" in about
    for name in ("email", "for_release"):
        assert f'id="id_{name}"' not in about, name
    assert ADDRESS not in about + check and "Your e-mail address" not in check


def test_pupils_alone_are_told_while_they_write_to_name_no_school_and_no_town(client, school):
    load_words()
    pages = [client.get(f"/en{STEP[3:]}{query}").text for query in ("?event=table26", "")]

    assert ["a stranger could find you by them" in page for page in pages] == [True, False]
    assert ["lyceum*" in page for page in pages] == [True, False]


def test_an_address_that_a_pupil_sends_all_the_same_is_not_stored(client, school, stick):
    open_front_end(school.get_parent().specific.partner)
    _written, answer = send(client, email=ADDRESS, for_release="on")
    by_api = post(client, LETTERS, sent_by_api(event="table26", email=ADDRESS, for_release=True))

    assert (answer.status_code, by_api.status_code) == (303, 201)
    assert "e-mail" not in client.get(answer.headers["Location"].replace("/uk/", "/en/")).text
    stored = Letter.objects.values_list("event", "has_email", "sealed_email", "is_for_release")
    assert list(stored) == [(school.pk, False, "", False)] * 2
    assert not WriterRequest.objects.exists()


@pytest.mark.parametrize("why", ["another day", "no class", "by the slug"])
def test_elsewhere_the_address_is_asked_for_as_always(client, school, stick, why):
    if why == "another day":
        held(school, date(2026, 2, 26))
    if why == "no class":
        school.is_class = False
        school.save()
    event = "evening" if why == "by the slug" else "table26"
    page = client.post(f"{STEP}about-you/", {**filled(event=event, email=ADDRESS), "send": ""}).text

    assert ADDRESS in page and 'id="id_for_release"' in page


def test_the_form_told_to_front_ends_asks_a_pupil_for_no_address(client, school, stick):
    answers = [client.get(ASKED, {"prisoner": "vilnyi", "event": code}).json() for code in ("table26", "")]
    pupils, all_others = ({field["name"] for field in answer["fields"]} for answer in answers)

    assert all_others - pupils == {"email", "for_release"}
    assert len(answers[0]["rules"]) > len(answers[1]["rules"])
