"""How gunicorn serves us: threads, so that a writer with a slow telephone keeps nobody waiting."""

import gc
import logging
import os
import shutil
import tempfile

from home.settings.logs import logging_as

bind = os.environ.get("BIND") or f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = "home.kept_pages.arrival.Worker"
workers = int(os.environ.get("WEB_WORKERS", "2"))
# SQLite stores one letter at a time, and who waits for that holds a thread: readers need one all the same.
# With any other nobody waits so, and each thread holds a connection of the server's.
DATABASE_URL = os.environ.get("DATABASE_URL", "")
threads = 32 if not DATABASE_URL or DATABASE_URL.startswith("sqlite") else 8
control_socket_disable = True  # a second door, and its folder is read-only under our units
timeout = 60  # seconds a worker may be silent
graceful_timeout = 20
limit_request_line = 4_094  # bytes; home/site/middleware/input_guard.py refuses much less in words
limit_request_fields = 64
# It would log addresses and browsers; home/site/middleware/request_log.py says what is logged instead.
accesslog = None
YOUNG_OBJECTS = 20_000  # since the last garbage collection, before the next one
IS_PRODUCTION = os.environ.get("DJANGO_SETTINGS_MODULE", "").endswith(".production")
OWN_LINES = "INFO" if IS_PRODUCTION else "ERROR"  # on a desk they would stand between what `make run` says
# What Python warns of is an event, too.
logging.captureWarnings(IS_PRODUCTION)
# Its warnings quote addresses: our formatter fills in numbers of processes and names of signals alone.
logconfig_dict = {
    **logging_as(json=IS_PRODUCTION),
    "root": {"handlers": ["stderr"], "level": "ERROR"},
    "loggers": {
        "gunicorn.error": {
            "handlers": ["stderr"],
            "level": OWN_LINES,
            "propagate": False,
        },
        "gunicorn.access": {"handlers": ["nowhere"], "level": "CRITICAL", "propagate": False},
    },
}
# Each process writes its figures there, and each tells those of all (home/health/request_figures.py).
OWN_FIGURES = "" if "PROMETHEUS_MULTIPROC_DIR" in os.environ else tempfile.mkdtemp(prefix="letters-figures-")
os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", OWN_FIGURES)


def on_exit(_server: object) -> None:
    if OWN_FIGURES:  # a folder that was given is somebody else's to throw away
        shutil.rmtree(OWN_FIGURES, ignore_errors=True)


def post_worker_init(_worker: object) -> None:
    """Exempt from garbage collection what is loaded by now: it lives as long as the process.

    A long answer is made of many thousand objects, none of them garbage until it is sent: looking through
    them every 700 took a sixth of its time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS)
