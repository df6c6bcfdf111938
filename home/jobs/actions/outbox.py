"""Queue a mail together with the change it reports, and send what is due."""

import logging
import re
import smtplib
import time
import uuid
from datetime import datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone, translation

from home.jobs.mail_renderers import Mail, NotYet, last_mails, renderers
from home.jobs.queue import ASK_AGAIN_AFTER
from home.models import Outbox
from home.security.keyring import KeysLocked

logger = logging.getLogger(__name__)

# Long enough for the slowest server we wait for; after it, the mail of a worker that died is free again.
LEASE = timedelta(minutes=5)
# More than two days in all: a mail server that is down for a day and a night costs nobody a mail.
ATTEMPTS = 14
# A slow server keeps the worker from its other work for this long at most, plus one mail.
LONGEST_TURN_SECONDS = 30
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=12)
# A server that refuses us costs no try for so long: a password changed before a holiday costs nobody a mail.
# Not for ever: an address is kept while mail to it waits, and some mailboxes refuse everybody in such words.
PATIENCE_WITH_REFUSALS = timedelta(days=14)
# Not the middle of an address of a network: servers that block one name it.
ENHANCED_CODE = re.compile(rb"(?<![\d.])[45]\.(\d{1,3})\.\d{1,3}(?!\.?\d)")
WORDS_OF_POLICY = re.compile(rb"relay|block|blacklist")
MAILBOX = re.compile(rb"[^\s<>]+@[^\s<>]+")
MESSAGE_ID_SPACE = uuid.UUID("6f0b7c52-7f5e-4b3c-9a55-0f6f8d1f2a11")


def queue_mail(
    *, template: str, reference: uuid.UUID, language: str, wait: timedelta = timedelta(0)
) -> Outbox:
    """Put a mail about `reference` into the outbox, inside the caller's transaction; return the row.

    It leaves after `wait` at the earliest, so that what it reports can be undone before.
    """
    if template not in renderers():
        raise KeyError(f"no mail is known as {template!r}")
    return Outbox.objects.create(
        template=template, reference=reference, language=language, due_at=timezone.now() + wait
    )


def drop_mail(*, template: str, reference: uuid.UUID) -> int:
    """Cancel mail of this kind about `reference` that has not left yet; return how many there were."""
    waiting = Outbox.objects.filter(template=template, reference=reference, state=Outbox.State.PENDING)
    return waiting.update(state=Outbox.State.NOT_NEEDED, sent_at=timezone.now())


def send_due(*, limit: int = 50) -> int:
    """Send the mails that are due, at most `limit` in half a minute; return how many the server accepted."""
    taken, started = 0, time.monotonic()
    for _turn in range(limit):
        row = _lease_next() if time.monotonic() - started < LONGEST_TURN_SECONDS else None
        if row is None:
            break
        taken += _send(row)
    return taken


@transaction.atomic
def _lease_next() -> Outbox | None:
    due = _due().order_by("due_at", "pk")
    if connection.features.has_select_for_update_skip_locked:
        due = due.select_for_update(skip_locked=True)
    last = Q(template__in=last_mails())
    row = due.filter(~last).first() or due.filter(last).first()
    if row is None:
        return None
    row.due_at = timezone.now() + LEASE
    row.attempts += 1
    row.save(update_fields=["due_at", "attempts"])
    return row


def _due() -> QuerySet[Outbox]:
    return Outbox.objects.filter(state=Outbox.State.PENDING, due_at__lte=timezone.now())


def _send(row: Outbox) -> int:
    """Render and send one mail, and settle its row. Neither address nor the text of an error is logged."""
    if _is_told_by_a_newer(row):
        return _settle(row, Outbox.State.NOT_NEEDED)
    try:
        with translation.override(row.language):
            mail = renderers()[row.template](row.reference, row.language)
        if mail is None:
            return _settle(row, Outbox.State.NOT_NEEDED)
        _message(row, mail).send()
    except NotYet as wait:
        row.attempts -= 1
        _due().filter(template=row.template).update(due_at=wait.until)
        return _wait(row, wait.until)
    except KeysLocked:
        row.attempts -= 1
        return _wait(row, timezone.now() + ASK_AGAIN_AFTER)
    except smtplib.SMTPException as refusal:
        return _put_off(row, refusal) if _is_about_us(refusal) else _fail(row, refusal)
    except Exception as error:
        return _fail(row, error)
    _settle(row, Outbox.State.SENT)
    return 1


