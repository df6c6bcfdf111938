"""The accounts of the demo, one per role. All are in one group, so that production can tell they exist."""

from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.db.models import QuerySet
from wagtail.models import Locale
from wagtail.users.models import UserProfile

from home.languages.info import SOURCE_LANGUAGE
from home.staff.roles import DemoAccount, Role, RoleKind, roles_of
from home.translation.team.actions.roles import give_right
from prisoner_pages.models import Partner
from prisoner_pages.partners.actions.workspaces import group_of

# Tells demo accounts from others (`demo_accounts`).
DEMO_GROUP = "Демонстраційні облікові записи"


def demo_accounts() -> QuerySet[User]:
    return get_user_model().objects.filter(groups__name=DEMO_GROUP)


def accounts_of(*kinds: RoleKind) -> list[tuple[Role, DemoAccount]]:
    """Return each demo account with its role, once for each role it has."""
    return [(role, account) for role in roles_of(*kinds) for account in role.demo]


def load_accounts(password: str) -> None:
    """Make the accounts that are missing, and let all of them log in with this password.

    One hash serves all: they share the password anyway, and hashing is slow by design. Seats are given once
    there are desks (`letters.demo.actions.staff`).
    """
    names = {account.username for _role, account in accounts_of()}
    users = {user.username: user for user in get_user_model().objects.filter(username__in=names)}
    missing = names - users.keys()
    for role, account in accounts_of():
        if account.username in missing:
            users[account.username] = _add(account, role)
    if not users["admin"].check_password(password):
        hashed = make_password(password)
        get_user_model().objects.filter(username__in=names, groups__name=DEMO_GROUP).update(password=hashed)


@transaction.atomic
def _add(account: DemoAccount, role: Role) -> User:
    user, made = get_user_model().objects.get_or_create(
        username=account.username,
        defaults={"first_name": account.first_name, "email": f"{account.username}@example.org"},
    )
    if made:
        user.groups.add(Group.objects.get_or_create(name=DEMO_GROUP)[0])
        UserProfile.objects.create(user=user, preferred_language=SOURCE_LANGUAGE, dismissibles={})
    give_role(
        user, role, partner=Partner.objects.filter(slug=account.partner).first(), languages=account.languages
    )
    return user


def give_role(
    user: User, role: Role, *, partner: Partner | None = None, languages: Iterable[str] = ()
) -> None:
    """Give a role that needs no desk: by a group, a right in each of the languages, or the account itself."""
    if role.kind == RoleKind.PARTNER:
        user.groups.add(getattr(partner, role.group))
    elif role.group:
        user.groups.add(group_of(role))
    elif role.is_superuser:
        user.is_superuser = user.is_staff = True
        user.save()
    for right in role.rights:
        for locale in Locale.objects.filter(language_code__in=languages):
            give_right(user, right, locale, by=None)
