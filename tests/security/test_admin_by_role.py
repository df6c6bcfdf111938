"""bad_inputs.yaml, surface admin_by_role: every row, by an account of its role."""

from urllib.parse import urlsplit

from django.db import connection
from django.test import Client, TestCase
from django.urls import resolve, reverse

from letters.choices.desk import DeskRole
from letters.choices.letters import LetterState
from letters.models import Letter
from letters.sealing.sealed_box import seal_text
from prisoner_pages.roles import AUDITOR
from tests.factories.partners import employ_as
from tests.letters.conftest import make_member
from tests.letters.desk_world import make_letter
from tests.security import partner_world
from tests.security.hostile import bad_inputs
from tests.security.hostile.bad_inputs import add_cases
from tests.security.partner_world import CANARY

ROLES = {
    "org_editor": "editor",
    "org_moderator": "moderator",
    "translator": "translator",
    "letter_screener": "screener",
    "dispatcher": "dispatcher",
    "auditor": "auditor",
}
SENDER = "vidpravnyk"
WAGTAILS_OWN = "wagtail.admin.views.home.default"
CASES = bad_inputs.cases("admin_by_role")


# What the catalogue asks for and nothing of ours does, so that the address leads nowhere for anybody.
NOWHERE = {
    "/admin/letters/{{letter}}/sender/": "no page shows who sent a letter",
    "/admin/letters/export.xlsx": "letters leave in packs alone (tests/letters/printing/test_files.py)",
    "/admin/snippets/.../copy": "a record is a person, of whom there is one",
    "/django-admin/": "it is not installed",
}


def names_of(world):
    """Return {address of the catalogue: ours}, where they differ."""
    record = reverse("wagtailsnippets_prisoner_pages_prisoner:edit", args=[world.live_record.pk])
    return {
        "/admin/prisoners/{{other_org}}/edit/": record,
        "/admin/prisoners/{{own_org}}/private/": reverse("record_private", args=[world.own_record.pk]),
        "/admin/snippets/.../copy": f"/admin/prisoners/copy/{world.live_record.pk}/",
        "/admin/images/chooser/{{private}}/chosen": reverse(
            "wagtailimages_chooser:chosen", args=[world.image.pk]
        ),
        "/admin/translation/submit/page/{{other_org}}/": reverse(
            "wagtail_localize:submit_page_translation", args=[world.draft_story.pk]
        ),
        "/admin/letters/{{letter}}/approve/": reverse("letter_desk:act", args=[world.letter.uuid]),
        "/admin/batches/": reverse("letter_desk:make_pack"),
        "/admin/audit/": reverse("letter_desk:log"),
    }


def address_of(case, world):
    """Return (method, address) of the case; where our address differs from the catalogue's, ours."""
    method, path = case.payload.split(" ")[:2]
    path = names_of(world).get(path, path).replace("{{letter}}", str(world.letter.uuid))
    return method, path.replace("{{other_org}}", str(world.draft_story.pk))


def rows_in(cursor, table):
    cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608
    return cursor.fetchone()[0]


def counted(tables=("prisoner_pages_prisoner", "wagtailcore_page", "letters_letter")):
    with connection.cursor() as cursor:
        return [rows_in(cursor, table) for table in tables]


def run(test, case):
    world, client = test.world, Client(raise_request_exception=False)
    client.force_login(getattr(world, ROLES[case.role]))
    method, address = address_of(case, world)
    form = {"act": "accept", "version": 1} if address.endswith("/do/") else {}
    if case.role == "translator" and case.is_control:
        Letter.objects.update(state=LetterState.ACCEPTED)  # a letter in the translator's language waits
    before = counted()

    response = getattr(client, method.lower())(address, form)
    if response.status_code == 301:  # the slash that our addresses end with
        response = getattr(client, method.lower())(response["Location"], form)

    case.assert_met(response, stored=sum(counted()) - sum(before))
    if not case.is_control:
        assert CANARY not in response.content.decode(errors="replace").lower()
    if case.payload.endswith("/sender/"):
        page = client.get(f"/admin/letters/{world.letter.uuid}/").content.decode(errors="replace")
        assert SENDER not in page.lower()
    if form and case.is_control:
        assert world.letter.log.get().action == "accepted"


@add_cases(CASES, run)
class RoleTests(TestCase):
    """A row each: who has no right finds a closed door, the two controls an open one."""

    @classmethod
    def setUpTestData(cls):
        world = partner_world.build()
        for role in (DeskRole.TRANSLATOR, DeskRole.SCREENER, DeskRole.DISPATCHER):
            setattr(world, role, make_member(world.own, role, role, languages="en"))
        world.auditor = employ_as(AUDITOR, partner=world.own)
        world.letter = make_letter(
            world.own_record, body=f"Лист {CANARY}", language_declared="en", needs_translation=True
        )
        world.letter.sealed_email = seal_text(
            f"{SENDER}@example.org", letter=world.letter.uuid, field="email"
        )
        world.letter.has_email = True
        world.letter.save()
        cls.world = world

    def test_no_case_asks_for_what_nobody_could_have_answered(self):
        """A door of Wagtail's own behind every address below /admin/ would refuse what is not there, too."""
        for case in CASES:
            path = urlsplit(address_of(case, self.world)[1]).path.rstrip("/") + "/"
            is_somewhere = path.startswith("/admin/") and resolve(path).view_name != WAGTAILS_OWN
            assert is_somewhere != (case.payload.split(" ")[1] in NOWHERE), case.payload


def test_every_role_of_the_catalogue_is_tried():
    assert {case.role for case in CASES} == set(ROLES)
    assert len(CASES) == 73
