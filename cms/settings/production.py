"""A public host: reads everything from the environment and refuses to start without it."""

import os

from cms.settings.base import *  # noqa: F403

SECRET_KEY = os.environ["SECRET_KEY"]
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 63_072_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_SAMESITE = "Strict"
LETTERS_REFUSED_WITH_DEMO_ACCOUNTS = True
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
