"""bad_inputs.yaml, surface admin_by_role: the rows of partners' editors and moderators."""

import pytest
from django.db import connection
from django.urls import reverse

from tests.security import bad_inputs, partner_world
from tests.security.partner_world import CANARY

pytestmark = pytest.mark.django_db
ROLES = {"org_editor": "editor", "org_moderator": "moderator"}
CASES = [case for case in bad_inputs.cases("admin_by_role") if case.role in ROLES]
LETTER = "6f0b7c52-7f5e-4b3c-9a55-0f6f8d1f2a11"


@pytest.fixture
def world():
    return partner_world.build()


def address_of(case, world):
    """Return (method, address) of the case; where our address differs from the catalogue's, ours."""
    method, path = case.payload.split(" ")[:2]
    ours = {
        "/admin/prisoners/{{other_org}}/edit/": reverse(
            "wagtailsnippets_prisoner_pages_prisoner:edit", args=[world.live_record.pk]
        ),
        "/admin/prisoners/{{own_org}}/private/": reverse("record_private", args=[world.own_record.pk]),
        "/admin/snippets/.../copy": f"/admin/prisoners/copy/{world.live_record.pk}/",
        "/admin/images/chooser/{{private}}/chosen": reverse(
            "wagtailimages_chooser:chosen", args=[world.image.pk]
        ),
    }
    path = ours.get(path, path)
    return method, path.replace("{{letter}}", LETTER).replace("{{other_org}}", str(world.draft_story.pk))


def rows_in(cursor, table):
    cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608
    return cursor.fetchone()[0]


def counted(tables=("prisoner_pages_prisoner", "wagtailcore_page", "letters_letter")):
    with connection.cursor() as cursor:
        return [rows_in(cursor, table) for table in tables]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_partner_finds_a_closed_door(case, world, client):
    client.force_login(getattr(world, ROLES[case.role]))
    method, address = address_of(case, world)
    before = counted()

    response = getattr(client, method.lower())(address)
    if response.status_code == 301:  # the slash that our addresses end with
        response = getattr(client, method.lower())(response["Location"])

    case.assert_met(response, stored=sum(counted()) - sum(before))
    assert CANARY not in response.content.decode(errors="replace").lower()


def test_the_catalogue_still_holds_these_rows():
    assert len(CASES) >= 20
