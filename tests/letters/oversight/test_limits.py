"""The screen on which coordinators say how many letters are too many."""

from functools import partial

import pytest
from wagtail.models import ModelLogEntry

from letters.choices.desk import DeskRole
from letters.choices.limits import SendingLimit
from letters.models import LetterLimit
from letters.oversight.actions.limits import set_limits
from letters.rules import SENDING_LIMITS
from prisoner_pages.partners.actions.workspaces import group_of
from prisoner_pages.roles import COORDINATOR
from tests.letters.conftest import make_member
from tests.rivals import at_once
from tests.standing import standing
from tests.tiers import LONG, first_of

LIMITS = "/admin/letters/limits/"


@standing
def coordinator(client, world):
    user = make_member(world.partner, "head", DeskRole.COORDINATOR)
    user.groups.add(group_of(COORDINATOR))
    client.force_login(user)
    return user


def numbers(**changes):
    return {kind.value: bounds.usual for kind, bounds in SENDING_LIMITS.items()} | changes


@pytest.mark.both_databases
def test_coordinator_sets_a_limit_and_the_log_says_from_what_to_what(client, coordinator):
    assert client.get(LIMITS).status_code == 200

    assert client.post(LIMITS, numbers(network_calm=8)).status_code == 302

    assert list(LetterLimit.objects.values_list("kind", "number")) == [("network_calm", 8)]
    entry = ModelLogEntry.objects.get(action="letters.set_limit")
    assert entry.user == coordinator and "5" in entry.message and "8" in entry.message
    assert 'value="8"' in client.get(LIMITS).content.decode()
    client.post(LIMITS, numbers(network_calm=8))
    assert ModelLogEntry.objects.filter(action="letters.set_limit").count() == 1


@pytest.mark.full(LONG)
@pytest.mark.django_db(transaction=True)
@pytest.mark.both_databases
def test_two_who_set_a_limit_first_at_once_are_both_heard(coordinator):
    for kind, bounds in SENDING_LIMITS.items():
        numbers = (bounds.least, bounds.most)
        setting = [partial(set_limits, numbers={kind: number}, by=coordinator) for number in numbers]

        assert at_once(*setting) == [None, None]
        assert LetterLimit.objects.get(kind=kind).number in numbers


@pytest.mark.parametrize("kind", first_of(SendingLimit))
def test_a_number_out_of_bounds_is_refused_with_a_link_to_its_field(client, coordinator, kind):
    for number in (SENDING_LIMITS[kind].least - 1, SENDING_LIMITS[kind].most + 1, "", "x", "9" * 30):
        answer = client.post(LIMITS, numbers(**{kind.value: number}))

        assert answer.status_code == 422 and f'href="#id_{kind.value}"' in answer.content.decode()
    assert not LetterLimit.objects.exists()


@pytest.mark.parametrize("role", DeskRole)
def test_desk_staff_do_not_get_in(client, world, role):
    client.force_login(make_member(world.partner, "x", role))

    assert client.get(LIMITS).status_code in (302, 403)
    client.post(LIMITS, numbers(network_calm=8))
    assert not LetterLimit.objects.exists()
