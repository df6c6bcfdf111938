"""A small world for letters: a person one can write to, a writer at the form, a screener at the desk."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from home import form_tokens
from letters.actions.desks import create_desk
from letters.writing import FORM
from tests.factories.prisoner_pages import PartnerFactory, PrisonerFactory, open_locales

BODY = "Доброго дня!\n\nМи з котом читаємо про море."


def filled(**changes):
    """Return all fields of a letter that can be sent."""
    token = form_tokens.issue(FORM, at=timezone.now() - timedelta(minutes=5))
    values = {
        "body": BODY,
        "language": "",
        "name": "Олена",
        "email": "",
        "censor": "do",
        "delay": "keep",
        "consent": "on",
        "token": token,
        "send": "1",
    }
    return {**values, **changes}


def hidden_fields(response):
    """Return what the form of a page carries along in hidden fields and its text field."""
    html = response.content.decode()
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', html)
    return {name: unescape(value) for name, value in found}


@pytest.fixture
def world(db):
    open_locales("uk", "en", "crh")
    return PrisonerFactory(writable=True, slug="vilnyi", name_uk="Вигаданий Вільний", name_en="Invented Free")


@pytest.fixture
def check_url(world):
    return f"/uk/letters/write/{world.slug}/check/"


@pytest.fixture
def screener(world):
    return make_screener(world.partner, "screener")


def make_screener(partner, username):
    user = get_user_model().objects.create_user(username, f"{username}@staff.example", "password")
    user.groups.add(create_desk(partner=partner).screeners)
    return user


@pytest.fixture
def other_partner(world):
    return PartnerFactory(slug="pen", section=True)
