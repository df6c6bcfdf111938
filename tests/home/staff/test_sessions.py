"""Sessions: keys are nowhere in clear; they end by the clock, and with any change of what one may do."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import get_user_model, update_session_auth_hash
from django.contrib.auth.models import Group, Permission
from django.contrib.sessions.backends.base import UpdateError
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone
from wagtail.models import Locale

from home.jobs.actions.outbox import send_due
from home.models import StaffDevice, StaffSession
from home.staff.actions.sessions import forget_sessions
from home.translation.choices import Right
from home.translation.team.actions.roles import end_right, give_right
from letters.choices.desk import DeskRole
from letters.oversight.actions.desks import create_desk, seat, unseat
from tests.factories.partners import employ_coordinator, employ_editor
from tests.home.staff.logins import LIST, PASSWORD, is_in, log_in, with_password
from tests.tiers import LONG, first_of

pytestmark = pytest.mark.django_db


def rows_of_all_tables():
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            yield table, repr(cursor.fetchall())


@pytest.mark.both_databases
def test_key_stands_in_no_table_no_log_and_no_mail(editor, caplog):
    client = log_in(editor)
    send_due()
    keys = [client.cookies["sessionid"].value, client.cookies["device"].value]

    written = dict(rows_of_all_tables())

    assert StaffSession.objects.get(user=editor).pk in written["home_staffsession"]
    assert len(mail.outbox) == 1
    for key in keys:
        assert [table for table, rows in written.items() if key in rows] == []
        assert key not in caplog.text and key not in mail.outbox[0].message().as_string()


def test_key_read_from_the_database_opens_nothing(editor):
    assert is_in(log_in(editor))
    thief = Client()
    thief.cookies["sessionid"] = StaffSession.objects.get(user=editor).session_key

    assert not is_in(thief)
    assert StaffSession.objects.filter(user=editor).count() == 1


def test_key_changes_with_the_login(editor):
    client = Client()
    client.cookies["sessionid"] = "a" * 32
    log_in(editor, client)

    assert client.cookies["sessionid"].value != "a" * 32
    assert is_in(client)


@pytest.mark.parametrize(("minutes", "expected"), [(29, True), (31, False)])
def test_session_ends_half_an_hour_after_its_last_use(editor, minutes, expected):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = log_in(editor)
        clock.shift(timedelta(minutes=minutes))

        assert is_in(client) == expected


@pytest.mark.full(LONG)
def test_session_in_use_ends_after_ten_hours(editor):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = log_in(editor)
        seen = []
        for _turn in range(24):
            clock.shift(timedelta(minutes=25))
            seen.append(is_in(client))

    assert seen == [True] * 23 + [False]  # 25 minutes each: the last is ten hours after the login


@pytest.mark.full(LONG)
def test_open_page_that_nobody_uses_keeps_no_session_open(editor):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = log_in(editor)
        for _turn in range(4):
            clock.shift(timedelta(minutes=9))
            client.get("/admin/", headers={"Sec-Fetch-Mode": "cors"})
            client.post("/admin/editing-sessions/release/1/")

        assert not is_in(client)


def test_use_is_written_once_a_minute(editor, django_assert_num_queries):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = log_in(editor)
        clock.shift(timedelta(minutes=2))
        client.get(LIST)
        seen = StaffSession.objects.get().seen_at
        clock.shift(timedelta(seconds=50))
        client.get(LIST)

        assert StaffSession.objects.get().seen_at == seen == timezone.now() - timedelta(seconds=50)


def change_password(user, by):
    user.set_password("another long invented password")
    user.save()


def close_account(user, by):
    user.is_active = False
    user.save(update_fields=["is_active"])


def make_superuser(user, by):
    user.is_superuser = True
    user.save()


CHANGES = {
    "group given": lambda user, by: user.groups.add(Group.objects.create(name="more")),
    "group taken": lambda user, by: user.groups.clear(),
    "taken by the group": lambda user, by: user.groups.first().user_set.remove(user),
    "group emptied": lambda user, by: user.groups.first().user_set.clear(),
    "group deleted": lambda user, by: user.groups.get(name="extra").delete(),
    "permission given": lambda user, by: user.user_permissions.add(Permission.objects.first()),
    "password": change_password,
    "account closed": close_account,
    "made an administrator": make_superuser,
    "right in a language": lambda user, by: give_right(
        user, Right.REVIEW, Locale.objects.get(language_code="en"), by=by
    ),
}


@pytest.mark.parametrize("change", first_of(CHANGES))
def test_change_of_what_somebody_may_do_ends_all_their_sessions_and_nobody_elses(editor, change):
    other = with_password(employ_coordinator())
    editor.groups.add(Group.objects.create(name="extra"))
    clients, theirs = [log_in(editor), log_in(editor)], log_in(other)
    assert all(map(is_in, [*clients, theirs]))

    CHANGES[change](get_user_model().objects.get(pk=editor.pk), other)

    assert StaffSession.objects.filter(user=editor).count() == 0
    assert not any(map(is_in, clients)) and is_in(theirs)


def test_seat_and_right_end_sessions_when_given_changed_and_taken(editor, partner):
    desk, english = create_desk(partner=partner), Locale.objects.get(language_code="en")
    given = {}

    def give_seat(role=DeskRole.TRANSLATOR, languages="en"):
        given["seat"] = seat(desk=desk, user=editor, role=role, languages=languages)

    steps = [
        give_seat,
        lambda: give_seat(languages="en,de"),
        lambda: give_seat(role=DeskRole.READER),
        lambda: unseat(member=given["seat"]),
        lambda: give_right(editor, Right.REVIEW, english, by=None),
        lambda: give_right(editor, Right.PUBLISH, english, by=None),
        lambda: end_right(editor.locale_roles.first(), by=editor),
    ]
    for step in steps:
        client = log_in(editor)
        step()
        assert not is_in(client)


def test_other_changes_of_an_account_end_nothing(editor):
    client = log_in(editor)
    user = get_user_model().objects.get(pk=editor.pk)
    user.first_name, user.email = "Інше", "other@example.org"
    user.save()

    assert is_in(client)


def test_request_under_way_does_not_bring_an_ended_session_back(editor):
    client = log_in(editor)
    session = client.session
    session["typed"] = "something"
    StaffSession.objects.all().delete()

    with pytest.raises(UpdateError):
        session.save()
    assert not StaffSession.objects.exists()


def test_whoever_changes_their_own_password_stays_here_and_leaves_everywhere_else(editor, rf):
    here, elsewhere = log_in(editor), log_in(editor)
    session = here.session
    assert session["begun"]
    request = rf.post("/admin/account/")
    request.session, request.user = session, get_user_model().objects.get(pk=editor.pk)
    request.user.set_password("quite another long one")
    request.user.save()
    update_session_auth_hash(request, request.user)
    session.save()
    here.cookies["sessionid"] = session.session_key

    assert is_in(here) and not is_in(elsewhere)


# --- One's own list ------------------------------------------------------------------------------


def test_list_tells_of_own_sessions_by_the_minute_and_the_given_name(editor):
    here = log_in(editor)
    log_in(editor)
    here.post(LIST, {"name": "ноутбук на роботі"})
    page = here.get(LIST, headers={"Accept-Language": "uk"}).content.decode()

    assert page.count("ноутбук на роботі") >= 1 and "пристрій без назви" in page
    assert page.count("/end/") == 1  # not the one in hand
    assert "127.0.0.1" not in page and client_key(here) not in page


def client_key(client):
    return client.cookies["sessionid"].value


def test_one_ends_one_session_or_all_others(editor):
    here, second, third = (log_in(editor) for _turn in range(3))
    uuid = StaffSession.objects.of_key(client_key(second)).get().uuid

    here.post(f"{LIST}{uuid}/end/")
    assert [is_in(each) for each in (here, second, third)] == [True, False, True]

    here.post(f"{LIST}end-others/")
    assert [is_in(each) for each in (here, third)] == [True, False]


def test_nobody_ends_or_names_what_is_another_persons(editor, partner):
    other = with_password(employ_editor(partner, "editor.other"))
    stranger, client = log_in(other), log_in(editor)
    session = StaffSession.objects.get(user=editor)

    assert stranger.post(f"{LIST}{session.uuid}/end/").status_code == 404
    assert stranger.get(f"{LIST}{session.uuid}/end/").status_code == 405
    stranger.post(f"{LIST}end-others/")
    stranger.post(LIST, {"name": "mine"})

    assert is_in(client)
    assert StaffDevice.objects.get(user=editor).name == ""


@pytest.mark.parametrize("name", ["<script>", "x" * 61, "\u202e" * 3, "  "])
def test_name_of_a_device_is_taken_or_refused_and_breaks_nothing(editor, name):
    client = log_in(editor)

    answer = client.post(LIST, {"name": name}, follow=True)

    assert answer.status_code in (200, 422)
    assert "<script>x" not in answer.content.decode()
    assert len(StaffDevice.objects.get().name) <= 60


# --- Devices -------------------------------------------------------------------------------------


def test_new_device_is_told_of_by_mail_and_a_known_one_is_not(editor):
    first = log_in(editor)
    first.post("/admin/logout/")
    log_in(editor, first)
    send_due()
    assert [message.to for message in mail.outbox] == [[editor.email]]

    log_in(editor)
    send_due()

    assert len(mail.outbox) == 2
    text = mail.outbox[1].body
    assert LIST in text and "127.0.0.1" not in text and PASSWORD not in text


def test_cookie_of_another_account_makes_no_device_known(editor, partner):
    other = with_password(employ_editor(partner, "editor.other"))
    shared = log_in(other)
    shared.post("/admin/logout/")
    log_in(editor, shared)

    assert (
        StaffDevice.objects.filter(user=editor).count() == StaffDevice.objects.filter(user=other).count() == 1
    )
    assert shared.cookies["device"].value.count(".") == 1


@pytest.mark.parametrize("cookie", ["", "x", "." * 300, "a" * 5000, "%00"])
def test_broken_cookie_of_a_device_is_none(editor, cookie):
    client = Client()
    client.cookies["device"] = cookie

    assert is_in(log_in(editor, client))


def test_what_is_over_is_forgotten_daily(editor):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        log_in(editor)
        clock.shift(timedelta(days=91))
        forget_sessions()

    assert not StaffSession.objects.exists() and not StaffDevice.objects.exists()
