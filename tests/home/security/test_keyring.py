"""Key files: what is written is read again, and every fault names the ring."""

import stat

import pytest

from home.security.keyring import KeyRingError, add_key, new_key, read_ring, ring


def test_keys_come_back_in_the_order_they_were_added(tmp_path):
    path, keys = tmp_path / "deep" / "ring", [new_key(), new_key()]
    kids = [add_key(path, key) for key in keys]

    found = read_ring("ring", path)

    assert found.keys == dict(zip(kids, keys, strict=True))
    assert found.current == (kids[1], keys[1])
    assert found.key(kids[0]) == keys[0]


def test_only_the_owner_may_read_a_new_file(tmp_path):
    add_key(tmp_path / "keys" / "ring", new_key())

    assert stat.S_IMODE((tmp_path / "keys" / "ring").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700


def test_unknown_id_is_an_error_that_names_ring_and_id(tmp_path):
    add_key(tmp_path / "ring", new_key())

    with pytest.raises(KeyRingError, match="ring: no key 00000000"):
        read_ring("ring", tmp_path / "ring").key("00000000")


def test_one_id_twice_is_malformed(tmp_path):
    for _time in range(2):
        add_key(tmp_path / "ring", new_key(), kid="abcd1234")

    with pytest.raises(KeyRingError, match="one id twice"):
        read_ring("ring", tmp_path / "ring")


def test_ring_of_another_host_is_named(settings, tmp_path):
    settings.KEY_FILES = {}

    with pytest.raises(KeyRingError, match="letters_private: not kept on this host"):
        ring("letters_private")


def test_key_added_to_a_file_is_used_from_the_next_look(settings, tmp_path):
    settings.KEY_FILES = {"receipts": tmp_path / "receipts"}
    add_key(tmp_path / "receipts", new_key())
    before = ring("receipts").current

    add_key(tmp_path / "receipts", new_key())

    assert ring("receipts").current != before
