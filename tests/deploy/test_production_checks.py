"""`manage.py check --deploy` under the settings that deploy/install writes: on the first day it is silent."""

import json
import os
import subprocess
import sys
from pathlib import Path
from shutil import copy

import pytest

from deploy import layout
from deploy.layout import PUBLIC, STAFF
from home.settings.rings import PUBLIC_RINGS
from tests.deploy.test_installing import WHOLE
from tests.tiers import WHOLE_PROGRAMS

ROOT = Path(__file__).parents[2]
SILENT = "System check identified no issues (1 silenced)"  # HSTS preload, a choice (docs/operations.md)
CHECK = ("check", "--deploy")
COMMANDS = """
import io, json, sys, django
from django.core.management import call_command
django.setup()
told = []
for words in json.loads(sys.argv[1]):
    said = io.StringIO()
    call_command(*words, stdout=said, stderr=said)
    told.append(said.getvalue())
print(json.dumps(told))
"""


class Host:
    """One side as it is installed, but for its places and its database, which are the test's own."""

    def __init__(self, role, folder):
        self.folder = folder / role.name
        self.folder.mkdir()
        written = self.folder / "env"
        written.write_text(layout.environment(role, WHOLE, {}, "redis://:password@127.0.0.1:6379/0"))
        self.environ = {
            **layout.variables(written),
            "VAR_DIR": str(self.folder),
            "RENDITIONS_DIR": str(folder / "pictures"),
            "OPENED_KEYS": str(self.folder / "opened"),
            "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
        }

    def manage(self, *commands):
        """Run commands of manage.py one after another, in one process; return what each said."""
        own = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        run = subprocess.run(
            [sys.executable, "-c", COMMANDS, json.dumps([list(map(str, words)) for words in commands])],
            env={**own, **self.environ},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 0, run.stderr
        return json.loads(run.stdout)


@pytest.mark.full(WHOLE_PROGRAMS)
def test_nothing_is_said_of_either_side_once_the_first_day_has_locked_the_rings(tmp_path):
    staff, public = Host(STAFF, tmp_path), Host(PUBLIC, tmp_path)
    (tmp_path / "passphrase").write_text("шість слів, яких ніхто ніде не вгадає\n")
    passphrase = f"--passphrase-file={tmp_path / 'passphrase'}"

    _made, before, *_locked, after = staff.manage(
        ("letters_keys", "make"),
        CHECK,
        ("letters_keys", "lock", passphrase),
        ("letters_keys", "unlock", "--anywhere", passphrase),
        CHECK,
    )
    (public.folder / "keys").mkdir(mode=0o700)
    for ring in PUBLIC_RINGS:
        copy(staff.folder / "keys" / ring, public.folder / "keys")

    assert "letters.W018" in before and before.count("HINT") == 1, before
    assert SILENT in after
    assert SILENT in public.manage(CHECK)[0]
