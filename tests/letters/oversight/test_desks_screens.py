"""The screens of desks and seats: who opens which, at the own desk and at another."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from letters.choices.desk import DeskRole
from letters.models import DeskMember
from letters.oversight.actions.desks import create_desk, seat
from prisoner_pages.partners.actions.workspaces import group_of
from prisoner_pages.roles import AUDITOR, COORDINATOR
from tests.letters.conftest import make_member
from tests.standing import standing
from tests.tiers import first_of

SETTINGS = {
    "return_address_ru": "119 991, Москва, а/я 1",
    "envelope_format": "c6",
    "electronic_chars": "2500",
    "openings_a_day": "200",
    "closings_a_day": "100",
    "prints_a_day": "200",
}


@standing
def desk(world):
    return create_desk(partner=world.partner)


@standing
def member(desk):
    return seat(
        desk=desk, user=make_member(desk.partner, "volunteer"), role=DeskRole.TRANSLATOR, languages="de"
    )


@standing
def people(desk, other_partner):
    """One account for each kind of person, each with the door of the admin."""
    users = {role.value: make_member(desk.partner, role.value, role) for role in DeskRole}
    users["other"] = make_member(other_partner, "other", DeskRole.COORDINATOR)
    users["across"] = make_member(desk.partner, "across")
    users["across"].groups.add(group_of(COORDINATOR))
    users["auditor"] = make_member(desk.partner, "auditor")
    users["auditor"].groups.add(group_of(AUDITOR))
    users["nobody"] = make_member(desk.partner, "nobody")
    users["nobody"].user_permissions.add(Permission.objects.get(codename="access_admin"))
    return users


@standing
def head(client, people):
    client.force_login(people["coordinator"])
    return people["coordinator"]


def screens(desk, member):
    return {
        "desks": reverse("letter_desk:desks"),
        "desk": reverse("letter_desk:desk", args=[desk.pk]),
        "postage": reverse("letter_desk:postage", args=[desk.pk]),
        "add_seat": reverse("letter_desk:add_seat", args=[desk.pk]),
        "edit_seat": reverse("letter_desk:edit_seat", args=[desk.pk, member.pk]),
        "end_seat": reverse("letter_desk:end_seat", args=[desk.pk, member.pk]),
    }


WATCH = {"coordinator", "across", "auditor"}
# Screen -> who looks at it, and who changes something there.
OPENED = {
    "desks": (WATCH | {"other"}, {"across"}),
    "desk": (WATCH, {"coordinator", "across"}),
    "postage": ({"coordinator", "across"}, {"coordinator", "across"}),
    "add_seat": (WATCH, {"coordinator"}),
    "edit_seat": ({"coordinator"}, {"coordinator"}),
    "end_seat": ({"coordinator", "across"}, {"coordinator", "across"}),
}


@pytest.mark.parametrize("screen", first_of(OPENED))
def test_screens_open_to_those_who_may_and_to_nobody_else(client, people, desk, member, screen):
    address = screens(desk, member)[screen]

    def opens(user):
        client.force_login(user)
        answer = client.get(address)
        assert answer.status_code in (200, 302, 403, 404)
        leads_on = answer.headers.get("Location", "").startswith("/admin/letters/")
        is_shown = answer.status_code == 200 or leads_on
        assert not is_shown or "no-store" in answer.headers["Cache-Control"]
        return is_shown

    assert {name for name, user in people.items() if opens(user)} == OPENED[screen][0]


def prices(*rows, currency="eur"):
    """Return the form of postage with these rows (grams, price) as they are typed."""
    cells = {f"steps-{n}-{name}": typed for n, row in enumerate(rows) for name, typed in row.items()}
    return {"currency": currency, "steps-TOTAL_FORMS": len(rows), "steps-INITIAL_FORMS": 0, **cells}


def price(up_to_grams, price):
    return {"up_to_grams": up_to_grams, "price": price}


SENT = {
    "desk": SETTINGS,
    "postage": prices(price("20", "1,10")),
    "add_seat": {"person": "nobody", "role": "reader"},
    "edit_seat": {"languages": ["fr"]},
    "end_seat": {},
}


@pytest.mark.parametrize("screen", first_of(SENT))
def test_changes_are_made_by_those_who_may(client, people, desk, member, screen):
    def changes(user):
        before = state_of(desk)
        client.force_login(user)
        client.post(screens(desk, member)[screen], SENT[screen])
        has_changed = state_of(desk) != before
        DeskMember.objects.filter(user__username="nobody").delete()
        stored, _made = DeskMember.objects.update_or_create(
            pk=member.pk,
            defaults={"desk": desk, "user": member.user, "role": member.role, "languages": "de"},
        )
        type(desk).objects.filter(pk=desk.pk).update(return_address_ru="", envelope_format="dl")
        desk.postage.all().delete()
        return has_changed

    assert {name for name, user in people.items() if changes(user)} == OPENED[screen][1]


def state_of(desk):
    desk.refresh_from_db()
    seats = list(desk.members.order_by("pk").values_list("pk", "user", "role", "languages", "until"))
    return seats, desk.return_address_ru, desk.envelope_format, list(desk.postage.values_list("price"))


@pytest.mark.both_databases
def test_coordinator_across_partners_opens_a_desk(client, people, other_partner):
    other_partner.desk_staff.delete()
    client.force_login(people["across"])

    client.post(reverse("letter_desk:desks"), {"partner": other_partner.pk})

    assert other_partner.__class__.objects.get(pk=other_partner.pk).desk_staff


def test_languages_are_chosen_in_words(client, head, desk, people):
    page = client.get(reverse("letter_desk:desk", args=[desk.pk]), HTTP_ACCEPT_LANGUAGE="en")
    assert re.search(r'value="crh"[^>]*>\s*Crimean Tatar', page.content.decode())

    client.post(
        screens(desk, desk.members.first())["add_seat"],
        {"person": "nobody", "role": "translator", "languages": ["crh", "de"], "until": "2999-01-31"},
    )

    given = DeskMember.objects.get(user=people["nobody"])
    assert given.language_codes == ["crh", "de"] and given.until.year == 2999


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "sent",
    first_of(
        [
            {"person": "nobody-known"},
            {"person": ""},
            {"person": "coordinator"},
            {"person": "\x00"},
            {"person": "n" * 300},
            {"role": "coordinator"},
            {"role": "king"},
            {"role": "translator"},
            {"role": "translator", "languages": ["xx"]},
            {"until": "2000-01-01"},
            {"until": "x"},
        ]
    ),
    ids=str,
)
def test_what_is_wrong_is_answered_with_a_sentence_and_the_form(client, head, desk, people, sent):
    before = state_of(desk)
    values = {"person": "nobody", "role": "reader", **sent}

    answer = client.post(reverse("letter_desk:add_seat", args=[desk.pk]), values)

    assert answer.status_code in (400, 422) and state_of(desk) == before
    if answer.status_code == 422:
        assert "errorlist" in answer.content.decode()


@pytest.mark.parametrize("name", ["electronic_chars", "openings_a_day", "closings_a_day", "prints_a_day"])
@pytest.mark.parametrize("value", ["0", "-1", "9" * 30, "x", ""])
def test_settings_out_of_bounds_are_refused(client, head, desk, name, value):
    answer = client.post(reverse("letter_desk:desk", args=[desk.pk]), {**SETTINGS, name: value})

    assert answer.status_code == 422 and state_of(desk)[1] == ""


def test_list_of_desks_costs_as_much_for_many_seats(
    client, head, desk, people, django_assert_max_num_queries
):
    for number in range(20):
        seat(desk=desk, user=make_member(desk.partner, f"p{number}"), role=DeskRole.READER)
    for path in (reverse("letter_desk:desks"), reverse("letter_desk:desk", args=[desk.pk])):
        client.get(path)
        with django_assert_max_num_queries(15):
            client.get(path)


def test_temporary_seat_is_shown_as_ended(client, head, desk, people):
    yesterday = timezone.localdate() - timedelta(days=1)
    seat(desk=desk, user=people["nobody"], role=DeskRole.READER, until=yesterday)

    page = client.get(reverse("letter_desk:desk", args=[desk.pk]), HTTP_ACCEPT_LANGUAGE="en")

    assert "(ended)" in page.content.decode()


def table_of(desk):
    return [(step.up_to_grams, str(step.price)) for step in desk.postage.all()]


@pytest.mark.both_databases
def test_coordinators_keep_a_table_of_postage_that_the_page_and_the_log_show(client, head, desk):
    address = reverse("letter_desk:postage", args=[desk.pk])
    rows = [price("50", "2.10"), price("", ""), price("20", "1,10")]
    source = {"since": "1.1.2026", "source": "post.example/prices"}

    client.post(address, {**prices(*rows), **source})

    desk.refresh_from_db()
    assert table_of(desk) == [(20, "1.10"), (50, "2.10")]
    assert (desk.postage_currency, str(desk.postage_since)) == ("EUR", "2026-01-01")
    page = client.get(reverse("letter_desk:desk", args=[desk.pk])).text
    for words in ("1,10 EUR", "2,10 EUR", "https://post.example/prices", "20 g: 1.10, 50 g: 2.10"):
        assert words in page

    client.post(address, prices(price("", ""), currency=""))
    assert table_of(desk) == []


WRONG = {
    "half a row": (prices(price("20", "")), "ціну"),
    "a weight twice": (prices(price("20", "1"), price("20", "2")), "дві ціни"),
    "no currency": (prices(price("20", "1"), currency=""), "валюті"),
    "no letters of one": (prices(price("20", "1"), currency="€"), "три літери"),
    "less than nothing": (prices(price("20", "-1")), "більша за нуль"),
    "no number": (prices(price("20", "one")), "число"),
    "a day that is none": ({**prices(price("20", "1")), "since": "31.04.2026"}, "31.04.2026"),
}


@pytest.mark.parametrize("fault", WRONG)
def test_a_wrong_table_of_postage_is_refused_in_words_and_stays_in_the_form(client, head, desk, fault):
    sent, words = WRONG[fault]

    answer = client.post(reverse("letter_desk:postage", args=[desk.pk]), sent)

    assert answer.status_code == 422 and words in answer.text
    assert 'value="20"' in answer.text and table_of(desk) == []
