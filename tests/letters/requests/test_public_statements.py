"""What the whole road of a letter asks of the database where visitors walk it: every statement is looked at.

So a public host's user needs no more. Whatever else happens to a letter is asked for and done elsewhere.
"""

import re
from collections import Counter
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from home.settings.rings import PUBLIC_RINGS
from letters.choices.letters import LetterState
from letters.erasure.actions.erase import erase_by_writer
from letters.models import ErasureRequest, Letter, LetterLogEntry, WriterAddress, WriterRequest
from letters.oversight.actions.openness import note_openness
from letters.querysets.requests import WRITTEN
from letters.sealing.email_index import erasure_token, link_token
from tests.factories.pictures import picture_bytes
from tests.letters.api.post_world import ASKED, LETTERS, STATUS as API_STATUS, open_front_end, post, sent
from tests.letters.conftest import filled, work

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

STATUS, ERASE, WRITE = "/en/letters/status/", "/en/letters/erase/", "/en/letters/write/vilnyi/"
# Of the tables of letters, the columns that are read; None: all. No other table of letters is read.
READ = {
    "letters_letter": {
        *("id", "uuid", "prisoner_id", "campaign_id", "event_id", "state", "state_since", "received_on"),
        *("code_digest", "idempotency_key", "asked_for", "closed_because"),
        *("channel", "has_email", "is_for_release", "version"),
    },
    "letters_letterlogentry": {"id", "letter_id", "number", "hash", "action"},
    "letters_request": {"id", "kind", "letter_uuid", "digest", "asked_at", "done_at"},
    "letters_erasurerequest": {"id", "uuid", "asked_at", "confirmed_at", "link_digest"},
    "letters_familyrequest": {"id", "uuid", "answer", "for_code", "language", "code_digest"},
    "letters_writeraddress": {"id", "asked_at", "confirmed_at", "link_digest"},
    "letters_placestop": {"id", "facility_id", "since", "lifted_at"},
    "letters_letterdrawing": {"letter_id"},
    "letters_reasontext": None,
    "letters_watchedword": {"id", "language", "kind", "word", "is_clear", "advice_id"},
    "letters_advicetext": None,
    "letters_writingaid": None,
    "letters_writingaidtext": None,
    "letters_reasonchip": None,
    "letters_letterlimit": {"kind", "number"},
    "letters_drawchange": None,
    "letters_letterdesk": {"id", "partner_id", "languages_now"},
}
NEVER_READ = re.compile(r"auth_|django_tasks|django_session|home_outbox|wagtailcore_revision|letters_")


class Statements:
    """Notes every statement while it stands around the connection."""

    def __init__(self):
        self.seen = []

    def __call__(self, execute, sql, params, many, context):
        self.seen.append(sql)
        return execute(sql, params, many, context)

    def writes(self):
        pattern = r'(INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO) "?(\w+)'
        return Counter(found.groups() for sql in self.seen if (found := re.match(pattern, sql)))

    def tables(self):
        return {table for sql in self.seen for table in re.findall(r'(?:FROM|JOIN) "(\w+)"', sql)}

    def read_and_not_allowed(self):
        """Return what is read beside `READ`, as (table or alias, column)."""
        selects = [sql for sql in self.seen if sql.startswith("SELECT")]
        return {
            pair
            for sql in selects
            for pair in re.findall(r'"?(\w+)"?\."(\w+)"', sql)
            if is_private(pair, sql)
        }

    def locks(self):
        return [sql for sql in self.seen if "FOR UPDATE" in sql]


MODELS = apps.get_models(include_auto_created=True)
COLUMNS = {model._meta.db_table: {field.column for field in model._meta.concrete_fields} for model in MODELS}


def is_private(pair, sql):
    """Is this column none that may be read? Of tables that share an alias, one may have it."""
    name, column = pair
    tables = {name} if name in COLUMNS else set(re.findall(rf'"(\w+)" {name}\b', sql))
    allowed = [READ.get(table, () if NEVER_READ.match(table) else None) for table in tables]
    return bool(tables) and not any(
        column in COLUMNS.get(table, ()) if each is None else column in each
        for table, each in zip(tables, allowed, strict=True)
    )


@pytest.fixture
def public(world, settings):
    """Return a function that notes the statements of a road walked on a public host, which holds no keys."""
    open_front_end(world.partner)
    settings.LETTERS_REFUSED_WITH_DEMO_ACCOUNTS = True
    note_openness()
    all_keys = settings.KEY_FILES

    def walk(road):
        settings.SITE_ROLE = "public"
        settings.KEY_FILES = {name: all_keys[name] for name in PUBLIC_RINGS}
        statements = Statements()
        with connection.execute_wrapper(statements):
            answers = road()
        settings.SITE_ROLE, settings.KEY_FILES = "all", all_keys
        assert {answer.status_code for answer in answers} <= {200, 201, 303}
        return statements

    return walk


