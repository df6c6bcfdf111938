"""A staff host that can be locked and unlocked, cheaply; its rings open what tests have sealed."""

import io
from pathlib import Path
from shutil import copy

import pytest
from django.core.management import CommandError, call_command

from home.settings.rings import LOCKABLE_RINGS, key_files

PASSPHRASE = "шість слів, яких ніхто ніде не вгадає"


class LockableHost:
    def __init__(self, folder, settings):
        self.folder, self.opened = folder / "keys", folder / "opened"
        settings.SITE_ROLE = "staff"
        settings.KEY_FILES = self.files = key_files(self.folder, "staff")
        settings.LOCKED_KEYS = self.locked = self.folder / "locked_rings"
        settings.OPENED_KEYS = self.opened
        self.passphrase = folder / "passphrase"
        self.passphrase.write_text(f"{PASSPHRASE}\n")

    def run(self, *words, passphrase=None):
        out = io.StringIO()
        file = f"--passphrase-file={passphrase or self.passphrase}"
        call_command("letters_keys", *map(str, words), file, stdout=out, stderr=out)
        return out.getvalue()

    def refusal(self, *words, **given):
        with pytest.raises(CommandError) as refused:
            self.run(*words, **given)
        return str(refused.value)

    def unlock(self):
        return self.run("unlock", "--anywhere")

    def in_clear(self):
        return {path.name for path in self.folder.iterdir() if path.name.split(".")[0] in LOCKABLE_RINGS}

    def unlocked(self):
        return {path.name for path in self.opened.iterdir()} if self.opened.exists() else set()


@pytest.fixture
def staff_host(tmp_path, settings, monkeypatch):
    monkeypatch.setattr("nacl.pwhash.argon2id.OPSLIMIT_MODERATE", 1)
    monkeypatch.setattr("nacl.pwhash.argon2id.MEMLIMIT_MODERATE", 8192)
    sealed_with = {name: Path(path) for name, path in settings.KEY_FILES.items() if Path(path).exists()}
    host = LockableHost(tmp_path, settings)
    host.folder.mkdir(mode=0o700)
    for name, path in sealed_with.items():
        copy(path, host.files[name])
    host.run("make")
    return host
