"""A client in TypeScript, made from openapi.json, passes the compiler and does its work."""

import json
import subprocess
from datetime import timedelta
from pathlib import Path
from unittest import mock

import pytest

from home.headless.previews import tokens
from home.headless.previews.tokens import Preview
from letters.handling.actions.opening import open_letter
from letters.models import Letter
from prisoner_pages.models import FrontEnd, PrisonerPage
from tests import npm
from tests.factories.crowd import gather_crowd
from tests.factories.partners import employ_editor, open_partner
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.letters.conftest import BODY, make_screener
from tests.tiers import WHOLE_PROGRAMS
from tests.waiting import LONGEST_SECONDS

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.full(WHOLE_PROGRAMS)]

CLIENT = Path(__file__).parents[1] / "client"
DRAFT = "Чернетка, якої ще ніхто не читав"


def run(*command):
    """Run a command in the client's folder and return what it printed."""
    done = subprocess.run(
        command, cwd=CLIENT, capture_output=True, text=True, timeout=LONGEST_SECONDS, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def client_tools():
    npm.install(CLIENT)


@pytest.fixture
def token():
    """What opens a draft, as an editor's preview hands it over; the person takes letters too."""
    open_locales("uk", "en", "crh")
    partner = open_partner("zmina")
    person = PrisonerFactory(partner=partner, writable=True, slug="vilnyi")
    gather_crowd(4, partner=partner, languages=["uk", "en"])
    story = PrisonerPage.objects.get(prisoner=person, locale__language_code="uk")
    story.intro = DRAFT
    revision = story.save_revision()
    site = FrontEnd.objects.create(partner=partner, name="site", preview_url="https://zmina.example/p")
    editor = employ_editor(partner)
    return tokens.make(Preview("story", story.pk, revision.pk, editor.pk, site.pk))


def test_client_made_from_the_document_lists_previews_and_sends(client_tools, token, live_server, client):
    (CLIENT / "openapi.json").write_bytes(client.get("/api/v1/openapi.json").content)
    run("node_modules/.bin/openapi-typescript", "openapi.json", "-o", "schema.d.ts")
    run("node_modules/.bin/tsc")
    with mock.patch("letters.writing.actions.form_submission.FASTEST_SENDING", timedelta(0)):
        done = json.loads(run("node", "made/client.js", live_server.url, "vilnyi", token, BODY))

    letter = Letter.objects.get()
    screener = make_screener(letter.prisoner.partner, "screener")
    assert (len(set(done["slugs"])), done["parts"]) == (5, 3)
    assert done["labels"] == ["uk"]
    assert set(done["names"]) == {"en", "uk"}
    assert Letter.objects.with_code(done["code"].replace(" ", "")) == letter
    assert open_letter(letter=letter, by=screener).body == BODY
    assert done["state"] == "received"
    assert DRAFT in done["draft"]
    assert done["pointers"] == ["/code"]
