"""What is past its time of keeping: one query a kind, by the table in `letters.retention.rules`."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, Manager, Max, Model, OuterRef, Q, QuerySet, Subquery
from django_tasks_db.models import DBTaskResult

from home.models import Outbox
from letters.choices.letters import ClosedReason, DelayWish, Keeping, ReplyAction
from letters.choices.paper import RunState
from letters.lifecycle import FINISHED, NOT_SENT, ended_by
from letters.models import (
    DayPack,
    ErasureRequest,
    FamilyRequest,
    GlassBreak,
    Letter,
    LetterLogEntry,
    ReleaseCopy,
    Reply,
    ReplyLogEntry,
    ReplyPage,
    RetentionRule,
    ScanBatch,
    ScanFile,
    ScannedPage,
    ScanOpening,
    Tombstone,
    WriterAddress,
    WriterRequest,
)
from letters.retention.rules import RETENTION_RULES, TOLD_BEFORE, longest_unsent
from letters.sealing.columns import filled
from letters.sealing.sealed_box import VERSION, UnsealError, has_offline_key, has_release_key
from letters.sealing.wishes import wishes_in

# The rows of a kind that may be over: function(day before which they must lie, now, days kept).
DueRows = Callable[[datetime, datetime, dict[Keeping, int]], QuerySet[Any]]
KEYS_AT_ONCE = 1_000  # in memory


def days_kept() -> dict[Keeping, int]:
    """Return {Keeping: days}, as the coordinators have shortened them."""
    shortened = dict(RetentionRule.objects.values_list("kind", "days"))
    return {
        kind: rule.within(shortened.get(kind, rule.days)) if rule.can_be_shortened else rule.days
        for kind, rule in RETENTION_RULES.items()
    }


def keys_due(kind: Keeping, *, now: datetime, days: dict[Keeping, int]) -> Iterator[Any]:
    """Yield the key of each row of this kind that is over at `now`; there may be millions.

    The row may be deleted before the next is asked for.
    """
    rows = _may_be_due(kind, now, days).values_list("pk", flat=True)
    keys = list(rows[:KEYS_AT_ONCE])
    while keys:
        yield from (pk for pk in keys if kind != Keeping.UNSENT or due(kind, now=now, days=days, pk=pk))
        keys = list(rows.filter(pk__gt=keys[-1])[:KEYS_AT_ONCE])


def due(kind: Keeping, *, now: datetime, days: dict[Keeping, int], pk: Any) -> list[Any]:
    """Return the row of this kind with the key `pk`, if it is over at `now`."""
    rows = _may_be_due(kind, now, days).filter(pk=pk)
    return [row for row in rows if kind != Keeping.UNSENT or _is_past_its_wish(row, now.date(), days)]


def _may_be_due(kind: Keeping, now: datetime, days: dict[Keeping, int]) -> QuerySet[Any]:
    return DUE[kind](now - timedelta(days=days[kind]), now, days)


def kept_in(kind: Keeping, *, now: datetime, days: dict[Keeping, int]) -> type[Model]:
    """Return the model in which rows of this kind lie."""
    return DUE[kind](now, now, days).model


def closed_text_until(letter: Letter, days: dict[Keeping, int]) -> date:
    """Return the last day on which the text of a rejected letter is still here; `days` as of `days_kept`."""
    kind = Keeping.ABUSE if letter.closed_because == ClosedReason.REFUSED else Keeping.CLOSED
    return letter.state_since + timedelta(days=days[kind] - 1)


def told_of_from(today: date) -> date:
    """Return the day: of unsent letters that came on it or earlier, their desk is told. One query."""
    return today - timedelta(days=days_kept()[Keeping.UNSENT]) + TOLD_BEFORE


def is_late(told_from: date) -> Q:
    """Return the condition: not sent, and soon to be erased; holds and the sealed wish may yet keep it."""
    return ~Q(sealed_body="") & Q(state__in=NOT_SENT, received_on__lte=told_from)


def _filled(kind: Keeping) -> QuerySet[Letter]:
    """Return the letters with a text that this kind of keeping ends, by their states."""
    return Letter.objects.filter(state__in=ended_by(kind)).exclude(sealed_body="").order_by("pk")


def _sent(before: datetime, now: datetime, days: dict[Keeping, int]) -> QuerySet[Letter]:
    """A letter kept for the release waits for the offline key, as long as any letter may be kept."""
    letters = _filled(Keeping.SENT).filter(state_since__lte=before.date())
    if has_release_key():
        return letters
    at_most = (now - timedelta(days=days[Keeping.UNSENT_AT_MOST])).date()
    return letters.filter(Q(is_for_release=False) | Q(received_on__lte=at_most))


def _is_past_its_wish(letter: Letter, today: date, days: dict[Keeping, int]) -> bool:
    held_now = (today - letter.held_since).days if letter.held_because and letter.held_since else 0
    last = longest_unsent(
        letter.received_on,
        held_days=letter.held_days + held_now,
        wish=_delay_wish(letter),
        days=days[Keeping.UNSENT],
        at_most=days[Keeping.UNSENT_AT_MOST],
    )
    return last <= today


def _delay_wish(letter: Letter) -> str:
    """A wish that cannot be opened here is taken as the wish to keep: nothing is erased too early."""
    try:
        return wishes_in(letter.sealed_wishes, letter=letter.uuid)["delay"]
    except UnsealError:
        return DelayWish.KEEP


def _abuse(before: datetime, now: datetime, days: dict[Keeping, int]) -> QuerySet[Letter]:
    closed = _filled(Keeping.ABUSE).filter(state_since__lte=before.date())
    return closed.filter(closed_because=ClosedReason.REFUSED)


def _closed(before: datetime, now: datetime, days: dict[Keeping, int]) -> QuerySet[Letter]:
    closed = _filled(Keeping.CLOSED).filter(state_since__lte=before.date())
    return closed.exclude(closed_because=ClosedReason.REFUSED)


def _question(before: datetime, now: datetime, days: dict[Keeping, int]) -> QuerySet[Letter]:
    asked = Letter.objects.filter(state__in=ended_by(Keeping.QUESTION), state_since__lte=before.date())
    return asked.order_by("pk")


def _address(before: datetime, now: datetime, days: dict[Keeping, int]) -> QuerySet[Letter]:
    """Addresses of finished letters, once no mail about them waits and the last one is long sent."""
    mails = Outbox.objects.filter(reference=OuterRef("uuid"))
    last = mails.order_by().values("reference").annotate(last=Max("sent_at")).values("last")
    letters = Letter.objects.exclude(sealed_email="").order_by("pk")
    return (
        letters.filter(state__in=FINISHED, state_since__lte=before.date())
        .exclude(Exists(mails.filter(state=Outbox.State.PENDING)))
        .annotate(last_mail=Subquery(last))
        .filter(Q(last_mail__isnull=True) | Q(last_mail__lte=before))
    )


def _print_files(before: datetime, now: datetime, days: dict[Keeping, int]) -> QuerySet[DayPack]:
    over = Q(posted_at__lte=before)
    stopped = Q(state__in=[RunState.FAILED, RunState.CANCELLED], made_at__lte=before)
    packs = DayPack.objects.filter(over | stopped, files__isnull=False)
    return packs.exclude(files__sealed=b"").distinct().order_by("pk")


def _scans(before: datetime, now: datetime, days: dict[Keeping, int]) -> QuerySet[ScanBatch]:
    """Batches of which something is left that is no letter: pages nobody keyed in, files nobody has read."""
    pages = ScannedPage.objects.filter(batch=OuterRef("pk"), letter=None)
    files = ScanFile.objects.filter(batch=OuterRef("pk")).exclude(sealed=b"")
    return ScanBatch.objects.filter(Exists(pages) | Exists(files), at__lte=before).order_by("pk")


def _replies(before: datetime, now: datetime, days: dict[Keeping, int]) -> QuerySet[Reply]:
    return Reply.objects.with_content().filter(received_on__lte=before.date()).order_by("pk")


def _replies_at_hand(before: datetime, now: datetime, days: dict[Keeping, int]) -> QuerySet[Reply]:
    """Without an offline key none is sealed anew, and none is lost."""
    return replies_for_the_offline_key(before.date()) if has_offline_key() else Reply.objects.none()


def replies_for_the_offline_key(day: date) -> QuerySet[Reply]:
    """Return those brought in by this day of which the keys of the site still open something.

    That may be an agreement alone, noted after the reply went, or a part whose key was not here that night.
    The day on which it came to the desk counts for nothing: whoever types it in late needs the same time to
    work.
    """
    texts = ("sealed_text", "sealed_consent", "sealed_translation")
    ours = reduce(or_, (Q(**{f"{text}__startswith": f"{VERSION}:"}) for text in texts))
    pages = filled(ReplyPage, "sealed").filter(reply=OuterRef("pk"))
    at_hand = Q(kept_offline_on=None) | ours | Exists(pages)
    added = ReplyLogEntry.objects.filter(reply=OuterRef("pk"), action=ReplyAction.ADDED, at__date__gt=day)
    at_desks = Reply.objects.with_content().filter(closed_on=None)
    return at_desks.filter(at_hand).exclude(Exists(added)).order_by("pk")


def _log(before: datetime, now: datetime, days: dict[Keeping, int]) -> QuerySet[Letter]:
    """Letters whose whole log is old and that hold nothing any more: a chain goes at once or stays whole."""
    young = LetterLogEntry.objects.filter(letter=OuterRef("pk"), day__gt=before.date())
    empty = Letter.objects.filter(sealed_body="", log__isnull=False).exclude(Exists(young))
    return empty.distinct().order_by("pk")


def _older(rows: Manager[Any] | QuerySet[Any], day: str) -> DueRows:
    """Return the query for rows whose `day`, a column, is so long ago."""
    return lambda before, now, days: rows.filter(**{f"{day}__lte": before}).order_by("pk")


def _unsent(kind: Keeping) -> DueRows:
    """Return the query for those that may be due; holds and the sealed wish may yet keep them."""
    return lambda before, now, days: _filled(kind).filter(received_on__lte=before.date())


DUE: dict[Keeping, DueRows] = {
    Keeping.SENT: _sent,
    Keeping.UNSENT: _unsent(Keeping.UNSENT),
    Keeping.UNSENT_AT_MOST: _unsent(Keeping.UNSENT_AT_MOST),
    Keeping.ABUSE: _abuse,
    Keeping.CLOSED: _closed,
    Keeping.QUESTION: _question,
    Keeping.UNCONFIRMED_ADDRESS: _older(WriterAddress.objects.filter(confirmed_at=None), "asked_at"),
    Keeping.ADDRESS: _address,
    # Confirmed ones go only when they are done.
    Keeping.ERASURE_REQUEST: _older(
        ErasureRequest.objects.filter(Q(confirmed_at=None) | Q(index="")), "asked_at"
    ),
    Keeping.PRINT_FILES: _print_files,
    Keeping.SCANS: _scans,
    Keeping.REPLIES: _replies,
    Keeping.REPLIES_AT_HAND: _replies_at_hand,
    Keeping.RELEASE_COPY: _older(ReleaseCopy.objects, "made_on"),
    Keeping.GLASS_REASON: _older(GlassBreak.objects.exclude(sealed_reason=""), "asked_at"),
    Keeping.MAIL_SENT: _older(
        Outbox.objects.filter(state__in=[Outbox.State.SENT, Outbox.State.NOT_NEEDED]), "sent_at"
    ),
    Keeping.MAIL_DEAD: _older(Outbox.objects.filter(state=Outbox.State.DEAD), "sent_at"),
    Keeping.FAMILY: _older(FamilyRequest.objects, "closed_on"),
    Keeping.REQUEST: _older(WriterRequest.objects, "done_at"),
    Keeping.JOB: _older(DBTaskResult.objects.finished(), "finished_at"),
    Keeping.LOG: _log,
    Keeping.SCAN_OPENINGS: _older(ScanOpening.objects, "day"),
    Keeping.TOMBSTONE: _older(Tombstone.objects, "erased_on"),
}
