"""Two servers on one database: visitors' without the keys that open letters, and that of the staff."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from home.settings.rings import PUBLIC_RINGS
from letters.models import Letter
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.letters.api.post_world import LETTERS, STATUS, sent as api_letter
from tests.letters.conftest import BODY, filled, make_screener
from tests.live.server import ROOT, running_site, settings_for_child
from tests.tiers import WHOLE_PROGRAMS

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.full(WHOLE_PROGRAMS)]
CHECK = "/uk/letters/write/vilnyi/check/"
# What somebody who has taken over a host could do with all that its process can reach.
OPEN_ALL = """
import django; django.setup()
from letters.models import Letter
from letters.sealing.sealed_box import UnsealError, unseal_text
for letter in Letter.objects.all():
    try:
        print("opened", unseal_text(letter.sealed_body, letter=letter.uuid, field="body"))
    except UnsealError:
        print("stays sealed")
"""


@pytest.fixture
def person():
    open_locales("uk", "en")
    return PrisonerFactory(writable=True, slug="vilnyi", stories=["uk", "en"])


@pytest.fixture
def screener_cookie(person, client):
    """A session of a screener of the person's desk, as the browser would send it."""
    client.force_login(make_screener(person.partner, "screener"))
    return {"Cookie": f"sessionid={client.cookies['sessionid'].value}"}


@pytest.fixture
def public_keys(tmp_path):
    """The rings that a public host holds, and no other file."""
    keys = tmp_path / "public_keys"
    keys.mkdir()
    for name in PUBLIC_RINGS:
        shutil.copy2(Path(settings.KEY_DIR) / name, keys)
    return {"SITE_ROLE": "public", "TEST_KEY_DIR": str(keys)}


def opened_with(environment, folder):
    """Return what `OPEN_ALL` prints in a process with this host's environment."""
    child = {**os.environ, **settings_for_child(folder), **environment}
    done = subprocess.run(
        [sys.executable, "-c", OPEN_ALL], cwd=ROOT, env=child, capture_output=True, text=True, check=True
    )
    return done.stdout


def sent_by_api(site):
    """Send a letter through the API and ask for its state; return the status and the state."""
    kind = {"Content-Type": "application/json"}
    status, _headers, text = site.ask("POST", LETTERS, json.dumps(api_letter()), kind)
    code = json.dumps({"code": json.loads(text)["code"]})
    return status, json.loads(site.ask("POST", STATUS, code, kind)[2])["state"]["code"]


def test_public_server_takes_a_letter_that_only_the_staff_server_opens(
    person, screener_cookie, public_keys, tmp_path
):
    with running_site(tmp_path, **public_keys) as site:
        pages = ("/uk/", "/en/prisoners/", "/uk/prisoners/vilnyi/", "/uk/letters/write/vilnyi/", "/readyz")
        shown = {path: site.ask("GET", path)[0] for path in pages}
        sent, headers, _text = site.post(CHECK, filled())
        receipt = site.ask("GET", headers["Location"])[2]
        letter = Letter.objects.get()
        taken, told = sent_by_api(site)
        desk = f"/admin/letters/{letter.uuid}/"
        closed = {path: site.ask("GET", path, headers=screener_cookie) for path in ("/admin/", desk)}
        login = site.ask("GET", "/admin/login/")[0]

    assert shown == dict.fromkeys(pages, 200)
    assert sent == 303 and re.search(r"<strong[^>]*>[\d ]{29}</strong>", receipt)
    assert {path: answer[0] for path, answer in closed.items()} == {"/admin/": 404, desk: 404}
    assert login == 404
    assert (taken, told) == (201, "received")
    assert opened_with(public_keys, tmp_path).split("\n") == ["stays sealed", "stays sealed", ""]

    staff = {"SITE_ROLE": "staff"}
    with running_site(tmp_path, **staff) as site:
        status, _headers, text = site.ask("GET", desk, headers=screener_cookie)
        stranger = site.ask("GET", desk)[0]

    assert status == 200 and BODY.splitlines()[-1] in text
    assert stranger == 302
    assert opened_with(staff, tmp_path).startswith("opened")


@pytest.mark.parametrize("copied_as", ["letters_private", "previews.old", "a copy of some ring"])
def test_public_server_with_a_ring_of_the_staff_in_reach_does_not_start(public_keys, tmp_path, copied_as):
    source = copied_as.split(".")[0] if "." in copied_as else "letters_private"
    copy = Path(public_keys["TEST_KEY_DIR"]) / copied_as
    shutil.copy2(Path(settings.KEY_DIR) / source, copy)

    started = subprocess.run(
        [sys.executable, "-c", "import cms.wsgi"],
        cwd=ROOT,
        env={**os.environ, **settings_for_child(tmp_path), **public_keys},
        capture_output=True,
        text=True,
    )

    assert started.returncode != 0
    assert f"letters.E017: A public host can read a ring of the staff: {copy}" in started.stderr


def test_process_that_is_public_does_not_know_of_private_keys_in_its_folder(person, client, tmp_path):
    """Only the role counts: the same folder as the staff's, and nothing opens."""
    assert client.post(CHECK, filled()).status_code == 303

    assert opened_with({"SITE_ROLE": "public"}, tmp_path) == "stays sealed\n"
