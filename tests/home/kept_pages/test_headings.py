"""Headings of every page that a visitor can reach by links: whoever hears a page goes by them."""

from itertools import pairwise

import pytest
from lxml import html

from tests.factories.canaries import plant_canaries
from tests.home.kept_pages.asking import Site
from tests.home.kept_pages.test_same_answers import paths_by_links
from tests.standing import standing
from tests.tiers import WHOLE_SITE

pytestmark = [pytest.mark.django_db, pytest.mark.full(WHOLE_SITE)]


@standing
def person(db):
    return plant_canaries()


def read_by_links(site):
    """Return {address: body} of everything that links lead to, each read once."""
    read = {}

    def ask(path):
        answer = site.anew(path)
        read[path] = answer.body
        return answer

    for _path in paths_by_links(ask):
        pass
    return read


def levels_of(body):
    tree = html.fromstring(body)
    return [int(heading.tag[1]) for heading in tree.xpath("//h1 | //h2 | //h3 | //h4 | //h5 | //h6")]


def test_every_page_has_one_title_and_leaves_out_no_level_of_its_headings(person):
    answers = read_by_links(Site())
    pages = {path: levels_of(body) for path, body in answers.items() if b"<html" in body[:200]}

    wrong = {
        path: levels
        for path, levels in pages.items()
        if levels.count(1) != 1 or any(below > above + 1 for above, below in pairwise([0, *levels]))
    }
    assert wrong == {}
    assert {"/uk/", "/en/letters/write/", "/crh/prisoners/open-person/"} <= pages.keys()
