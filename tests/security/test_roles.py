"""The table of roles is whole, and what it says of each is true of an account that has this role alone."""

from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.text import capfirst
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.permissions import policy_registry

from home.registry import provided
from home.staff.actions.groups import permissions
from home.staff.given_roles import offered_by
from home.staff.roles import ON_PAGES, ON_PICTURES, ON_THINGS, Duty, RoleKind, app_of, roles_of
from home.translation.choices import Right
from letters.choices.desk import DeskRole
from letters.models import GlassBreak
from letters.permissions.family import may_read_family
from letters.permissions.letters import may_ask_for_access, may_grant_access
from letters.roles import IN_TABLES
from prisoner_pages.models import Announcement, Partner, PartnerApprovalTask, PartnerPage, PostNote
from prisoner_pages.permissions.partners import (
    is_coordinator,
    may_confirm,
    may_edit,
    may_judge_post,
    may_keep_copies,
    may_moderate,
    may_read_consents,
    may_read_private,
    may_take_post_note,
)
from prisoner_pages.places.read_models import may_propose_places
from prisoner_pages.roles import ADMINISTRATOR, COORDINATOR
from tests.factories.partners import employ, employ_as, employ_editor, open_partner
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.letters.desk_world import make_letter
from tests.standing import standing

pytestmark = pytest.mark.django_db
ROLES = roles_of()
# What stands in the tables of `letters.lifecycle` is tried in every state (tests/letters/handling/), the
# rights in a language where they are used.
DUTIES = [each for each in provided("duties") if each not in IN_TABLES and each.words not in Right.labels]
# What no permission says by itself: the question that is asked before it is done.
ASKED = {
    "approve what somebody else wrote": lambda user, at: PartnerApprovalTask().moderates(at.record, user),
    "prepare an announcement of a release, an exchange or a death": lambda user, at: may_edit(
        user, at.partner
    ),
    "confirm an announcement that somebody else prepared": lambda user, at: may_confirm(
        user, at.announcement
    ),
    "take a person out of public view, hold their letters": lambda user, at: may_edit(user, at.partner),
    "return a person to public view, let their letters go": lambda user, at: may_moderate(user, at.partner),
    "keep copies of sources, and open them": lambda user, at: may_keep_copies(user, at.record),
    "see who gave a basis, and its proof": lambda user, at: may_read_consents(user, at.record),
    "read contacts, proof and notes; each time is logged": lambda user, at: may_read_private(user, at.record),
    "say how the post stands at a place": lambda user, at: may_judge_post(user),
    "note what is told of letters at a place": lambda user, at: may_edit(user, at.partner),
    "take or refuse such a note of one’s own partner": lambda user, at: may_take_post_note(user, at.note),
    "propose places of detention and postal addresses": lambda user, at: may_propose_places(user),
    "read what a relative of one’s own people writes; each time is logged": lambda user, at: may_read_family(
        user, at.record
    ),
    "read what a relative writes of somebody whom no record names": lambda user, at: may_read_family(
        user, None
    ),
    "ask to read a letter in an emergency": lambda user, at: may_ask_for_access(user, at.letter),
    "let another person read a letter in an emergency": lambda user, at: may_grant_access(user, at.glass),
    "invite to roles for the whole site, close such accounts": lambda user, at: any(
        given.role.kind == RoleKind.ACCOUNT for given in offered_by(user)
    ),
    "close a flood of family requests that nobody has read, with a reason": (
        lambda user, at: is_coordinator(user)
    ),
    "open a letter desk, name its coordinator, set times of keeping, limits of letters and the draw": (
        lambda user, at: is_coordinator(user)
    ),
}


SHOWN_TO = (COORDINATOR, ADMINISTRATOR)


def named(thing):
    """Return the name of a role, or the English words of a duty."""
    with translation.override("en"):
        return str(thing.words) if isinstance(thing, Duty) else f"{thing.kind}-{thing.key}"


