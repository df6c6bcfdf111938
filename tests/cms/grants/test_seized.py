"""Whoever has taken over the public host has its database user: what they try, and the database refuses."""

import re

import pytest
from django.apps import apps
from django.db import DatabaseError, connection
from django.utils import timezone
from wagtail.models import Page

from cms.grants.rules import GRANTS
from cms.grants.statements import for_administrator
from letters.models import Letter
from letters.querysets.by_digest import FUNCTIONS
from prisoner_pages.models import Claim, ListedName, Prisoner, PrisonerPage, Source
from prisoner_pages.querysets.facts import SOURCE_IS_PRIVATE
from tests.cms.grants.public_user import as_public_user, name_of_user, only_postgresql
from tests.cms.grants.written_rows import letter, new_letter, person
from tests.factories.canaries import CANARY
from tests.tiers import first_of

__all__ = ["letter", "person"]
pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, only_postgresql]


# As anybody may call them in a new database.
MAKING_LARGE_OBJECTS = (
    "lo_creat(-1)",
    "lo_create(0)",
    "lo_from_bytea(0, 'x')",
    "lo_put(7, 0, 'x')",
    "lowrite(0, 'x')",
)


@pytest.mark.parametrize("call", MAKING_LARGE_OBJECTS)
def test_nothing_is_stored_beside_the_tables(person, call):
    said = for_administrator(name_of_user(), connection.settings_dict["NAME"])
    with connection.cursor() as cursor:
        for statement in (line for line in said if "pg_catalog" in line):
            cursor.execute(statement)

    with pytest.raises(DatabaseError, match="permission denied for function lo"), as_public_user():
        connection.cursor().execute(f"SELECT {call}")


JOB = """INSERT INTO django_tasks_database_dbtaskresult
    (id, status, enqueued_at, args_kwargs, priority, task_path, worker_ids, queue_name, backend_name,
     run_after, exception_class_path, traceback)
    VALUES (gen_random_uuid(), 'READY', now(), '{}', 0, 'this.s', '[]', 'default', 'default',
     now(), '', '')"""
MAIL = """INSERT INTO home_outbox (template, reference, language, state, attempts, created_at, due_at)
    VALUES ('letter_received', gen_random_uuid(), 'uk', 'pending', 0, now(), now())"""
