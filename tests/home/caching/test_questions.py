"""What is written once hangs on its arguments alone: neither on the clock nor on what the database holds."""

import inspect
import sys
from datetime import date

import pytest
from django.db import connection

from home.written_once import Asked, Question
from prisoner_pages.models import CampaignPage, Prisoner
from prisoner_pages.partners.actions.locales import open_locale
from prisoner_pages.public.read_models.reference_lists import LISTED_VOCABULARIES
from tests.factories.prisoner_pages import PrisonerFactory
from tests.tiers import LONG

DAY, MONTHS_LATER = date(2026, 5, 17), date(2026, 11, 3)
APPS = ("home.", "letters.", "prisoner_pages.")
# One value for each name of a parameter; a question with another name says here what to ask it with.
ARGUMENTS = {
    "today": DAY,
    "language": "uk",
    "count": 4,
    "is_bare": False,
    "kind": next(iter(LISTED_VOCABULARIES)),
    "word": "interest",
    "model": CampaignPage,
    "people": Prisoner,
    "name": "index_soon",
    "and_stories": True,
    "sizes": ("width-880",),
}


def is_question(function):
    code = getattr(function, "__code__", None)
    return code is not None and code.co_qualname == "written_once.<locals>.question"


def written_once_in(module):
    for function in filter(callable, vars(module).values()):
        if is_question(inspect.unwrap(function, stop=is_question)):
            yield inspect.unwrap(function)


def builders():
    modules = [module for name, module in sorted(sys.modules.items()) if name.startswith(APPS)]
    return {build for module in modules for build in written_once_in(module)}


def written(build):
    arguments = [ARGUMENTS[name.lstrip("_")] for name in inspect.signature(build).parameters]
    question = Question(build(*arguments))
    return question.sql, [
        each.name if isinstance(each, Asked) else repr(each) for each in question.parameters
    ]


def forbid(*_query):
    raise AssertionError("it asked while it was written")


@pytest.mark.full(LONG)
@pytest.mark.both_databases
def test_no_question_reads_the_clock_or_the_database_while_it_is_written(db, client, time_machine):
    open_locale("uk", title="Листи", intro="", by=None, live=True)
    client.get("/robots.txt")  # with it come all modules that answer
    found = builders()
    assert len(found) > 10

    time_machine.move_to(DAY)
    with connection.execute_wrapper(forbid):
        before = {build: written(build) for build in found}

    PrisonerFactory(slug="somebody-new")
    time_machine.move_to(MONTHS_LATER)
    after = {build: written(build) for build in found}
    assert {build.__qualname__ for build in found if before[build] != after[build]} == set()
