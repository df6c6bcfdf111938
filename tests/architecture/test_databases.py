"""What SQLite is asked, too (`both_databases`): without the mark a test runs on one database alone.

In `.ci/run` and on sites that is PostgreSQL; `make everything` asks both about all.
"""

from pathlib import Path

import pytest

from tests.conftest import has_browser
from tests.standing import asks_database, commits

TESTS = Path(__file__).parents[1]
ROOT = TESTS.parent
# Module -> why one is enough.
OF_SERVERS = {
    "live/test_reading_recipes.py": "what a front end is told, by the recipes of the guide",
    "live/test_roles.py": "which of two servers holds the private key",
    "live/test_typescript_client.py": "what a client made from the document understands",
}


def without_the_mark(modules):
    return {str(path.relative_to(TESTS)) for path in modules if "both_databases" not in path.read_text()}


def may_be_answered_otherwise(item):
    """Locks, races and what is left after a fault are each database's own."""
    if has_browser(item):
        return False
    return commits(item) or (asks_database(item) and item.get_closest_marker("faults"))


def test_modules_whose_tests_commit_or_break_something_have_one_for_both(request):
    """Looks at what is collected beside itself: at all the tests, where none were chosen."""
    asked = {item.path for item in request.session.items if may_be_answered_otherwise(item)}

    assert without_the_mark(asked) <= OF_SERVERS.keys()


def is_named_after_actions(path):
    folder = ROOT / path.relative_to(TESTS).parent
    return (folder / "actions" / path.name.removeprefix("test_")).exists()


def test_modules_of_actions_have_a_test_for_both():
    modules = {path for path in TESTS.rglob("test_*.py") if is_named_after_actions(path)}

    assert len(modules) > 30
    assert without_the_mark(modules) == set()


@pytest.mark.parametrize("word", ["connection.vendor", "IntegrityError"])
def test_modules_that_speak_of_the_database_have_a_test_for_both(word):
    assert without_the_mark(path for path in TESTS.rglob("test_*.py") if word in path.read_text()) == set()
