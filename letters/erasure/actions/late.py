"""Telling the coordinators of a desk, once a day, that letters there will soon be erased unsent."""

import uuid
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from home.jobs.actions.outbox import drop_mail, queue_mail
from home.jobs.mail_renderers import Mail
from home.settings.defaults import settings
from letters.choices.desk import DeskRole
from letters.models import DeskMember, Letter, LetterDesk
from letters.retention.read_models import is_late, told_of_from

LETTERS_LATE = "letters_late"
TELL_OF_LATE = "letters.tell_of_late"
LOW_BITS = 2**64 - 1


@transaction.atomic
def tell_of_late() -> None:
    """Queue a mail to each coordinator of each desk that has late letters; the job of a day."""
    seats = DeskMember.objects.seated().in_role(DeskRole.COORDINATOR).exclude(user__email="")
    late = {}
    for seat in seats.select_related("desk"):
        if seat.desk not in late:
            late[seat.desk] = has_late(seat.desk)
        if late[seat.desk]:
            reference = uuid.UUID(int=(seat.desk_id << 64) | seat.user_id)
            drop_mail(template=LETTERS_LATE, reference=reference)
            queue_mail(template=LETTERS_LATE, reference=reference, language="uk")


def has_late(desk: LetterDesk) -> bool:
    return (
        Letter.objects.at_desks([desk.partner_id])
        .filter(is_late(told_of_from(timezone.localdate())))
        .exists()
    )


def letters_late(reference: UUID, language: str) -> Mail | None:
    """Tell a coordinator where the late letters are: no number, no name. None when there are none left."""
    seats = DeskMember.objects.seated().in_role(DeskRole.COORDINATOR).select_related("desk")
    seat = seats.filter(desk=reference.int >> 64, user=reference.int & LOW_BITS).first()
    if seat is None or not has_late(seat.desk):
        return None
    link = settings.STAFF_URL + reverse("letter_desk:index") + "?step=all&late=late"
    body = render_to_string("letters/erasure/letters_late.txt", {"link": link}).strip() + "\n"
    email = get_user_model().objects.get(pk=seat.user_id).email
    return Mail(email, _("Letters wait too long"), body) if email else None
