"""The site as gunicorn runs it, with one weakness: it dies by SIGKILL at the point that a file names.

FAIL_FILE says where the next letter kills its server, once: a number of statements after the letter’s own
INSERT (or right before COMMIT, where there are fewer), or "answer" (committed, but not acknowledged).
"""

import os
import signal
from pathlib import Path

from django.db import connection, transaction

from cms.wsgi import application
from letters.writing.actions import submit
from letters.writing.views import write

__all__ = ["application"]
ANSWER, INSERT = "answer", 'INSERT INTO "letters_letter"'


def wanted():
    return Path(os.environ["FAIL_FILE"]).read_text()


def die():
    Path(os.environ["FAIL_FILE"]).write_text("")
    os.kill(os.getpid(), signal.SIGKILL)


class DiesAfter:
    """Counts the statements from the letter's INSERT on and dies instead of the next one."""

    def __init__(self, number):
        self.left, self.has_begun = number, False

    def __call__(self, execute, sql, params, many, context):
        if self.has_begun and self.left == 0:
            die()
        self.left -= self.has_begun
        self.has_begun = self.has_begun or sql.startswith(INSERT)
        return execute(sql, params, many, context)


def dying_store(store):
    def dying(*args):
        if not (number := wanted()).isdigit():
            return store(*args)
        with transaction.atomic(), connection.execute_wrapper(DiesAfter(int(number))):
            store(*args)
            die()

    return dying


def dying_answer(to_receipt):
    def dying(receipt, writing):
        if wanted() == ANSWER:
            die()
        return to_receipt(receipt, writing)

    return dying


if "FAIL_FILE" in os.environ:
    submit._store = dying_store(submit._store)
    write.to_receipt = dying_answer(write.to_receipt)
