"""Partners with a workspace, and the people who work for them, made as the site makes them."""

from django.contrib.auth import get_user_model
from django.test import Client
from wagtail.users.models import UserProfile

from home.staff.roles import RoleKind
from letters.oversight.actions.desks import create_desk, seat
from prisoner_pages.choices import PartnerKind
from prisoner_pages.demo.actions.accounts import give_role
from prisoner_pages.partners.actions.workspaces import create_partner, group_of
from prisoner_pages.roles import COORDINATOR


def open_partner(slug):
    return create_partner(
        slug=slug, kind=PartnerKind.NGO, name_uk=f"Партнер {slug}", name_en=f"Partner {slug}", by=None
    )


def employ(username, *groups):
    """Make a user in the groups, with an address for mail and the Ukrainian admin."""
    user = get_user_model().objects.create_user(username, email=f"{username}@example.org")
    user.groups.set(groups)
    UserProfile.objects.create(user=user, preferred_language="uk")
    return user


def employ_editor(partner, username=None):
    return employ(username or f"editor.{partner.slug}", partner.editors)


def employ_moderator(partner, username=None):
    return employ(username or f"moderator.{partner.slug}", partner.moderators)


def employ_as(role, *, partner, languages=("en",)):
    """Make an account that has this role and no other, at the partner, at its desk or in the languages."""
    user = employ(f"{role.kind}-{role.key}")
    give_role(user, role, partner=partner, languages=languages)
    if role.kind == RoleKind.DESK:
        seat(desk=create_desk(partner=partner), user=user, role=role.key, languages=",".join(languages))
    return get_user_model().objects.get(pk=user.pk)


def employ_coordinator(username="coordinator"):
    return employ(username, group_of(COORDINATOR))


def logged_in(user):
    client = Client()
    client.force_login(user)
    return client
