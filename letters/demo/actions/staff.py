"""The demo's people at the letter desks."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db import transaction

from home.staff.roles import RoleKind
from letters.choices.desk import DeskRole
from letters.oversight.actions.desks import create_desk, seat
from prisoner_pages.demo.actions.accounts import accounts_of
from prisoner_pages.models import Partner


@transaction.atomic
def seat_letter_staff() -> None:
    """Give every partner with a workspace a desk, and each letter role a seat where nobody sits."""
    seated = accounts_of(RoleKind.DESK)
    users = get_user_model().objects.in_bulk(
        [account.username for _role, account in seated], field_name="username"
    )
    for partner in Partner.objects.with_workspace().filter(desk_staff__members__isnull=True):
        desk = create_desk(partner=partner)
        for role, account in seated:
            languages = ",".join(account.languages)
            seat(desk=desk, user=users[account.username], role=role.key, languages=languages)


def staff(role: DeskRole) -> User:
    """Return the demo's account of this role at the desks."""
    account = next(account for each, account in accounts_of(RoleKind.DESK) if each.key == role)
    return get_user_model().objects.get(username=account.username)
