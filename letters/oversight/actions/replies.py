"""Replies stay with a desk where somebody reads them: that which handles letters to the person now."""

from django.contrib.auth.models import User

from letters.choices.letters import ReplyAction
from letters.log.actions.replies import log_replies
from letters.models import NOBODY_ASKED, LetterDesk, Reply
from letters.posting.actions.reply_translations import end_requests
from letters.querysets.letters import people_at
from letters.querysets.posting import ReplyQuerySet
from prisoner_pages.models import Partner, Prisoner


def follow_person(record: Prisoner, by: User | None) -> None:
    """Give the replies of the person to the desk of the partner who has them now, if it has one."""
    if desk := LetterDesk.objects.filter(partner=record.partner.desk).first():
        _give(Reply.objects.filter(prisoner=record).exclude(desk=desk), desk, by)


def leave_desk(partner: Partner, by: User | None) -> None:
    """Give each reply at the partner’s own desk to the desk of the person; the partner is closed."""
    lying = Reply.objects.filter(desk__partner=partner).order_by()
    for desk in LetterDesk.objects.exclude(partner=partner):
        _give(lying.filter(people_at([desk.partner_id], "prisoner__")), desk, by)


def _give(replies: ReplyQuerySet, desk: LetterDesk, by: User | None) -> None:
    moved = list(replies.values_list("pk", flat=True))
    end_requests(Reply.objects.filter(pk__in=moved), by=by)
    Reply.objects.filter(pk__in=moved).update(desk=desk, **NOBODY_ASKED)
    log_replies(moved, ReplyAction.MOVED, by=by)
