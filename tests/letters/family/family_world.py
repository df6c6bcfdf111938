"""A relative at work, and what the desk finds."""

import re
from datetime import timedelta

from altcha import Challenge, Payload, solve_challenge
from django.utils import timezone

from home.security import form_tokens
from home.security.proof_of_work import new_challenge
from letters.models import FamilyRequest

CODE = re.compile(r"<strong[^>]*>([\d ]+)</strong>")
TOKEN = re.compile(r'name="token" value="([^"]+)"')
WORDS = "Прізвище написане з помилкою, і дитину звати інакше."


def at(slug, language="uk"):
    return f"/{language}/prisoners/{slug}/tell-us/" if slug else f"/{language}/tell-us/"


def told(client, slug="vilnyi", *, wish="correct", words=WORDS, **more):
    """Send a request as the pages would, a while after they were opened; return the code."""
    answer = sent(client, slug, wish=wish, words=words, **more)
    assert answer.status_code == 200, answer.text
    return CODE.search(answer.text)[1]


def sent(client, slug="vilnyi", *, token=None, **values):
    token = token or form_token()
    return client.post(at(slug), {"go": "send", "token": token, **values})


def form_token():
    return form_tokens.issue("family", at=timezone.now() - timedelta(minutes=1))


def proof():
    challenge = Challenge.from_dict(new_challenge("family", cost=1))
    return Payload(challenge, solve_challenge(challenge)).to_base64()


def the_request():
    return FamilyRequest.objects.get()