def code_of(client, answer):
    return client.get(answer.headers["Location"]).context["code"]


def test_a_public_host_writes_letters_and_requests_and_reads_nothing_of_anybody(client, public):
    codes = []

    def write():
        picture = SimpleUploadedFile("drawing.jpg", picture_bytes(), "image/jpeg")
        step = {name: value for name, value in filled().items() if name != "send"}
        steps = [client.get("/en/letters/write/"), client.get(WRITE)]
        steps += [client.post(f"{WRITE}{name}/", step) for name in ("about-you", "check")]
        letters = [
            client.post(f"{WRITE}check/", filled(body=f"Letter {number}", email="olena@example.org"))
            for number in range(3)
        ]
        drawn = client.post(f"{WRITE}check/", filled(body="Drawn", drawing=picture))
        codes.extend(code_of(client, answer) for answer in (*letters, drawn))
        api = [client.get(ASKED, {"prisoner": "vilnyi"}), post(client, LETTERS, sent(email="a@example.org"))]
        around = [client.get(page) for page in ("/en/", "/en/prisoners/vilnyi/")]
        return [*around, *steps, *letters, drawn, *api, post(client, API_STATUS, {"code": codes[0]})]

    statements = public(write)
    assert statements.writes() == {
        ("INSERT INTO", "letters_letter"): 5,
        ("INSERT INTO", "letters_letterlogentry"): 5,
        ("INSERT INTO", "letters_letterdrawing"): 1,
        ("INSERT INTO", "letters_request"): 4,
    }
    all_statements = list(statements.seen)
    work()
    first, second = Letter.objects.order_by("pk")[:2]
    token = link_token(WriterAddress.objects.get(asked_for=first.uuid).index)

    def decide():
        """Each of the four letters meets another wish: withdrawn, answered, erased, and erased by mail."""
        pages = [client.post(STATUS, {"code": code}) for code in codes]
        keys = [page.context["key"] for page in pages]
        return [
            *pages,
            client.post(STATUS, {"key": keys[0], "do": "withdraw", "sure": "1"}),
            client.post(STATUS, {"key": keys[1], "do": "leave_out"}),
            client.post(ERASE, {"code": codes[2]}),
            client.post(ERASE, {"email": "a@example.org"}),
            client.get(f"/en/letters/confirm/{token}/"),
            client.post(f"/en/letters/confirm/{token}/"),
        ]

    Letter.objects.filter(pk=second.pk).update(state=LetterState.ASKED)
    entries = LetterLogEntry.objects.count()
    statements = public(decide)
    assert statements.writes() == {("INSERT INTO", "letters_request"): 5}
    assert LetterLogEntry.objects.count() == entries
    all_statements += statements.seen
    work()

    link = f"{ERASE}{erasure_token(ErasureRequest.objects.get().uuid)}/"
    statements = public(lambda: [client.get(link), client.post(link), client.get(link)])
    assert statements.writes() == {("INSERT INTO", "letters_request"): 1}
    all_statements += statements.seen
    work()
    assert not WriterRequest.objects.waiting().exists()

    walked = Statements()
    walked.seen = all_statements
    assert walked.locks() == []
    assert {table for table in walked.tables() if NEVER_READ.match(table)} <= set(READ)
    assert walked.read_and_not_allowed() == set()


def test_a_request_names_the_columns_that_may_be_written_and_reads_none_back(world):
    statements = Statements()
    with connection.execute_wrapper(statements):
        WriterRequest.objects.add(kind="notify", letter_uuid=uuid4())

    (sql,) = statements.seen
    columns = re.search(r'INSERT INTO "letters_request" \((.*?)\) VALUES', sql)[1]
    assert set(re.findall(r'"(\w+)"', columns)) == set(WRITTEN) and "RETURNING" not in sql


def test_the_detector_sees_what_erasing_does_where_the_keys_are(client, world, check_url):
    client.post(check_url, filled(email="olena@example.org"))
    work()
    statements = Statements()
    with connection.execute_wrapper(statements):
        erase_by_writer(letter=Letter.objects.get())

    assert ("UPDATE", "home_outbox") in statements.writes() or (
        "UPDATE",
        "letters_letter",
    ) in statements.writes()
    assert ("letters_letter", "sealed_body") in statements.read_and_not_allowed()
