"""A host that the world sees: reads everything from the environment and refuses to start without it.

What else must be true is asked by cms/checks.py before the first request.
"""

from cms.settings.base import *  # noqa: F403
from cms.settings.environment import one_of, required, words
from home.settings.logs import logging_as

PRODUCTION = True
LOGGING = logging_as(json=True)
SECOND_STEP = True
# One process both public and staff would hold the keys that open letters where visitors come in.
SITE_ROLE = one_of("SITE_ROLE", ("public", "staff"), "")
SECRET_KEY = required("SECRET_KEY", "a long random text, of its own for each host.")
SECRET_KEY_FALLBACKS = words("SECRET_KEY_FALLBACKS", "")
required("ALLOWED_HOSTS", "the names this host answers to, with commas.")
required("SITE_URL", "the public address, as links in mail show it.")
required("DATABASE_URL", "where the database is.")
if SITE_ROLE == "staff":  # a public host sends nothing
    required("STAFF_URL", "the address of this host, to which mail to staff leads.")
    required("EMAIL_HOST", "the mail server.")
    required("DEFAULT_FROM_EMAIL", "the sender of our mail.")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 63_072_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
# A promise that is hard to take back (docs/operations.md): whoever runs the site makes it, and no default.
SECURE_HSTS_PRELOAD = one_of("HSTS_PRELOAD", ("0", "1"), "0") == "1"
if not SECURE_HSTS_PRELOAD:
    SILENCED_SYSTEM_CHECKS = ["security.W021"]
# Only with a proxy in front that removes this header from what visitors send.
if words("BEHIND_PROXY", ""):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# The __Host- prefix binds a cookie to this very host and to HTTPS.
SESSION_COOKIE_NAME = "__Host-session"
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"  # a link in a mail opens for whoever is logged in
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
