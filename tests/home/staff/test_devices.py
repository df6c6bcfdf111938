"""A device is known as long as its owner lets it be: who holds a stolen one guesses like any stranger."""

import pytest
from django.core.cache import cache
from django.test import Client

from home.login.actions.resets import ask_reset, confirm_reset
from home.models import StaffDevice, StaffSession
from tests.factories.partners import employ_coordinator
from tests.home.staff.logins import LIST, log_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_counted():
    cache.clear()


def devices_of(user):
    return list(StaffDevice.objects.filter(user=user).order_by("pk"))


def test_the_key_of_a_device_is_bound_to_the_host_where_there_is_https(editor, settings):
    settings.SESSION_COOKIE_SECURE = True

    cookie = log_in(editor).cookies["__Host-device"]

    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/", True, "Strict")


def test_after_logging_out_a_browser_is_told_to_forget_what_it_kept(editor):
    answer = log_in(editor).post("/admin/logout/")

    assert answer["Clear-Site-Data"] == '"cache"'


def test_a_device_is_forgotten_with_the_session_that_its_owner_ends(editor):
    log_in(editor)
    here = log_in(editor)
    lost = StaffSession.objects.get(device=devices_of(editor)[0])

    here.post(f"{LIST}{lost.uuid}/end/")

    assert devices_of(editor) == [StaffSession.objects.get(user=editor).device]


@pytest.mark.both_databases
def test_a_session_goes_on_whose_device_was_forgotten(editor):
    """Two sessions of one browser, of which the older is ended: its device is that of both."""
    here = log_in(editor)
    here.cookies.pop("sessionid")
    older = StaffSession.objects.get(user=editor)
    log_in(editor, here)

    here.post(f"{LIST}{older.uuid}/end/")

    assert devices_of(editor) == []
    assert here.get(LIST).status_code == 200


def test_all_other_devices_are_forgotten_with_all_other_sessions(editor):
    for _device in range(3):
        log_in(editor).post("/admin/logout/")
    here = log_in(editor)

    here.post(f"{LIST}end-others/")

    assert devices_of(editor) == [StaffSession.objects.get(user=editor).device]


def test_a_new_password_forgets_all_devices_and_other_changes_none(editor):
    log_in(editor)
    editor.first_name = "Ганна"
    editor.save()
    assert len(devices_of(editor)) == 1

    editor.set_password("another invented password")
    editor.save()

    assert devices_of(editor) == []


def test_a_second_step_taken_away_forgets_all_devices(editor):
    log_in(editor)
    first, second = employ_coordinator("first"), employ_coordinator("second")

    confirm_reset(reset=ask_reset(user=editor, by=first), by=second)

    assert devices_of(editor) == []


def test_the_devices_of_others_stay(editor):
    other = employ_coordinator("other")
    StaffDevice.objects.create(user=other, digest="x")
    here = log_in(editor)

    here.post(f"{LIST}end-others/")

    assert len(devices_of(other)) == 1
    assert Client().post(f"{LIST}end-others/").status_code == 302
