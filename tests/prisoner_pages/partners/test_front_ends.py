"""Front ends of partners: their moderators keep them; the secret key is told once."""

import pytest
from django.urls import reverse

from home.headless.answers.api.front_ends import digest_of
from prisoner_pages.models import FrontEnd
from prisoner_pages.models.front_ends import is_origin
from tests.factories.partners import employ_editor, employ_moderator, open_partner
from tests.factories.prisoner_pages import open_locales
from tests.standing import standing
from tests.tiers import LONG

pytestmark = pytest.mark.django_db

LIST = "wagtailsnippets_prisoner_pages_frontend:list"
ADD = "wagtailsnippets_prisoner_pages_frontend:add"


@standing
def partners():
    open_locales("uk", "en")
    return open_partner("zmina"), open_partner("pen")


def form_of(partner, **fields):
    empty = {"origins": "", "preview_url": "", "embed_origins": "", "active": "on"}
    return {"partner": partner.pk, "name": "Our site", **empty, **fields}


@pytest.mark.full(LONG)
def test_a_moderator_adds_a_front_end_of_the_own_partner_only(client, partners):
    own, other = partners
    client.force_login(employ_moderator(own))

    made = client.post(reverse(ADD), form_of(own, origins="https://zmina.example\nhttp://localhost:3000"))
    foreign = client.post(reverse(ADD), form_of(other))

    assert (made.status_code, foreign.status_code) == (302, 200)
    assert [front_end.partner for front_end in FrontEnd.objects.all()] == [own]
    assert FrontEnd.objects.get().allowed_origins == {"https://zmina.example", "http://localhost:3000"}


def test_an_editor_keeps_no_front_ends(client, partners):
    client.force_login(employ_editor(partners[0]))

    assert client.get(reverse(LIST)).status_code == 302
    assert client.post(reverse(ADD), form_of(partners[0])).status_code == 302
    assert not FrontEnd.objects.exists()


@pytest.mark.both_databases
def test_the_secret_key_is_shown_once_and_kept_as_a_digest(client, partners):
    front_end = FrontEnd.objects.create(partner=partners[0], name="site")
    client.force_login(employ_moderator(partners[0]))
    address = reverse("front_end_secret", args=[front_end.pk])

    made = client.post(address)
    key = made.context["secret_key"]
    later = client.get(address).text + client.get(reverse(LIST)).text
    front_end.refresh_from_db()

    assert key in made.text
    assert made.headers["Cache-Control"].startswith("no-store, private")
    assert key not in later
    assert front_end.secret_digest == digest_of(key) != key
    assert client.get("/api/v1/prisoners", headers={"authorization": f"Bearer {key}"}).status_code == 200
    assert client.get("/api/v1/prisoners", headers={"authorization": f"Bearer {key}x"}).status_code == 401


ORIGINS = {
    "https://example.org": True,
    "https://example.org:8443": True,
    "http://localhost:3000": True,
    "http://example.org": False,
    "https://example.org/": False,
    "https://*.example.org": False,
    "https://user@example.org": False,
    "https://example.org:x": False,
    # What would say more in a header than one site.
    "https://example.org; script-src b.org": False,
    "https://example.org b.org": False,
    "https://example;b.org": False,
    "https://example'b": False,
    "javascript:alert(1)": False,
    "*": False,
    "null": False,
}


@pytest.mark.parametrize("text", ORIGINS)
def test_an_origin_names_one_site_and_nothing_more(text):
    assert is_origin(text) == ORIGINS[text]
