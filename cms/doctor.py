"""What the doctor asks: what a machine needs to run the site, and what the apps say of its health."""

import os
import socket
import subprocess
import sys
from pathlib import Path

from django.core import mail

from cms.buckets import trouble_with_buckets
from home.health.question import WITH_STAFF, Question
from home.registry import provided
from home.sandbox.runner import ways_out
from home.settings.defaults import settings


def python_is_new_enough() -> str:
    version = ".".join(map(str, sys.version_info[:3]))
    return "" if (3, 11) <= sys.version_info < (3, 14) else f"Python is {version}"


def port_is_free() -> str:
    port = int(os.environ.get("PORT", "8000"))
    with socket.socket() as probe:
        taken = probe.connect_ex(("127.0.0.1", port)) == 0
    return f"something answers on port {port} (if that is this site, all is well)" if taken else ""


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


def mail_server_answers() -> str:
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        return ""
    try:
        mail.get_connection().open()
    except OSError as error:
        return f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}: {error}"
    return ""


def pictures_are_read_apart() -> str:
    try:
        reached = ways_out()
    except (OSError, subprocess.SubprocessError) as error:
        return f"no picture and no scan can be read: {type(error).__name__}"
    return f"a file that takes its reader over would reach {', '.join(reached)}" if reached else ""


def backups_are_made() -> str:
    """A staff host in production without the key to seal a backup makes none."""
    if not settings.PRODUCTION or Path(settings.KEY_FILES["backup_public"]).exists():
        return ""
    return "there is no key in backup_public (a timer may name another)"


OF_THIS_HOST = (
    Question(
        "Python",
        python_is_new_enough,
        "install Debian’s python3 and make the virtualenv anew",
        "apt-get install python3.11 python3.11-venv, then rm -r .venv",
    ),
    Question("interface strings", strings_are_compiled, "git checkout locale", "make messages"),
    Question("fonts", fonts_are_here, "git checkout vendor"),
    Question(
        "static files",
        static_files_are_collected,
        "manage.py collectstatic, then restart the site",
        "make run (or manage.py collectstatic)",
    ),
    Question(
        "mail server",
        mail_server_answers,
        "look at EMAIL_HOST; letters are stored all the same",
        roles=WITH_STAFF,  # a public host sends nothing
    ),
    Question("buckets", trouble_with_buckets, "see the rights of its key: docs/operations.md, Files on S3"),
    Question("readers of pictures", pictures_are_read_apart, "run on Linux with seccomp, x86_64 or aarch64"),
    Question("backups", backups_are_made, "manage.py letters_keys backup FILE", roles=WITH_STAFF),
)
PORT = Question("port", port_is_free, "", "make run PORT=8001")


def questions() -> list[Question]:
    """Return what this host can answer; whether the port is free asks only whoever is about to start."""
    asked = [*OF_THIS_HOST, *provided("health"), *([] if settings.PRODUCTION else [PORT])]
    return [question for question in asked if settings.SITE_ROLE in question.roles]


def mend(question: Question) -> str:
    return question.fix if settings.PRODUCTION else question.fix_on_desk or question.fix
