"""A staff host and two public ones: they share a database and a Redis, and nothing kept in memory."""

import json
import re
import shutil
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.conf import settings
from django.urls import reverse

from home.settings.rings import PUBLIC_RINGS
from letters.models import Letter
from prisoner_pages.models import FrontEnd, PrisonerPage
from tests.cms.grants.public_user import only_postgresql, user_who_logs_in
from tests.factories.own_redis import OwnRedis
from tests.factories.partners import employ_editor, employ_moderator, open_partner
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.letters.api.post_world import STATUS
from tests.letters.conftest import filled
from tests.live.server import FORM, database_url, running_site
from tests.tiers import WHOLE_PROGRAMS

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.full(WHOLE_PROGRAMS),
    pytest.mark.both_databases,
    only_postgresql,
]
PAGE, CHECK = "/uk/prisoners/vilnyi/", "/uk/letters/write/vilnyi/check/"
OLD, NEW, DRAFT = "Перший вступ", "Вступ, який щойно опубліковано", "Чернетка, якої ще ніхто не читав"


@pytest.fixture
def redis():
    own = OwnRedis()
    yield own.url
    own.stop()


@pytest.fixture
def partner():
    open_locales("uk", "en")
    return open_partner("zmina")


@pytest.fixture
def story(partner):
    PrisonerFactory(partner=partner, writable=True, slug="vilnyi", stories=["uk", "en"])
    story = PrisonerPage.objects.get(locale__language_code="uk")
    story.intro = OLD
    story.save_revision(clean=False).publish()
    return story


@pytest.fixture
def hosts(redis, story, tmp_path):
    """Return [staff, one public host, another]; the public ones with their own keys and database user."""
    keys = tmp_path / "keys"
    keys.mkdir()
    for name in PUBLIC_RINGS:
        shutil.copy2(Path(settings.KEY_DIR) / name, keys)
    with user_who_logs_in() as user, ExitStack() as running:
        as_user = {"DATABASE_URL": database_url(f"{user}:of%20this%20test"), "TEST_KEY_DIR": str(keys)}
        common = {"REDIS_URL": redis, "WEB_WORKERS": "1"}
        of_role = {"staff": {"SITE_ROLE": "staff"}, "one": {"SITE_ROLE": "public", **as_user}}
        yield [
            running.enter_context(running_site(tmp_path, **common, **of_role[role]))
            for role in ("staff", "one", "one")
        ]


@pytest.fixture
def moderator(partner, client):
    """The session of a moderator, as the browser would send it."""
    client.force_login(employ_moderator(partner))
    return Staff(client.cookies["sessionid"].value)


def submitted(story):
    """Let an editor submit a new text; return the address at which a moderator approves it."""
    editor = employ_editor(story.prisoner.partner)
    story.intro = NEW
    story.save_revision(user=editor, clean=False)
    story.get_workflow().start(story, editor)
    state = PrisonerPage.objects.get(pk=story.pk).current_workflow_task_state
    return reverse("wagtailadmin_pages:workflow_action", args=[story.pk, "approve", state.pk])


class Staff:
    def __init__(self, session):
        self.session = session

    def get(self, site, path):
        return site.ask("GET", path, headers={"Cookie": f"sessionid={self.session}"})

    def press(self, site, path, *, on="", **filled):
        """Open the page with the form, here or at another address, fill it in and press its button."""
        _status, headers, page = self.get(site, on or path)
        csrf = re.search(r"csrftoken=(\w+)", " ".join(headers.get_all("Set-Cookie") or []))[1]
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
        cookies = {"Cookie": f"sessionid={self.session}; csrftoken={csrf}"}
        fields = urlencode({"csrfmiddlewaretoken": token, **filled})
        return site.ask("POST", path, fields, {**FORM, **cookies, "Origin": f"http://127.0.0.1:{site.port}"})


def left_of_limit(site):
    """Return (seconds until the count begins anew, requests that are left)."""
    headers = site.ask("GET", "/api/v1/locales")[1]
    return int(headers["RateLimit-Reset"]), int(headers["RateLimit-Remaining"])


def asked_one_after_the_other(first, second):
    """Return what two hosts say is left within one and the same minute."""
    for _minute in range(3):
        (reset, left), (later, left_then) = left_of_limit(first), left_of_limit(second)
        if later <= reset:
            return left, left_then
    raise AssertionError("a minute is over too soon")


def state_of(site, code):
    body, kind = json.dumps({"code": code}), {"Content-Type": "application/json"}
    return json.loads(site.ask("POST", STATUS, body, kind)[2])["state"]["code"]


def test_what_is_done_on_one_host_is_so_on_the_next_request_to_each_other(hosts, story, partner, moderator):
    staff, *public = hosts
    one, another = public
    assert [OLD in site.ask("GET", PAGE)[2] for site in public * 2] == [True] * 4  # each keeps it now

    # A publishing: an editor has submitted it, a moderator approves.
    acts = {name: reverse("record_act", args=[story.prisoner_id, name]) for name in ("pause", "resume")}
    assert moderator.press(staff, submitted(story), on=acts["pause"])[0] in (200, 302)
    assert [NEW in site.ask("GET", PAGE)[2] for site in public] == [True, True]

    # A code.
    sent, headers, _text = one.post(CHECK, filled())
    code = re.search(r"<strong[^>]*>([\d ]{29})</strong>", one.ask("GET", headers["Location"])[2])[1]
    assert (sent, Letter.objects.count()) == (303, 1)
    assert state_of(another, code) == state_of(one, code) == "received"

    # A limit: public hosts count together, the staff's by themselves.
    left, left_then = asked_one_after_the_other(one, another)
    assert left_then == left - 1
    assert left_of_limit(staff)[1] > left_then

    # A draft on the partner's own site: opened by the staff host, whose ring signed it, and by no public one.
    story = PrisonerPage.objects.get(pk=story.pk)
    story.intro = DRAFT
    story.save_revision(clean=False)
    place = FrontEnd.objects.create(partner=partner, name="Site", preview_url="https://zmina.example/preview")
    led = moderator.get(staff, reverse("front_end_preview", args=[place.pk, "story", story.pk]))
    token = parse_qs(urlsplit(led[1]["Location"]).query)["token"][0]
    preview = f"/api/v1/preview?{urlencode({'token': token})}"
    shown, *refused = [site.ask("GET", preview) for site in hosts]
    assert (led[0], shown[0]) == (302, 200) and DRAFT in shown[2]
    assert all(answer[0] in (403, 404) and DRAFT not in answer[2] for answer in refused)

    # A pause, and its end.
    assert moderator.press(staff, acts["pause"], form="quiet")[0] == 302
    assert [site.ask("GET", PAGE)[0] for site in public] == [404, 404]
    assert moderator.press(staff, acts["resume"])[0] == 302
    assert [NEW in site.ask("GET", PAGE)[2] for site in public] == [True, True]
