"""Carrying out what visitors asked for, where the keys are: each once, whatever stands in another row.

A row is believed no more than a form: a host in foreign hands may have written it.
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from home.jobs.queue import TELL_OF_FAILING, enqueue
from home.languages.info import CONTENT_LANGUAGES, SOURCE_LANGUAGE
from home.private_parts import delete_unread
from home.registry import provided_by_name
from home.security.keyring import KeysLocked
from letters.choices.requests import BY_CODE, BY_LINK, RequestKind
from letters.codes import digest_of
from letters.lifecycle import InvalidTransition
from letters.models import Letter, WriterRequest
from letters.permissions.limits import ERASURE_REQUESTS_AN_HOUR
from letters.querysets.requests import TURNS, Kinds
from letters.requests.proof import open_proof
from letters.sealing.sealed_box import KeyNotHere, UnsealError, can_unseal

CARRY_OUT = "letters.carry_out_requests"
ROWS_A_TURN = 100  # of each of TURNS
# Plainly false ones that go in one statement. A flood of millions takes some turns, and keeps no true one.
FALSE_A_TURN = 200_000
# After a fault of ours the row waits as long as it has waited so far, within these.
SHORTEST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)
TOLD_AFTER = timedelta(minutes=10)
# Of these nobody needs to know any more after as many faults, which takes a day. What is to be taken back,
# erased or answered is tried for ever, and somebody is told each day.
GIVEN_UP = {RequestKind.NOTIFY: 30, RequestKind.CONFIRM: 30}
# What is left of a row that was carried out: its kind and its times.
SETTLED: dict[str, Any] = {"letter_uuid": None, "digest": "", "sealed": "", "language": ""}

logger = logging.getLogger(__name__)


class Refused(Exception):
    """What the row asks for may not be done; the words say why and tell nothing of the writer."""


def carry_out_requests() -> None:
    """Settle the requests that are due, each kind in its turn; the worker's, once a second, beside all else.

    Without keys all wait but those that name nothing: a proof that cannot be opened now is no bad one.
    """
    if not WriterRequest.objects.waiting().exists():
        return
    for kinds in TURNS:
        _drop_false(kinds)
    if can_unseal():
        for kinds in TURNS:
            _settle_some(kinds)


def _drop_false(kinds: Kinds) -> None:
    """Delete what is plainly false, all in one: a flood of such rows costs no more, and leaves nothing."""
    waiting = WriterRequest.objects.waiting()
    false = waiting.plainly_false(kinds, mails_an_hour=ERASURE_REQUESTS_AN_HOUR).values("pk")
    count = delete_unread(WriterRequest.objects.filter(pk__in=false[:FALSE_A_TURN]))
    if count:
        about = {"kind": ", ".join(kinds), "count": count}
        logger.warning("Requests dropped", extra={"event": "requests_dropped", **about})


def _settle_some(kinds: Kinds) -> None:
    due = WriterRequest.objects.due(timezone.now()).in_turn(kinds).values_list("pk", flat=True)
    for pk in due[:ROWS_A_TURN]:
        try:
            _settle(pk)
        except KeysLocked:
            return
        except Exception as fault:
            if not connection.is_usable():
                raise
            _put_off(pk, fault)


@transaction.atomic
def _settle(pk: int) -> None:
    """Do what is asked and mark it as done, in one; a worker that is killed has done neither.

    Of what is refused no row is left: whoever holds a public host would write millions.
    """
    row = WriterRequest.objects.filter(pk=pk)
    request = row.waiting().select_for_update().first()
    if request is None:  # another worker was quicker
        return
    try:
        with transaction.atomic():
            _do(request)
    except (Refused, InvalidTransition, UnsealError) as refusal:
        if isinstance(refusal, KeysLocked) or _may_be_true(request, refusal):
            raise
        why = str(refusal) if isinstance(refusal, Refused) else type(refusal).__name__
        about = {"kind": request.kind, "request": pk, "why": why}
        logger.warning("Request refused", extra={"event": "request_refused", **about})
        delete_unread(row)
    else:
        row.update(done_at=timezone.now(), attempts=0, **SETTLED)


def _may_be_true(request: WriterRequest, refusal: Exception) -> bool:
    """Is only the key missing that opens the proof? It may come back, with a backup for instance.

    The row names a letter or a link that there is, by a digest which public hosts cannot read (`in_turn`).
    """
    return isinstance(refusal, KeyNotHere) and request.kind in BY_CODE + BY_LINK


def _do(request: WriterRequest) -> None:
    known: dict[str, Callable[[WriterRequest], object]] = provided_by_name("requests")
    if request.kind not in known:
        raise Refused("unknown kind")
    known[request.kind](request)


def _put_off(pk: int, fault: Exception) -> None:
    """Let a row that failed wait, so that it neither keeps others nor is lost; tell if it goes on."""
    logger.error("Request failed", exc_info=fault, extra={"event": "request_failed", "request": pk})
    now = timezone.now()
    request = WriterRequest.objects.filter(pk=pk).first()
    if request is None:  # another worker has refused it since
        return
    waited, attempts = now - request.asked_at, request.attempts + 1
    pause = min(max(waited, SHORTEST_PAUSE), LONGEST_PAUSE)
    changes: dict[str, Any] = {"attempts": attempts, "due_at": now + pause}
    if attempts >= GIVEN_UP.get(RequestKind(request.kind), attempts + 1):
        changes |= {"done_at": now, **SETTLED}
    WriterRequest.objects.filter(pk=pk).update(**changes)
    if waited > TOLD_AFTER:  # a mail a day, however often it is asked for
        enqueue(TELL_OF_FAILING, job=CARRY_OUT)


def settle_all_about(letter: Letter) -> None:
    """Delete what waits about a letter that is no more, with the wish that ended it."""
    delete_unread(WriterRequest.objects.waiting().filter(letter_uuid=letter.uuid))


def proof_in(request: WriterRequest) -> str:
    """Return what whoever asks knows: the code, the link or the address. Raises UnsealError, Refused.

    Whatever else is wrong with it is wrong for ever: it is not tried again.
    """
    about = request.letter_uuid or request.digest
    try:
        return open_proof(request.sealed, RequestKind(request.kind), about)
    except (ValueError, TypeError, LookupError):
        raise Refused("no proof") from None


def language_of(request: WriterRequest) -> str:
    """Return the language of the page on which it was asked, if it is one of ours."""
    return request.language if request.language in dict(CONTENT_LANGUAGES) else SOURCE_LANGUAGE


def letter_named(request: WriterRequest) -> Letter | None:
    """Return the letter that the row names, whoever wrote it."""
    return Letter.objects.filter(uuid=request.letter_uuid).first() if request.letter_uuid else None


def letter_asked_about(request: WriterRequest) -> Letter:
    """Return the letter, asked about by somebody who knows its code. Raises Refused, UnsealError."""
    letter = letter_named(request)
    if letter is None:
        raise Refused("no such letter")
    if digest_of(proof_in(request)) != letter.code_digest:
        raise Refused("not its code")
    return letter
