"""The site as gunicorn runs it, with one weakness: it dies by SIGKILL at the point named in FAIL_AT.

FAIL_AT: "before_commit" (the letter is inserted, not committed) or "before_answer" (committed, but not
acknowledged). FAIL_FILE holds how many deaths are left.
"""

import os
import signal
from pathlib import Path

from cms.wsgi import application
from letters.actions import submit
from letters.views import write

__all__ = ["application"]
POINTS = {"before_commit": (submit, "log_by_writer"), "before_answer": (write, "to_receipt")}


def die_first(function):
    def dying(*args, **kwargs):
        left = Path(os.environ["FAIL_FILE"])
        if count := int(left.read_text()):
            left.write_text(str(count - 1))
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*args, **kwargs)

    return dying


if point := os.environ.get("FAIL_AT"):
    module, name = POINTS[point]
    setattr(module, name, die_first(getattr(module, name)))
