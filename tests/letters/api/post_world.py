"""A front end elsewhere: its partner, its key, the page from which a writer's browser sends."""

import json
from datetime import timedelta

from django.utils import timezone

from home.security import form_tokens
from letters.writing.forms.state import FORM
from prisoner_pages.models import FrontEnd
from tests.letters.conftest import BODY

LETTERS, STATUS, ASKED = "/api/v1/letters", "/api/v1/letters/status", "/api/v1/letters/form"
ORIGIN = "https://pen.example"
PROBLEM = "application/problem+json"


def nonce(**age):
    return form_tokens.issue(FORM, at=timezone.now() - timedelta(**(age or {"minutes": 5})))


def sent(**changes):
    """Return the body of a letter that can be sent."""
    values = {
        "prisoner": "vilnyi",
        "nonce": nonce(),
        "body": BODY,
        "language": "",
        "name": "Олена",
        "email": "",
        "censor": "do",
        "delay": "keep",
        "consent": True,
    }
    return {**values, **changes}


def post(client, address, body, *, language="en", **headers):
    """Send JSON as a browser on the partner's page does."""
    told = {"accept-language": language, "origin": ORIGIN, "sec-fetch-site": "cross-site", **headers}
    content = body if isinstance(body, str | bytes) else json.dumps(body)
    return client.post(address, content, content_type="application/json", headers=told)


def open_front_end(partner, origins=ORIGIN, **fields):
    return FrontEnd.objects.create(partner=partner, name="site", origins=origins, **fields)


def told(response):
    """Return the names of the fields that were refused."""
    assert response.headers["Content-Type"] == PROBLEM, response.text
    return [error["pointer"] for error in response.json()["errors"]]
