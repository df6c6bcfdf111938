"""A stranger from another partner walks every URL of the admin: nothing is shown, nothing is changed."""

import hashlib
import logging
import re
from itertools import product

import pytest
from django.contrib.messages import get_messages
from django.db import connection, transaction
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, get_resolver, reverse
from wagtail import hooks

from tests.security import partner_world
from tests.security.admin_urls import BULK, ROWS
from tests.security.partner_world import CANARY
from tests.tiers import first_of

pytestmark = pytest.mark.django_db

REFUSALS = {302, 400, 403, 404, 405}
WRITES = ("INSERT", "UPDATE", "DELETE")
# A stranger's own traces: who is editing what, and one's own half-filled form.
TRACES = ("wagtailadmin_editingsession", "wagtailadmin_formstate", "django_session", "auth_user")
UNNAMED = {"admin/test404/", "admin/^.*/$"}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    logging.disable(logging.ERROR)
    with (
        django_db_blocker.unblock(),
        override_settings(SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies"),
        transaction.atomic(),
    ):
        yield partner_world.build()
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)


def admin_patterns(resolver=None, names=(), prefix=""):
    """Yield (name, path, argument names) of each pattern under admin/."""
    for pattern in (resolver or get_resolver()).url_patterns:
        path = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            inner = (*names, pattern.namespace) if pattern.namespace else names
            yield from admin_patterns(pattern, inner, path)
        elif path.startswith("admin"):
            name = ":".join((*names, pattern.name)) if pattern.name else None
            yield name, path, arguments_of(path)


def arguments_of(path):
    """Read the names of a route's arguments, converters and groups alike."""
    return re.findall(r"<(?:\w+:)?(\w+)>", path)


def value_of(world, word):
    if word.startswith("="):
        return [word[1:]]
    thing = getattr(world, word)
    return [each.pk for each in thing] if isinstance(thing, list) else [thing.pk]


def values_of(world, words):
    return [
        value for word in ([words] if isinstance(words, str) else words) for value in value_of(world, word)
    ]


def requests_of(world, name, arguments, row=None):
    """Return the addresses under which a row, that of `ROWS` or another, is tried."""
    row = row or ROWS[name]
    if name == "wagtail_bulk_action":
        return list(bulk_requests(world))
    pools = [values_of(world, row.arguments[argument]) for argument in arguments]
    query = {
        key: value_of(world, word)[0] if hasattr(world, word) else word.removeprefix("=")
        for key, word in row.query.items()
    }
    found = []
    for values in product(*pools):
        try:
            found.append((reverse(name, kwargs=dict(zip(arguments, values, strict=True))), query))
        except NoReverseMatch:
            found.append((reverse(name, args=values), query))
    return found


def bulk_requests(world):
    for action in hooks.get_hooks("register_bulk_action"):
        for model in action.models:
            label, name = model._meta.app_label, model._meta.model_name
            kwargs = {"app_label": label, "model_name": name, "action": action.action_type}
            yield (
                reverse("wagtail_bulk_action", kwargs=kwargs),
                {"id": values_of(world, BULK[label, name])[0]},
            )


def database_digest():
    """Return a digest of every row that is not a stranger's own trace."""
    digest = hashlib.sha256()
    with connection.cursor() as cursor:
        for table in sorted(set(connection.introspection.table_names()) - set(TRACES)):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            digest.update(repr((table, sorted(map(repr, cursor.fetchall())))).encode())
    return digest.hexdigest()


def written_tables(queries, allowed):
    """Return the statements that wrote to a table the row doesn't allow."""
    return [
        query["sql"][:200]
        for query in queries
        if query["sql"].startswith(WRITES)
        and not any(f'"{table}' in query["sql"] for table in (*TRACES, *allowed))
    ]


def messages_left(client, response):
    """Return the messages that the next page would show, and forget them."""
    client.cookies.pop("messages", None)
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def try_address(client, method, address, query, row):
    """Return what is wrong with the answer, or None."""
    with transaction.atomic(), CaptureQueriesContext(connection) as captured:
        if method == "get":
            response = client.get(address, query)
        else:
            suffix = "&".join(f"{key}={value}" for key, value in query.items())
            response = client.post(f"{address}?{suffix}", {"action-publish": "1", "name": "x"})
        body = b"".join(response.streaming_content) if response.streaming else response.content
        transaction.set_rollback(True)
    text = f"{body.decode(errors='replace')} {response.headers} {messages_left(client, response)}".lower()
    if response.status_code >= 500:
        return f"{response.status_code}"
    if not row.is_open and response.status_code not in REFUSALS:
        return f"answered {response.status_code}"
    if CANARY in text:
        return "shows the canary at " + text[max(0, text.find(CANARY) - 200) : text.find(CANARY) + 60]
    if written := written_tables(captured.captured_queries, row.writes):
        return f"wrote {written}"
    return None


def test_every_url_name_of_the_admin_has_a_row():
    names = {name for name, path, _arguments in admin_patterns() if path not in UNNAMED}

    assert None not in names
    assert sorted(names - ROWS.keys()) == []
    assert sorted(ROWS.keys() - names) == []


@pytest.mark.parametrize("method", first_of(["get", "post"]))
@pytest.mark.parametrize("role", first_of(["editor", "moderator"]))
def test_a_stranger_sees_and_changes_nothing(world, role, method):
    client = Client(raise_request_exception=False)
    client.force_login(getattr(world, role))
    before = database_digest()

    found = []
    for name, _path, arguments in admin_patterns():
        if name in {None, "wagtailadmin_logout", "account_logout"} or name not in ROWS:
            continue
        for address, query in requests_of(world, name, arguments):
            if wrong := try_address(client, method, address, query, ROWS[name]):
                found.append(f"{name} {address} {query}: {wrong}")

    assert found == [], "\n".join(found)
    assert client.get("/admin/").status_code == 200  # nothing on the way ended the session
    assert database_digest() == before
