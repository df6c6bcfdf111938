"""A sealed file opens whole, for its key, or says in a sentence why not."""

import io
import random
import tracemalloc

import pytest
from nacl.public import PrivateKey

from home.backup import sealed_file
from home.backup.sealed_file import PIECE_BYTES, BackupUnreadable, Opening, Sealing
from home.security.keyring import KeyRing

KID = "0a0a0a0a"
PRIVATE = PrivateKey.generate()
KEYS = KeyRing("the key", {KID: bytes(PRIVATE)})


def sealed(content):
    file = io.BytesIO()
    sealing = Sealing(file, kid=KID, public=bytes(PRIVATE.public_key))
    for start in range(0, len(content), 70_001):
        sealing.write(content[start : start + 70_001])
    sealing.finish()
    return file.getvalue()


def opened(data, keys=KEYS):
    opening = Opening(io.BytesIO(data), keys=keys)
    return b"".join(iter(lambda: opening.read(100_003), b""))


@pytest.mark.parametrize("size", [0, 1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 3 * PIECE_BYTES])
def test_what_was_sealed_is_read_as_it_was_and_stands_nowhere_in_clear(size):
    content = random.Random(size).randbytes(size)

    data = sealed(content)

    assert opened(data) == content
    assert size < 100 or content[:50] not in data


def test_file_cut_short_anywhere_is_never_taken_for_a_whole_one():
    content = random.Random(1).randbytes(2 * PIECE_BYTES + 500)
    data = sealed(content)
    boundary = len(sealed(b"")) - sealed_file.ADDED_BYTES + PIECE_BYTES + sealed_file.ADDED_BYTES
    for length in (3, 20, 60, 130, boundary - 1, boundary, boundary + 1, len(data) - 1):
        with pytest.raises(BackupUnreadable, match=r"no backup|damaged|cut short|is for the key"):
            opened(data[:length])


def test_a_changed_or_added_byte_is_seen():
    data = sealed(b"letters" * 1000)
    changed = bytearray(data)
    changed[-10] ^= 1
    for bad in (bytes(changed), data + b"x"):
        with pytest.raises(BackupUnreadable, match="damaged"):
            opened(bad)


def test_another_key_is_named_and_one_with_the_same_number_opens_nothing():
    data = sealed(b"letters")
    other = bytes(PrivateKey.generate())

    with pytest.raises(BackupUnreadable, match=f"is for the key {KID}; given: 0b0b0b0b"):
        opened(data, KeyRing("the key", {"0b0b0b0b": other}))
    with pytest.raises(BackupUnreadable, match=f"the key {KID} does not open"):
        opened(data, KeyRing("the key", {KID: other}))


def test_what_is_no_backup_says_so():
    with pytest.raises(BackupUnreadable, match="no backup"):
        opened(b"PGDMP" + bytes(1000))


def test_only_pieces_of_it_are_in_memory(tmp_path):
    path, piece = tmp_path / "large", bytes(PIECE_BYTES)
    tracemalloc.start()
    with path.open("wb") as file:
        sealing = Sealing(file, kid=KID, public=bytes(PRIVATE.public_key))
        for _piece in range(40):
            sealing.write(piece)
        sealing.finish()
    with path.open("rb") as file:
        opening = Opening(file, keys=KEYS)
        while opening.read(PIECE_BYTES):
            pass
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < 10 * PIECE_BYTES
