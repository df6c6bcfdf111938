import re
from pathlib import Path

import pytest
from django.core.management import call_command

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


@pytest.mark.parametrize("path", MIGRATIONS, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_migration_is_named_by_hand(path):
    assert not GIVEN_BY_DJANGO.match(path.stem)


@pytest.mark.django_db
def test_models_have_no_change_without_a_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
