"""Private text opens with every key of the ring, at the place it was written for, and nowhere else."""

import pytest

from home.security.encryption import PrivateTextError, decrypt_text, encrypt_text
from home.security.keyring import KeyRingError, add_key, new_key


@pytest.fixture
def ring_file(settings, tmp_path):
    settings.KEY_FILES = {"private_records": tmp_path / "private_records"}
    add_key(tmp_path / "private_records", new_key())
    return tmp_path / "private_records"


def test_text_written_before_a_key_was_added_still_opens(ring_file):
    before = encrypt_text("текст", "place")
    add_key(ring_file, new_key())

    assert decrypt_text(before, "place") == "текст"


def test_the_newest_key_encrypts(ring_file):
    add_key(ring_file, new_key())
    after = encrypt_text("текст", "place")

    oldest = ring_file.read_text().splitlines(keepends=True)[0]
    ring_file.write_text(oldest)

    with pytest.raises(PrivateTextError):
        decrypt_text(after, "place")


def test_text_that_was_moved_does_not_open(ring_file):
    with pytest.raises(PrivateTextError):
        decrypt_text(encrypt_text("текст", "place"), "another place")


def test_a_host_without_the_ring_says_so(settings):
    settings.KEY_FILES = {}

    with pytest.raises(KeyRingError, match="private_records: not kept on this host"):
        encrypt_text("текст", "place")
