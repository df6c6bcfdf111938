"""A lost second step is taken away by two people, neither of whom is its owner."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from home.jobs.actions.outbox import send_due
from home.login.actions.resets import ResetOver, ask_reset, confirm_reset, refuse_reset
from home.models import SecondStepReset
from prisoner_pages.partners.actions.workspaces import group_of
from prisoner_pages.roles import COORDINATOR
from tests.factories.login import give_app, give_codes, led_to, log_in_fully, staff_account
from tests.standing import standing

pytestmark = pytest.mark.django_db
PAGE = "/admin/second-steps/"


def coordinator(name):
    user = staff_account(name, is_superuser=False)
    user.groups.add(group_of(COORDINATOR))
    return user


@standing
def people(db):
    """Olena has lost her telephone; two coordinators may help her, a third person may not."""
    olena = staff_account("olena", is_superuser=False)
    give_app(olena)
    give_codes(olena)
    return {
        "olena": olena,
        "first": coordinator("first"),
        "second": coordinator("second"),
        "third": staff_account("third", is_superuser=False),
    }


def inside(user):
    client = Client()
    log_in_fully(client, user)
    return client


def steps_of(user):
    return Authenticator.objects.filter(user=user).count()


@pytest.mark.both_databases
def test_two_coordinators_take_a_lost_step_away_by_their_buttons(people, mailoutbox):
    olenas = inside(people["olena"])
    first, second = inside(people["first"]), inside(people["second"])
    first.post(f"{PAGE}ask/{people['olena'].pk}/")
    reset = SecondStepReset.objects.get()
    assert f"{PAGE}{reset.pk}/confirm/" not in first.get(PAGE).text
    assert f"{PAGE}{reset.pk}/confirm/" in second.get(PAGE).text
    assert steps_of(people["olena"]) == 2

    second.post(f"{PAGE}{reset.pk}/confirm/")
    send_due()

    assert steps_of(people["olena"]) == 0
    assert led_to(olenas.get("/admin/")) == "/admin/login/"  # with a step all sessions end
    olenas.force_login(people["olena"])
    assert led_to(olenas.get("/admin/")) == "/admin/me/"
    assert [mail.to for mail in mailoutbox if "координаторів" in mail.body] == [["olena@example.org"]]
    logged = ModelLogEntry.objects.filter(action__contains="second_step").order_by("pk")
    assert [(each.action, each.user) for each in logged] == [
        ("home.ask_second_step_reset", people["first"]),
        ("home.reset_second_step", people["second"]),
    ]


@pytest.mark.parametrize("who", ["first", "olena", "third"])
def test_nobody_else_confirms(who, people):
    reset = ask_reset(user=people["olena"], by=people["first"])

    with pytest.raises(PermissionDenied):
        confirm_reset(reset=reset, by=people[who])
    inside(people[who]).post(f"{PAGE}{reset.pk}/confirm/")
    assert Authenticator.objects.filter(user=people["olena"], type="totp").exists()


@pytest.mark.parametrize(("who", "whose"), [("third", "olena"), ("olena", "first"), ("first", "first")])
def test_nobody_asks_without_the_right_or_for_themselves(who, whose, people):
    with pytest.raises(PermissionDenied):
        ask_reset(user=people[whose], by=people[who])
    inside(people[who]).post(f"{PAGE}ask/{people[whose].pk}/")
    assert not SecondStepReset.objects.exists()


def test_the_page_opens_for_coordinators_alone(people):
    assert inside(people["first"]).get(PAGE).status_code == 200
    assert inside(people["third"]).get(PAGE).status_code in (302, 403)


def test_asking_twice_is_asking_once(people):
    asked = {ask_reset(user=people["olena"], by=people[who]).pk for who in ("first", "second")}

    assert len(asked) == 1


def test_it_is_decided_once(people):
    reset = ask_reset(user=people["olena"], by=people["first"])
    refuse_reset(reset=reset, by=people["second"])

    with pytest.raises(ResetOver):
        confirm_reset(reset=reset, by=people["second"])
    assert steps_of(people["olena"]) == 2


def test_after_two_days_it_is_asked_anew(people):
    reset = ask_reset(user=people["olena"], by=people["first"])
    SecondStepReset.objects.update(asked_at=timezone.now() - timedelta(hours=49))

    with pytest.raises(ResetOver):
        confirm_reset(reset=reset, by=people["second"])
    assert ask_reset(user=people["olena"], by=people["first"]).pk != reset.pk
