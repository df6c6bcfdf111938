import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from tests.template import state_of

ROOT = Path(__file__).parents[2]
MIGRATIONS = sorted(
    path
    for app in ("home", "prisoner_pages", "letters")
    for path in (ROOT / app).rglob("migrations/[0-9]*.py")
)
# Names that Django gives when nobody does.
GIVEN_BY_DJANGO = re.compile(
    r"\d{4}_(auto_|alter_|delete_|remove_|rename_|initial_|.+_and_more$|[a-z]+_[a-z]+_[a-z]+_[a-z]+_[a-z_]+_more)"
)


def test_migrations_are_named_by_hand():
    assert [str(path) for path in MIGRATIONS if GIVEN_BY_DJANGO.match(path.stem)] == []


def test_a_name_that_django_gives_is_noticed():
    given = ("0002_auto_20261127_1200", "0003_alter_letter_state", "0004_letter_flag_and_more")

    assert MIGRATIONS and all(GIVEN_BY_DJANGO.match(name) for name in given)


@pytest.mark.django_db
def test_models_have_no_change_without_a_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
@pytest.mark.both_databases
def test_database_of_the_tests_stands_at_the_last_migration_of_each_app():
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


@pytest.mark.django_db
def test_template_is_made_anew_when_any_migration_is_new():
    migrations = MigrationLoader(None).disk_migrations
    before = dict(migrations)
    before.pop(max(before))
    assert state_of(before) != state_of(migrations)
    assert state_of(dict(reversed(migrations.items()))) == state_of(migrations)
