"""Replies: sealed, private, opened by the desk's dispatchers alone, shared only with somebody's agreement."""

import io
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from PIL import Image

from home.pictures.reencoding import reencode
from letters.choices.desk import DeskRole
from letters.choices.letters import LetterState, ReplyAction
from letters.handling.actions.opening import TooManyOpened
from letters.handling.actions.transitions import Stale
from letters.lifecycle import InvalidTransition
from letters.models import LetterDesk, Reply, ReplyLogEntry
from letters.posting.actions.replies import (
    Agreement,
    NothingBrought,
    OfAnother,
    ReplyChanged,
    add_answer,
    add_reply,
    open_consent,
    open_reply,
    open_reply_page,
    share_reply,
    unshare_reply,
)
from tests.factories.prisoner_pages import PrisonerFactory
from tests.letters.conftest import make_member
from tests.letters.desk_world import make_letter
from tests.letters.post_world import posted_letter, state_of
from tests.tiers import first_of

TODAY = date(2026, 5, 4)
AGREED = Agreement("CANARY-who", TODAY, "CANARY-how")


@pytest.fixture
def picture():
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(out, "PNG")
    return reencode(out)


@pytest.fixture
def reply(world, dispatcher, picture):
    return add_reply(
        prisoner=world, by=dispatcher, text="CANARY-text", pictures=[picture] * 2, received_on=TODAY
    )


def actions(reply):
    return list(reply.log.values_list("action", "by_name"))


@pytest.mark.both_databases
def test_reply_is_sealed_private_and_comes_back_as_it_was(reply, dispatcher, picture):
    assert not reply.is_shared and "CANARY" not in reply.sealed_text

    opened = open_reply(reply=reply, by=dispatcher)

    assert (opened.text, opened.pages) == ("CANARY-text", [1, 2])
    assert open_reply_page(reply=reply, by=dispatcher, position=2) == (picture.bytes, "PNG")
    assert actions(reply) == [(action, "dispatcher") for action in ("added", "opened", "page_opened")]
    assert "CANARY" not in repr(opened)


def test_page_moved_to_another_reply_opens_nowhere(reply, world, dispatcher):
    other = add_reply(prisoner=world, by=dispatcher, text="інша", received_on=TODAY)
    reply.pages.filter(position=1).update(reply=other)

    with pytest.raises(Exception, match="another letter or field"):
        open_reply_page(reply=other, by=dispatcher, position=1)


def test_reply_to_a_letter_may_mark_it_as_answered(world, dispatcher):
    letter = posted_letter(world)

    reply = add_answer(letter=letter, prisoner=world, by=dispatcher, text="так", received_on=TODAY)

    assert (reply.letter, state_of(letter)) == (letter, LetterState.ANSWERED)


@pytest.mark.both_databases
def test_nothing_is_kept_when_the_letter_cannot_be_answered(world, dispatcher):
    letter = make_letter(world, state=LetterState.PRINTED)
    with pytest.raises(InvalidTransition):
        add_answer(letter=letter, prisoner=world, by=dispatcher, text="так", received_on=TODAY)

    posted = posted_letter(world)
    posted.version = 7
    with pytest.raises(Stale):
        add_answer(letter=posted, prisoner=world, by=dispatcher, text="так", received_on=TODAY)
    assert not Reply.objects.exists()


def test_empty_reply_and_one_to_anothers_letter_are_refused(world, dispatcher):
    other = PrisonerFactory(writable=True, stories=[])
    with pytest.raises(NothingBrought):
        add_reply(prisoner=world, by=dispatcher, received_on=TODAY)
    with pytest.raises(OfAnother):
        add_reply(prisoner=world, letter=posted_letter(other), by=dispatcher, text="так", received_on=TODAY)
    assert not Reply.objects.exists()


@pytest.mark.parametrize("desk", first_of(["own", "other"]))
@pytest.mark.parametrize("role", first_of(DeskRole))
def test_each_work_is_done_by_its_roles_at_the_replys_desk(reply, world, other_partner, role, desk):
    user = make_member(world.partner if desk == "own" else other_partner, "somebody", role)
    works = {
        "add": lambda: add_reply(prisoner=world, by=user, text="так", received_on=TODAY),
        "open": lambda: open_reply(reply=reply, by=user),
        "page": lambda: open_reply_page(reply=reply, by=user, position=1),
        "share": lambda: share_reply(reply=reply, by=user, version=1, agreement=AGREED),
        "consent": lambda: open_consent(reply=reply, by=user),
        "unshare": lambda: unshare_reply(reply=reply, by=user, version=2),
    }
    allowed = (
        {
            DeskRole.DISPATCHER: set(works),
            DeskRole.COORDINATOR: {"share", "consent", "unshare"},
        }.get(role, set())
        if desk == "own"
        else set()
    )

    done = set()
    for name, work in works.items():
        try:
            work()
        except PermissionDenied:
            continue
        done.add(name)

    assert done == allowed


@pytest.mark.both_databases
def test_sharing_keeps_who_agreed_sealed_and_unsharing_forgets_it(reply, dispatcher):
    shared = share_reply(reply=reply, by=dispatcher, version=1, agreement=AGREED)
    assert shared.is_shared and "CANARY" not in shared.sealed_consent
    assert open_consent(reply=shared, by=dispatcher) == AGREED

    private = unshare_reply(reply=shared, by=dispatcher, version=2)

    assert not private.is_shared and private.sealed_consent == ""
    assert open_consent(reply=private, by=dispatcher) is None
    assert [action for action, _name in actions(reply)] == ["added", "shared", "consent_opened", "unshared"]


def test_who_has_seen_an_older_version_shares_nothing(reply, dispatcher):
    share_reply(reply=reply, by=dispatcher, version=1, agreement=AGREED)

    with pytest.raises(ReplyChanged):
        unshare_reply(reply=reply, by=dispatcher, version=1)
    assert Reply.objects.get().is_shared


@pytest.mark.both_databases
def test_openings_of_a_day_are_capped(reply, world, dispatcher):
    open_reply(reply=reply, by=dispatcher)
    other = add_reply(prisoner=world, by=dispatcher, text="інша", received_on=TODAY)
    LetterDesk.objects.update(openings_a_day=1)
    other.refresh_from_db()
    reply.desk.refresh_from_db()

    with pytest.raises(TooManyOpened):
        open_reply(reply=other, by=dispatcher)
    open_reply(reply=reply, by=dispatcher)


@pytest.mark.both_databases
def test_log_of_a_reply_is_never_changed(reply):
    with pytest.raises(TypeError):
        ReplyLogEntry.objects.update(action=ReplyAction.OPENED)
    with pytest.raises(TypeError):
        ReplyLogEntry.objects.all().delete()
    with pytest.raises(TypeError):
        ReplyLogEntry.objects.get().delete()
