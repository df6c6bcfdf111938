"""Each guard of a letter turned off once: what it holds back must come through, or no test of it can fail."""

from datetime import timedelta
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from home import form_tokens
from home.actions.outbox import send_due
from letters.actions.open import open_drawing, open_letter
from letters.cleaning import Cleaned
from letters.models import Letter
from letters.recipients import Recipient
from letters.sealing import UnsealError, seal_text, unseal_text
from letters.writing import FORM
from prisoner_pages.models import Prisoner
from tests.factories.pictures import jpeg_with_gps
from tests.factories.prisoner_pages import PartnerFactory, PrisonerFactory, open_locales
from tests.letters.conftest import filled, make_screener

CHECK = "/uk/letters/write/vilnyi/check/"


@pytest.fixture(autouse=True)
def person(db):
    open_locales("uk")
    return PrisonerFactory(writable=True, slug="vilnyi")


def letter_from_another_site(client):
    client.post(CHECK, filled(), headers={"origin": "https://evil.example"})
    return Letter.objects.exists()


def letter_sent_at_once(client):
    client.post(CHECK, filled(token=form_tokens.issue(FORM)))
    return Letter.objects.exists()


def letter_without_a_token(client):
    client.post(CHECK, filled(token="x"))
    return Letter.objects.exists()


def hidden_direction_in_the_text(client):
    client.post(CHECK, filled(body="сло\u202eво"))
    letter = Letter.objects.get()
    return "\u202e" in unseal_text(letter.sealed_body, letter=letter.uuid, field="body")


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
    return send_due() > 1


def code_in_the_database(client):
    sent = client.post(CHECK, filled())
    code = client.get(sent.headers["Location"]).context["code"]
    return Letter.objects.filter(code_digest=code.replace(" ", "")).exists()


def as_it_is(text):
    return Cleaned(text, is_changed=False)


def untouched(file):
    return SimpleNamespace(bytes=file.read(), format="JPEG")


# (what must not come through, guard, what stands in its place when it is off)
GUARDS = [
    (letter_from_another_site, "home.form_tokens.from_another_site", lambda request: False),
    (letter_sent_at_once, "letters.views.write.FASTEST_SENDING", timedelta(0)),
    (
        letter_without_a_token,
        "home.form_tokens.read",
        lambda token, purpose: form_tokens.FormToken("nonce", timedelta(minutes=1), token),
    ),
    (hidden_direction_in_the_text, "letters.cleaning._is_unseen", lambda char: False),
    (place_in_the_drawing, "letters.forms.reencode", untouched),
    (letter_opened_by_another_desk, "letters.actions.open.require_open", lambda user, letter: None),
    (part_moved_from_another_letter, "letters.sealing.is_of", lambda envelope, letter, field: True),
    (second_request_within_the_hour, "letters.actions.addresses.BETWEEN_REQUESTS", timedelta(0)),
    (code_in_the_database, "letters.actions.submit.digest_of", lambda code: code),
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
    monkeypatch.setattr("letters.views.write.find_recipient", lambda slug, language: Recipient(found, "uk"))

    assert client.post(CHECK, filled()).status_code == 404
    assert Letter.objects.count() == 0
