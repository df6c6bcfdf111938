"""A translator opens what a dispatcher lets them read of a reply, while they are asked, and nothing else."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from home.staff.roles import roles_of
from letters.choices.desk import DeskRole, LogAction
from letters.choices.letters import LetterState, ReplyAction, ReplyState
from letters.erasure.actions.erase import erase_by_staff, erase_by_writer
from letters.erasure.actions.restore import after_restore
from letters.handling.actions.opening import TooManyOpened, Unread
from letters.log.read_models import verify
from letters.models import DeskMember, Letter, LetterDesk, LetterLogEntry, Reply, ReplyLogEntry, ReplyPage
from letters.oversight.actions.desks import create_desk
from letters.oversight.actions.replies import follow_person
from letters.posting.actions.answers import NotForWriter, NotNow, seal_for_writer
from letters.posting.actions.kept_replies import keep_offline
from letters.posting.actions.replies import ReplyChanged, Translated, add_reply, open_reply
from letters.posting.actions.reply_translations import (
    NothingToTranslate,
    ask_translator,
    end_request,
    hand_back,
    open_page_to_translate,
    open_to_translate,
)
from letters.sealing.keys import make_offline
from prisoner_pages.records.actions.pauses import refuse_answers
from tests.letters.conftest import make_member
from tests.letters.handling.test_matrix import everybody
from tests.letters.posting.answer_world import (
    LET_OUT,
    TEXT,
    TRANSLATION,
    ask,
    asked,
    closed,
    code,
    picture,
    reply,
    sealed,
    shown,
    stored,
)
from tests.tiers import first_of

__all__ = ["asked", "code", "picture", "reply"]


def opened(reply, by):
    """Return what the account is given of the reply: its words, a page, a way to hand something back."""
    given = []
    for name, work in {
        "words": lambda: open_to_translate(reply=stored(reply), by=by),
        "page": lambda: open_page_to_translate(reply=stored(reply), by=by, position=1),
        "hand back": lambda: hand_back(reply=stored(reply), by=by, version=stored(reply).version, text="x"),
    }.items():
        try:
            work()
        except (PermissionDenied, NotForWriter):
            continue
        given.append(name)
    return given


def days_ago(days):
    return timezone.localdate() - timedelta(days=days)


def logged():
    return ReplyLogEntry.objects.count(), LetterLogEntry.objects.count()


@pytest.mark.both_databases
def test_writer_reads_by_the_code_what_the_translator_wrote_and_the_dispatcher_sealed(
    client, asked, code, dispatcher, translator, picture
):
    assert stored(asked).state == ReplyState.WITH_TRANSLATOR
    given = open_to_translate(reply=asked, by=translator)
    assert (given.text, given.pages) == (LET_OUT, [1])
    page = open_page_to_translate(reply=asked, by=translator, position=1)
    assert page == (picture.bytes, "PNG")

    hand_back(reply=asked, by=translator, version=stored(asked).version, text=TRANSLATION)

    assert stored(asked).state == ReplyState.AT_DESK
    seen = open_reply(reply=stored(asked), by=dispatcher)
    assert (seen.text, seen.translated) == (TEXT, Translated(TRANSLATION, "de"))
    closed(asked, dispatcher)
    (answer,) = shown(client, code)
    assert answer.translation == TRANSLATION
    assert (stored(asked).sealed_translation, stored(asked).sealed_request) == ("", "")


def test_what_is_let_out_and_handed_back_is_sealed_and_is_no_part_of_a_repr(asked, translator):
    given = open_to_translate(reply=asked, by=translator)
    hand_back(reply=asked, by=translator, version=stored(asked).version, text="CANARY-back")

    row = repr(Reply.objects.values_list().get())
    assert "CANARY" not in row + repr(given) and "CANARY" not in stored(asked).sealed_translation


@pytest.mark.both_databases
def test_each_opening_stands_in_the_log_of_the_reply_and_of_its_letter(asked, translator):
    open_to_translate(reply=asked, by=translator)
    open_page_to_translate(reply=asked, by=translator, position=1)
    hand_back(reply=asked, by=translator, version=stored(asked).version, text=TRANSLATION)

    theirs = asked.log.filter(by=translator).values_list("action", flat=True)
    assert list(theirs) == [ReplyAction.OPENED, ReplyAction.PAGE_OPENED, ReplyAction.TRANSLATED]
    chained = LetterLogEntry.objects.filter(by=translator).values_list("action", flat=True)
    assert list(chained) == [LogAction.REPLY_OPENED] * 2 and verify().is_sound


def test_page_that_was_not_let_out_is_not_opened_nor_logged(reply, dispatcher, translator):
    ask(reply, dispatcher, translator, pages=[])
    before = logged()

    with pytest.raises(ReplyPage.DoesNotExist):
        open_page_to_translate(reply=stored(reply), by=translator, position=1)
    assert open_to_translate(reply=stored(reply), by=translator).pages == []
    assert logged()[0] == before[0] + 1


def test_nobody_but_the_one_who_is_asked_opens_anything_and_nothing_is_logged(asked, world):
    """Another translator of the desk or of another, every other role, auditors, editors, ended seats."""
    before = logged()

    given = {who: opened(asked, user) for who, user in everybody(world.partner).items()}

    assert {who: what for who, what in given.items() if what} == {}
    assert logged() == before and stored(asked).state == ReplyState.WITH_TRANSLATOR


def test_name_in_the_row_alone_opens_nothing_without_seat_and_language(asked, world):
    """Everybody is named once, as a hand in the database could: the seat decides."""
    root = get_user_model().objects.create_superuser("root", "root@staff.example", "password")
    people = everybody(world.partner) | {"superuser": root}
    able = []
    for who, user in people.items():
        Reply.objects.update(translator=user, asked_language="uk")
        try:
            open_to_translate(reply=stored(asked), by=user)
        except PermissionDenied:
            continue
        able.append(who)

    assert able == [DeskRole.TRANSLATOR] and len(people) > len(roles_of())


def _seat_ends(asked, **people):
    DeskMember.objects.filter(role=DeskRole.TRANSLATOR).update(until=days_ago(1))


def _language_goes(asked, **people):
    DeskMember.objects.filter(role=DeskRole.TRANSLATOR).update(languages="uk,en")


def _moves(asked, other_partner, dispatcher, **people):
    create_desk(partner=other_partner)
    asked.prisoner.partner = other_partner
    asked.prisoner.save()
    follow_person(asked.prisoner, dispatcher)


def _is_kept_offline(asked, tmp_path, settings, **people):
    settings.KEY_FILES = {**settings.KEY_FILES, "backup_public": tmp_path / "backup_public"}
    make_offline(tmp_path / "stick", name="backup_public")
    keep_offline(stored(asked))


def _is_erased_by_staff(letter, partner):
    user = make_member(partner, "coordinator", DeskRole.COORDINATOR)
    erase_by_staff(letter=letter, by=user, version=letter.version)


ENDINGS = {
    "handed back": lambda asked, translator, **_: hand_back(
        reply=asked, by=translator, version=stored(asked).version, text=TRANSLATION
    ),
    "taken back": lambda asked, dispatcher, **_: end_request(
        reply=asked, by=dispatcher, version=stored(asked).version
    ),
    "sealed all the same": lambda asked, **_: Reply.objects.update(for_writer_on=timezone.localdate()),
    "closed all the same": lambda asked, **_: Reply.objects.update(closed_on=timezone.localdate()),
    "letter erased": lambda asked, **_: erase_by_writer(letter=asked.letter),
    "letter erased at the desk": lambda asked, world, **_: _is_erased_by_staff(asked.letter, world.partner),
    "answers refused": lambda asked, **_: refuse_answers(asked.prisoner, by=None),
    "letter goes again": lambda asked, **_: Letter.objects.update(state=LetterState.APPROVED),
    "two weeks over": lambda asked, **_: Reply.objects.update(asked_on=days_ago(14)),
    "seat ended": _seat_ends,
    "language taken from the seat": _language_goes,
    "person moved to another desk": _moves,
    "kept offline": _is_kept_offline,
    "restored": lambda asked, tmp_path, **_: after_restore(ledger=tmp_path / "none"),
}


@pytest.mark.both_databases
@pytest.mark.parametrize("how", ENDINGS)
def test_nothing_opens_once_it_is_over_and_nothing_more_is_logged(
    asked, world, other_partner, dispatcher, translator, tmp_path, settings, how
):
    about = {"world": world, "other_partner": other_partner}
    about |= {"dispatcher": dispatcher, "translator": translator}
    ENDINGS[how](asked, tmp_path=tmp_path, settings=settings, **about)
    before = logged()
    translator.__dict__.pop("seats_today", None)

    assert set(opened(asked, translator)) <= {"hand back"}  # of what was opened before
    opening = ReplyLogEntry.objects.filter(
        by=translator, action__in=[ReplyAction.OPENED, ReplyAction.PAGE_OPENED]
    )
    assert not opening.exists() and logged()[1] == before[1]


def test_translator_has_two_weeks(asked, translator):
    Reply.objects.update(asked_on=days_ago(13))

    assert open_to_translate(reply=stored(asked), by=translator).text == LET_OUT


ENDED_BY = {
    "letter erased": "worker",
    "letter erased at the desk": "coordinator",
    "person moved to another desk": "dispatcher",
    "kept offline": "worker",
    "restored": "worker",
}


@pytest.mark.parametrize("how", first_of(ENDED_BY))
def test_request_that_something_else_ends_is_over_in_the_log(
    asked, world, other_partner, dispatcher, tmp_path, settings, how
):
    about = {"world": world, "other_partner": other_partner, "dispatcher": dispatcher}
    ENDINGS[how](asked, tmp_path=tmp_path, settings=settings, **about)

    ended = asked.log.filter(action=ReplyAction.REQUEST_ENDED).values_list("by_name", flat=True)
    assert list(ended) == [ENDED_BY[how]]
    assert stored(asked).asked_on is None


@pytest.mark.both_databases
@pytest.mark.parametrize("role", first_of(DeskRole))
def test_only_a_dispatcher_of_its_desk_asks_and_takes_back(reply, world, other_partner, translator, role):
    for partner in (world.partner, other_partner):
        user = make_member(partner, f"somebody-{partner.pk}", role)
        ReplyLogEntry(reply=reply, action=ReplyAction.OPENED, by=user).save()
        for work in (lambda user=user: ask(reply, user, translator), lambda user=user: end(reply, user)):
            if role == DeskRole.DISPATCHER and partner == world.partner:
                work()
                continue
            with pytest.raises(PermissionDenied):
                work()


def end(reply, by):
    return end_request(reply=reply, by=by, version=stored(reply).version)


@pytest.mark.parametrize(
    "whom",
    first_of(["without the language", "no site language", "of another desk", *DeskRole]),
)
def test_only_a_translator_of_the_desk_with_a_language_of_the_site_can_be_asked(
    reply, world, other_partner, dispatcher, whom
):
    language = "tlh" if whom == "no site language" else "de"
    if whom == "without the language":
        user = make_member(world.partner, "somebody", DeskRole.TRANSLATOR, languages="uk,en")
    elif whom == "no site language":
        user = make_member(world.partner, "somebody", DeskRole.TRANSLATOR, languages="uk,tlh")
    elif whom == "of another desk":
        user = make_member(other_partner, "somebody", DeskRole.TRANSLATOR)
    else:
        user = make_member(world.partner, "somebody", whom)
    if whom == DeskRole.TRANSLATOR:
        assert ask(reply, dispatcher, user).translator == user
        return

    with pytest.raises(PermissionDenied):
        ask(reply, dispatcher, user, language=language)
    assert stored(reply).asked_on is None and stored(reply).sealed_request == ""


@pytest.mark.parametrize("how", ["asked", "sealed", "closed", "kept offline", "answers refused", "old code"])
def test_nobody_is_asked_for_a_reply_that_cannot_be_handed_over_now(
    reply, dispatcher, translator, tmp_path, settings, how
):
    open_reply(reply=reply, by=dispatcher)
    if how == "asked":
        ask(reply, dispatcher, translator)
    elif how == "sealed":
        sealed(reply, dispatcher)
    elif how == "closed":
        closed(reply, dispatcher)
    elif how == "kept offline":
        _is_kept_offline(reply, tmp_path, settings)
    elif how == "answers refused":
        refuse_answers(reply.prisoner, by=None)
    else:
        Letter.objects.update(answer_key=None)
    before = stored(reply).sealed_request

    with pytest.raises((NotNow, NotForWriter)):
        ask(stored(reply), dispatcher, translator)
    assert stored(reply).sealed_request == before


def test_who_has_not_looked_at_the_reply_or_lets_nothing_out_asks_nobody(reply, dispatcher, translator):
    about = {"reply": reply, "by": dispatcher, "version": 1, "translator": translator, "language": "de"}
    with pytest.raises(Unread):
        ask_translator(text=LET_OUT, **about)
    open_reply(reply=reply, by=dispatcher)
    with pytest.raises(NothingToTranslate):
        ask_translator(**about)


def test_reply_is_not_sealed_while_somebody_translates_it(asked, dispatcher):
    with pytest.raises(NotNow):
        sealed(asked, dispatcher)


@pytest.mark.both_databases
def test_translator_is_asked_again_and_the_last_translation_takes_the_place_of_the_first(
    asked, dispatcher, translator
):
    hand_back(reply=asked, by=translator, version=stored(asked).version, text="erste")
    ask(asked, dispatcher, translator)
    end(asked, dispatcher)
    assert open_reply(reply=stored(asked), by=dispatcher).translated.text == "erste"
    ask(asked, dispatcher, translator)
    hand_back(reply=asked, by=translator, version=stored(asked).version, text="zweite")

    assert open_reply(reply=stored(asked), by=dispatcher).translated.text == "zweite"


def test_desk_keeps_the_translation_as_it_was_corrected_and_sealed(asked, dispatcher, translator):
    hand_back(reply=asked, by=translator, version=stored(asked).version, text="erste")
    sealed(asked, dispatcher)

    assert open_reply(reply=stored(asked), by=dispatcher).translated == Translated(TRANSLATION, "uk")
    seal_for_writer(reply=asked, by=dispatcher, version=stored(asked).version)
    assert stored(asked).sealed_translation == ""


def test_what_a_translator_saw_of_an_earlier_request_is_not_handed_back_for_the_next(
    asked, dispatcher, translator
):
    version = stored(asked).version
    end(asked, dispatcher)
    ask(asked, dispatcher, translator, language="en")

    with pytest.raises(ReplyChanged):
        hand_back(reply=stored(asked), by=translator, version=version, text="auf Deutsch")


@pytest.mark.both_databases
def test_openings_of_a_translator_are_capped_by_the_desk(asked, world, dispatcher, translator):
    other = add_reply(
        prisoner=world, letter=asked.letter, by=dispatcher, received_on=timezone.localdate(), text="друга"
    )
    ask(other, dispatcher, translator)
    LetterDesk.objects.update(openings_a_day=1)
    open_to_translate(reply=stored(asked), by=translator)

    with pytest.raises(TooManyOpened):
        open_to_translate(reply=stored(other), by=translator)
    open_to_translate(reply=stored(asked), by=translator)


def test_erasing_the_letter_takes_request_and_translation_along(asked, dispatcher, translator):
    hand_back(reply=asked, by=translator, version=stored(asked).version, text=TRANSLATION)
    ask(asked, dispatcher, translator)
    erase_by_writer(letter=Letter.objects.get())

    left = stored(asked)
    assert (left.translator, left.asked_on, left.sealed_request, left.sealed_translation) == (
        None,
        None,
        "",
        "",
    )
    assert open_reply(reply=left, by=dispatcher).text == TEXT


def test_backup_brings_no_request_back_and_its_end_is_in_the_log(asked, tmp_path):
    after_restore(ledger=tmp_path / "none")

    assert stored(asked).state == ReplyState.AT_DESK
    assert (asked.log.last().action, asked.log.last().by_name) == (ReplyAction.REQUEST_ENDED, "worker")
