"""A partner ends its work here, and may begin again.

What it kept stays true and shown: under its name, or with the partner who goes on with it.
"""

from uuid import uuid4

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from home.staff.actions.invitations import take_back
from home.staff.actions.leaving import close_account
from home.staff.given_roles import ways_to_give
from home.staff.permissions import may_close
from prisoner_pages.facts.actions.changes import log_record
from prisoner_pages.models import Assignment, BulkChange, Partner, Prisoner
from prisoner_pages.partners.actions.webhooks import act_on_webhook
from prisoner_pages.partners.read_models.closing import (
    LETTERS_GO_ON,
    front_ends_of,
    invitations_to,
    is_only_here,
    members_of,
    needs_letter_desk,
    reasons_against_closing,
    roles_here,
    webhooks_of,
)
from prisoner_pages.permissions.partners import is_coordinator, require
from prisoner_pages.records.actions.bulk import begin_change

HAND_OVER = "hand-over"


@transaction.atomic
def close_partner(
    partner: Partner, *, by: User, successor: Partner | None = None, letter_desk: Partner | None = None
) -> BulkChange | None:
    """End accounts, keys and invitations of the partner; return the handing over of its people, if it begins.

    With a `successor` all its people go there, one after another; without, they stay shown under its name,
    and `letter_desk` handles the letters to them. Raises ValidationError for what has to be done before.
    """
    require(is_coordinator(by))
    partner = Partner.objects.select_for_update(of=("self",)).get(pk=partner.pk)
    if reasons := [*reasons_against_closing(partner, by=by)]:
        raise ValidationError(reasons)
    people = list(Prisoner.objects.filter(partner=partner).order_by("pk").values_list("pk", flat=True))
    if people and not successor and needs_letter_desk(partner) and not letter_desk:
        raise ValidationError({"letter_desk": LETTERS_GO_ON})
    _end_work_of(partner, by)
    partner.closed_on, partner.letter_desk = timezone.localdate(), letter_desk or partner.letter_desk
    partner.save(update_fields=["closed_on", "letter_desk"])
    log_record(partner, "close_partner", by=by, successor=successor and successor.slug)
    if successor and people:
        return begin_change(HAND_OVER, uuid=uuid4(), people=people, values={"to": str(successor.pk)}, by=by)
    return None


def _end_work_of(partner: Partner, by: User) -> None:
    for invitation in invitations_to(partner, by=by):
        take_back(by=by, pk=invitation.pk)
    for user in members_of(partner):
        _end_roles(user, partner, by)
    for front_end in front_ends_of(partner):
        front_end.active = False
        front_end.save(update_fields=["active"])
    for webhook in webhooks_of(partner):
        act_on_webhook(webhook, "off", by=by)
    Assignment.objects.filter(prisoner__partner=partner).delete()


def _end_roles(user: User, partner: Partner, by: User) -> None:
    """Take what the account has here; one that has nothing else ends with it."""
    ends = is_only_here(user, partner)
    for given in roles_here(user, partner):
        ways_to_give()[given.role.kind].take(user=user, given=given, by=by)
    if ends and may_close(by, user):
        close_account(user=user, by=by)


@transaction.atomic
def reopen_partner(partner: Partner, *, by: User) -> Partner:
    """Let people work for it again: those who return are invited anew, keys are made anew."""
    require(is_coordinator(by))
    partner = Partner.objects.select_for_update(of=("self",)).get(pk=partner.pk)
    if partner.closed_on is None:
        raise ValidationError(_("The partner is open already."))
    partner.closed_on = None
    partner.save(update_fields=["closed_on"])
    log_record(partner, "reopen_partner", by=by)
    return partner
