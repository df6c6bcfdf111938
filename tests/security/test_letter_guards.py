"""Each guard of a letter turned off once: what it holds back must come through, or no test of it can fail."""

from datetime import timedelta
from io import BytesIO
from types import SimpleNamespace
from uuid import uuid4

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from home.jobs.actions.outbox import send_due
from home.security import form_tokens
from letters.choices.desk import Act, DeskRole, LogAction
from letters.choices.letters import BackReason, LetterState as S
from letters.handling.actions.bulk import do_to_all
from letters.handling.actions.claims import claim
from letters.handling.actions.emergency_access import ask_for_access, grant_access
from letters.handling.actions.opening import open_drawing, open_letter
from letters.handling.actions.transitions import ClaimedByOther, LetterHeld, Stale, do_by_staff
from letters.log.actions.entries import log_by_staff
from letters.models import Letter, LetterDesk
from letters.requests.actions.carrying_out import carry_out_requests
from letters.screening.actions.bring_back import bring_back
from letters.sealing.sealed_box import UnsealError, seal_text, unseal_text
from letters.writing.forms.state import FORM
from letters.writing.read_models.recipients import Recipient
from prisoner_pages.models import Prisoner
from tests.factories.pictures import jpeg_with_gps
from tests.factories.prisoner_pages import PartnerFactory, PrisonerFactory, open_locales
from tests.letters.api.post_world import LETTERS, post as post_to_api, sent
from tests.letters.approved import make_translated
from tests.letters.conftest import filled, make_member, make_screener
from tests.standing import standing

CHECK = "/uk/letters/write/vilnyi/check/"


@standing(autouse=True)
def person(db):
    open_locales("uk")
    return PrisonerFactory(writable=True, slug="vilnyi")


def letter_from_another_site(client):
    client.post(CHECK, filled(), headers={"origin": "https://evil.example"})
    return Letter.objects.exists()


def letter_sent_at_once(client):
    with time_machine.travel(timezone.now(), tick=False):
        client.post(CHECK, filled(token=form_tokens.issue(FORM)))
    return Letter.objects.exists()


def letter_without_a_token(client):
    client.post(CHECK, filled(token="x"))
    return Letter.objects.exists()


def hidden_direction_in_the_text(client):
    client.post(CHECK, filled(body="сло\u202eво"))
    letter = Letter.objects.get()
    return "\u202e" in unseal_text(letter.sealed_body, letter=letter.uuid, field="body")


def letter_from_a_site_that_no_partner_named(client):
    post_to_api(client, LETTERS, sent(), origin="https://evil.example")
    return Letter.objects.exists()


def place_in_the_drawing(client):
    drawing = BytesIO(jpeg_with_gps())
    drawing.name = "a.jpg"
    client.post(CHECK, filled(drawing=drawing))
    letter = Letter.objects.get()
    return b"CANARY" in open_drawing(letter=letter, by=make_screener(letter.prisoner.partner, "screener"))[0]


def letter_opened_by_another_desk(client):
    client.post(CHECK, filled())
    stranger = make_screener(PartnerFactory(slug="pen"), "stranger")
    try:
        return bool(open_letter(letter=Letter.objects.get(), by=stranger))
    except PermissionDenied:
        return False


def part_moved_from_another_letter(client):
    other = seal_text("чужий лист", letter="another", field="body")
    try:
        return unseal_text(other, letter="mine", field="body") == "чужий лист"
    except UnsealError:
        return False


def second_request_within_the_hour(client):
    for number in range(2):
        client.post(CHECK, filled(body=f"Лист {number}", email="a@example.org"))
    carry_out_requests()
    return send_due() > 1


def code_in_the_database(client):
    sent = client.post(CHECK, filled())
    code = client.get(sent.headers["Location"]).context["code"]
    return Letter.objects.filter(code_digest=code.replace(" ", "")).exists()


def untouched(file):
    return SimpleNamespace(bytes=file.read(), format="JPEG", width=1, height=1)


# --- At the desk ------------------------------------------------------------------------------------


def member(username, *roles):
    return make_member(Prisoner.objects.get().partner, username, *roles)


