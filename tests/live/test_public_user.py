"""A public host as it is run: its own role, keys and database user, and visitors who send odd cookies."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from home.settings.rings import PUBLIC_RINGS
from letters.models import Letter, WriterRequest
from tests.cms.grants.public_user import only_postgresql, user_who_logs_in
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.letters.conftest import filled
from tests.live.server import database_url, running_site
from tests.tiers import WHOLE_PROGRAMS

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.full(WHOLE_PROGRAMS),
    pytest.mark.both_databases,
    only_postgresql,
]
PAGES = (
    "/uk/",
    "/en/prisoners/",
    "/uk/prisoners/vilnyi/",
    "/uk/letters/write/vilnyi/",
    "/sitemap.xml",
    "/readyz",
)
CHECK = "/uk/letters/write/vilnyi/check/"
COOKIE = {"Cookie": "sessionid=somebodys; csrftoken=x; messages=x"}


def test_visitors_read_and_write_whatever_cookie_they_send(tmp_path):
    open_locales("uk", "en")
    PrisonerFactory(writable=True, slug="vilnyi", stories=["uk", "en"])
    keys = tmp_path / "keys"
    keys.mkdir()
    for name in PUBLIC_RINGS:
        shutil.copy2(Path(settings.KEY_DIR) / name, keys)

    with user_who_logs_in() as user:
        as_user = {"DATABASE_URL": database_url(f"{user}:of%20this%20test")}
        with running_site(tmp_path, SITE_ROLE="public", TEST_KEY_DIR=str(keys), **as_user) as site:
            shown = {path: site.ask("GET", path, headers=COOKIE)[0] for path in PAGES}
            told = [site.ask(*asked)[1] for asked in (("GET", path) for path in PAGES)]
            sent, headers, _text = site.post(CHECK, filled(email="olena@example.org"))
            receipt = site.ask("GET", headers["Location"], headers=COOKIE)[2]
            code = re.search(r"<strong[^>]*>([\d ]{29})</strong>", receipt)[1]
            state = site.post("/uk/letters/status/", {"code": code})
            closed = {path: site.ask("GET", path, headers=COOKIE)[0] for path in ("/admin/", "/admin/login/")}

    assert shown == dict.fromkeys(PAGES, 200)
    assert [each["Set-Cookie"] for each in (*told, headers, state[1])] == [None] * (len(PAGES) + 2)
    assert (sent, state[0]) == (303, 200)
    assert closed == {"/admin/": 404, "/admin/login/": 404}
    assert Letter.objects.count() == WriterRequest.objects.count() == 1


def test_public_host_has_installed_nothing_of_logins(tmp_path):
    said = "from cms.settings import base; print(*base.INSTALLED_APPS, *base.MIDDLEWARE, base.TEMPLATES)"
    environment = {**os.environ, "SITE_ROLE": "public", "VAR_DIR": str(tmp_path)}
    told = subprocess.check_output([sys.executable, "-c", said], env=environment, text=True)

    assert "Visitors" in told
    assert [word for word in ("allauth", "contrib.sessions", "contrib.messages") if word in told] == []
