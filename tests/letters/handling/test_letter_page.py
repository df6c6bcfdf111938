"""The page of a letter: acts by role, leases, notes, and refusals said in words."""

import re

import pytest

from letters.choices.desk import Act, DeskRole
from letters.choices.letters import LetterState
from letters.handling.actions.claims import claim
from letters.handling.actions.transitions import do_by_staff
from letters.models import LetterLogEntry, LetterNote
from tests.factories.prisoner_pages import PrisonerFactory
from tests.letters.conftest import make_member, make_screener
from tests.letters.desk_world import make_letter
from tests.standing import standing


@standing
def letter(world):
    return make_letter(world, body="CANARY-BODY")


@pytest.fixture
def desk(client, letter, screener):
    """Return a function that posts to the letter's page as the screener."""
    client.force_login(screener)

    def post(path, **values):
        return client.post(f"/admin/letters/{letter.uuid}/{path}/", values, HTTP_ACCEPT_LANGUAGE="en")

    return post


def text_of(answer):
    return answer.content.decode()


def test_page_offers_what_the_role_may_do_and_nothing_else(client, letter, screener):
    client.force_login(screener)

    context = client.get(f"/admin/letters/{letter.uuid}/").context

    buttons = [act for act, _key, _grave in context["buttons"]]
    forms = [decision.act for _panel, panel in context["panels"] for _n, decision, _f in panel["decisions"]]
    judged = {Act.ACCEPT, Act.ASK, Act.RETURN, Act.REJECT, Act.HIDE, Act.MARK_DUPLICATE}
    assert sorted(buttons + forms) == sorted(judged), "each once"


def test_only_a_coordinator_is_led_to_erasing_the_letter(client, letter, screener, world):
    coordinator = make_member(world.partner, "coordinator", DeskRole.COORDINATOR)
    shown = {}
    for user in (screener, coordinator):
        client.force_login(user)
        shown[user] = f"/admin/letters/{letter.uuid}/erase/" in text_of(
            client.get(f"/admin/letters/{letter.uuid}/")
        )

    assert shown == {screener: False, coordinator: True}


def test_accepting_moves_the_letter_and_can_be_undone(desk, letter):
    assert desk("do", act="accept", version=1).status_code == 302
    letter.refresh_from_db()
    assert letter.state == LetterState.ACCEPTED

    assert desk("undo", version=2).status_code == 302
    letter.refresh_from_db()
    assert letter.state == LetterState.RECEIVED


def test_loser_of_a_race_gets_409_with_both_texts(desk, letter, world):
    do_by_staff(Act.ACCEPT, letter=letter, by=make_screener(world.partner, "quicker"), version=1)

    answer = desk("do", act="reject", version=1)

    assert answer.status_code == 409
    assert "Reject as abuse" in text_of(answer) and "accepted" in text_of(answer)
    assert "quicker" in text_of(answer)


def test_claim_of_another_is_answered_in_words(desk, letter, world):
    claim(letter=letter, by=make_screener(world.partner, "colleague"))

    answer = desk("do", act="accept", version=1)

    assert answer.status_code == 409 and "colleague works on this letter until" in text_of(answer)
    assert desk("take").status_code == 409


def test_hold_is_answered_with_its_reason(client, world, letter):
    letter.state = LetterState.PRINTED
    letter.save()
    world.facility.mail_status = "blocked"
    world.facility.save()
    client.force_login(make_member(world.partner, "d", DeskRole.DISPATCHER))

    answer = client.post(
        f"/admin/letters/{letter.uuid}/do/", {"act": "post", "version": 1}, HTTP_ACCEPT_LANGUAGE="en"
    )

    assert letter.hold and answer.status_code == 409
    assert "The letter is held:" in text_of(answer)


