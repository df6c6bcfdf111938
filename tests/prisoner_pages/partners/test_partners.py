from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from wagtail.models import GroupPagePermission

from home.staff.roles import RoleKind, roles_of
from prisoner_pages.choices import PartnerKind
from prisoner_pages.models import Partner, PartnerIndexPage, PartnerPage
from prisoner_pages.partners.actions.workspaces import create_partner
from tests.factories.prisoner_pages import open_locales
from tests.tiers import LONG

pytestmark = pytest.mark.django_db


def rights_by_locale(group):
    """Return {locale: set of codenames} that the group holds on its partner's sections."""
    held = {}
    for page in PartnerPage.objects.all():
        permissions = GroupPagePermission.objects.filter(group=group, page=page)
        held[page.locale.language_code] = set(permissions.values_list("permission__codename", flat=True))
    return held


def open_zmina():
    return create_partner(
        slug="zmina", kind=PartnerKind.NGO, name_uk="Центр прав людини ZMINA", name_en="ZMINA", by=None
    )


@pytest.mark.full(LONG)
def test_a_workspace_has_a_live_section_with_equal_rights_in_every_locale():
    open_locales("uk", "en", "crh")

    partner = open_zmina()

    assert PartnerPage.objects.live().filter(partner=partner).count() == 3
    assert set(map(frozenset, rights_by_locale(partner.editors).values())) == {
        frozenset({"add_page", "change_page"})
    }
    assert set(map(frozenset, rights_by_locale(partner.moderators).values())) == {
        frozenset({"add_page", "change_page", "lock_page", "unlock_page"})
    }


def test_a_locale_opened_later_gives_the_same_rights():
    open_locales("uk")
    partner = open_zmina()

    open_locales("uk", "de")

    rights = rights_by_locale(partner.editors)
    assert rights["de"] == rights["uk"] != set()


def test_nobody_in_a_partner_may_publish_or_delete():
    open_locales("uk")
    partner = open_zmina()

    for group in (partner.editors, partner.moderators):
        held = set(group.permissions.values_list("codename", flat=True))
        held |= set(group.page_permissions.values_list("permission__codename", flat=True))
        assert not {right for right in held if right.startswith(("publish_", "delete_", "bulk_delete_"))}


def by_command(name_uk):
    names = [f"--name-uk={name_uk}", "--name-en=ZMINA"]
    call_command("create_partner", "--slug=zmina", "--kind=ngo", *names, stdout=StringIO())


def test_a_partner_opened_by_command_brings_the_groups_into_which_an_administrator_puts_accounts():
    open_locales("uk")

    by_command(name_uk="ZMINA")

    wanted = {role.group for role in roles_of(RoleKind.ACCOUNT)} - {""}
    assert wanted <= set(Group.objects.values_list("name", flat=True)) and wanted


def test_a_group_that_is_there_under_the_name_of_one_of_ours_gets_no_rights():
    open_locales("uk")
    theirs = Group.objects.create(name="coordinators")

    by_command(name_uk="ZMINA")

    assert not theirs.permissions.exists() and not theirs.page_permissions.exists()


@pytest.mark.both_databases
def test_opening_a_workspace_twice_changes_nothing():
    open_locales("uk", "en")
    by_command(name_uk="Центр прав людини ZMINA")
    before = GroupPagePermission.objects.count()

    by_command(name_uk="x")

    assert Partner.objects.get().name_uk == "Центр прав людини ZMINA"
    assert GroupPagePermission.objects.count() == before
    assert PartnerPage.objects.count() == 2


@pytest.mark.both_databases
def test_sections_of_every_locale_go_through_the_workflow():
    open_locales("uk", "en")
    open_zmina()

    assert all(page.has_workflow for page in PartnerPage.objects.all())
    assert all(index.has_workflow for index in PartnerIndexPage.objects.all())
