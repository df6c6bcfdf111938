"""A small world for letters: a person one can write to, a writer at the form, a screener at the desk."""

import re
from datetime import timedelta
from html import unescape

from django.contrib.auth import get_user_model
from django.utils import timezone

from home.jobs.actions.outbox import send_due
from home.security import form_tokens
from letters.choices.desk import DeskRole
from letters.oversight.actions.desks import create_desk, seat
from letters.requests.actions.carrying_out import carry_out_requests
from letters.writing.forms.state import FORM
from tests.factories.prisoner_pages import PartnerFactory, PrisonerFactory, open_locales
from tests.letters.locked_rings import staff_host
from tests.standing import standing

__all__ = ["staff_host"]
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


def work():
    """Do what the worker does for writers: carry out what they asked for, and send the mail."""
    carry_out_requests()
    send_due()


def hidden_fields(response):
    """Return what the form of a page carries along in hidden fields and its text field."""
    html = response.content.decode()
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', html)
    return {name: unescape(value) for name, value in found}


@standing
def world(db):
    return make_world()


def make_world():
    open_locales("uk", "en", "crh")
    return PrisonerFactory(writable=True, slug="vilnyi", name_uk="Вигаданий Вільний", name_en="Invented Free")


@standing
def check_url(world):
    return f"/uk/letters/write/{world.slug}/check/"


@standing
def screener(world):
    return make_screener(world.partner, "screener")


@standing
def translator(world):
    return make_member(world.partner, "translator", DeskRole.TRANSLATOR)


@standing
def reader(world):
    return make_member(world.partner, "reader", DeskRole.READER)


@standing
def dispatcher(world):
    return make_member(world.partner, "dispatcher", DeskRole.DISPATCHER)


def make_screener(partner, username):
    return make_member(partner, username, DeskRole.SCREENER)


def make_member(partner, username, *roles, languages="uk,en,crh,de"):
    """Return a new account with these roles at the partner's desk."""
    user = get_user_model().objects.create_user(username, f"{username}@staff.example", "password")
    for role in roles:
        seat(desk=create_desk(partner=partner), user=user, role=role, languages=languages)
    return user


@standing
def other_partner(world):
    return PartnerFactory(slug="pen", section=True)
