"""Leaving: one act ends everything an account may do and frees what it holds; who may, and for whom."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.utils import timezone, translation
from wagtail.models import Locale, ModelLogEntry

from home.models import Invitation, StaffDevice, StaffSession
from home.staff.actions.invitations import invite
from home.staff.actions.leaving import close_account, what_would_end
from home.staff.actions.roles import give_roles, take_role
from home.staff.given_roles import held_by
from home.staff.permissions import may_close
from home.staff.roles import roles_of
from home.translation.choices import Right
from home.translation.core.actions.sync import submit
from home.translation.models import DeskTranslation
from home.translation.team.actions.roles import give_right
from letters.choices.desk import DeskRole
from letters.models import DeskMember, Letter
from letters.oversight.actions.desks import create_desk, seat
from prisoner_pages.roles import ADMINISTRATOR
from tests.factories.desk import source_page
from tests.factories.partners import employ, employ_as, employ_coordinator, logged_in
from tests.factories.prisoner_pages import PrisonerFactory
from tests.home.staff.logins import is_in, log_in
from tests.letters.desk_world import make_letter
from tests.standing import standing
from tests.tiers import LONG

pytestmark = pytest.mark.django_db


@standing
def coordinator(partner):
    return employ_coordinator("coordinator.site")


def submit_page_in_english(person):
    page = source_page([])
    submit(page, [Locale.objects.get(language_code="en")])
    assert DeskTranslation.objects.update(assignee=person, reviewer=person) == 1


@standing
def leaver(editor, partner):
    """Somebody with a role of each kind but those for the whole site, at work."""
    desk = create_desk(partner=partner)
    for role in (DeskRole.SCREENER, DeskRole.COORDINATOR):
        seat(desk=desk, user=editor, role=role)
    give_right(editor, Right.TRANSLATE, Locale.objects.get(language_code="en"), by=None)
    letter = make_letter(PrisonerFactory(partner=partner))
    Letter.objects.filter(pk=letter.pk).update(
        claimed_by=editor, claimed_until=timezone.now() + timedelta(minutes=20)
    )
    submit_page_in_english(editor)
    invite(by=editor, email="invited@example.org", roles=["desk:screener:zmina"])
    return get_user_model().objects.get(pk=editor.pk)


@pytest.mark.both_databases
def test_everything_ends_at_once_and_what_was_done_stays(leaver, coordinator):
    client = log_in(leaver)
    close_account(user=leaver, by=coordinator)

    user = get_user_model().objects.get(pk=leaver.pk)
    assert not is_in(client) and not StaffSession.objects.filter(user=user).exists()
    assert (user.is_active, user.has_usable_password(), user.is_superuser) == (False, False, False)
    assert (
        held_by(user) == [] and not user.groups.exists() and not DeskMember.objects.filter(user=user).exists()
    )
    assert not Letter.objects.filter(claimed_by=user).exists()
    assert not DeskTranslation.objects.exclude(assignee=None, reviewer=None).exists()
    assert not Invitation.objects.exists() and not StaffDevice.objects.filter(user=user).exists()
    entry = ModelLogEntry.objects.get(action="home.close_account")
    assert (entry.user, entry.object_id) == (coordinator, str(user.pk))
    assert set(entry.data["roles"]) >= {
        "partner:editor:zmina",
        "desk:screener:zmina",
        "language:translator:en",
    }


def test_screen_says_before_what_the_button_then_does(leaver, coordinator):
    client = logged_in(coordinator)
    with translation.override("uk"):
        page = client.get(f"/admin/people/{leaver.pk}/leave/").content.decode()
        sentences = what_would_end(leaver)

    assert len(sentences) >= 7 and all(sentence.split(":")[0] in page for sentence in sentences)
    assert get_user_model().objects.get(pk=leaver.pk).is_active

    assert client.post(f"/admin/people/{leaver.pk}/leave/").status_code == 302

    assert not get_user_model().objects.get(pk=leaver.pk).is_active
    assert client.post(f"/admin/people/{leaver.pk}/leave/").status_code == 404  # a second click


def test_others_keep_what_is_theirs(leaver, coordinator, partner):
    other = employ("editor.other", partner.editors)
    letter = make_letter(PrisonerFactory(partner=partner))
    Letter.objects.filter(pk=letter.pk).update(claimed_by=other, claimed_until=timezone.now())
    close_account(user=leaver, by=coordinator)

    assert other.groups.count() == 1 and Letter.objects.get(pk=letter.pk).claimed_by == other


WORK_FOR_ALL = {"account:admin", "account:coordinator", "account:auditor"}
# By hand: whose accounts each role closes. Whoever is not named closes none.
CLOSES = {
    "account:admin": {f"{role.kind}:{role.key}" for role in roles_of()},
    "account:coordinator": {f"{role.kind}:{role.key}" for role in roles_of()} - WORK_FOR_ALL,
}


@pytest.mark.full(LONG)
def test_who_closes_whose_account(partner):
    staff = {f"{role.kind}:{role.key}": employ_as(role, partner=partner) for role in roles_of()}
    others = {name: employ("another." + name.replace(":", ".")) for name in staff}
    for name, user in others.items():
        user.groups.set(staff[name].groups.all())
        user.is_superuser = staff[name].is_superuser
        user.save()

    for who, by in staff.items():
        closed = {name for name, user in others.items() if may_close(by, user)}
        assert closed == CLOSES.get(who, set()), who
        assert not may_close(by, by)
        client = logged_in(by)
        for name in staff.keys() - closed:
            client.post(f"/admin/people/{others[name].pk}/leave/")
        assert (client.get("/admin/people/").status_code == 200) == bool(closed), who
    assert all(get_user_model().objects.get(pk=user.pk).is_active for user in others.values())


def test_action_itself_refuses_whoever_may_not(leaver, partner):
    with pytest.raises(PermissionDenied):
        close_account(user=leaver, by=employ("moderator", partner.moderators))


# --- Roles of accounts that are there ------------------------------------------------------------


def test_coordinator_gives_and_ends_roles_on_the_page_of_a_person(editor, coordinator, partner):
    client, address = logged_in(coordinator), f"/admin/people/{editor.pk}/"
    assert client.post(address, {"roles": ["partner:moderator:zmina"]}).status_code == 302
    assert editor.groups.filter(pk=partner.moderators.pk).exists()

    client.post(f"{address}end-role/", {"role": "partner:moderator:zmina"})

    assert [given.key for given in held_by(editor)] == ["partner:editor:zmina"]
    assert ModelLogEntry.objects.filter(action__in=["home.give_role", "home.take_role"]).count() == 2


def test_nobody_gives_roles_to_themselves_or_beyond_their_own_right(coordinator, editor):
    client = logged_in(coordinator)

    client.post(f"/admin/people/{coordinator.pk}/", {"roles": ["partner:moderator:zmina"]})
    client.post(f"/admin/people/{editor.pk}/", {"roles": ["account:admin:"]})
    for user, key in ((coordinator, "partner:moderator:zmina"), (editor, "account:admin:")):
        with pytest.raises(PermissionDenied):
            give_roles(user=user, keys=[key], by=coordinator)

    assert len(held_by(coordinator)) == 1 and not get_user_model().objects.get(pk=editor.pk).is_superuser


def test_coordinator_ends_no_role_for_the_whole_site(coordinator, partner):
    administrator = employ_as(ADMINISTRATOR, partner=partner)

    with pytest.raises(PermissionDenied):
        take_role(user=administrator, key="account:admin:", by=coordinator)
    assert get_user_model().objects.get(pk=administrator.pk).is_superuser


def test_roles_that_must_stand_apart_are_not_given_together(partner, editor):
    administrator = employ_as(ADMINISTRATOR, partner=partner)
    desk = create_desk(partner=partner)
    for role in (DeskRole.SCREENER, DeskRole.DISPATCHER):
        seat(desk=desk, user=editor, role=role)

    answer = logged_in(administrator).post(f"/admin/people/{editor.pk}/", {"roles": ["account:admin:"]})

    assert answer.status_code == 422
    assert not get_user_model().objects.get(pk=editor.pk).is_superuser


def test_stock_forms_of_accounts_are_for_administrators_alone(coordinator):
    client = logged_in(coordinator)

    assert [client.get(f"/admin/users/{path}").status_code for path in ("", "new/", "1/")] != [200] * 3
    assert client.get("/admin/users/new/").status_code in (302, 403)
