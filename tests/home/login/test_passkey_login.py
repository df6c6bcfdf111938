"""Login with a passkey alone: whoever asks leaves nothing here, and an answer is taken once, in its time."""

import json
import os
from datetime import timedelta

import pytest
import time_machine
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from django.utils import timezone
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

from home.models import StaffSession
from tests.factories.login import led_to, log_in_fully

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/login/passkey/"
FLAGS = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV
HOST = b"testserver"
CREATED = b'{"type": "webauthn.create", "challenge": "eA", "origin": "http://testserver"}'


class Passkey:
    """A key as a device has it: set up for somebody, then it signs what it is asked."""

    def __init__(self, user):
        self.user, self.key, self.id = user, ec.generate_private_key(ec.SECP256R1()), os.urandom(16)
        public = ES256.from_cryptography_key(self.key.public_key())
        credential = AttestedCredentialData.create(Aaguid.NONE, self.id, public)
        about = AuthenticatorData.create(sha256(HOST), FLAGS | AuthenticatorData.FLAG.AT, 0, credential)
        made = AttestationObject.create("none", about, {})
        Authenticator.objects.create(
            user=user,
            type="webauthn",
            data={
                "name": "key",
                "credential": self.response(CREATED, attestationObject=websafe_encode(made)),
            },
        )

    def response(self, client_data, **more):
        return {
            "id": websafe_encode(self.id),
            "rawId": websafe_encode(self.id),
            "type": "public-key",
            "response": {"clientDataJSON": websafe_encode(client_data), **more},
        }

    def sign(self, asked):
        """Return what a browser sends after `asked`, an answer of ours."""
        challenge = asked.json()["request_options"]["publicKey"]["challenge"]
        said = json.dumps({"type": "webauthn.get", "challenge": challenge, "origin": "http://testserver"})
        about = AuthenticatorData.create(sha256(HOST), FLAGS, 0)
        signature = self.key.sign(about + sha256(said.encode()), ec.ECDSA(hashes.SHA256()))
        return json.dumps(
            self.response(
                said.encode(),
                authenticatorData=websafe_encode(about),
                signature=websafe_encode(signature),
                userHandle=websafe_encode(user_pk_to_url_str(self.user).encode()),
            )
        )


def ask(client):
    return client.get(ADDRESS, headers={"Accept": "application/json"})


def answer(client, credential, **more):
    return client.post(ADDRESS, {"credential": credential, **more})


def test_a_passkey_alone_opens_the_desk_and_leads_on(client, anna):
    key = Passkey(anna)

    done = answer(client, key.sign(ask(client)), next="/admin/letters/")

    assert done["Location"] == "/admin/letters/"
    assert client.get("/admin/").status_code == 200


def test_a_flood_of_those_who_ask_or_answer_nonsense_leaves_no_row(anna):
    for number in range(50):
        stranger = Client(REMOTE_ADDR=f"203.0.{number}.7")
        assert ask(stranger).status_code == 200
        assert answer(stranger, "{}").status_code == 422

    assert not StaffSession.objects.exists()


def test_what_was_signed_is_taken_once(client, anna):
    key = Passkey(anna)
    asked = ask(client)
    cookie, signed = client.cookies["passkey"].value, key.sign(asked)
    assert led_to(answer(client, signed)) == "/admin/"
    thief = Client()
    thief.cookies["passkey"] = cookie

    assert answer(thief, signed).status_code == 422
    assert led_to(thief.get("/admin/")) == "/admin/login/"


def test_what_was_asked_of_another_browser_opens_nothing(client, anna):
    key, thief = Passkey(anna), Client()
    signed = key.sign(ask(client))
    ask(thief)

    assert answer(thief, signed).status_code == 422
    assert answer(Client(), signed).status_code == 422


@pytest.mark.parametrize(("seconds", "opens"), [(290, True), (310, False)])
def test_it_holds_for_five_minutes(seconds, opens, client, anna):
    key = Passkey(anna)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        signed = key.sign(ask(client))
        clock.shift(timedelta(seconds=seconds))

        assert (led_to(answer(client, signed)) == "/admin/") is opens


@pytest.mark.parametrize("cookie", ["", "x", "a:b:c", "." * 5000])
def test_a_cookie_that_is_not_ours_is_answered_on_the_page(cookie, client, anna):
    signed = Passkey(anna).sign(ask(client))
    client.cookies["passkey"] = cookie

    page = answer(client, signed, next="/admin/letters/")

    assert page.status_code == 422
    assert 'id="passkey-failed" role="alert">' in page.text and "/admin/letters/" in page.text


def test_whoever_is_logged_in_is_led_on(client, anna):
    log_in_fully(client, anna)

    assert led_to(answer(client, "{}")) == "/admin/"
    assert led_to(client.get(ADDRESS)) == "/admin/"
