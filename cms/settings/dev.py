"""One machine on a desk: `make run`, `make dev`. `letters_keys` makes keys under `var/`."""

from cms.settings.base import *  # noqa: F403
from cms.settings.base import VAR_DIR
from cms.settings.secrets import secret_from_file

SECRET_KEY = secret_from_file(VAR_DIR / "keys" / "secret_key")
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
