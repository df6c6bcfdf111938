"""Replies stay with a desk where somebody reads them: that which handles letters to the person now."""

from letters.models import LetterDesk, Reply
from letters.querysets.letters import people_at
from prisoner_pages.models import Partner, Prisoner


def follow_person(record: Prisoner) -> None:
    """Give the replies of the person to the desk of the partner who has them now, if it has one."""
    if desk := LetterDesk.objects.filter(partner=record.partner.desk).first():
        Reply.objects.filter(prisoner=record).update(desk=desk)


def leave_desk(partner: Partner) -> None:
    """Give each reply at the partner’s own desk to the desk of the person; the partner is closed."""
    lying = Reply.objects.filter(desk__partner=partner).order_by()
    for desk in LetterDesk.objects.exclude(partner=partner):
        lying.filter(people_at([desk.partner_id], "prisoner__")).update(desk=desk)
