"""Desks: who handles the letters to a partner's people, each person in a role.

`by` is the member of staff who does it, None the system. What happens is noted in the site's own log, at the
desk.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from home.staff.actions.groups import complete_group
from home.staff.actions.sessions import end_sessions
from letters.models import DeskMember, LetterDesk, PostageStep
from letters.oversight.rules import ROLES_APART, SETTINGS
from letters.permissions.seats import administers, holds_too_much, may_change_desk, may_seat, may_unseat
from prisoner_pages.models import Partner
from prisoner_pages.permissions.partners import is_coordinator, require

# Lets its members into the admin and no further: what they find there is asked of their seats.
STAFF_GROUP = "letter staff"
CLOSE_DOORS = "letters.close_doors"


@transaction.atomic
def create_desk(*, partner: Partner, by: User | None = None) -> LetterDesk:
    """Give the partner a letter desk; return it. Idempotent."""
    require(by is None or is_coordinator(by))
    desk, made = LetterDesk.objects.get_or_create(partner=partner)
    if made and by:
        _log(desk, "open", by)
    return desk


@transaction.atomic
def change_desk(*, desk: LetterDesk, by: User, settings: Mapping[str, Any]) -> LetterDesk:
    """Set `settings` {field of SETTINGS: value} of the desk; return it. The log names fields, no values."""
    require(may_change_desk(by, desk))
    desk = LetterDesk.objects.select_for_update().get(pk=desk.pk)
    changed = [name for name in SETTINGS if name in settings and getattr(desk, name) != settings[name]]
    for name in changed:
        setattr(desk, name, settings[name])
    if changed:
        desk.save(update_fields=changed)
        _log(desk, "change", by, fields=changed)
    return desk


@transaction.atomic
def set_postage(
    *,
    desk: LetterDesk,
    by: User,
    steps: Mapping[int, Decimal],
    currency: str = "",
    source: str = "",
    since: date | None = None,
) -> LetterDesk:
    """Set what posting costs from this desk: `steps` {up to grams: price}; none means that nobody knows.

    `source`: where the prices stand, `since`: from which day they hold.
    """
    require(may_change_desk(by, desk))
    desk = LetterDesk.objects.select_for_update().get(pk=desk.pk)
    desk.postage_currency, desk.postage_source, desk.postage_since = currency, source, since
    desk.save(update_fields=["postage_currency", "postage_source", "postage_since"])
    desk.postage.all().delete()
    rows = sorted(steps.items())
    PostageStep.objects.bulk_create(
        PostageStep(desk=desk, up_to_grams=grams, price=price) for grams, price in rows
    )
    table = ", ".join(f"{grams} g: {price}" for grams, price in rows)
    _log(desk, "set_postage", by, currency=currency, table=table)
    return desk


@transaction.atomic
def seat(
    *,
    desk: LetterDesk,
    user: User,
    role: str,
    by: User | None = None,
    languages: str = "",
    until: date | None = None,
) -> DeskMember:
    """Give the user a role at the desk, or change languages and end of the seat they have; return it.

    `languages` are codes divided by commas (translators). Nobody seats themselves: PermissionDenied. Raises
    ValidationError when the account would hold roles that must stay apart.
    """
    require(by is None or (may_seat(by, desk, role) and by.pk != user.pk))
    if desk.partner.closed_on:
        raise ValidationError(_("The partner is closed: reopen it before somebody sits at its desk."))
    user = get_user_model().objects.select_for_update().get(pk=user.pk)
    _require_roles_apart(user, role)
    member, made = DeskMember.objects.update_or_create(
        desk=desk, user=user, role=role, defaults={"languages": languages, "until": until}
    )
    user.groups.add(staff_group())
    end_sessions(user)
    if by:
        _log_seat(member, "seat" if made else "change_seat", by)
    return member


def change_seat(*, member: DeskMember, by: User, languages: str, until: date | None) -> DeskMember:
    """Set languages and end of a seat; return it. Raises as `seat`."""
    return seat(desk=member.desk, user=member.user, role=member.role, by=by, languages=languages, until=until)


@transaction.atomic
def unseat(*, member: DeskMember, by: User | None = None) -> None:
    """Take the seat away; an account without any other seat loses the way into the admin too."""
    require(by is None or may_unseat(by, member))
    user = member.user
    if by:
        _log_seat(member, "unseat", by)
    member.delete()
    end_sessions(user)
    if not user.desk_seats.exists():
        user.groups.remove(staff_group())


@transaction.atomic
def close_doors() -> int:
    """Take the way into the admin from accounts whose seats have all ended; daily. Return how many."""
    group = staff_group()
    ended = list(group.user_set.exclude(pk__in=DeskMember.objects.seated().values("user")))
    for member in DeskMember.objects.filter(user__in=ended).select_related("desk__partner", "user"):
        _log_seat(member, "close_door", by=None)
    group.user_set.remove(*ended)
    return len(ended)


def staff_group() -> Group:
    return complete_group(STAFF_GROUP)


def _require_roles_apart(user: User, role: str) -> None:
    held = {*DeskMember.objects.filter(user=user).values_list("role", flat=True), role}
    if holds_too_much(held, is_administrator=administers(user)):
        raise ValidationError(ROLES_APART)


def _log_seat(member: DeskMember, action: str, by: User | None) -> None:
    until = member.until.isoformat() if member.until else ""
    facts = {"person": member.user.get_username(), "role": member.role}
    _log(member.desk, action, by, **facts, languages=member.languages, until=until)


def _log(desk: LetterDesk, action: str, by: User | None, **data: Any) -> None:
    log(desk, f"letters.{action}", user=by, title=str(desk), data=data)
