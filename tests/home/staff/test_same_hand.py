"""Two accounts in one hand are not two people: who may not confirm what whom, for seven days."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from home.login.actions.resets import ask_reset
from home.login.permissions import may_confirm
from home.models import Invitation
from home.staff.permissions import are_two
from home.staff.rules import SAME_HAND_FOR
from tests.factories.partners import employ_coordinator
from tests.standing import standing

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
# Who was invited by whom, how many days ago.
CAME = {"child": ("root", 1), "sibling": ("root", 6), "grandchild": ("child", 0), "old": ("root", 8)}


@standing
def people(db):
    known = {name: employ_coordinator(name) for name in ("root", "stranger", *CAME)}
    for name, (by, days) in CAME.items():
        at = timezone.now() - days * DAY
        Invitation.objects.create(by=known[by], account=known[name], sent_at=at, used_at=at)
    return known


ONE_HAND = {"root", "child", "sibling", "grandchild"}
EVERYBODY = ["root", "stranger", *CAME]


@pytest.mark.parametrize("one", EVERYBODY)
@pytest.mark.parametrize("other", EVERYBODY)
def test_whoever_came_by_young_invitations_of_one_person_is_no_second_one(one, other, people):
    expected = one != other and not {one, other} <= ONE_HAND

    assert are_two(people[one], people[other]) is expected
    lost = employ_coordinator("lost")
    assert may_confirm(people[other], ask_reset(user=lost, by=people[one])) is expected


def test_the_rule_ends_after_its_days(people):
    Invitation.objects.update(used_at=timezone.now() - SAME_HAND_FOR - DAY)

    assert are_two(people["root"], people["child"])


def test_nobody_is_the_second_person_of_nobody(people):
    assert not are_two(people["root"], None)


def test_an_invitation_that_waits_binds_nobody(people):
    Invitation.objects.create(by=people["root"], sent_at=timezone.now())

    assert are_two(people["root"], people["stranger"])


def test_whoever_may_ask_no_more_asked_in_vain(people):
    reset = ask_reset(user=employ_coordinator("lost"), by=people["root"])
    people["root"].groups.clear()
    reset.asked_by = get_user_model().objects.get(pk=people["root"].pk)

    assert not may_confirm(people["stranger"], reset)
