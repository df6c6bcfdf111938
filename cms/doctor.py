"""What a machine needs to run the site: a table of questions, each with the one line that mends it."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core import mail
from django.core.cache import caches
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from home.caching.shared_cache import SharedCache
from home.sandbox.runner import ways_out
from home.site.views.readiness import free_megabytes
from letters.sealing.keys import faults

FREE_MEGABYTES = 500


@dataclass(frozen=True)
class Question:
    name: str
    answer: Callable[[], str]  # "" when all is well, else what is wrong
    fix: str


def python_is_new_enough() -> str:
    version = ".".join(map(str, sys.version_info[:3]))
    return "" if (3, 11) <= sys.version_info < (3, 14) else f"Python is {version}"


def port_is_free() -> str:
    port = int(os.environ.get("PORT", "8000"))
    with socket.socket() as probe:
        taken = probe.connect_ex(("127.0.0.1", port)) == 0
    return f"something answers on port {port} (if that is this site, all is well)" if taken else ""


def database_answers() -> str:
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        return f"{connection.vendor}: {type(error).__name__}"
    return ""


def migrations_are_applied() -> str:
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "the database does not answer"
    return f"{len(missing)} missing" if missing else ""


def strings_are_compiled() -> str:
    sources = Path(settings.BASE_DIR, "locale").glob("*/LC_MESSAGES/django.po")
    missing = [path.parts[-3] for path in sources if not path.with_suffix(".mo").exists()]
    return f"not compiled: {', '.join(missing)}" if missing else ""


def fonts_are_here() -> str:
    vendor = Path(settings.BASE_DIR, "vendor")
    wanted = {"of the pages": "fonts/*.woff2", "of the sheets": "print-fonts/*.ttf"}
    missing = [which for which, pattern in wanted.items() if not any(vendor.glob(pattern))]
    return f"no font files {', '.join(missing)}" if missing else ""


def static_files_are_collected() -> str:
    return "" if Path(settings.STATIC_ROOT, "staticfiles.json").exists() else "not collected"


def keys_are_sound() -> str:
    return "; ".join(faults(other_secrets=[str(settings.SECRET_KEY)]))


def redis_answers() -> str:
    """Without one nothing is amiss on a desk; what it means in production, the start says (cms.checks)."""
    kept = caches["default"]
    return "away: each process counts for itself" if isinstance(kept, SharedCache) and kept.is_away() else ""


def mail_server_answers() -> str:
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        return ""
    try:
        mail.get_connection().open()
    except OSError as error:
        return f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}: {error}"
    return ""


def disk_has_room() -> str:
    free = free_megabytes()
    return "" if free >= FREE_MEGABYTES else f"{free} MB left"


def pictures_are_read_apart() -> str:
    try:
        reached = ways_out()
    except (OSError, subprocess.SubprocessError) as error:
        return f"no picture and no scan can be read: {type(error).__name__}"
    return f"a file that takes its reader over would reach {', '.join(reached)}" if reached else ""


QUESTIONS = (
    Question("Python", python_is_new_enough, "apt-get install python3.11 python3.11-venv, then rm -r .venv"),
    Question("port", port_is_free, "make run PORT=8001"),
    Question("database", database_answers, "unset DATABASE_URL for SQLite, or start PostgreSQL"),
    Question("migrations", migrations_are_applied, "make run (or manage.py migrate)"),
    Question("interface strings", strings_are_compiled, "make messages"),
    Question("fonts", fonts_are_here, "git checkout vendor"),
    Question("static files", static_files_are_collected, "make run (or manage.py collectstatic)"),
    Question("keys", keys_are_sound, "manage.py letters_keys make"),
    Question("Redis", redis_answers, "start it, look at REDIS_URL; the site takes it up again by itself"),
    Question("mail", mail_server_answers, "set EMAIL_HOST and EMAIL_PORT; letters are stored all the same"),
    Question("readers of pictures", pictures_are_read_apart, "run on Linux with seccomp, x86_64 or aarch64"),
    Question("disk", disk_has_room, "free some space below var/"),
)
