"""A PostgreSQL database written by pg_dump and read by pg_restore, as streams."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from typing import IO, Any

import psycopg
from django.db import DatabaseError, connection, transaction
from django.db.backends.postgresql.client import DatabaseClient
from psycopg.sql import SQL, Identifier

from home.backup.archive import PIECE_BYTES, DatabaseFault
from home.backup.read_models import rows_by_table, tables_left_out

ASIDE = "before_restore"


@contextmanager
def moment() -> Iterator[tuple[dict[str, int], Iterator[bytes]]]:
    """Yield ({table: rows}, pieces) of one snapshot, while people go on working."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        without = [f"--exclude-table-data={name}" for name in tables_left_out()]
        # No row of ours has a large object: whoever may log in could have made any number.
        without.append("--no-blobs")
        options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", *without]
        with closing(_output_of("pg_dump", options)) as pieces:
            yield rows_by_table(), pieces


def _output_of(program: str, options: Sequence[str]) -> Generator[bytes, None, None]:
    with (
        tempfile.TemporaryFile() as said,
        _started(program, options, said, stdout=subprocess.PIPE) as process,
    ):
        assert process.stdout
        while piece := process.stdout.read(PIECE_BYTES):
            yield piece
        _require_success(program, process, said)


def load(pieces: Iterable[bytes]) -> None:
    """Put this database in the place of the present one.

    The present tables step aside into a schema of their own, and come back where the new ones fail.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER SCHEMA public RENAME TO {ASIDE}")
        cursor.execute("CREATE SCHEMA public")
        try:
            _pg_restore(pieces, str(connection.settings_dict["NAME"]))
        except BaseException:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute(f"ALTER SCHEMA {ASIDE} RENAME TO public")
            raise
        cursor.execute(f"DROP SCHEMA {ASIDE} CASCADE")


@contextmanager
def scratch(pieces: Iterable[bytes]) -> Iterator[dict[str, int]]:
    """Make a database beside the present one, yield its {table: rows}, and drop it."""
    name = f"{connection.settings_dict['NAME']}_drill_{os.getpid()}"
    quoted = connection.ops.quote_name(name)
    with connection.cursor() as cursor:
        try:
            cursor.execute(f"CREATE DATABASE {quoted} TEMPLATE template0")
        except DatabaseError as fault:
            words = "no database can be made beside this one: let its user do so (ALTER ROLE … CREATEDB)"
            raise DatabaseFault(words) from fault
        try:
            _pg_restore(pieces, name)
            yield _rows_of(name)
        finally:
            cursor.execute(f"DROP DATABASE {quoted} WITH (FORCE)")


def _rows_of(name: str) -> dict[str, int]:
    params: dict[str, Any] = {**connection.get_connection_params(), "dbname": name}
    plain: dict[str, Any] = {key: value for key, value in params.items() if isinstance(value, str | int)}
    with psycopg.connect(**plain) as other, other.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        counted = {}
        for (table,) in cursor.fetchall():
            cursor.execute(SQL("SELECT count(*) FROM {}").format(Identifier(table)))
            [counted[table]] = cursor.fetchone() or [0]
    return counted


def _pg_restore(pieces: Iterable[bytes], name: str) -> None:
    options = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", "--dbname", name]
    with (
        tempfile.TemporaryFile() as said,
        _started("pg_restore", options, said, stdin=subprocess.PIPE) as process,
    ):
        assert process.stdin
        try:
            for piece in pieces:
                process.stdin.write(piece)
            process.stdin.close()
        except BrokenPipeError:
            pass  # it says below why it ended
        except BaseException:
            process.kill()  # before it sees an end of input
            raise
        _require_success("pg_restore", process, said)


@contextmanager
def _started(
    program: str,
    options: Sequence[str],
    said: IO[bytes],
    *,
    stdin: int = subprocess.DEVNULL,
    stdout: int = subprocess.DEVNULL,
) -> Iterator["subprocess.Popen[bytes]"]:
    """Start a program of PostgreSQL for this database; it ends with the block, whatever happens there."""
    if shutil.which(program) is None:
        raise DatabaseFault(f"{program} is not installed: apt-get install postgresql-client")
    (_psql, *where, name), env = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    named = [] if "--dbname" in options else ["--dbname", name]
    # S603: a program of PostgreSQL, with options of ours and names from the settings.
    process = subprocess.Popen(  # noqa: S603
        [program, *where, "--no-password", *named, *options],
        env={**os.environ, **(env or {}), "LC_ALL": "C"},
        stderr=said,
        stdin=stdin,
        stdout=stdout,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        for pipe in (process.stdin, process.stdout):
            with suppress(BrokenPipeError):
                if pipe:
                    pipe.close()
        process.wait()


def _require_success(program: str, process: "subprocess.Popen[bytes]", said: IO[bytes]) -> None:
    if process.wait() == 0:
        return
    said.seek(0)
    lines = said.read(4_000).decode("utf-8", "replace").splitlines()
    # Its first line names the fault; those after it may quote rows.
    raise DatabaseFault(lines[0] if lines else f"{program} ended with {process.returncode}")
