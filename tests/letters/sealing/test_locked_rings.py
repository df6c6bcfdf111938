"""Rings that open letters: encrypted on the disk, unlocked into memory, never lost between the two."""

import threading
from uuid import uuid4

import pytest

from home.security import locked_rings
from home.security.encryption import decrypt_text, encrypt_text
from home.security.keyring import KeysLocked, read_ring, ring
from home.settings.rings import LOCKABLE_RINGS
from letters.sealing import keys, locking, volatile_places
from letters.sealing.sealed_box import seal_text, unseal_text
from tests.letters.locked_rings import PASSPHRASE

LETTER = uuid4()


@pytest.fixture
def host(staff_host):
    return staff_host


def faults():
    return keys.faults()


def keys_of(folder):
    return {
        path.name: read_ring(path.name, path).keys for path in folder.iterdir() if path.name in LOCKABLE_RINGS
    }


def test_locked_rings_open_nothing_and_seal_on(host):
    sealed, kept = seal_text("до того", letter=LETTER, field="body"), encrypt_text("x", "a|b|c")
    unseal_text(sealed, letter=LETTER, field="body")

    host.run("lock")

    assert host.in_clear() == host.unlocked() == set()
    later = seal_text("після", letter=LETTER, field="body")
    for needs_a_ring in (
        lambda: unseal_text(later, letter=LETTER, field="body"),
        lambda: decrypt_text(kept, "a|b|c"),
        lambda: ring("mail_index"),
    ):
        with pytest.raises(KeysLocked):
            needs_a_ring()
    assert host.locked.stat().st_mode & 0o077 == 0


def test_unlocked_rings_open_what_was_sealed_before_and_meanwhile(host):
    before = keys_of(host.folder)
    host.run("lock")
    sealed = seal_text("поки замкнено", letter=LETTER, field="body")

    host.unlock()

    assert unseal_text(sealed, letter=LETTER, field="body") == "поки замкнено"
    assert keys_of(host.opened) == before and host.in_clear() == set()
    assert host.opened.stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in host.opened.iterdir())


def test_lock_forgets_at_once_what_is_unlocked(host):
    host.run("lock")
    host.unlock()
    ring("letters_private")

    assert "forgotten" in host.run("lock")

    assert host.unlocked() == set()
    with pytest.raises(KeysLocked):
        ring("letters_private")


def test_a_wrong_passphrase_changes_nothing_and_says_so(host, tmp_path):
    host.run("lock")
    wrong = tmp_path / "wrong"
    wrong.write_text("зовсім інші слова, не ті")
    encrypted = host.locked.read_bytes()

    assert "not the passphrase" in host.refusal("unlock", "--anywhere", passphrase=wrong)
    assert "not the passphrase" in host.refusal("unlock", "--for-good", passphrase=wrong)
    assert "not the passphrase" in host.refusal("add", "letters_private", passphrase=wrong)

    assert host.unlocked() == set() and host.locked.read_bytes() == encrypted


def test_a_short_passphrase_locks_nothing(host, tmp_path):
    short = tmp_path / "short"
    short.write_text("короткий")

    assert "12 characters" in host.refusal("lock", passphrase=short)

    assert not host.locked.exists() and host.in_clear() == set(LOCKABLE_RINGS)


def test_nothing_is_unlocked_onto_a_disk(host, monkeypatch, tmp_path):
    host.run("lock")
    mounts = tmp_path / "mounts"
    monkeypatch.setattr(volatile_places, "MOUNTS", mounts)
    mounts.write_text("1 0 8:1 / / rw - ext4 /dev/sda rw\n")

    assert "is on a disk" in host.refusal("unlock")
    assert host.unlocked() == set()

    mounts.write_text(f"1 0 8:1 / / rw - ext4 /dev/sda rw\n2 1 0:2 / {tmp_path} rw - tmpfs tmpfs rw\n")
    assert "Unlocked" in host.run("unlock")


def test_nothing_is_unlocked_where_others_may_look_in(host):
    host.run("lock")
    host.opened.mkdir(mode=0o755)

    assert "others may look in" in host.refusal("unlock", "--anywhere")

    assert host.unlocked() == set()


@pytest.mark.parametrize("step", ["pack", "unpack", "_settle", "_overwrite", "_forget"])
def test_a_lock_that_is_killed_anywhere_loses_no_key_and_can_be_done_again(host, monkeypatch, step):
    before = keys_of(host.folder)

    def die(*_arguments):
        raise KeyboardInterrupt

    with monkeypatch.context() as killed:
        killed.setattr(locking, step, die)
        with pytest.raises(KeyboardInterrupt):
            host.run("lock")
    if not host.locked.exists():
        assert keys_of(host.folder) == before
    assert faults() == []

    host.run("lock")
    host.unlock()

    assert keys_of(host.opened) == before and host.in_clear() == set()


