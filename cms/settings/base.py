"""Settings common to every way of running; read from the environment where an installation differs.

`.env.example` lists every variable with its meaning. What holds for every project with these apps is in
`letters.settings`.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url

from cms.settings.environment import one_of, whole_number, words
from cms.settings.translation import machines
from home.settings.rings import LOCKED_FILE, key_files
from home.settings.storage import file_storages
from letters.settings import *  # noqa: F403
from letters.settings import SQLITE_OPTIONS

BASE_DIR = Path(__file__).resolve().parents[2]
# Whatever an installation writes lies here, outside git: database, media, keys.
VAR_DIR = Path(os.environ.get("VAR_DIR", BASE_DIR / "var"))

# --- Who answers -------------------------------------------------------------------------------
DEBUG = False
PRODUCTION = False  # more is asked of a production start
ALLOWED_HOSTS = words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
WAGTAIL_SITE_NAME = "Листи до вільного Криму"
# Where visitors are sent, and where staff are: a host of their own has its own address.
SITE_URL = os.environ.get("SITE_URL", f"http://localhost:{os.environ.get('PORT', '8000')}").rstrip("/")
STAFF_URL = (os.environ.get("STAFF_URL") or SITE_URL).rstrip("/")
WAGTAILADMIN_BASE_URL = STAFF_URL
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "home.pages.text_area.TextArea"}}
# Those of our own process and of its scheme need not be named: https://letters.example:8443 of a proxy does.
ALLOWED_PORTS = words(
    "ALLOWED_PORTS", ",".join(str(urlsplit(url).port or "") for url in (SITE_URL, STAFF_URL))
)
# public: no admin and no private key; staff: admin and private key; all: both, for one machine on a desk.
SITE_ROLE = one_of("SITE_ROLE", ("public", "staff", "all"), "all")
# The header in which a proxy tells whose request it is (its last entry counts); empty: the connection tells.
CLIENT_ADDRESS_HEADER = os.environ.get("CLIENT_ADDRESS_HEADER", "")
# Processes of the site; where they share no Redis (letters.settings), each counts for itself.
WEB_WORKERS = whole_number("WEB_WORKERS", 2)
METRICS_TOKEN = os.environ.get("METRICS_TOKEN", "")
REDIS_URL = os.environ.get("REDIS_URL", "")
ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"

# --- Apps (own apps first: their templates win over Wagtail's) -----------------------------------
# Login, and what keeps somebody logged in: a public host has none.
STAFF_APPS = [
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.sessions",
    "django.contrib.messages",
]
INSTALLED_APPS = [
    "cms",
    "home",
    "home.translation",
    "home.headless",
    "prisoner_pages",
    "letters",
    "wagtail_localize",
    "wagtail_localize.locales",  # replaces wagtail.locales
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.sitemaps",
    "wagtail.embeds",
    "wagtail.sites",
    "letters.apps.StaffUsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "storages",
    "csp",
    "django_tasks",
    "django_tasks_db",
    *(STAFF_APPS if SITE_ROLE != "public" else []),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

ACCOUNTS = (
    [
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "home.staff.middleware.StaffSessions",
        "allauth.account.middleware.AccountMiddleware",
        "home.login.middleware.SecondStep",
        "prisoner_pages.middleware.PartnerGate",
        "django.contrib.messages.middleware.MessageMiddleware",
    ]
    if SITE_ROLE != "public"
    else ["home.site.middleware.visitors.Visitors"]
)
SESSIONS = ["django.contrib.sessions.middleware.SessionMiddleware"] if SITE_ROLE != "public" else []
MIDDLEWARE = [
    "home.site.middleware.request_log.RequestLog",
    "home.site.middleware.health.HealthAnswers",  # before host and scheme are asked for
    "django.middleware.security.SecurityMiddleware",
    "home.site.middleware.response_headers.SecurityHeaders",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "letters.middleware.KeepTextMiddleware",  # before all that may fail: it gives the text back
    "home.headless.middleware.ApiMiddleware",  # outside the guard: below /api/ nothing answers with a page
    "home.site.middleware.input_guard.InputGuard",
    "django.middleware.http.ConditionalGetMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    *SESSIONS,
    "home.site.middleware.language.LanguageMiddleware",
    "home.site.middleware.locked_keys.LockedKeys",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    *ACCOUNTS,
    "prisoner_pages.middleware.Redirects",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                *(["django.contrib.messages.context_processors.messages"] if SITE_ROLE != "public" else []),
                "home.site.context_processors.shell",
            ],
        },
    },
]

# --- Database ------------------------------------------------------------------------------------
# A connection serves the next request, too: opening one costs SQLite more than all queries of a page do.
DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL") or f"sqlite:///{VAR_DIR / 'db.sqlite3'}", conn_max_age=60
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {**SQLITE_OPTIONS}
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # Whoever waits for a row that somebody else keeps is told so (503), instead of waiting without an end.
    if SITE_ROLE != "public":  # whose limits are its user's (cms.grants)
        options = DATABASES["default"].setdefault("OPTIONS", {})
        options["options"] = f"{options.get('options', '')} -c lock_timeout=8s".strip()

# --- Files ---------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [("fonts", BASE_DIR / "vendor" / "fonts")]
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    **file_storages(os.environ, media_root=MEDIA_ROOT, media_url=MEDIA_URL),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- Keys (made by `manage.py letters_keys make`, never by a start; see home.security.keyring) --------------
# One file each. Env LETTERS_PUBLIC_KEYS etc. name another place.
KEY_FILES = {
    name: Path(os.environ.get(f"{name.upper()}_KEYS", path))
    for name, path in key_files(VAR_DIR / "keys", SITE_ROLE).items()
}
# Where `letters_keys lock` keeps the rings that open letters, and where `letters_keys unlock` puts them.
LOCKED_KEYS = Path(os.environ.get("LOCKED_KEYS", VAR_DIR / "keys" / LOCKED_FILE))
OPENED_KEYS = Path(os.environ.get("OPENED_KEYS", "/run/letters-staff-keys"))
# Digests of what was erased; stays beside the database when a backup is restored (`manage.py restore_check`).
ERASURE_LEDGER = Path(os.environ.get("ERASURE_LEDGER", VAR_DIR / "erased_letters"))

# --- Translation ---------------------------------------------------------------------------------
# Machines that coordinators may turn on (home.translation.machines); a public host has no use for one.
TRANSLATION_MACHINES = machines(os.environ) if SITE_ROLE != "public" else {}

# --- API ------------------------------------------------------------------------------------------
# Answers that each web process keeps until what they were made of changes (home.headless.answers).
API_KEPT_MIB = whole_number("API_KEPT_MIB", 16)
# Public pages and answers of the API that each web process keeps whole until what they show changes
# (home.kept_pages); 0: none.
KEPT_PAGES_MIB = whole_number("KEPT_PAGES_MIB", 32)

# --- Mail -----------------------------------------------------------------------------------------
EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
EMAIL_PORT = whole_number("EMAIL_PORT", 25)
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("EMAIL_USE_TLS", "") == "1"
EMAIL_TIMEOUT = 10  # seconds
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "letters@localhost")
