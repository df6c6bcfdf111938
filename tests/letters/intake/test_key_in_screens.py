"""The screen on which staff type in a letter: the checks of the site, nothing lost, a code shown once."""

import re
from pathlib import Path
from unittest.mock import Mock
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from home.security import form_tokens
from letters.choices.desk import DeskRole
from letters.codes import parse_code
from letters.models import Letter
from letters.writing.actions.submit import RecipientGone
from tests.factories.pictures import jpeg_with_gps
from tests.factories.prisoner_pages import PrisonerFactory
from tests.factories.site_content import a_campaign, an_event
from tests.letters.conftest import make_member, make_screener
from tests.standing import standing
from tests.tiers import LONG, first_of

URL = "/admin/letters/key-in/"
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


@standing
def desk(client, screener):
    client.force_login(screener)
    return client


def typed(user, **changes):
    return {
        "token": form_tokens.issue(f"key_in:{user.pk}"),
        "prisoner": "vilnyi",
        "channel": "paper",
        "campaign": "",
        "event": "",
        "body": "Доброго дня!\n\nМи з котом читаємо про море.",
        "language": "",
        "name": "Олена",
        "email": "",
        "censor": "do",
        "delay": "keep",
        **changes,
    }


def test_stored_letter_leads_to_its_code_and_to_the_next_of_the_pile(desk, screener, world, other_partner):
    event = an_event(a_campaign([world], languages=["uk"]), languages=["uk"])

    answer = desk.post(URL, typed(screener, event=event.slug), **ENGLISH)
    shown = desk.get(answer["Location"], **ENGLISH)

    [code] = re.findall(r'translate="no">([\d ]+)<', shown.content.decode())
    letter = Letter.objects.with_code(parse_code(code))
    assert (letter.prisoner, letter.event.slug, letter.channel) == (world, event.slug, "paper")
    assert f"{URL}?channel=paper&amp;event={event.slug}" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    again = desk.get(f"{URL}?channel=paper&event={event.slug}").context["form"]
    assert (again["event"].value(), again["channel"].value()) == (event.slug, "paper")


def test_code_is_over_after_a_quarter_of_an_hour(desk, screener):
    assert desk.get("/admin/letters/keyed-in/?receipt=x").status_code == 410


@pytest.mark.full(LONG)
def test_form_sent_twice_shows_the_same_code(desk, screener):
    form = typed(screener)

    first, second = (desk.get(desk.post(URL, form)["Location"]).context["code"] for _time in range(2))

    assert first == second and Letter.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    first_of(
        [
            ({"body": "а" * 6001}, "body"),
            ({"body": "\n".join("а" * 121)}, "body"),
            ({"body": "\u200b \n"}, "body"),
            ({"prisoner": ""}, "prisoner"),
            ({"prisoner": "nobody"}, "prisoner"),
            ({"channel": "api"}, "channel"),
            ({"email": "two@example.org, more@example.org"}, "email"),
            ({"name": "а" * 101}, "name"),
            ({"event": "unknown"}, "event"),
            ({"language": "xx"}, "language"),
            ({"censor": ""}, "censor"),
        ]
    ),
)
def test_fault_is_said_at_its_field_and_nothing_typed_is_lost(desk, screener, changes, field):
    form = typed(screener, **changes)

    answer = desk.post(URL, form)

    assert answer.status_code == 422 and not Letter.objects.exists()
    assert list(answer.context["form"].errors) == [field]
    kept = {name: answer.context["form"][name].value() for name in form if name != "token"}
    assert kept == {name: value for name, value in form.items() if name != "token"}
    assert answer.context["token"] == form["token"]


def test_person_who_stops_taking_letters_meanwhile_costs_no_text(desk, screener, world, monkeypatch):
    form = typed(screener)
    monkeypatch.setattr("letters.intake.actions.key_in.submit_letter", Mock(side_effect=RecipientGone))

    answer = desk.post(URL, form)

    assert answer.status_code == 409 and form["body"].split("\n")[0] in answer.content.decode()


