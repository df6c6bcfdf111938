"""An installation with a key for copies that wait for a release, its private half on a stick."""

from contextlib import suppress

import pytest

from letters.sealing.keys import make_offline


@pytest.fixture
def stick(settings, tmp_path):
    """Return the file of the private key; the public one is on the host from now on."""
    settings.KEY_FILES = {**settings.KEY_FILES, "release_public": tmp_path / "release_public"}
    (tmp_path / "stick").mkdir()
    make_offline(tmp_path / "stick" / "private")
    return tmp_path / "stick" / "private"


@pytest.fixture
def no_key(settings, tmp_path):
    settings.KEY_FILES = {**settings.KEY_FILES, "release_public": tmp_path / "release_public"}
    with suppress(FileNotFoundError):
        (tmp_path / "release_public").unlink()
