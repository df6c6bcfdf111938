"""Settings common to every way of running; read from the environment where an installation differs.

`.env.example` lists every variable with its meaning.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url

from cms.settings.csp import preview_directives, public_directives, staff_directives
from cms.settings.environment import one_of, whole_number, words
from cms.settings.logs import LOGGING  # noqa: F401
from cms.settings.storage import file_storages
from cms.settings.translation import machines
from home.languages.info import ADMIN_LANGUAGES, CONTENT_LANGUAGES, install_language_info
from home.security.keyring import fernet_keys

BASE_DIR = Path(__file__).resolve().parents[2]
# Whatever an installation writes lies here, outside git: database, media, keys.
VAR_DIR = Path(os.environ.get("VAR_DIR", BASE_DIR / "var"))

# --- Who answers -------------------------------------------------------------------------------
DEBUG = False
PRODUCTION = False  # cms/checks.py asks more of a production start
ALLOWED_HOSTS = words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
WAGTAIL_SITE_NAME = "Листи до вільного Криму"
WAGTAILADMIN_BASE_URL = os.environ.get("SITE_URL", f"http://localhost:{os.environ.get('PORT', '8000')}")
# Those of our own process and of its scheme need not be named: https://letters.example:8443 of a proxy does.
ALLOWED_PORTS = words("ALLOWED_PORTS", str(urlsplit(WAGTAILADMIN_BASE_URL).port or ""))
# public: no admin and no private key; staff: admin and private key; all: both, for one machine on a desk.
SITE_ROLE = one_of("SITE_ROLE", ("public", "staff", "all"), "all")
# The header in which a proxy tells whose request it is (its last entry counts); empty: the connection tells.
CLIENT_ADDRESS_HEADER = os.environ.get("CLIENT_ADDRESS_HEADER", "")
ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"

# --- Apps (own apps first: their templates win over Wagtail's) -----------------------------------
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
    "cms.apps.StaffUsersConfig",
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
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "home.site.middleware.request_log.RequestLog",
    "home.site.middleware.response_headers.SecurityHeaders",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "letters.middleware.KeepTextMiddleware",  # before all that may fail: it gives the text back
    "home.headless.middleware.ApiMiddleware",  # outside the guard: below /api/ nothing answers with a page
    "home.site.middleware.input_guard.InputGuard",
    "django.middleware.http.ConditionalGetMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "home.site.middleware.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "prisoner_pages.middleware.PartnerGate",
    "django.contrib.messages.middleware.MessageMiddleware",
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
                "django.contrib.messages.context_processors.messages",
                "home.context_processors.shell",
            ],
        },
    },
]

# --- Database ------------------------------------------------------------------------------------
DATABASES = {
    "default": dj_database_url.parse(os.environ.get("DATABASE_URL") or f"sqlite:///{VAR_DIR / 'db.sqlite3'}")
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE: a writer waits its turn up to 20 s at BEGIN, instead of being refused when it upgrades.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Caches --------------------------------------------------------------------------------------
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # None: another process would go on showing the address of a rendition that a pause has deleted.
    "renditions": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}

# --- Languages -----------------------------------------------------------------------------------
install_language_info()
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Kyiv"
LANGUAGE_CODE = "uk"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = CONTENT_LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = ADMIN_LANGUAGES
WAGTAIL_I18N_ENABLED = True
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["home.languages.formats"]
# A translated copy of a live page starts as a draft: nothing goes public in a mixed language.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAILLOCALIZE_DISABLE_ON_DELETE = True

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
WAGTAILIMAGES_IMAGE_MODEL = "home.SiteImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "prisoner_pages.pictures.panels.PictureForm"
WAGTAILIMAGES_RENDITION_STORAGE = "renditions"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
# The limits themselves are in home/pictures/reencoding.py; this one is shown by the page for uploading many.
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024  # bytes
WAGTAILDOCS_EXTENSIONS = ["pdf"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 10 * 1024 * 1024  # bytes
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_INLINE_CONTENT_TYPES = []
# The widest anybody may send, as the admin needs it; home.site.middleware.input_guard allows visitors less.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # bytes of a form without its files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
DATA_UPLOAD_MAX_NUMBER_FILES = 10
# A drawing or a scan on its way to being sealed is never laid on a disk in clear: files stay in memory, and
# the guard bounds them. What is larger than this reaches no view.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 26 * 1024 * 1024

# What a page says once travels in the session: in a cookie it would lie on a shared computer.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- What a browser may do -----------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {"DIRECTIVES": public_directives(os.environ)}
STAFF_CONTENT_SECURITY_POLICY = staff_directives(os.environ)
PREVIEW_CONTENT_SECURITY_POLICY = preview_directives(os.environ)
CSRF_FAILURE_VIEW = "home.site.views.errors.form_refused"
SECURE_REFERRER_POLICY = None  # home.site.middleware.response_headers sets it, by address
X_FRAME_OPTIONS = "DENY"

# --- Keys (made by `manage.py letters_keys make`, never by a start; see home.security.keyring) --------------
# One file each, readable by its owner only. Env LETTERS_PUBLIC_KEYS etc. name another place.
PUBLIC_KEY_RINGS = ["letters_public", "letter_codes", "receipts", "form_tokens"]
# Read letters and private records: a public host neither holds nor loads them.
STAFF_KEY_RINGS = ["letters_private", "mail_index", "private_records"]
# On both hosts or on none. What opens its copies is kept offline; with it, writers are offered such a copy.
OPTIONAL_KEY_RINGS = ["release_public"]
KEY_FILES = {
    name: Path(os.environ.get(f"{name.upper()}_KEYS", VAR_DIR / "keys" / name))
    for name in PUBLIC_KEY_RINGS + OPTIONAL_KEY_RINGS + (STAFF_KEY_RINGS if SITE_ROLE != "public" else [])
}
# Digests of what was erased; stays beside the database when a backup is restored (`manage.py restore_check`).
ERASURE_LEDGER = Path(os.environ.get("ERASURE_LEDGER", VAR_DIR / "erased_letters"))
# Production takes no letters while an account of the demonstration can log in.
LETTERS_REFUSED_WITH_DEMO_ACCOUNTS = False
PRIVATE_RECORD_KEYS = fernet_keys(KEY_FILES.get("private_records"))

# --- Translation ---------------------------------------------------------------------------------
# Machines that coordinators may turn on (home.translation.machines); a public host has no use for one.
TRANSLATION_MACHINES = machines(os.environ) if SITE_ROLE != "public" else {}

# --- API ------------------------------------------------------------------------------------------
# Answers that each web process keeps until what they were made of changes (home.headless.answers).
API_KEPT_MIB = whole_number("API_KEPT_MIB", 16)

# --- Jobs, webhooks, mail -------------------------------------------------------------------------
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# Webhooks go to hosts of the public internet over TLS; tests have receivers of their own on this machine.
WEBHOOKS_MAY_REACH_PRIVATE = False
EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
EMAIL_PORT = whole_number("EMAIL_PORT", 25)
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("EMAIL_USE_TLS", "") == "1"
EMAIL_TIMEOUT = 10  # seconds
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "letters@localhost")

# --- Staff ---------------------------------------------------------------------------------------
LOGIN_URL = "wagtailadmin_login"
WAGTAILADMIN_USER_LOGIN_FORM = "home.site.forms.StaffLoginForm"
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILADMIN_COMMENTS_ENABLED = False
WAGTAILADMIN_NOTIFICATION_USE_HTML = False
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
WAGTAIL_AUTOSAVE_INTERVAL = 0  # a draft is what somebody meant to save
# Nobody in a partner may publish: approval does, through this.
WAGTAIL_FINISH_WORKFLOW_ACTION = "prisoner_pages.stories.actions.approval.publish_approved"
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAIL_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILFORMS_HELP_TEXT_ALLOW_HTML = False
WAGTAILEMBEDS_FINDERS = []
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 14}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