@pytest.mark.parametrize("token", ["", "x", None])
def test_form_that_is_not_ours_comes_back_with_its_text(desk, screener, token):
    form = typed(screener)
    form["token"] = token or form_tokens.issue("key_in:0")

    answer = desk.post(URL, form)

    assert answer.status_code == 422 and form["body"].split("\n")[0] in answer.content.decode()
    assert not Letter.objects.exists()


def test_drawing_is_made_anew_and_one_that_must_be_chosen_again_is_said(desk, screener):
    file = SimpleUploadedFile("a.jpg", jpeg_with_gps())
    faulty = desk.post(URL, typed(screener, prisoner="", drawing=file), **ENGLISH)
    assert "Choose the picture again" in faulty.content.decode()

    desk.post(URL, typed(screener, drawing=SimpleUploadedFile("a.jpg", jpeg_with_gps())))
    assert Letter.objects.get().has_drawing


def test_where_no_picture_can_be_read_the_letter_is_kept_and_goes_in_without(desk, screener, monkeypatch):
    monkeypatch.setattr("home.sandbox.runner.CONFINED", Path("/nonexistent"))
    form = typed(screener, drawing=SimpleUploadedFile("a.jpg", jpeg_with_gps()))

    answer = desk.post(URL, form, **ENGLISH)

    html = answer.content.decode()
    assert answer.status_code == 422 and not Letter.objects.exists()
    assert "cannot read pictures at the moment" in html and form["body"].split("\n")[0] in html
    assert desk.post(URL, {**form, "drawing": ""}).status_code == 303


def test_only_people_of_the_desk_who_take_letters_are_offered(desk, other_partner, world):
    PrisonerFactory(writable=True, slug="stranger", partner=other_partner)
    PrisonerFactory(writable=True, slug="untold", partner=world.partner, stories=[])
    PrisonerFactory(slug="closed", partner=world.partner)

    offered = desk.get(URL).context["form"].fields["prisoner"].queryset

    assert {person.slug for person in offered} == {"vilnyi", "untold"}


@pytest.mark.parametrize("role", [DeskRole.TRANSLATOR, DeskRole.READER, DeskRole.DISPATCHER])
def test_other_roles_find_no_such_screen(client, world, role):
    client.force_login(make_member(world.partner, "member", role))

    assert client.get(URL).status_code == client.post(URL, {}).status_code == 302


def test_screener_of_another_desk_keys_nothing_in(client, other_partner, world):
    stranger = make_screener(other_partner, "stranger")
    client.force_login(stranger)

    answer = client.post(URL, typed(stranger))

    assert answer.status_code == 422 and "prisoner" in answer.context["form"].errors
    assert not Letter.objects.exists()


@pytest.mark.full(LONG)
def test_screen_asks_the_database_no_more_for_many_people(desk, world, django_assert_num_queries):
    desk.get(URL)
    with django_assert_num_queries(13):
        desk.get(URL)
    for number in range(19):
        PrisonerFactory(writable=True, slug=f"person-{number}", partner=world.partner)
    with django_assert_num_queries(13):
        answer = desk.get(URL)
    assert len(answer.context["form"].fields["prisoner"].queryset) == 20


def test_menu_leads_to_it_only_those_who_may(client, screener, world):
    client.force_login(screener)
    assert URL in client.get("/admin/letters/").content.decode()

    client.force_login(make_member(world.partner, "reader", DeskRole.READER))
    assert URL not in client.get("/admin/letters/").content.decode()


def test_code_stands_in_no_address(desk, screener):
    location = desk.post(URL, typed(screener))["Location"]

    query = parse_qs(urlsplit(location).query)
    assert location.startswith(reverse("letter_desk:keyed_in")) and not re.search(r"\d{16}", location)
    assert set(query) == {"receipt", "channel"}
