"""One machine on a desk: `make run`, `make dev`. `letters_keys` makes keys under `var/`."""

import os

from cms.settings.base import *  # noqa: F403
from cms.settings.base import TRANSLATION_MACHINES, VAR_DIR
from cms.settings.secrets import secret_from_file

DEBUG = os.environ.get("DEBUG") == "1"  # `make dev`
if DEBUG:
    KEPT_PAGES_MIB = 0  # a template that is edited shows
    WEBHOOKS_MAY_REACH_PRIVATE = True  # a front-end developer's receiver stands on the same machine
SECOND_STEP = False  # pages of the admin say so
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # a browser lets localhost have passkeys
SECRET_KEY = secret_from_file(VAR_DIR / "keys" / "secret_key")
TRANSLATION_MACHINES = {"dummy": {}, **TRANSLATION_MACHINES}
# Without a mail server the worker prints what it would send.
_KIND_OF_MAIL = "smtp" if os.environ.get("EMAIL_HOST") else "console"
EMAIL_BACKEND = f"django.core.mail.backends.{_KIND_OF_MAIL}.EmailBackend"