REFUSED = {
    "a job": JOB,
    "a mail": MAIL,
    "a request that is done": "INSERT INTO letters_request (kind, done_at) VALUES ('erase', now())",
    "a request tried often": "INSERT INTO letters_request (kind, attempts) VALUES ('erase', 99)",
    "a letter changed": "UPDATE letters_letter SET state = 'approved'",
    "a letter locked": "SELECT id FROM letters_letter FOR UPDATE",
    "a letter deleted": "DELETE FROM letters_letter",
    "the log deleted": "DELETE FROM letters_letterlogentry",
    "a page changed": "UPDATE wagtailcore_page SET title = 'x'",
    "a person changed": "UPDATE prisoner_pages_prisoner SET name_uk = 'x'",
    "an account changed": "UPDATE auth_user SET is_superuser = true",
    "an account made": "INSERT INTO auth_user (username) VALUES ('x')",
    "rights given": "INSERT INTO auth_user_groups (user_id, group_id) VALUES (1, 1)",
    "a redirect": "INSERT INTO wagtailredirects_redirect (old_path) VALUES ('/uk/x')",
    "a generation": "UPDATE home_generation SET number = 1",
    "a migration": "INSERT INTO django_migrations (app, name, applied) VALUES ('x', 'x', now())",
    "a table": "CREATE TABLE mine (id int)",
    "a table emptied": "TRUNCATE letters_letter CASCADE",
    "the policies": "ALTER TABLE letters_letter DISABLE ROW LEVEL SECURITY",
    "a function": "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "letters read": "SELECT sealed_body FROM letters_letter",
    "senders read": "SELECT sealed_email FROM letters_letter",
    "indexes of senders read": "SELECT email_index FROM letters_letter",
    "drawings read": "SELECT sealed FROM letters_letterdrawing",
    "requests read": "SELECT sealed FROM letters_request",
    "letters of requests read": "SELECT letter_uuid FROM letters_request",
    "digests of requests read": "SELECT digest FROM letters_request",
    "requests found by digest": "SELECT count(*) FROM letters_request WHERE digest LIKE 'a%'",
    "digests of links read": "SELECT link_digest FROM letters_writeraddress",
    "digests of erasures read": "SELECT link_digest FROM letters_erasurerequest",
    **{
        f"digests of codes {how}": sql
        for how, sql in {
            "read": "SELECT code_digest FROM letters_letter",
            "read with the row": "SELECT letters_letter FROM letters_letter",
            "read as a text": "SELECT letters_letter::text FROM letters_letter",
            "read as JSON": "SELECT to_jsonb(letters_letter) FROM letters_letter",
            "compared": "SELECT id FROM letters_letter WHERE code_digest = 'x'",
            "searched": "SELECT id FROM letters_letter WHERE code_digest LIKE 'a%'",
            "ordered": "SELECT id FROM letters_letter ORDER BY code_digest",
            "counted": "SELECT count(DISTINCT code_digest) FROM letters_letter",
            "grouped": "SELECT count(*) FROM letters_letter GROUP BY code_digest",
            "joined": "SELECT a.id FROM letters_letter a JOIN letters_letter b USING (code_digest)",
            "copied": "COPY letters_letter (code_digest) TO STDOUT",
            "copied by a query": "COPY (SELECT code_digest FROM letters_letter) TO STDOUT",
            "given back": "INSERT INTO letters_letter (state) VALUES ('received') RETURNING code_digest",
            "met as a conflict": "INSERT INTO letters_letter (code_digest) VALUES ('x')"
            " ON CONFLICT (code_digest) DO NOTHING",
            "planned with": "EXPLAIN SELECT id FROM letters_letter WHERE code_digest = 'x'",
            "sampled": "SELECT * FROM pg_statistic",
            "counted by an index": "SELECT pg_stat_reset()",
            "indexed": "CREATE INDEX mine ON letters_letter (code_digest)",
            "watched": "CREATE VIEW mine AS SELECT code_digest FROM letters_letter",
            "locked": "LOCK TABLE letters_letter IN EXCLUSIVE MODE",
        }.items()
    },
    "addresses read": "SELECT index FROM letters_writeraddress",
    "addresses of erasures read": "SELECT sealed_email FROM letters_erasurerequest",
    "who did what read": "SELECT by_name FROM letters_letterlogentry",
    "proofs of consent read": "SELECT proof_encrypted FROM prisoner_pages_consent",
    "givers of consent read": "SELECT given_by_encrypted FROM prisoner_pages_consent",
    "reasons of pauses read": "SELECT reason_encrypted FROM prisoner_pages_pause",
    **{
        f"{table} read": f"SELECT * FROM {table}"  # noqa: S608
        for table in (
            *("auth_user", "auth_group", "django_session", "wagtailcore_apitoken", "wagtailcore_revision"),
            *("wagtailcore_pagelogentry", "wagtailcore_modellogentry", "wagtailadmin_formstate"),
            *("wagtail_localize_stringtranslation", "translation_unit", "headless_endpointsecret"),
            *("prisoner_pages_prisonerprivate", "letters_lettertranslation", "letters_reply"),
            *(
                "mfa_authenticator",
                "home_secondstepreset",
                "letters_tombstone",
                "home_outbox",
                "home_staffsession",
                "home_staffdevice",
            ),
            *("django_tasks_database_dbtaskresult", "letters_printfile", "letters_placestop"),
        )
    },
}


@pytest.mark.parametrize("sql", REFUSED.values(), ids=REFUSED)
def test_database_refuses(letter, sql):
    refusals = "permission denied|must be owner"
    with pytest.raises(DatabaseError, match=refusals), as_public_user(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_statistics_tell_nothing_of_digests(letter):
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE letters_letter")
    with as_public_user(), connection.cursor() as cursor:
        cursor.execute("SELECT attname FROM pg_stats WHERE tablename = 'letters_letter'")
        assert "code_digest" not in [name for (name,) in cursor.fetchall()]


def test_one_digest_finds_one_letter_and_nothing_else_of_it(letter):
    with as_public_user(), connection.cursor() as cursor:
        answers = []
        for digest in (letter.code_digest, f"{letter.code_digest[:-1]}%", "", None):
            cursor.execute("SELECT letters_letter_by_code(%s)", [digest])
            answers.append(cursor.fetchone()[0])

    assert answers == [letter.pk, None, None, None]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_functions_run_with_the_rights_of_whoever_owns_the_tables_on_no_other_path(person, function):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT prosecdef, proconfig, proowner = (SELECT relowner FROM pg_class WHERE relname = %s),"
            " has_function_privilege('public', oid, 'EXECUTE') FROM pg_proc WHERE proname = %s",
            ["letters_letter", function],
        )
        assert cursor.fetchall() == [(True, ["search_path=pg_catalog, pg_temp"], True, False)]