def _is_about_us(refusal: smtplib.SMTPException) -> bool:
    """Tell a server that takes no mail of ours from one that doesn't take this one.

    What is said before a recipient is named (greeting, encryption, password, sender) is said of us.
    """
    match refusal:
        case smtplib.SMTPRecipientsRefused():
            return all(_is_policy(words) for _code, words in refusal.recipients.values())
        case smtplib.SMTPDataError() | smtplib.SMTPServerDisconnected():
            return False
    return True


def _is_policy(words: bytes) -> bool:
    """Servers say at the recipient, too, that they relay nothing for us or block us; some without a code."""
    enhanced = ENHANCED_CODE.search(words)
    if enhanced:
        return enhanced[1] == b"7"
    return WORDS_OF_POLICY.search(MAILBOX.sub(b"", words.lower())) is not None


def _is_final(refusal: Exception) -> bool:
    match refusal:
        case smtplib.SMTPRecipientsRefused():
            return all(code >= 500 for code, _words in refusal.recipients.values())
        case smtplib.SMTPDataError():
            return refusal.smtp_code >= 500
    return False


def _is_told_by_a_newer(row: Outbox) -> bool:
    """Of two mails of a kind about the same thing the newer tells all: its words are found when it leaves."""
    newer = Outbox.objects.filter(template=row.template, reference=row.reference, pk__gt=row.pk)
    is_due = Q(state=Outbox.State.PENDING, due_at__lte=timezone.now())
    return newer.filter(is_due | Q(state=Outbox.State.SENT)).exists()


def _message(row: Outbox, mail: Mail) -> EmailMessage:
    # The same row sent twice carries the same Message-ID, so that a mailbox can drop the second.
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    message_id = f"<{uuid.uuid5(MESSAGE_ID_SPACE, f'{row.pk}|{row.reference}|{row.template}')}@{domain}>"
    headers = {"Message-ID": message_id, "Auto-Submitted": "auto-generated"}
    return EmailMessage(mail.subject, mail.body, to=[mail.to], headers=headers)


def _settle(row: Outbox, state: Outbox.State) -> int:
    row.state = state
    row.sent_at, row.refused_since = timezone.now(), None
    row.save(update_fields=["state", "sent_at", "refused_since"])
    return 0


def _wait(row: Outbox, until: datetime, *, refused_since: datetime | None = None) -> int:
    row.due_at, row.refused_since = until, refused_since
    row.save(update_fields=["due_at", "attempts", "refused_since"])
    return 0


def _put_off(row: Outbox, refusal: Exception) -> int:
    """Ask again once it is refused as long again; of such tries the first alone counts, for the alarm."""
    now = timezone.now()
    since = row.refused_since or now
    waited = now - since
    if waited > PATIENCE_WITH_REFUSALS:
        return _fail(row, refusal, refused_since=since)
    _warn(row, refusal)
    row.attempts = max(row.attempts - 1, 1)
    return _wait(row, now + min(max(waited, FIRST_PAUSE), LONGEST_PAUSE), refused_since=since)


def _fail(row: Outbox, error: Exception, *, refused_since: datetime | None = None) -> int:
    _warn(row, error)
    if _is_final(error) or row.attempts >= ATTEMPTS:
        logger.error("Mail given up", extra={"event": "mail_given_up", **_named(row)})
        return _settle(row, Outbox.State.DEAD)
    pause = min(FIRST_PAUSE * 2 ** (row.attempts - 1), LONGEST_PAUSE)
    return _wait(row, timezone.now() + pause, refused_since=refused_since)


def _warn(row: Outbox, error: Exception) -> None:
    about = {"event": "mail_failed", "error": type(error).__name__, **_named(row)}
    logger.warning("Mail not sent", extra=about)


def _named(row: Outbox) -> dict[str, object]:
    return {"outbox_id": row.pk, "kind": row.template}