@standing
def at():
    """A partner with a person, a letter and a question for access, and an account for each role."""
    open_locales("uk", "en")
    partner = open_partner("zmina")
    record = PrisonerFactory(partner=partner, writable=True)
    letter = make_letter(record)
    return SimpleNamespace(
        partner=partner,
        record=record,
        letter=letter,
        glass=GlassBreak(letter=letter, asked_by=employ("somebody")),
        announcement=Announcement(partner=partner, prepared_by=employ_editor(partner)),
        note=PostNote(partner=partner),
        section=PartnerPage.objects.get(partner=partner, locale__language_code="uk"),
        staff={named(role): employ_as(role, partner=partner) for role in ROLES},
    )


def may(user, duty, at):
    if asked := ASKED.get(named(duty)):
        return asked(user, at)
    return all(is_given(user, name, at) for name in duty.permissions)


def is_given(user, permission, at):
    action = permission.partition(".")[2].partition("_")[0]
    if app_of(permission) == ON_PAGES:
        return policy_registry.get_by_type(Page).user_has_permission_for_instance(user, action, at.section)
    if app_of(permission) == ON_PICTURES:
        policy = policy_registry.get_by_type(get_image_model())
        return at.partner.collection in policy.collections_user_has_permission_for(user, action)
    return user.has_perm(permission)


@pytest.mark.parametrize("duty", DUTIES, ids=named)
def test_a_duty_is_done_by_the_roles_that_the_table_names_and_by_no_other(at, duty):
    assert duty.permissions or named(duty) in ASKED, "nothing is asked before this is done"
    assert {role for role in ROLES if may(at.staff[named(role)], duty, at)} == set(duty.by)


@pytest.mark.parametrize("role", ROLES, ids=named)
def test_a_role_is_whole(role):
    assert str(role.label) and str(role.purpose).endswith(".") and str(role.given).endswith(".")
    assert any(role in duty.by for duty in provided("duties")), "it may do nothing"
    assert role.demo and all(account.username and account.first_name for account in role.demo)
    assert bool(role.rights) == (role.kind == RoleKind.LANGUAGE)
    assert bool(role.group) == (role.kind in (RoleKind.ACCOUNT, RoleKind.PARTNER) and not role.is_superuser)
    assert role.kind != RoleKind.PARTNER or hasattr(Partner, role.group), "no column of partners"
    assert all(account.partner for account in role.demo) == (role.kind == RoleKind.PARTNER)


def test_roles_are_told_apart():
    assert len({named(role) for role in ROLES}) == len({str(role.label) for role in ROLES}) == len(ROLES)


def test_every_seat_and_every_right_in_a_language_belongs_to_a_role():
    assert {role.key for role in roles_of(RoleKind.DESK)} == set(DeskRole)
    assert {right for role in roles_of(RoleKind.LANGUAGE) for right in role.rights} == set(Right)


def test_every_permission_of_the_table_is_one_of_the_site():
    names = {name for duty in provided("duties") for name in duty.permissions}
    known = permissions(names).values_list("content_type__app_label", "codename")

    assert {f"{label}.{codename}" for label, codename in known} == names


@pytest.mark.parametrize("role", [role for role in ROLES if role.group], ids=named)
def test_what_a_group_may_on_pages_and_pictures_is_no_permission_of_all(at, role):
    [group] = at.staff[named(role)].groups.all()
    labels = set(group.permissions.values_list("content_type__app_label", flat=True))

    assert labels and not labels & set(ON_THINGS)


@pytest.mark.parametrize("role", ROLES, ids=named)
def test_who_may_do_what_is_shown_to_coordinators_and_administrators(at, role):
    client = Client()
    client.force_login(at.staff[named(role)])
    answer = client.get(reverse("who_may_do_what"))

    assert (answer.status_code == 200) == is_coordinator(at.staff[named(role)]) == (role in SHOWN_TO)
    if answer.status_code == 200:
        told = answer.text
        assert all(f"<h3>{capfirst(each.label)}</h3>" in told and str(each.purpose) in told for each in ROLES)
