"""Who gives whom a seat at a desk, and what no account may hold at once."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import override_settings
from django.utils import timezone
from wagtail.models import ModelLogEntry

from letters.checks import roles_stand_apart
from letters.choices.desk import DeskRole
from letters.models import DeskMember
from letters.oversight.actions.desks import (
    STAFF_GROUP,
    change_desk,
    change_seat,
    close_doors,
    create_desk,
    seat,
    unseat,
)
from letters.permissions import seats
from prisoner_pages.partners.actions.workspaces import group_of
from prisoner_pages.roles import COORDINATOR
from tests.letters.conftest import make_member
from tests.standing import standing


@standing
def desk(world):
    return create_desk(partner=world.partner)


@standing
def head(desk):
    return make_member(desk.partner, "head", DeskRole.COORDINATOR)


@standing
def other_head(other_partner):
    return make_member(other_partner, "other-head", DeskRole.COORDINATOR)


@standing
def across(desk):
    user = make_member(desk.partner, "across")
    user.groups.add(group_of(COORDINATOR))
    return user


@standing
def volunteer(desk):
    return make_member(desk.partner, "volunteer")


def may(action, **given):
    try:
        action(**given)
    except PermissionDenied:
        return False
    return True


@pytest.mark.parametrize("role", DeskRole)
def test_coordinators_of_a_desk_seat_its_workers_and_those_across_partners_its_coordinators(
    desk, head, other_head, across, volunteer, role
):
    screener = make_member(desk.partner, "screener", DeskRole.SCREENER)
    who = {"head": head, "other": other_head, "across": across, "screener": screener}

    allowed = {name for name, by in who.items() if may(seat, desk=desk, user=volunteer, role=role, by=by)}

    assert allowed == ({"across"} if role == DeskRole.COORDINATOR else {"head"})


@pytest.mark.parametrize("role", DeskRole)
def test_nobody_seats_themselves(desk, head, across, role):
    for user in (head, across):
        assert not may(seat, desk=desk, user=user, role=role, by=user)


def test_nobody_lengthens_their_own_seat(desk, head):
    own = seat(desk=desk, user=head, role=DeskRole.TRANSLATOR, languages="de", until=timezone.localdate())

    assert not may(change_seat, member=own, by=head, languages="de,fr", until=None)


@pytest.mark.both_databases
def test_seat_is_taken_away_by_its_coordinators_across_partners_and_by_oneself(
    desk, head, other_head, across, volunteer
):
    def taken_by(by):
        member = seat(desk=desk, user=volunteer, role=DeskRole.READER)
        return may(unseat, member=member, by=by)

    screener = make_member(desk.partner, "screener", DeskRole.SCREENER)
    assert [taken_by(by) for by in (head, across, volunteer, other_head, screener)] == [True] * 3 + [
        False
    ] * 2


@pytest.mark.both_databases
def test_what_happens_to_a_seat_is_noted_at_the_desk_without_content(desk, head, volunteer):
    member = seat(desk=desk, user=volunteer, role=DeskRole.TRANSLATOR, by=head, languages="de")
    member = change_seat(member=member, by=head, languages="de,fr", until=timezone.localdate())
    unseat(member=member, by=head)
    change_desk(desk=desk, by=head, settings={"return_address_ru": "КАНАРКА"})

    entries = ModelLogEntry.objects.for_instance(desk).order_by("pk")
    assert [entry.action for entry in entries] == [
        "letters.seat",
        "letters.change_seat",
        "letters.unseat",
        "letters.change",
    ]
    assert {entry.user for entry in entries} == {head}
    assert "КАНАРКА" not in str([entry.data for entry in entries])
    assert "volunteer" in entries[0].message


def test_door_closes_when_the_last_seat_has_ended(desk, volunteer, head):
    yesterday = timezone.localdate() - timedelta(days=1)
    seat(desk=desk, user=volunteer, role=DeskRole.READER, until=yesterday)

    assert close_doors() == 1

    assert list(Group.objects.get(name=STAFF_GROUP).user_set.all()) == [head]
    entry = ModelLogEntry.objects.for_instance(desk).latest("pk")
    assert (entry.action, entry.user) == ("letters.close_door", None)
    assert "volunteer" in entry.message and yesterday.isoformat() in entry.message


class TestRolesStandApart:
    @pytest.fixture
    def administrator(self, volunteer):
        volunteer.is_superuser = True
        volunteer.save()
        return volunteer

    @pytest.fixture
    def right_to_make_accounts(self, volunteer):
        volunteer.user_permissions.add(Permission.objects.get(codename="change_user"))
        return volunteer

    def test_administrator_is_not_seated_as_both(self, desk, administrator, other_partner):
        seat(desk=desk, user=administrator, role=DeskRole.SCREENER)

        for at in (desk, create_desk(partner=other_partner)):
            with pytest.raises(ValidationError):
                seat(desk=at, user=administrator, role=DeskRole.DISPATCHER)

    def test_who_makes_accounts_counts_as_administrator(self, desk, right_to_make_accounts):
        seat(desk=desk, user=right_to_make_accounts, role=DeskRole.DISPATCHER)

        with pytest.raises(ValidationError):
            seat(desk=desk, user=right_to_make_accounts, role=DeskRole.SCREENER)

    @pytest.fixture
    def holder(self, desk, volunteer):
        """Somebody who came to hold all three, past the actions."""
        for role in (DeskRole.SCREENER, DeskRole.DISPATCHER):
            seat(desk=desk, user=volunteer, role=role)
        type(volunteer).objects.filter(pk=volunteer.pk).update(is_superuser=True)
        return volunteer

    def test_start_warns_and_in_production_stops(self, holder):
        (found,) = roles_stand_apart(None, databases=["default"])
        with override_settings(PRODUCTION=True):
            (fault,) = roles_stand_apart(None, databases=["default"])

        assert not found.is_serious() and fault.is_serious()
        assert "volunteer" in fault.msg

    def test_check_is_silent_while_roles_stand_apart(self, holder):
        DeskMember.objects.filter(user=holder, role=DeskRole.DISPATCHER).delete()

        assert roles_stand_apart(None, databases=["default"]) == []

    def test_turned_off_the_rule_lets_all_three_through(self, desk, administrator, monkeypatch):
        monkeypatch.setattr(seats, "NEVER_TOGETHER", {*DeskRole})
        for role in (DeskRole.SCREENER, DeskRole.DISPATCHER):
            seat(desk=desk, user=administrator, role=role)

        assert roles_stand_apart(None, databases=["default"]) == []

    @pytest.mark.parametrize("makes_superuser", [True, False])
    def test_form_of_an_account_refuses_the_right_to_administer(
        self, client, desk, volunteer, admin_user, makes_superuser
    ):
        for role in (DeskRole.SCREENER, DeskRole.DISPATCHER):
            seat(desk=desk, user=volunteer, role=role)
        makers = Group.objects.create(name="makers of accounts")
        makers.permissions.add(Permission.objects.get(codename="change_user"))
        client.force_login(admin_user)
        sent = {"username": "volunteer", "email": "v@staff.example", "first_name": "V", "last_name": "V"}
        given = {"is_superuser": "on"} if makes_superuser else {"groups": [makers.pk]}

        answer = client.post(f"/admin/users/edit/{volunteer.pk}/", {**sent, "is_active": "on", **given})

        volunteer.refresh_from_db()
        assert answer.status_code == 200
        assert not volunteer.is_superuser and makers not in volunteer.groups.all()

        client.post(f"/admin/users/edit/{volunteer.pk}/", {**sent, "is_active": "on"})
        volunteer.refresh_from_db()
        assert volunteer.last_name == "V", "anything else can be changed"
