"""An import that is killed and run again ends where one ends that was left in peace."""

import csv
import json
import os
import random
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from tests.faults import MANY
from tests.tiers import WHOLE_PROGRAMS

pytestmark = [pytest.mark.both_databases, pytest.mark.faults, pytest.mark.full(WHOLE_PROGRAMS)]

INVENTED = Path(__file__).parents[2] / "data" / "invented_list.csv"
ROOT = Path(__file__).parents[3]
ROWS, DEATHS = (24, 20) if MANY else (10, 8)
STATEMENTS = 90
LETTERS = "аб"


def longer_list(path):
    """Write the invented list twice, with new surnames each time."""
    with INVENTED.open() as file:
        reader = csv.DictReader(file)
        rows, columns = list(reader), reader.fieldnames
    with path.open("w") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        for number in range(ROWS):
            row = dict(rows[number % len(rows)])
            mark = LETTERS[number // len(rows)]
            row |= {"full_name_uk": row["full_name_uk"] + mark, "full_name_ru": "", "name_crh": ""}
            writer.writerow(row | {"full_name_en": "", "name_forms_unconfirmed": ""})
    return path


@pytest.fixture
def fresh_databases(db, tmp_path):
    """Return a function that makes a database of its own, migrated and empty, and gives its address."""
    made = []

    def make(name):
        made.append(name)
        return CLONES[connection.vendor](name, tmp_path)

    yield make
    if connection.vendor == "postgresql":
        for name in made:
            with closing(maintenance()) as server:
                server.execute(f"DROP DATABASE IF EXISTS {clone_name(name)}")


def clone_sqlite(name, tmp_path):
    path = tmp_path / f"{name}.sqlite3"
    tests = sqlite3.connect(connection.settings_dict["NAME"])
    with closing(tests), closing(sqlite3.connect(path)) as copy:
        tests.backup(copy)
    return f"sqlite:///{path}"


def clone_postgresql(name, tmp_path):
    settings = connection.settings_dict
    connection.close()  # nobody may look while a template is copied
    with closing(maintenance()) as server:
        server.execute(f"DROP DATABASE IF EXISTS {clone_name(name)}")
        server.execute(f'CREATE DATABASE {clone_name(name)} TEMPLATE "{settings["NAME"]}"')
    place = f"{settings['HOST']}:{settings['PORT'] or 5432}"
    return f"postgres://{settings['USER']}:{settings['PASSWORD']}@{place}/{clone_name(name)}"


def clone_name(name):
    return f"import_{name}_{os.getpid()}"


def maintenance():
    settings = connection.settings_dict
    return psycopg.connect(
        host=settings["HOST"],
        port=settings["PORT"] or 5432,
        user=settings["USER"],
        password=settings["PASSWORD"],
        dbname="postgres",
        autocommit=True,
    )


CLONES = {"sqlite": clone_sqlite, "postgresql": clone_postgresql}


def run_child(database, path, *deaths):
    command = [sys.executable, "-m", "tests.prisoner_pages.importing.killed_run", str(path), *deaths]
    environment = {**os.environ, "DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "cms.settings.test"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_import_killed_again_and_again_ends_where_an_undisturbed_one_does(fresh_databases, tmp_path):
    chance = random.Random(20)
    path = longer_list(tmp_path / "list.csv")
    rows = sorted(chance.sample(range(2, ROWS + 2), DEATHS))
    deaths = [f"{row}:{chance.randint(1, STATEMENTS)}" for row in rows]

    undisturbed = run_child(fresh_databases("undisturbed"), path)
    killed = run_child(fresh_databases("killed"), path, *deaths)

    assert undisturbed["errors"] == killed["errors"] == 0
    assert len(undisturbed["state"]["Prisoner"]) == ROWS
    assert undisturbed["state"]["problems of the tree"] == [[], [], [], [], []]
    for kind, value in undisturbed["state"].items():
        assert killed["state"][kind] == value, kind
    assert killed["again"]["unchanged"] == undisturbed["again"]["unchanged"] == ROWS
    for _model, stored, indexed in killed["state"]["indexed"]:
        assert stored == indexed
