"""Tests: quick password hashing, jobs at once, mail kept in memory, files in a temporary folder."""

import gc
import os
import tempfile
from pathlib import Path

from cms.settings.base import *  # noqa: F403
from cms.settings.base import DATABASES, INSTALLED_APPS, KEY_FILES, MEDIA_URL
from home.settings.caches import caches
from home.settings.storage import file_storages
from letters.sealing.keys import make_missing
from tests.waiting import LONGEST_SECONDS

# Reading thousands of modules makes many objects and no garbage: look for it less often.
gc.set_threshold(200_000)

SECRET_KEY = "only for tests, never for a host that answers"  # noqa: S105
INSTALLED_APPS = ["tests", *INSTALLED_APPS]  # for its `flush`
SECOND_STEP = False  # `force_login` takes none; tests of the door put it on
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "tests.immediate.Immediate"}}
MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="letters-test-media-"))
# Whoever asks a Redis here waits for it: a busy machine must not make two processes count apart.
CACHES = caches(os.environ, patience_seconds=LONGEST_SECONDS)
STORAGES = {
    **file_storages({}, media_root=MEDIA_ROOT, media_url=MEDIA_URL),
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
ALLOWED_HOSTS = ["*"]
WAGTAILADMIN_BASE_URL = SITE_URL = STAFF_URL = "http://localhost:8000"  # whatever port a site here has
if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    # Nothing here outlives a power cut, and compiling the plan of a query takes longer than most of them.
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = (
        "-c synchronous_commit=off -c jit=off -c lock_timeout=8s"
    )
TRANSLATION_MACHINES = {"dummy": {}}
if name := os.environ.get("TEST_DB_NAME"):
    DATABASES["default"]["TEST"] = {"NAME": name}
elif DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, as on a host: a database in memory shares one cache among threads and locks single tables.
    DATABASES["default"]["TEST"] = {
        "NAME": Path(tempfile.mkdtemp(prefix="letters-test-db-")) / "test.sqlite3"
    }
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
else:
    DATABASES["default"]["TEST"] = {"NAME": f"test_{DATABASES['default']['NAME']}"}

# Keys of this run only; a child process of a test finds them by the same variable.
KEY_DIR = os.environ.get("TEST_KEY_DIR") or tempfile.mkdtemp(prefix="letters-test-keys-")
KEY_FILES = {name: Path(KEY_DIR) / name for name in KEY_FILES}
LOCKED_KEYS = Path(KEY_DIR) / "locked_rings"
OPENED_KEYS = Path(KEY_DIR) / "opened"
make_missing(KEY_FILES)
ERASURE_LEDGER = Path(KEY_DIR) / "erased_letters"
