"""Visitors and staff have a host each: links lead to the right one, and robots keep away from the staff's."""

import ast

import pytest
from django.urls import reverse

from tests.architecture.sources import module_of, sources, tree_of
from tests.factories.prisoner_pages import open_locales
from tests.tiers import WHOLE_SITE

pytestmark = [pytest.mark.django_db, pytest.mark.full(WHOLE_SITE)]


@pytest.fixture
def staff_host(settings):
    settings.SITE_ROLE = "staff"


@pytest.mark.parametrize("path", ["/uk/", "/uk/nowhere/", "/robots.txt", "/admin/login/", "/api/v1/site"])
def test_no_page_of_a_staff_host_is_for_search_engines(client, staff_host, path):
    open_locales("uk")

    assert client.get(path)["X-Robots-Tag"] == "noindex, nofollow"


def test_robots_are_kept_out_of_a_staff_host_and_told_of_no_sitemap(client, staff_host):
    told = client.get("/robots.txt").content.decode().split("\n")

    assert told == ["User-agent: *", "Disallow: /", ""]


def test_a_public_host_may_be_indexed(client, settings):
    settings.SITE_ROLE = "public"
    open_locales("uk")

    assert "X-Robots-Tag" not in client.get("/uk/")


def links():
    """Yield (module, address, name of the view, its arguments) of each `settings.…_URL + reverse(name)`."""
    for path in sources():
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.BinOp) and ast.unparse(node.left).startswith("settings."):
                called = node.right
                if isinstance(called, ast.Call) and isinstance(called.args[0], ast.Constant):
                    arguments = next(
                        (len(word.value.elts) for word in called.keywords if word.arg == "args"), 0
                    )
                    yield module_of(path), ast.unparse(node.left), called.args[0].value, arguments


def test_what_is_written_to_staff_leads_to_their_host_and_to_writers_to_the_public_one():
    found = list(links())
    wrong = {
        (module, address)
        for module, address, name, arguments in found
        if reverse(name, args=["x"] * arguments).startswith("/admin/") != (address == "settings.STAFF_URL")
    }

    assert len(found) >= 5 and wrong == set()
