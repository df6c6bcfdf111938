"""The public host answers under its narrow user of the database as it would with all rights."""

import json
import re
from contextlib import contextmanager
from io import BytesIO
from urllib.parse import urlencode
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect

from cms.api import api
from cms.grants.rules import GRANTS, OTHER_TABLES
from home.caching.read_models import bump
from home.headless.answers.api import cursors
from home.headless.webhooks.actions.log_follower import follow
from home.site.views import readiness
from letters.models import CountryName, PostCountry
from letters.permissions.limits import LIMITS
from letters.writing.read_models.post_countries import COUNTRIES
from prisoner_pages.api.routers.changes import PEOPLE, PURPOSE
from prisoner_pages.choices import PauseForm
from prisoner_pages.models import CampaignPage, Interest, Observance
from prisoner_pages.records.actions.pauses import pause_prisoner
from tests.cms.grants.public_user import as_public_user, make_user, only_postgresql
from tests.contract import operations_of
from tests.factories.canaries import CANARY, LANGUAGES, plant_canaries
from tests.factories.prisoner_pages import PrisonerFactory
from tests.factories.site_content import word_in
from tests.security.canaries.test_canaries_public import crawl, read
from tests.standing import forget_last_test, standing
from tests.tiers import WHOLE_SITE

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.both_databases,
    only_postgresql,
    pytest.mark.full(WHOLE_SITE),
]
TOKEN = re.compile(rb"[0-9a-f]{8}\.[A-Za-z0-9_-]{22}\.[0-9]{10}\.[A-Za-z0-9_-]{43}")
PUZZLE = re.compile(rb'"challenge": ?\{.*?"signature": ?"[^"]*"\}')
TABLE = re.compile(r'(?:FROM|JOIN|INTO|UPDATE) "(\w+)"')
READ = {
    *OTHER_TABLES,
    *(apps.get_model(label)._meta.db_table for label, grant in GRANTS.items() if grant.reads),
}
CHANGING_PAGES = ("campaign", "event", "partner")
# Read for letters alone (tests/cms/grants/test_letters.py).
FOR_LETTERS = {
    "letters_sharedkey",  # when it starts
    *(
        "letters_familyrequest",
        "letters_letterdrawing",
        "letters_letterlogentry",
        "letters_reasonchip",
        "letters_reasontext",
    ),
    *("letters_request", "letters_writeraddress", "letters_erasurerequest"),
}
# No link leads there.
FILTERS = (
    "status=detained",
    "status=sentenced",
    "interest={interest}",
    "birthday_month=7",
    "letters=open",
    "facility=1",
    "case=1",
    "q=open",
)
BESIDE = (
    *(f"prisoners/?{query}" for query in FILTERS),
    *(
        "prisoners/open-person/print/",
        "prisoners/open-person/letter.pdf",
        "prisoners/open-person/envelope.pdf",
        "prisoners/open-person/tell-us/",
    ),
    *(f"prisoners/{slug}/" for slug in (f"{CANARY}-paused", f"{CANARY}-draft", "openly-paused", "nobody")),
    *("letters/write/open-person/", "letters/status/", "letters/erase/", "old-address/", "statistics/"),
)
SLUGS = {"prisoners": "open-person", "campaigns": "winter", "events": "hidden-place", "partners": "zmina"}
QUERIES = {
    "resolvePath": "path=/uk/prisoners/open-person/",
    "search": "q=open",
    "getLetterForm": "prisoner=open-person",
}


@standing
def site(db):
    person = plant_canaries()
    pause_prisoner(PrisonerFactory(slug="openly-paused"), by=None, form=PauseForm.OPEN)
    person.interests = [word_in(LANGUAGES, Interest, "море", "the sea")]
    person.save()
    day = word_in(LANGUAGES, Observance, "26 лютого", "26 February", month=2, day=26)
    CampaignPage.objects.filter(slug="winter", locale__language_code="uk").update(observance=day)
    country = PostCountry.objects.create(name="Вигаданія", post="unknown")
    CountryName.objects.create(country=country, language="uk", name="Вигаданія")
    Redirect.objects.create(old_path="/uk/old-address", redirect_link="/uk/prisoners/")
    make_user()
    seen_before = PrisonerFactory(slug="seen-before")
    follow()
    pause_prisoner(seen_before, by=None)
    return person


def without_time(body):
    """Leave out what differs between two answers: tokens and puzzles of forms, the clock of workbooks."""
    if not body.startswith(b"PK"):
        return PUZZLE.sub(b"", TOKEN.sub(b"", body))
    with ZipFile(BytesIO(body)) as files:
        return {(file.filename, file.CRC) for file in files.infolist()}


def of_api():
    document = json.loads(json.dumps(api.document(), default=str))
    for path, method, operation in operations_of(document):
        if method == "get":
            slug = SLUGS.get(path.removeprefix("/api/v1/").partition("/")[0], "about")
            yield f"{path.replace('{slug}', slug)}?{QUERIES.get(operation['operationId'], '')}"


def of_changes():
    """Yield the addresses of what has changed in public: since a time, and since the list was seen before."""
    wish = {"order": "-detained", "status__in": "sentenced,detained"}
    lists = {"prisoners": (PEOPLE, wish)} | {f"{kind}s": (kind, {}) for kind in CHANGING_PAGES}
    for name, (kind, more) in lists.items():
        place = cursors.issue([0, None, None], purpose=PURPOSE.format(kind=kind))
        for since in ("2014-02-26T00:00:00Z", place):
            yield f"/api/v1/{name}?{urlencode({'updated_since': since, **more})}"


def answers(client):
    """Return {address: what it answers} of all that visitors can read, asked anew."""
    readiness.forget()
    found = {path: (response.status_code, body) for path, response, body in crawl(client)}
    interest = Interest.objects.get(locale__language_code="uk").pk
    others = [f"/{language}/{path.format(interest=interest)}" for language in LANGUAGES for path in BESIDE]
    for path in (*others, *of_api(), *of_changes(), "/readyz"):
        response, body = read(client, path)
        found[path] = response.status_code, body
    return {path: (status, without_time(body)) for path, (status, body) in found.items()}


def forget_what_this_process_keeps():
    for name in (COUNTRIES, LIMITS):
        bump(name)  # never changed, they have no number yet that could be another
    forget_last_test()
    ContentType.objects.clear_cache()


@contextmanager
def tables_named():
    """Yield the set of tables that statements within name, filled as they run."""
    found = set()

    def note(execute, sql, *how):
        found.update(TABLE.findall(sql))
        return execute(sql, *how)

    with connection.execute_wrapper(note):
        yield found


def test_each_page_is_the_same_as_with_all_rights(site, client, settings, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    settings.SITE_ROLE = "public"
    forget_what_this_process_keeps()
    with tables_named() as named:
        expected = answers(client)

    forget_what_this_process_keeps()
    with as_public_user():
        found = answers(client)

    assert found.keys() == expected.keys() and len(found) > 150
    assert [path for path in expected if found[path] != expected[path]] == []
    assert [path for path, (status, _body) in found.items() if status >= 500] == []
    assert named <= READ
    assert sorted(READ - named) == sorted(FOR_LETTERS)
