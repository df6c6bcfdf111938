"""A partner ends its work here, and may begin again.

What it kept stays true and shown: under its name, or with the partner who goes on with it.
"""

from uuid import uuid4

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from home.staff.actions.invitations import take_back
from home.staff.actions.leaving import close_account
from home.staff.given_roles import ways_to_give
from home.staff.permissions import may_close
from prisoner_pages.facts.actions.changes import log_record
from prisoner_pages.models import Assignment, BulkChange, Partner, Prisoner
from prisoner_pages.partners.actions.webhooks import act_on_webhook
from prisoner_pages.partners.letter_desks import leave_desk, letter_desks
from prisoner_pages.partners.read_models.closing import (
    LETTERS_GO_ON,
    desks_for_letters,
    front_ends_of,
    has_role_at,
    invitations_to,
    is_only_here,
    members_of,
    reasons_against_closing,
    roles_here,
    successors_of,
    webhooks_of,
    who_handles_letters,
)
from prisoner_pages.permissions.partners import is_coordinator, require
from prisoner_pages.records.actions.bulk import begin_change

HAND_OVER = "hand-over"


@transaction.atomic
def close_partner(
    partner: Partner, *, by: User, successor: Partner | None = None, letter_desk: Partner | None = None
) -> BulkChange | None:
    """End accounts, keys and invitations of the partner; return the handing over of its people, if it begins.

    With a `successor` all its people go there, one after another, and letters to them at once; without, they
    stay shown under its name, and `letter_desk` handles the letters. Raises ValidationError.
    """
    require(is_coordinator(by))
    partner = _locked(partner, successor, letter_desk)
    if reasons := [*reasons_against_closing(partner, by=by)]:
        raise ValidationError(reasons)
    people = list(Prisoner.objects.filter(partner=partner).order_by("pk").values_list("pk", flat=True))
    desk = who_handles_letters(partner, successor, letter_desk)
    _require_takers(partner, successor, desk, has_people=bool(people))
    _end_work_of(partner, by)
    partner.closed_on, partner.letter_desk = timezone.localdate(), desk
    partner.save(update_fields=["closed_on", "letter_desk"])
    leave_desk(partner, by)
    log_record(partner, "close_partner", by=by, successor=successor and successor.slug)
    if successor and people:
        return begin_change(HAND_OVER, uuid=uuid4(), people=people, values={"to": str(successor.pk)}, by=by)
    return None


def _locked(partner: Partner, *takers: Partner | None) -> Partner:
    """Return the partner, locked with those who go on with its work: rows that name them may still come."""
    wanted = [each.pk for each in (partner, *takers) if each]
    rows = Partner.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=wanted).order_by("pk")
    return {each.pk: each for each in rows}[partner.pk]


def _require_takers(
    partner: Partner, successor: Partner | None, desk: Partner | None, *, has_people: bool
) -> None:
    if successor and not successors_of(partner).filter(pk=successor.pk).exists():
        raise ValidationError(
            _("%(name)s keeps no people here now: choose another."), params={"name": successor}
        )
    if not has_people or not letter_desks():
        return
    if desk is None:
        raise ValidationError(LETTERS_GO_ON)
    if not desks_for_letters(partner).filter(pk=desk.pk).exists():
        raise ValidationError(
            _("Nobody sits at the letter desk of %(name)s: letters would lie there."), params={"name": desk}
        )


def _end_work_of(partner: Partner, by: User) -> None:
    for invitation in invitations_to(partner, by=by):
        take_back(by=by, pk=invitation.pk)
    members = set(members_of(partner))
    for user in User.objects.filter(has_role_at(partner)).distinct():
        _end_roles(user, partner, by, closes=user in members and is_only_here(user, partner))
    for front_end in front_ends_of(partner):
        front_end.active = False
        front_end.save(update_fields=["active"])
        log(front_end, "prisoner_pages.switch_off_front_end", user=by)
    for webhook in webhooks_of(partner):
        act_on_webhook(webhook, "off", by=by)
    Assignment.objects.filter(prisoner__partner=partner).delete()


def _end_roles(user: User, partner: Partner, by: User, *, closes: bool) -> None:
    """Take what the account has here, also one that cannot log in now; `closes` ends the account with it."""
    for given in roles_here(user, partner):
        ways_to_give()[given.role.kind].take(user=user, given=given, by=by)
    if closes and may_close(by, user):
        close_account(user=user, by=by)


@transaction.atomic
def reopen_partner(partner: Partner, *, by: User) -> Partner:
    """Let people work for it again: those who return are invited anew, keys are made anew."""
    require(is_coordinator(by))
    partner = _locked(partner)
    if partner.closed_on is None:
        raise ValidationError(_("The partner is open already."))
    partner.closed_on = None
    partner.save(update_fields=["closed_on"])
    log_record(partner, "reopen_partner", by=by)
    return partner