def at_desk(**facts):
    return make_translated(Prisoner.objects.get(), **facts)


def is_done(do, **about):
    """Was it done, or refused by one of the guards?"""
    try:
        do(**about)
    except (PermissionDenied, Stale, ClaimedByOther, LetterHeld):
        return False
    return True


def accepted_by_a_dispatcher(client):
    letter = at_desk(state=S.RECEIVED)
    return is_done(do_by_staff, act=Act.ACCEPT, letter=letter, by=member("d", DeskRole.DISPATCHER), version=1)


def accepted_among_many_by_who_has_not_opened_it(client):
    letter = at_desk(state=S.RECEIVED)
    done = do_to_all(Act.ACCEPT, uuid=uuid4(), chosen=[(letter, 1)], by=member("s", DeskRole.SCREENER))
    return not done.outcomes.get().refusal


def accepted_by_who_saw_an_older_version(client):
    letter = at_desk(state=S.RECEIVED, version=2)
    return is_done(do_by_staff, act=Act.ACCEPT, letter=letter, by=member("s", DeskRole.SCREENER), version=1)


def accepted_while_another_works_on_it(client):
    letter = at_desk(state=S.RECEIVED)
    claim(letter=letter, by=member("first", DeskRole.SCREENER))
    second = member("second", DeskRole.SCREENER)
    return is_done(do_by_staff, act=Act.ACCEPT, letter=letter, by=second, version=1)


def posted_to_a_person_in_transfer(client):
    letter = at_desk(state=S.PRINTED)
    Prisoner.objects.update(status="in_transfer")
    return is_done(do_by_staff, act=Act.POST, letter=letter, by=member("d", DeskRole.DISPATCHER), version=1)


def approved_by_its_translator(client):
    both, letter = member("both", DeskRole.TRANSLATOR, DeskRole.READER), at_desk()
    log_by_staff(letter, LogAction.TRANSLATED, by=both)
    return is_done(do_by_staff, act=Act.APPROVE, letter=letter, by=both, version=1)


def approved_by_its_translator_where_another_reads_the_language(client):
    both, letter = member("both", DeskRole.TRANSLATOR, DeskRole.READER), at_desk()
    member("another", DeskRole.TRANSLATOR)
    LetterDesk.objects.update(allows_lone_translators=True)
    log_by_staff(letter, LogAction.TRANSLATED, by=both)
    return is_done(do_by_staff, act=Act.APPROVE, letter=letter, by=both, version=1)


def one_letter_more_than_a_day_allows(client):
    screener = member("s", DeskRole.SCREENER)
    LetterDesk.objects.update(openings_a_day=1)
    letters = [at_desk(state=S.RECEIVED) for _number in range(2)]
    return all(is_done(open_letter, letter=letter, by=screener) for letter in letters)


def one_letter_closed_more_than_a_day_allows(client):
    screener = member("s", DeskRole.SCREENER)
    LetterDesk.objects.update(closings_a_day=1)
    letters = [at_desk(state=S.RECEIVED) for _number in range(2)]
    return all(
        is_done(do_by_staff, act=Act.REJECT, letter=letter, by=screener, version=1) for letter in letters
    )


def brought_back_by_who_closed_it(client):
    screener = member("s", DeskRole.SCREENER)
    letter = do_by_staff(Act.REJECT, letter=at_desk(state=S.RECEIVED), by=screener, version=1)
    return is_done(bring_back, letter=letter, by=screener, version=2, reason=BackReason.MISTAKE)


def hidden_part_shown_to_a_translator(client):
    letter = at_desk(state=S.ACCEPTED)
    hidden = seal_text('[{"start": 0, "end": 7}]', letter=letter.uuid, field="hidden")
    Letter.objects.update(sealed_hidden=hidden)
    return "Доброго" in open_letter(letter=letter, by=member("t", DeskRole.TRANSLATOR)).body


def access_in_an_emergency_granted_to_oneself(client):
    letter, coordinator = at_desk(), member("c", DeskRole.COORDINATOR)
    access = ask_for_access(letter=letter, by=coordinator, reason="бо")
    return is_done(grant_access, access=access, by=coordinator)


