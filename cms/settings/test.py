"""Tests: quick password hashing, jobs at once, mail kept in memory, files in a temporary folder."""

import os
import tempfile

from cryptography.fernet import Fernet

from cms.settings.base import *  # noqa: F403
from cms.settings.base import DATABASES

SECRET_KEY = "only for tests, never for a host that answers"  # noqa: S105
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
MEDIA_ROOT = tempfile.mkdtemp(prefix="letters-test-media-")
ALLOWED_HOSTS = ["*"]
if name := os.environ.get("TEST_DB_NAME"):
    DATABASES["default"]["TEST"] = {"NAME": name}
PRIVATE_RECORD_KEYS = [Fernet.generate_key()]
