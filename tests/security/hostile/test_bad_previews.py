"""The address that shows drafts, with every token that is none: a sentence, nothing stored, nothing told."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision

from home.headless.previews import tokens
from home.headless.previews.tokens import Preview
from home.security import form_tokens, keyring
from home.settings.rings import PUBLIC_RINGS
from prisoner_pages.models import FrontEnd
from tests.factories.partners import logged_in
from tests.security import partner_world
from tests.security.hostile import bad_inputs
from tests.security.partner_world import CANARY

pytestmark = pytest.mark.django_db
CASES = bad_inputs.cases("preview_and_revisions")


@pytest.fixture
def world():
    world = partner_world.build()
    world.site = FrontEnd.objects.create(partner=world.other, name="PEN", preview_url="https://pen.example/")
    world.preview = Preview(
        "story", world.live_story.pk, world.page_revision.pk, world.other_editor.pk, world.site.pk
    )
    world.token = tokens.make(world.preview)
    return world


def expired(world, monkeypatch):
    issue = form_tokens.issue
    with monkeypatch.context() as patch:
        early = timezone.now() - timedelta(minutes=31)
        patch.setattr(
            form_tokens, "issue", lambda purpose, signed_by: issue(purpose, signed_by=signed_by, at=early)
        )
        return tokens.make(world.preview)


def signed_with_another_key(world, monkeypatch):
    with monkeypatch.context() as patch:
        ring = keyring.KeyRing("previews", {"00000000": keyring.new_key()})
        patch.setattr(form_tokens, "ring", lambda name: ring)
        return tokens.make(world.preview)


# Case id -> the query of the request.
QUERIES = {
    "PV-01": lambda world, patch: "token=",
    "PV-03": lambda world, patch: f"token={expired(world, patch)}",
    "PV-05": lambda world, patch: f"token={world.token}&content_type=letters.Letter",
    "PV-07": lambda world, patch: f"token={world.token}",
    "PV-08": lambda world, patch: f"token={signed_with_another_key(world, patch)}",
    "PV-09": lambda world, patch: f"token={world.token}",
    "PV-10": lambda world, patch: f"token={world.token}&in_preview_panel=true",
    "PV-11": lambda world, patch: f"token={'x' * 100_000}",
    "PV-12": lambda world, patch: "token=%00",
}
# Of a partner's own revisions, asked for by a stranger.
DOORS = {
    "PV-15": lambda world: reverse(
        "wagtailadmin_pages:revisions_view", args=[world.live_story.pk, world.page_revision.pk]
    ),
    "PV-16": lambda world: reverse(
        "wagtailadmin_pages:revisions_compare", args=[world.live_story.pk, "earliest", world.page_revision.pk]
    ),
}


def test_every_case_has_its_request():
    assert {case.id for case in CASES} == QUERIES.keys() | DOORS.keys()


def test_address_of_previews_bears_every_token(world, client, monkeypatch):
    for case in CASES:
        if case.id not in QUERIES:
            continue
        before = Revision.objects.count()
        response = client.get(f"/api/v1/preview?{QUERIES[case.id](world, monkeypatch)}")

        case.assert_met(response, stored=Revision.objects.count() - before)
        if response.status_code == 200:
            assert (
                response.headers["Cache-Control"] == "no-store"
                and "noindex" in response.headers["X-Robots-Tag"]
            )
            assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
        else:
            assert CANARY not in response.content.decode(), case.id


def test_token_made_with_the_rings_of_a_public_host_opens_nothing(world, client, monkeypatch):
    """Whoever has taken that host over signs with each of its rings, and names an editor of their choice."""
    for name in PUBLIC_RINGS:
        with monkeypatch.context() as patch:
            patch.setattr(tokens, "RING", name)
            forged = tokens.make(world.preview)

        response = client.get("/api/v1/preview", {"token": forged})

        assert response.status_code == 403, name
        assert CANARY not in response.content.decode()


def test_public_host_shows_no_draft_whatever_the_token(world, client, settings):
    assert client.get("/api/v1/preview", {"token": world.token}).status_code == 200

    settings.SITE_ROLE = "public"

    response = client.get("/api/v1/preview", {"token": world.token})
    assert response.status_code == 403
    assert CANARY not in response.content.decode()


def test_stranger_sees_no_revision(world):
    stranger = logged_in(world.editor)
    for case in CASES:
        if case.id in DOORS:
            response = stranger.get(DOORS[case.id](world))

            assert response.status_code in (302, 403), case.id
            assert CANARY not in response.content.decode()
