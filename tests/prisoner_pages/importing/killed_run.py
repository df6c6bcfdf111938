"""A child process: imports a list, and is killed as often as told. Prints the end state as JSON.

    python -m tests.prisoner_pages.importing.killed_run LIST [ROW:STATEMENT ...]

Each argument ROW:STATEMENT is one run that dies by SIGKILL at the nth statement of that row, or at its end
when it has fewer; a last run is left alive.
"""

import json
import os
import signal
import sys
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.test")
django.setup()

from django.db import connection  # noqa: E402

from prisoner_pages.importing.actions import import_prisoners  # noqa: E402
from prisoner_pages.models import Partner  # noqa: E402
from tests.factories.prisoner_pages import PartnerFactory, open_locales  # noqa: E402
from tests.prisoner_pages.importing.end_state import end_state  # noqa: E402


def die(*_arguments):
    os.kill(os.getpid(), signal.SIGKILL)


def run(data):
    partner = Partner.objects.get(slug="zmina")
    return import_prisoners.import_prisoners(
        data, partner=partner, intent=import_prisoners.Intent(publish=True)
    )


def run_until(data, row, statement):
    """Import in a child of this process that dies at that statement; wait for its death."""
    connection.close()
    child = os.fork()
    if child == 0:
        import_prisoners.take_row = dying_at(row, statement)
        run(data)
        os._exit(3)  # it outlived its death: the test must know
    _pid, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL, status


def dying_at(row, statement):
    take, left = import_prisoners.take_row, [statement]

    def count(execute, *arguments):
        left[0] -= 1
        return die() if left[0] == 0 else execute(*arguments)

    def take_or_die(raw, run):
        if raw.number != row:
            return take(raw, run)
        with connection.execute_wrapper(count):
            take(raw, run)
        return die()

    return take_or_die


def main(path, *deaths):
    open_locales("uk", "en")
    PartnerFactory(slug="zmina", section=True)
    data = Path(path).read_bytes()
    for death in deaths:
        run_until(data, *map(int, death.split(":")))
    report = run(data)
    again = run(data)
    print(json.dumps({"state": end_state(), "errors": len(report.errors), "again": again.as_dict()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