def test_a_file_cut_short_stops_the_start_and_is_never_taken_for_a_wrong_passphrase(host):
    host.run("lock")
    whole = host.locked.read_text()
    host.locked.write_text(whole[:-20])

    assert "cut short or damaged" in "".join(faults())
    assert "cut short or damaged" in host.refusal("unlock", "--anywhere")

    host.locked.write_text("нісенітниця")
    assert "no file of locked rings" in "".join(faults())


def test_a_missing_ring_still_stops_a_locked_host(host):
    host.run("lock")
    assert faults() == []

    (host.folder / "receipts").unlink()
    assert "receipts: missing" in "".join(faults())

    host.locked.unlink()
    assert "letters_private: missing" in "".join(faults())


def test_a_locked_host_knows_that_letters_are_sealed_for_a_key_it_lacks(host):
    host.run("lock")
    host.folder.joinpath("letters_public").write_text(f"0badc0de {'A' * 43}=\n")

    assert "0badc0de has no private key" in "".join(faults())


def test_make_makes_no_ring_anew_that_lies_encrypted(host):
    host.run("lock")

    assert host.run("make") == "" and host.in_clear() == set()


def test_rings_in_clear_beside_encrypted_ones_are_taken_in_or_told_apart(host):
    before = keys_of(host.folder)
    texts = {path: path.read_text() for path in host.files.values() if path.exists()}
    host.run("lock")
    for path, text in texts.items():
        path.write_text(text)

    host.run("lock")
    assert host.in_clear() == set()

    (host.folder / "mail_index").write_text(f"0badc0de {'A' * 43}=\n")
    assert "both may be needed" in host.refusal("lock")
    (host.folder / "mail_index").unlink()
    host.unlock()
    assert keys_of(host.opened) == before


def test_two_at_once_leave_whole_rings(host, monkeypatch):
    before = keys_of(host.folder)
    turns = threading.Barrier(2)

    def at_once(act):
        turns.wait()
        act()

    for act in (lambda: locking.lock(PASSPHRASE), lambda: locking.unlock(PASSPHRASE, anywhere=True)):
        threads = [threading.Thread(target=at_once, args=(act,)) for _number in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert keys_of(host.opened) == before and host.in_clear() == set()


@pytest.mark.django_db
@pytest.mark.parametrize("is_unlocked", [True, False])
def test_a_key_is_added_to_and_taken_out_of_encrypted_rings(host, is_unlocked):
    old = ring("letters_private").current[0]
    host.run("lock")
    if is_unlocked:
        host.unlock()

    host.run("add", "letters_private")
    host.unlock()
    new = ring("letters_private").current[0]

    assert new != old and ring("letters_public").current[0] == new
    host.run("remove", old)
    assert list(ring("letters_private").keys) == list(ring("letters_public").keys) == [new]
    assert faults() == [] and host.in_clear() == set()


def test_rotation_says_that_it_needs_the_rings(host):
    host.run("lock")

    assert "unlock" in host.refusal("rotate")


def test_another_passphrase_takes_the_place_of_the_old_one(host, tmp_path):
    before = keys_of(host.folder)
    host.run("lock")
    new = tmp_path / "new"
    new.write_text("інші шість слів на папері")

    host.run("passphrase", f"--new-passphrase-file={new}")

    assert "not the passphrase" in host.refusal("unlock", "--anywhere")
    host.run("unlock", "--anywhere", passphrase=new)
    assert keys_of(host.opened) == before


def test_unlocked_for_good_they_lie_in_clear_again(host):
    before = keys_of(host.folder)
    host.run("lock")

    host.run("unlock", "--for-good")

    assert keys_of(host.folder) == before and not host.locked.exists()


def test_a_listing_names_locked_keys_and_since_when(host):
    kid = ring("letters_private").current[0]
    host.run("lock")

    assert f"{kid} (locked since " in host.run("list")


def test_the_first_line_holds_names_and_ids_alone(host):
    host.run("lock")

    header = host.locked.read_text().splitlines()[0]

    assert header.startswith(locked_rings.FORM)
    assert set(locked_rings.ids_in(host.locked)) == set(LOCKABLE_RINGS)
    assert max(map(len, header.replace('"', " ").split())) <= len("private_records")