# (what must not come through, guard, what stands in its place when it is off)
GUARDS = [
    (letter_from_another_site, "letters.writing.views.write.from_another_site", lambda request: False),
    (
        letter_from_a_site_that_no_partner_named,
        "letters.api.routers.letters.is_from_stranger",
        lambda request: False,
    ),
    (letter_sent_at_once, "letters.writing.actions.form_submission.FASTEST_SENDING", timedelta(0)),
    (
        letter_without_a_token,
        "home.security.form_tokens.read",
        lambda token, purpose: form_tokens.FormToken("nonce", timedelta(minutes=1), token),
    ),
    (hidden_direction_in_the_text, "letters.text.cleaning._is_unseen", lambda char: False),
    (place_in_the_drawing, "letters.writing.forms.steps.shrunk", untouched),
    (
        letter_opened_by_another_desk,
        "letters.handling.actions.opening.require_read",
        lambda user, part, letter: None,
    ),
    (
        part_moved_from_another_letter,
        "letters.sealing.sealed_box.is_of",
        lambda envelope, letter, field: True,
    ),
    (
        second_request_within_the_hour,
        "letters.following.actions.address_proof.BETWEEN_REQUESTS",
        timedelta(0),
    ),
    (
        one_letter_closed_more_than_a_day_allows,
        "letters.handling.actions.transitions._require_few_closed",
        lambda letter, act, by: None,
    ),
    (
        brought_back_by_who_closed_it,
        "letters.handling.actions.transitions.require_four_eyes",
        lambda user, act, letter: None,
    ),
    (
        accepted_by_a_dispatcher,
        "letters.handling.actions.transitions.require_role",
        lambda user, act, letter: None,
    ),
    (
        accepted_among_many_by_who_has_not_opened_it,
        "letters.handling.actions.bulk.require_read_first",
        lambda act, letter, by: None,
    ),
    (
        accepted_by_who_saw_an_older_version,
        "letters.handling.actions.transitions._require_version",
        lambda letter, version: None,
    ),
    (
        accepted_while_another_works_on_it,
        "letters.handling.actions.transitions._require_unclaimed",
        lambda letter, by: None,
    ),
    (
        posted_to_a_person_in_transfer,
        "letters.handling.actions.transitions._require_unheld",
        lambda letter, act: None,
    ),
    (approved_by_its_translator, "letters.permissions.letters.had_hand_in", lambda user, act, letter: False),
    (
        approved_by_its_translator_where_another_reads_the_language,
        "letters.permissions.letters.is_lone_translator",
        lambda user, letter: True,
    ),
    (
        one_letter_more_than_a_day_allows,
        "letters.handling.actions.opening.require_below_cap",
        lambda desk, by, **opened: None,
    ),
    (
        hidden_part_shown_to_a_translator,
        "letters.handling.actions.opening._hidden_from",
        lambda by, letter: [],
    ),
    (
        access_in_an_emergency_granted_to_oneself,
        "letters.handling.actions.emergency_access.may_grant_access",
        lambda user, access: True,
    ),
    (code_in_the_database, "letters.sealing.bindings.digest_of", lambda code: code),
]


@pytest.mark.parametrize(("attack", "guard", "off"), GUARDS, ids=[attack.__name__ for attack, *_ in GUARDS])
class TestGuards:
    def test_guard_holds(self, client, attack, guard, off):
        assert not attack(client)

    def test_attack_succeeds_without_the_guard(self, client, monkeypatch, attack, guard, off):
        monkeypatch.setattr(guard, off)

        assert attack(client)


def test_paused_person_is_guarded_twice(client, person, monkeypatch):
    person.paused_at = timezone.now()
    person.save()
    assert client.post(CHECK, filled()).status_code == 404

    found = Prisoner.objects.named("uk").get(pk=person.pk)
    monkeypatch.setattr(
        "letters.writing.views.write.find_recipient", lambda slug, **how: Recipient(found, "uk")
    )

    assert client.post(CHECK, filled()).status_code == 404
    assert Letter.objects.count() == 0