def test_functions_take_no_table_of_the_callers(letter):
    """A temporary table is the one thing that a user may make everywhere; here it may not even that."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE letters_letter (id bigint, code_digest text)")
        cursor.execute("INSERT INTO letters_letter VALUES (7, 'mine')")
        cursor.execute("SELECT letters_letter_by_code('mine')")
        found = cursor.fetchone()
        cursor.execute("DROP TABLE pg_temp.letters_letter")

    assert found == (None,)


def test_of_a_source_that_is_not_public_nothing_is_read_nor_a_claim_that_rests_on_it(person):
    private = person.sources.get(is_public=False)
    said = {"prisoner": person, "field": "status", "shown_since": timezone.now()}
    Claim.objects.create(value="kept back", source_url=private.url, **said)
    Claim.objects.create(value="told", source_url=person.sources.get(is_public=True).url, **said)
    assert list(Claim.objects.shown().filter(prisoner=person, field="status")) == [
        Claim.objects.get(value="told")
    ]

    with as_public_user():
        read = set(Source.objects.filter(prisoner=person).values_list("is_public", "title"))
        claims = set(Claim.objects.filter(prisoner=person, field="status").values_list("value", flat=True))
        shown = set(Claim.objects.shown().filter(field="status").values_list("value", flat=True))

    assert read == {(True, "Open source")}
    assert claims == shown == {"told"}


def test_of_an_address_that_no_claim_names_the_database_does_not_say_whether_it_is_a_private_source(person):
    with connection.cursor() as cursor:
        cursor.execute("SELECT proargtypes::text FROM pg_proc WHERE proname = %s", [SOURCE_IS_PRIVATE])
        assert cursor.fetchall() == [("20",)]  # a bigint, the key of a claim


# Each of these takes at least a 50th of a second a row, so that twenty of them outlast the time they have.
TRIED = {
    "codes": "SELECT count(letters_letter_by_code(n::text)) FROM generate_series(1, 20) n",
    "links": "SELECT count(letters_address_by_link(n::text)) FROM generate_series(1, 20) n",
    "erasures": "SELECT count(letters_erasure_by_link(n::text)) FROM generate_series(1, 20) n",
    "what waits": "SELECT count(letters_request_waiting(n::text)) FROM generate_series(1, 20) n",
    "requests": "INSERT INTO letters_request (kind, letter_uuid, digest, sealed, language)"
    " SELECT 'notify', gen_random_uuid(), '', '', '' FROM generate_series(1, 20)",
}


@pytest.mark.parametrize("sql", first_of(TRIED.values()), ids=TRIED)
def test_trying_many_takes_its_time(letter, sql):
    refusal = pytest.raises(DatabaseError, match="statement timeout")
    with refusal, as_public_user(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '200ms'")
        cursor.execute(sql)


def test_trying_digests_by_adding_letters_takes_its_time_too(person, letter):
    letters = [new_letter(person) for _try in range(20)]
    with pytest.raises(DatabaseError, match="statement timeout"), as_public_user():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = '200ms'")
        Letter.objects.bulk_create(letters)


SECRET = re.compile("sealed|encrypted|offline|secret|passw|token|digest|index$|email|contact|proof|seed")
READ_ALL_THE_SAME = {
    *("home_sitesettings.contact_email", "home_sitesettings.security_email"),  # stand on the site
    "letters_letter.has_email",  # whether there is one
    *("letters_sharedkey.digest", "prisoner_pages_frontend.secret_digest"),  # of 32 random bytes
    "prisoner_pages_frontend.secret_made_at",
    "prisoner_pages_facility.postal_index",
    "wagtailcore_pageviewrestriction.password",  # no page takes one (WAGTAIL_PRIVATE_PAGE_OPTIONS)
}


def test_columns_that_hold_secrets_are_refused_one_by_one(person):
    """So none of them needs a table of its own: PostgreSQL is asked about each column there is."""
    columns = [
        (model._meta.db_table, field.column)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if SECRET.search(field.name) and model._meta.label in GRANTS
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT held.* FROM unnest(%s::text[], %s::text[]) AS held(in_table, in_column)"
            " WHERE has_column_privilege(%s, in_table, in_column, 'SELECT')",
            [*map(list, zip(*columns, strict=True)), name_of_user()],
        )
        read = {".".join(row) for row in cursor.fetchall()}

    assert len(columns) > 50 and read == READ_ALL_THE_SAME


def test_people_and_pages_that_are_not_public_are_not_there(person):
    hidden = [f"{CANARY}-{kind}" for kind in ("paused", "draft", "without-basis", "expired", "withdrawn")]
    assert Prisoner.objects.filter(slug__in=hidden).count() == len(hidden)

    with as_public_user():
        assert Prisoner.objects.filter(slug="open-person").exists()
        assert not Prisoner.objects.filter(slug__in=hidden).exists()
        assert not ListedName.objects.filter(name__contains="Людина", name__startswith=CANARY).exists()
        assert not Page.objects.filter(live=False).exists()
        told = "".join(PrisonerPage.objects.values_list("intro", flat=True))

    assert told and f"{CANARY} Людина" not in told and f"{CANARY} Person" not in told
