"""A database as the migrations leave it, made once for each state of them; every run begins with a copy.

What follows the migrations (permissions, the rights of groups) is not in it: each run adds what today's code
says.
"""

import fcntl
import hashlib
import inspect
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from letters.text.word_lists import REASONS, WATCHED

LOCK = "letters-test-template-{}.lock"


def copy_template(name):
    """Make the database `name` anew, as a copy."""
    with template() as made:
        made.copy(name)


@contextmanager
def template():
    """Yield the template, made where it is missing. No other process makes or copies one meanwhile."""
    found = KINDS[connection.vendor](state_of(MigrationLoader(None).disk_migrations))
    with (Path(tempfile.gettempdir()) / LOCK.format(connection.vendor)).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not found.is_made():
            found.make()
        yield found


def state_of(migrations):
    """Return a word that changes with any of the migrations, their names, what they load and are run by."""
    read = [settings.BASE_DIR / "requirements.txt", WATCHED, REASONS]
    read += [inspect.getfile(type(migration)) for _key, migration in sorted(migrations.items())]
    names = repr(sorted(migrations)).encode()
    return hashlib.sha256(names + b"".join(Path(path).read_bytes() for path in read)).hexdigest()[:20]


def migrate(name):
    with connected_to(name):
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())


@contextmanager
def connected_to(name):
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


class SqliteTemplate:
    def __init__(self, state):
        self.folder = settings.BASE_DIR / "var" / "tests" / "templates"
        self.name = str(self.folder / f"{state}.sqlite3")

    def is_made(self):
        return Path(self.name).exists()

    def make(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        made = self.folder / "being-made.sqlite3"
        migrate(str(made))
        made.rename(self.name)

    def copy(self, name):
        for rest in ("-wal", "-shm"):
            Path(f"{name}{rest}").unlink(missing_ok=True)
        shutil.copyfile(self.name, name)


class PostgresTemplate:
    PREFIX = "letters_template_"

    def __init__(self, state):
        self.name = self.PREFIX + state

    def is_made(self):
        return self.name in self._all()

    def make(self):
        for old in self._all():
            self._do(f'DROP DATABASE "{old}"')
        being_made = f"{self.PREFIX}being_made"
        self._do(f'CREATE DATABASE "{being_made}"')
        migrate(being_made)
        self._do(f'ALTER DATABASE "{being_made}" RENAME TO "{self.name}"')

    def copy(self, name):
        self._do(f'DROP DATABASE IF EXISTS "{name}"')
        self._do(f'CREATE DATABASE "{name}" TEMPLATE "{self.name}"')

    def _all(self):
        with self._maintenance() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [self.PREFIX])
            return [name for (name,) in cursor.fetchall()]

    def _do(self, statement):
        with self._maintenance() as cursor:
            cursor.execute(statement)

    @contextmanager
    def _maintenance(self):
        """A database can be made and dropped only from another one; this one every server has."""
        with connected_to("postgres"), connection.cursor() as cursor:
            yield cursor


KINDS = {"sqlite": SqliteTemplate, "postgresql": PostgresTemplate}
