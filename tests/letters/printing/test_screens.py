"""Packs in the admin: made by one click, opened after a proof, and by the desk's dispatchers only."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from letters.choices.desk import DeskRole, LogAction
from letters.choices.letters import LetterState as S
from letters.choices.paper import FileKind, LeftOut, RunState
from letters.erasure.actions.erase import erase_by_writer
from letters.models import DayPack, FileCopy, Letter, LetterLogEntry, PrintedLetter
from letters.printing.actions.build_pack import build_pack
from letters.printing.actions.packs import pull_letter
from tests.factories.login import code_of, give_app, led_to, prove
from tests.factories.prisoner_pages import PartnerFactory
from tests.letters.conftest import make_member
from tests.letters.desk_world import tick
from tests.letters.pack_world import approve, make_dispatcher, make_person, pack_of, pages, row_of, state_of
from tests.standing import standing
from tests.tiers import SCREENS

pytestmark = pytest.mark.full(SCREENS)


def address(name, *args):
    return reverse(f"letter_desk:{name}", args=args)


def fields(at, **changes):
    return {"desk": at.pk, "envelope_format": "dl", "nonce": uuid.uuid4(), "which": "all", **changes}


@standing
def at_desk(client, dispatcher):
    client.force_login(dispatcher)
    return client


@standing
def confirmed(at_desk, dispatcher):
    """The client of somebody who has just proved who they are."""
    return prove(at_desk, dispatcher)


@pytest.fixture
def ready(built, letters):
    return built(letters)


def test_one_click_packs_all_that_is_approved_and_names_the_held(
    at_desk, dispatcher, letters, django_capture_on_commit_callbacks
):
    held = approve(make_person(2, paused_at=timezone.now()))

    with django_capture_on_commit_callbacks(execute=True):
        answer = at_desk.post(address("make_pack"), fields(dispatcher.desk))

    pack = DayPack.objects.get()
    page = at_desk.get(answer.headers["Location"])
    assert pack.state == RunState.READY and {state_of(letter) for letter in letters} == {S.PRINTED}
    assert state_of(held) == S.APPROVED
    html = page.content.decode()
    assert str(held.prisoner) in html and page.context["shown"].omissions[0].reason == LeftOut.HELD
    names = [line.name for line in page.context["shown"].files]
    assert names == [pack.file_name(kind) for kind in FileKind]


def test_ticked_letters_make_a_pack_of_their_own(at_desk, dispatcher, letters):
    ticks = [tick(letter) for letter in letters[:2]]

    at_desk.post(address("make_pack"), fields(dispatcher.desk, which="ticked", letter=ticks))

    assert {row.letter for row in PrintedLetter.objects.all()} == set(letters[:2])


@pytest.mark.parametrize("ticks", [[], ["no:1"], ["group:x:1"]])
def test_nothing_to_print_is_said_and_makes_no_pack(at_desk, dispatcher, letters, ticks):
    answer = at_desk.post(address("make_pack"), fields(dispatcher.desk, which="ticked", letter=ticks))

    assert answer.status_code == 409 and not DayPack.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"desk": "x"},
        {"desk": 10**30},
        {"envelope_format": "a4"},
        {"nonce": "no"},
        {"which": "\x00"},
        {"desk": ""},
    ],
)
def test_a_broken_form_is_refused_without_a_fault(at_desk, dispatcher, letters, changes):
    answer = at_desk.post(address("make_pack"), fields(dispatcher.desk, **changes))

    assert answer.status_code == 400 and not DayPack.objects.exists()


def test_the_queue_offers_a_pack_at_the_print_step_only(at_desk, letters):
    html = at_desk.get(address("index") + "?step=print").content.decode()

    assert address("make_pack") in html and html.count('name="letter"') == 3
    assert address("make_pack") not in at_desk.get(address("index") + "?step=post").content.decode()


def test_files_open_only_after_a_proof_and_each_time_is_logged(at_desk, ready, letters):
    there = address("pack_file", ready.uuid, "letters")
    asked = at_desk.post(there)
    assert "/admin/me/confirm/password/" in asked["Location"]
    assert at_desk.post(asked["Location"], {"password": "wrong"}).status_code == 200
    assert led_to(at_desk.post(there)) == "/admin/me/confirm/password/"
    assert not FileCopy.objects.exists()

    back = at_desk.post(asked["Location"], {"password": "password"})
    assert led_to(back) == address("pack", ready.uuid)
    answer = at_desk.post(there)

    assert "Письмо 1" in "".join(pages(answer.content))
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{ready.uuid.hex[:8]}-1.pdf"'
    assert answer.headers["Cache-Control"].startswith("no-store")
    assert LetterLogEntry.objects.filter(action=LogAction.FILE_OPENED).count() == 3


def test_whoever_has_a_second_step_proves_it_by_that_and_not_by_the_password(at_desk, dispatcher, ready):
    give_app(dispatcher)
    asked = at_desk.post(address("pack_file", ready.uuid, "letters"))
    assert led_to(asked) == "/admin/me/confirm/code/"

    back = at_desk.post(asked["Location"], {"code": code_of()})

    assert led_to(back) == address("pack", ready.uuid)
    assert at_desk.post(address("pack_file", ready.uuid, "letters")).status_code == 200


def test_the_proof_holds_for_ten_minutes(confirmed, ready):
    there = address("pack_file", ready.uuid, "manifest")
    assert confirmed.post(there).status_code == 200
    assert "/admin/me/confirm/" not in confirmed.get(address("pack", ready.uuid)).text

    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert confirmed.post(there).status_code == 302
        assert "/admin/me/confirm/" in confirmed.get(address("pack", ready.uuid)).text


def test_no_other_desk_or_role_finds_packs_or_files(client, ready, person):
    stranger = make_dispatcher(make_person(9, partner=other_partner()).partner, "stranger")
    roles = [make_member(person.partner, role.value, role) for role in set(DeskRole) - {DeskRole.DISPATCHER}]
    acts = ["go_on", "cancel_pack", "print_again", "pull"]

    # The admin leads away whom it refuses.
    for user, code in [(stranger, 404), *((user, 302) for user in roles)]:
        client.force_login(user)
        prove(client, user)
        answers = [client.get(address("pack", ready.uuid))]
        answers += [client.post(address(act, ready.uuid), {"row": 1, "version": 1}) for act in acts]
        answers += [client.post(address("pack_file", ready.uuid, kind)) for kind in FileKind]
        answers += [client.post(address("destroyed", ready.uuid, "letters"))]
        assert {answer.status_code for answer in answers} == {code}, user
    assert not FileCopy.objects.exists() and DayPack.objects.get().state == RunState.READY


def other_partner():
    return PartnerFactory(slug="pen")


def test_one_letter_is_printed_again_and_pulled_from_the_page(confirmed, ready, letters):
    row = row_of(letters[0])
    sent = {"row": row.pk, "version": row.letter.version}

    confirmed.post(address("print_again", ready.uuid), sent)
    again = confirmed.post(address("pack_file", ready.uuid, "letters"), {"row": row.pk})
    assert row.number in "".join(pages(again.content))
    stale = confirmed.post(address("pull", ready.uuid), sent)
    assert stale.status_code == 409

    sent["version"] = Letter.objects.get(pk=letters[0].pk).version
    assert confirmed.post(address("pull", ready.uuid), sent).status_code == 302
    assert state_of(letters[0]) == S.APPROVED
    assert row.number in confirmed.get(address("pack", ready.uuid)).content.decode()


@pytest.mark.parametrize(
    "sent", [{}, {"row": "x", "version": 1}, {"row": 10**40, "version": 1}, {"row": "\x00"}]
)
def test_a_broken_row_is_refused_without_a_fault(confirmed, ready, sent):
    for act in ("print_again", "pull"):
        assert confirmed.post(address(act, ready.uuid), sent).status_code == 400
    assert confirmed.post(address("pack_file", ready.uuid, "letters"), {"row": "x"}).status_code == 404
    assert confirmed.post(address("pack_file", ready.uuid, "passports")).status_code == 404


def test_copies_are_listed_until_somebody_says_they_are_destroyed(confirmed, ready):
    confirmed.post(address("pack_file", ready.uuid, "letters"))
    assert confirmed.get(address("packs")).context["packs"][0].copy_count == 1
    assert confirmed.get(address("pack", ready.uuid)).context["shown"].copies

    confirmed.post(address("destroyed", ready.uuid, "letters"))

    assert confirmed.get(address("packs")).context["packs"][0].copy_count == 0
    assert not confirmed.get(address("pack", ready.uuid)).context["shown"].copies


def test_a_pack_in_the_making_says_how_far_it_is_and_can_go_on(
    at_desk, dispatcher, letters, django_capture_on_commit_callbacks
):
    at_desk.post(address("make_pack"), fields(dispatcher.desk))
    pack = DayPack.objects.get()

    html = at_desk.get(address("pack", pack.uuid)).content.decode()
    assert "<progress" in html and 'value="0" max="3"' in html and address("go_on", pack.uuid) in html
    assert at_desk.post(address("pack_file", pack.uuid, "letters")).status_code == 302

    with django_capture_on_commit_callbacks(execute=True):
        at_desk.post(address("go_on", pack.uuid))
    assert DayPack.objects.get().state == RunState.READY
    assert at_desk.post(address("go_on", pack.uuid)).status_code == 409


def test_erased_and_moved_people_are_named_to_whoever_holds_the_paper(at_desk, ready, letters):
    elsewhere = make_person(7).facility
    type(letters[0].prisoner).objects.update(facility=elsewhere)
    erase_by_writer(letter=letters[1])

    page = at_desk.get(address("pack", ready.uuid))

    shown = page.context["shown"]
    assert {row.letter for row in shown.to_pull} == {letters[0], letters[2]}
    assert [row.letter for row in shown.left_out] == [letters[1]]
    assert str(LeftOut.ERASED.label) in page.content.decode()


def test_a_cancelled_pack_offers_nothing(at_desk, ready, letters):
    assert at_desk.post(address("cancel_pack", ready.uuid)).status_code == 302
    assert at_desk.post(address("cancel_pack", ready.uuid)).status_code == 409

    html = at_desk.get(address("pack", ready.uuid)).content.decode()
    assert address("pack_file", ready.uuid, "letters") not in html
    assert {state_of(letter) for letter in letters} == {S.APPROVED}


@pytest.mark.parametrize("name", ["packs", "pack"])
def test_pages_ask_no_more_for_many_letters_than_for_one(at_desk, dispatcher, built, person, name):
    def queries(count):
        pack = built([approve(person) for _number in range(count)])
        with CaptureQueriesContext(connection) as asked:
            at_desk.get(address(name, *([pack.uuid] if name == "pack" else [])))
        return len(asked)

    first = queries(1)
    assert queries(20) <= first


def test_only_the_desks_own_packs_are_listed(at_desk, ready, person):
    other = make_person(9, partner=other_partner())
    stranger = make_dispatcher(other.partner, "stranger")
    build_pack(pack_of([approve(other)], stranger).pk)

    assert [pack.pk for pack in at_desk.get(address("packs")).context["packs"]] == [ready.pk]


def test_what_a_page_says_once_lies_in_no_cookie(confirmed, built, letters):
    pack = built(letters)
    row = row_of(letters[0])

    answer = confirmed.post(address("print_again", pack.uuid), {"row": row.pk, "version": 2})

    assert answer.status_code == 302 and "messages" not in answer.cookies
    assert row.number in confirmed.get(answer["Location"]).content.decode()


def test_line_of_an_old_pack_pulls_nothing_out_of_a_newer_one(confirmed, built, letters, dispatcher):
    old = built(letters)
    row = row_of(letters[0])
    pull_letter(letter=letters[0], by=dispatcher, version=2)
    new = built([letters[0]])

    version = Letter.objects.get(pk=letters[0].pk).version
    answer = confirmed.post(address("pull", old.uuid), {"row": row.pk, "version": version})

    assert answer.status_code == 409
    assert state_of(letters[0]) == S.PRINTED and DayPack.objects.get(pk=new.pk).state == RunState.READY