def test_own_translation_is_refused_to_its_reader_in_words(client, world, letter):
    both = make_member(world.partner, "both", DeskRole.TRANSLATOR, DeskRole.READER)
    letter.state = LetterState.ACCEPTED
    letter.save()
    do_by_staff(Act.TRANSLATE, letter=letter, by=both, version=1)
    client.force_login(both)

    answer = client.post(
        f"/admin/letters/{letter.uuid}/do/", {"act": "approve", "version": 2}, HTTP_ACCEPT_LANGUAGE="en"
    )

    assert answer.status_code == 403 and "second pair of eyes" in text_of(answer)


@pytest.mark.parametrize(
    "values", [{"act": "x", "version": 1}, {"act": "accept"}, {"act": "accept", "version": "a"}]
)
def test_broken_form_is_no_act(desk, letter, values):
    assert desk("do", **values).status_code == 400
    letter.refresh_from_db()
    assert letter.version == 1


@pytest.mark.both_databases
def test_letter_is_taken_given_back_and_taken_over_with_a_note(desk, letter, world):
    desk("take")
    letter.refresh_from_db()
    assert letter.claimed_by.username == "screener"

    desk("give-back")
    letter.refresh_from_db()
    assert letter.claimed_by is None

    claim(letter=letter, by=make_screener(world.partner, "ill"))
    assert desk("take-over", text="  ").status_code == 422
    assert desk("take-over", text="CANARY-NOTE").status_code == 302
    letter.refresh_from_db()
    assert letter.claimed_by.username == "screener"
    assert list(LetterLogEntry.objects.values_list("action", flat=True))[-2:] == ["noted", "taken_over"]


def test_note_is_sealed_read_by_roles_and_in_no_log(client, desk, letter, world):
    assert desk("note", text="CANARY-NOTE <b>").status_code == 302

    note = LetterNote.objects.get()
    assert "CANARY" not in note.sealed_text
    assert "CANARY" not in str(LetterLogEntry.objects.values_list())
    page = client.get(f"/admin/letters/{letter.uuid}/")
    assert "CANARY-NOTE &lt;b&gt;" in text_of(page)

    client.force_login(make_member(world.partner, "c", DeskRole.COORDINATOR))
    assert "CANARY" not in text_of(client.get(f"/admin/letters/{letter.uuid}/"))


def test_note_leaves_the_version_of_those_who_work(desk, letter):
    desk("note", text="Одне слово")

    assert desk("do", act="accept", version=1).status_code == 302


@pytest.mark.parametrize("path", ["do", "undo", "take", "give-back", "take-over", "note"])
def test_another_desk_finds_no_letter_to_act_on(client, letter, other_partner, path):
    client.force_login(make_screener(other_partner, "stranger"))

    answer = client.post(
        f"/admin/letters/{letter.uuid}/{path}/", {"version": 1, "act": "accept", "text": "x"}
    )

    assert answer.status_code == 404
    letter.refresh_from_db()
    assert (letter.version, letter.claimed_by) == (1, None)


@pytest.mark.parametrize("path", ["do", "undo", "take", "give-back", "take-over", "note"])
def test_acts_are_no_links(client, letter, screener, path):
    client.force_login(screener)

    assert client.get(f"/admin/letters/{letter.uuid}/{path}/").status_code == 405


def test_after_an_act_one_is_back_at_the_letter(client, world):
    letter = make_letter(PrisonerFactory(writable=True, partner=world.partner), state=LetterState.APPROVED)
    user = make_member(world.partner, "reader", DeskRole.READER)
    client.force_login(user)

    assert (
        client.post(f"/admin/letters/{letter.uuid}/do/", {"act": "reopen", "version": 1}).status_code == 302
    )


def test_page_has_no_script_or_style_in_it(client, letter, screener):
    client.force_login(screener)

    html = text_of(client.get(f"/admin/letters/{letter.uuid}/"))
    ours = html[html.index("letter-desk") :]

    assert not re.search(r"<script(?![^>]*src=)|\sstyle=|\son\w+=", ours[: ours.index("</main>")])
