"""What the apps ask of Django, Wagtail and other libraries: a project's settings import all of it.

Whatever a project has to say itself (names, hosts, database, secrets, mail) is not here; settings that are
ours alone have defaults (home.settings.defaults). `letters.checks` minds those that `KEPT` names.
"""

import os

from home.languages.info import ADMIN_LANGUAGES, CONTENT_LANGUAGES, SOURCE_LANGUAGE, install_language_info
from home.settings.caches import caches
from home.settings.csp import public_directives
from home.settings.logs import LOGGING  # noqa: F401
from home.settings.places import CATALOGUES

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = caches(os.environ)
# For DATABASES["default"]["OPTIONS"] where that is SQLite. IMMEDIATE: a writer waits its turn up to 20 s at
# BEGIN, instead of being refused when it upgrades.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# --- Languages -----------------------------------------------------------------------------------
install_language_info()
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Kyiv"
LANGUAGE_CODE = SOURCE_LANGUAGE
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = CONTENT_LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = ADMIN_LANGUAGES
# One time for all who work together: a day or an hour that one says another reads the same.
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAIL_I18N_ENABLED = True
LOCALE_PATHS = [CATALOGUES]
FORMAT_MODULE_PATH = ["home.languages.formats"]
# A translated copy of a live page starts as a draft: nothing goes public in a mixed language.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAILLOCALIZE_DISABLE_ON_DELETE = True

# --- Files ---------------------------------------------------------------------------------------
WAGTAILIMAGES_IMAGE_MODEL = "home.SiteImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "prisoner_pages.pictures.panels.PictureForm"
WAGTAILIMAGES_RENDITION_STORAGE = "renditions"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
# The limits themselves are in home/pictures/reencoding.py; this one is shown by the page for uploading many.
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024  # bytes
WAGTAILDOCS_EXTENSIONS = ["pdf"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 10 * 1024 * 1024  # bytes
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []
# The widest anybody may send, as the admin needs it; home.site.middleware.input_guard allows visitors less.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # bytes of a form without its files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
DATA_UPLOAD_MAX_NUMBER_FILES = 10
# A drawing or a scan on its way to being sealed is never laid on a disk in clear: files stay in memory, and
# the guard bounds them. What is larger than this reaches no view.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 26 * 1024 * 1024

# --- What a browser may do, and keeps ------------------------------------------------------------
# What a page says once travels in the session: in a cookie it would lie on a shared computer.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CONTENT_SECURITY_POLICY = {"DIRECTIVES": public_directives(os.environ)}
CSRF_FAILURE_VIEW = "home.staff.views.kept_form.form_refused"
# Stores digests of keys, says by itself when a session is over, and ends all of a person at once.
SESSION_ENGINE = "home.staff.actions.session_store"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# What home.site.middleware.response_headers has not said by address: answers of none of our views.
SECURE_REFERRER_POLICY = "no-referrer"
X_FRAME_OPTIONS = "DENY"

# --- Staff ---------------------------------------------------------------------------------------
# How staff log in (home.login): a name and a password, or a passkey; then a second step.
AUTHENTICATION_BACKENDS = ["home.staff.guards.StaffBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
WAGTAILADMIN_LOGIN_URL = "/admin/login/"
ACCOUNT_ADAPTER = "home.login.adapters.StaffAdapter"
ACCOUNT_FORMS = {
    "login": "home.login.forms.LoginForm",
    "reauthenticate": "home.login.forms.PasswordAgainForm",
    "change_password": "home.login.forms.ChangePasswordForm",
    "reset_password": "home.login.forms.ForgottenPasswordForm",
    "reset_password_from_key": "home.login.forms.NewPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]  # nobody signs up; allauth reads the login form from it
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by administrators, with an address that they know
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody is told, not even by mail, which address has an account
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False  # the cookie ends with the browser
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600  # seconds
# Of these none goes by an address. Wrong passwords and codes are slowed down elsewhere, so that they keep
# nobody's owner out (home.staff.actions.tries); an answer of a passkey is not to be guessed.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": None,
    "reset_password": "5/h/key",
    "reset_password_from_key": None,
}
MFA_RATE_LIMITS = {"webauthn_login": None}  # there is nothing to guess
MFA_ADAPTER = "home.login.adapters.SecondStepAdapter"
MFA_FORMS = {
    "activate_totp": "home.login.forms.AppForm",
    "add_webauthn": "home.login.forms.AddPasskeyForm",
    "edit_webauthn": "home.login.forms.RenamePasskeyForm",
    "authenticate": "home.login.forms.CodeForm",
    "reauthenticate": "home.login.forms.CodeAgainForm",
    "authenticate_webauthn": "home.login.forms.PasskeyForm",
    "reauthenticate_webauthn": "home.login.forms.PasskeyAgainForm",
    "login_webauthn": "home.login.forms.PasskeyLoginForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1  # steps of 30 seconds by which a telephone may be early or late
PASSWORD_RESET_TIMEOUT = 3600  # seconds
# A link in a mail to staff opens for whoever is logged in; forms are guarded by their token and their origin.
SESSION_COOKIE_SAMESITE = "Lax"
# Wagtail's own pages for passwords would pass by the mails and the second step.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILADMIN_COMMENTS_ENABLED = False
WAGTAILADMIN_NOTIFICATION_USE_HTML = False
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
# After what was typed last. Opening saves nothing, and what is the same as before makes nobody an author.
WAGTAIL_AUTOSAVE_INTERVAL = 3000  # milliseconds
# Nobody in a partner may publish: approval does, through this.
WAGTAIL_FINISH_WORKFLOW_ACTION = "prisoner_pages.stories.actions.approval.publish_approved"
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAIL_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILFORMS_HELP_TEXT_ALLOW_HTML = False
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 14}},
    {"NAME": "home.staff.well_known_passwords.WellKnownPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

# What people's safety hangs on, with what would happen otherwise: a check asks for the very value above.
KEPT = {
    "LANGUAGE_CODE": "stories would have another source language than their records",
    "WAGTAIL_I18N_ENABLED": "pages of one language would show under the address of another",
    "WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE": "pages would go public in a mixed language",
    "WAGTAILIMAGES_IMAGE_MODEL": "pictures would keep the place and time at which they were taken",
    "WAGTAILIMAGES_IMAGE_FORM_BASE": "pictures would not name whom they show",
    "WAGTAILIMAGES_RENDITION_STORAGE": "originals of pictures would lie where everybody can fetch them",
    "FILE_UPLOAD_HANDLERS": "drawings in letters would lie on the disk in clear",
    "ACCOUNT_ADAPTER": "a mail would name who logs in from where, and its links lead to whoever asked",
    "MFA_ADAPTER": "secrets of second steps would lie in the database in clear",
    "MESSAGE_STORAGE": "what a page says would lie in a cookie on a shared computer",
    "CSRF_FAILURE_VIEW": "what somebody typed would be lost with a form that is refused",
    "AUTHENTICATION_BACKENDS": "passwords could be guessed as quickly as a machine can try them",
    "SESSION_ENGINE": "whoever reads the database could enter as anybody who is logged in",
    "WAGTAIL_GRAVATAR_PROVIDER_URL": "a third party would learn who works here",
    "WAGTAIL_FINISH_WORKFLOW_ACTION": "an approved record would not be published by its approval",
}
