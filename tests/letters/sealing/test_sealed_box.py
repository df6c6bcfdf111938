import shutil
import uuid
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from home.security.keyring import add_key, new_key
from home.settings.rings import PUBLIC_RINGS
from letters.sealing import keys
from letters.sealing.sealed_box import UnsealError, key_id, seal_bytes, seal_text, unseal_bytes, unseal_text

LETTER = uuid.uuid4()


@given(st.text(max_size=400))
def test_sealed_text_comes_back_exactly(text):
    assert unseal_text(seal_text(text, letter=LETTER, field="body"), letter=LETTER, field="body") == text


@pytest.mark.parametrize("field", ["drawing", "page"])
def test_sealed_file_comes_back_exactly(field):
    content = bytes(range(256)) * 300

    sealed = seal_bytes(content, letter=LETTER, field=field)

    assert unseal_bytes(sealed, letter=LETTER, field=field) == content


def test_sealed_text_shows_nothing_and_hides_its_length():
    short, longer = (seal_text(text, letter=LETTER, field="body") for text in ("Привіт", "Привіт " * 50))

    assert "Привіт" not in short
    assert len(short) == len(longer)
    assert short != seal_text("Привіт", letter=LETTER, field="body")


def test_part_moved_to_another_letter_or_field_is_an_error():
    sealed = seal_text("слово", letter=LETTER, field="body")

    with pytest.raises(UnsealError):
        unseal_text(sealed, letter=uuid.uuid4(), field="body")
    with pytest.raises(UnsealError):
        unseal_text(sealed, letter=LETTER, field="name")


@pytest.mark.parametrize(
    "stored", ["", None, "слово", "v1:", "v1:00000000:!!", "v9:aa:bb", "v1:00000000:AAAA"]
)
def test_what_is_no_sealed_part_is_an_error_not_a_text(stored):
    with pytest.raises(UnsealError):
        unseal_text(stored, letter=LETTER, field="body")


def test_damaged_part_is_an_error():
    sealed = seal_text("слово", letter=LETTER, field="body")

    with pytest.raises(UnsealError):
        unseal_text(sealed[:-8] + "AAAAAAA=", letter=LETTER, field="body")


@pytest.fixture
def key_dir(tmp_path, settings):
    settings.KEY_FILES = {name: tmp_path / name for name in settings.KEY_FILES}
    keys.make_missing()
    return tmp_path


def test_wrong_key_is_an_error_not_an_empty_text(key_dir):
    sealed = seal_text("слово", letter=LETTER, field="body")
    private = key_dir / "letters_private"
    private.unlink()
    add_key(private, new_key(), kid=key_id(sealed))

    with pytest.raises(UnsealError):
        unseal_text(sealed, letter=LETTER, field="body")


def test_host_without_private_keys_seals_and_opens_nothing(key_dir, settings):
    settings.KEY_FILES = {name: settings.KEY_FILES[name] for name in PUBLIC_RINGS}

    sealed = seal_text("слово", letter=LETTER, field="body")
    with pytest.raises(UnsealError):
        unseal_text(sealed, letter=LETTER, field="body")


def test_letter_sealed_before_a_new_key_still_opens(key_dir):
    before = seal_text("слово", letter=LETTER, field="body")

    kid = keys.add("letters_private")

    after = seal_text("слово", letter=LETTER, field="body")
    assert key_id(after) == kid != key_id(before)
    assert [unseal_text(part, letter=LETTER, field="body") for part in (before, after)] == ["слово", "слово"]


class TestFaults:
    @pytest.fixture(autouse=True)
    def _dir(self, key_dir):
        self.dir = key_dir

    def faults(self):
        return "\n".join(keys.faults(other_secrets=["secret key of the site"]))

    def test_sound_rings_have_none(self):
        assert self.faults() == ""

    @pytest.mark.parametrize("name", sorted({*keys.PURPOSES} - keys.OFFLINE))
    def test_missing_ring_is_named(self, name):
        (self.dir / name).unlink()

        assert f"{name}: missing" in self.faults()

    @pytest.mark.parametrize("name", keys.PURPOSES)
    @pytest.mark.parametrize("content", ["", "кирилиця", "abcd1234 tooshort=", "nonsense"])
    def test_malformed_ring_is_named(self, name, content):
        (self.dir / name).write_text(content)

        assert f"{name}: m" in self.faults()

    def test_key_used_for_two_purposes_is_named(self):
        shutil.copy(self.dir / "receipts", self.dir / "form_tokens")

        assert "also used for" in self.faults()

    def test_key_readable_by_everybody_is_named(self):
        (self.dir / "mail_index").chmod(0o644)

        assert "mail_index: everybody" in self.faults()

    def test_key_equal_to_the_secret_key_is_named(self):
        encoded = (self.dir / "receipts").read_text().split()[1]

        assert "receipts: key" in "".join(keys.faults(other_secrets=[encoded]))

    def test_public_key_without_its_private_key_is_named(self):
        kid = (self.dir / "letters_private").read_text().split()[0]
        (self.dir / "letters_private").unlink()
        add_key(Path(self.dir / "letters_private"), new_key(), kid=kid)

        assert "letters_public: key" in self.faults()

    def test_lost_private_ring_is_never_made_anew(self):
        (self.dir / "letters_private").unlink()

        with pytest.raises(keys.CannotMakeKeys):
            keys.make_missing()

    def test_making_keys_again_changes_none(self):
        before = {path.name: path.read_bytes() for path in self.dir.iterdir()}

        assert keys.make_missing() == []
        assert before == {path.name: path.read_bytes() for path in self.dir.iterdir()}

    def test_public_host_is_told_to_fetch_the_public_ring(self, settings):
        (self.dir / "letters_public").unlink()
        settings.KEY_FILES = {name: self.dir / name for name in PUBLIC_RINGS}

        with pytest.raises(keys.CannotMakeKeys, match="copy it"):
            keys.make_missing()
