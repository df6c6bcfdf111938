"""Settings as the apps read them: the project's, and where it says nothing of one of ours, what stands here.

`letters.settings` holds what the apps ask of Django's and Wagtail's own settings.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings as of_project

from home.settings.csp import preview_directives, staff_directives
from home.settings.rings import LOCKED_FILE, key_files
from home.settings.storage import backup_store


class Settings:
    def __getattr__(self, name: str) -> Any:
        try:
            return getattr(of_project, name)
        except AttributeError:
            if name not in DEFAULTS:
                raise
            return DEFAULTS[name]()


settings = Settings()
DEFAULTS: dict[str, Callable[[], Any]] = {
    # A host that the world sees: more is asked of it before it starts.
    "PRODUCTION": lambda: not of_project.DEBUG,
    # public: no admin and no private key; staff: admin and private key; all: both, for one machine on a desk.
    "SITE_ROLE": lambda: "all",
    # Where visitors and writers are sent, and where staff are: mail and links begin with these.
    "SITE_URL": lambda: of_project.WAGTAILADMIN_BASE_URL,
    "STAFF_URL": lambda: of_project.WAGTAILADMIN_BASE_URL,
    # Staff prove who they are by a second step, too. Off on a desk alone: its pages say so.
    "SECOND_STEP": lambda: settings.PRODUCTION,
    # Whatever an installation writes lies here, outside git.
    "VAR_DIR": lambda: Path(getattr(of_project, "BASE_DIR", "")).resolve() / "var",
    # Keys are made by `manage.py letters_keys make`, never by a start; see home.security.keyring.
    "KEY_FILES": lambda: key_files(Path(settings.VAR_DIR) / "keys", settings.SITE_ROLE),
    # The rings that `letters_keys lock` encrypted, in one file.
    "LOCKED_KEYS": lambda: Path(settings.VAR_DIR) / "keys" / LOCKED_FILE,
    # Where `letters_keys unlock` puts them: in memory, read by the user of the staff side alone.
    "OPENED_KEYS": lambda: Path("/run/letters-staff-keys"),
    # Digests of what was erased; stays beside the database when a backup is restored (`restore_check`).
    "ERASURE_LEDGER": lambda: Path(settings.VAR_DIR) / "erased_letters",
    # How `manage.py backup s3://…` reaches its bucket.
    "BACKUP_STORE": lambda: backup_store(os.environ),
    # Production takes no letters while an account of the demonstration can log in.
    "LETTERS_REFUSED_WITH_DEMO_ACCOUNTS": lambda: settings.PRODUCTION,
    # Those of our own process and of its scheme need not be named; that of a proxy does.
    "ALLOWED_PORTS": lambda: [
        str(urlsplit(url).port or "") for url in (settings.SITE_URL, settings.STAFF_URL)
    ],
    # Where "leave this page" leads a relative who is being watched: what anybody may have open.
    "HARMLESS_PAGE": lambda: "https://www.wikipedia.org/",
    # The header in which a proxy tells whose request it is; empty: the connection tells.
    "CLIENT_ADDRESS_HEADER": lambda: "",
    # With it, /metrics is told to others than this machine itself.
    "METRICS_TOKEN": lambda: "",
    # Answers that each web process keeps until what they were made of changes (home.headless.answers).
    "API_KEPT_MIB": lambda: 16,
    # Public pages and answers of the API that each web process keeps whole until what they show changes
    # (home.kept_pages); 0: none.
    "KEPT_PAGES_MIB": lambda: 32,
    # Webhooks go to hosts of the public internet over TLS; tests have receivers of their own on this machine.
    "WEBHOOKS_MAY_REACH_PRIVATE": lambda: False,
    # Machines that coordinators may turn on (home.translation.machines).
    "TRANSLATION_MACHINES": dict,
    "STAFF_CONTENT_SECURITY_POLICY": lambda: staff_directives(os.environ),
    "PREVIEW_CONTENT_SECURITY_POLICY": lambda: preview_directives(os.environ),
}
