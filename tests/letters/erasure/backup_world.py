"""A site of three letters and two files with rings of its own, and a folder for its backups."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import call_command

from letters.sealing.keys import make_missing, make_offline


@pytest.fixture
def keys(settings, tmp_path):
    """Rings of this test alone, with one that seals backups."""
    settings.KEY_FILES = {name: tmp_path / "keys" / name for name in settings.KEY_FILES}
    make_missing()
    make_offline(tmp_path / "stick", name="backup_public")
    return tmp_path / "keys"


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "copies"
    made.mkdir()
    return made


@pytest.fixture
def site(keys, world, write, settings, tmp_path):
    """A site with three letters and two files, kept apart from those of other tests."""
    settings.VAR_DIR = tmp_path / "var"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {**settings.STORAGES["default"], "OPTIONS": {"location": str(tmp_path / "private")}},
    }
    for name in ("original_images/a.jpg", "documents/deep/б.pdf"):
        storages["default"].save(name, ContentFile(name.encode() * 1000))
    return [write(body=f"Лист номер {number}") for number in (1, 2, 3)]


def back_up(folder, **options):
    call_command("backup", str(folder), **options)
    return max(folder.glob("letters-*.backup"))


def restore(path, tmp_path, **options):
    call_command("restore", str(path), key=str(options.pop("key", tmp_path / "stick")), **options)
