"""Rings that both hosts need: shared on the staff host, taken on the public one, compared ever after."""

import io
import shutil
from pathlib import Path

import pytest
from django.core import checks
from django.core.management import CommandError, call_command

from home.security.keyring import add_key, new_key, read_ring
from home.settings.rings import PUBLIC_RINGS, STAFF_RINGS, key_files
from letters.models import SharedKey
from tests.tiers import LONG

pytestmark = pytest.mark.django_db

PASSPHRASE = "п’ять слів, яких ніхто не вгадає"


@pytest.fixture(autouse=True)
def _nobody_at_the_keyboard(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO())


class Host:
    def __init__(self, folder, role, settings):
        self.settings, self.role = settings, role
        self.files = {name: Path(path) for name, path in key_files(folder, role).items()}

    def run(self, *words):
        out = io.StringIO()
        self.settings.KEY_FILES, self.settings.SITE_ROLE = self.files, self.role
        call_command("letters_keys", *map(str, words), stdout=out)
        return out.getvalue()

    def refusal(self, *words):
        before = self.contents()
        with pytest.raises(CommandError) as refused:
            self.run(*words)
        assert self.contents() == before
        return str(refused.value)

    def contents(self):
        return {name: path.read_text() for name, path in self.files.items() if path.exists()}

    def told_at_start(self):
        self.settings.KEY_FILES = self.files
        found = checks.run_checks(tags=["keys"])
        return {fault.id: fault.msg for fault in found if fault.id in {"letters.E005", "letters.W006"}}


@pytest.fixture
def staff(tmp_path, settings):
    host = Host(tmp_path / "staff", "staff", settings)
    host.run("make")
    return host


@pytest.fixture
def public(tmp_path, settings):
    return Host(tmp_path / "public", "public", settings)


@pytest.fixture
def passphrase(tmp_path):
    path = tmp_path / "passphrase"
    path.write_text(f"{PASSPHRASE}\n")
    return f"--passphrase-file={path}"


@pytest.fixture
def bundle(staff, tmp_path):
    staff.run("share", tmp_path / "bundle", "--plain")
    return tmp_path / "bundle"


def test_the_public_host_gets_what_both_need_and_nothing_that_opens_a_letter(staff, public, bundle):
    public.run("take", bundle)

    assert set(public.contents()) == set(PUBLIC_RINGS)
    assert public.contents() == {name: staff.contents()[name] for name in PUBLIC_RINGS}
    assert all(
        path.stat().st_mode & 0o077 == 0 for path in [bundle, *filter(Path.exists, public.files.values())]
    )
    for name in STAFF_RINGS:
        for key in read_ring(name, staff.files[name]).keys.values():
            assert key not in bundle.read_bytes()
    assert public.told_at_start() == staff.told_at_start() == {}


@pytest.mark.full(LONG)
def test_with_a_passphrase_the_file_shows_no_key_and_opens_by_it_alone(staff, public, passphrase, tmp_path):
    told = staff.run("share", tmp_path / "bundle", passphrase)
    other = tmp_path / "other"
    other.write_text("another passphrase of five words")

    assert "another way than the file" in told and "letter_codes" not in (tmp_path / "bundle").read_text()
    assert "not the passphrase" in public.refusal("take", tmp_path / "bundle", f"--passphrase-file={other}")
    assert "--passphrase-file" in public.refusal("take", tmp_path / "bundle")
    public.run("take", tmp_path / "bundle", passphrase)
    assert set(public.contents()) == set(PUBLIC_RINGS)


def test_what_lies_in_clear_is_said_to(staff, tmp_path):
    assert "in clear" in staff.run("share", tmp_path / "bundle", "--plain")


def test_nobody_seals_keys_with_a_short_passphrase_or_over_a_file_that_is_there(staff, tmp_path, bundle):
    short = tmp_path / "short"
    short.write_text("secret")
    kept = bundle.read_text()

    assert "12 characters" in staff.refusal("share", tmp_path / "new", f"--passphrase-file={short}")
    assert "exists" in staff.refusal("share", bundle, "--plain")
    assert not (tmp_path / "new").exists() and bundle.read_text() == kept


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda text: text[: len(text) // 2], "cut short"),
        (lambda text: text[:-40] + "A" * 40, "cut short or damaged"),
        (lambda text: text.replace("keys 1", "keys 2", 1), "version 2"),
        (lambda text: "a list of people", "no file of shared keys"),
        (lambda text: "", "no file of shared keys"),
        (lambda text: "\x00\xff" * 9, "no file of shared keys"),
    ],
)
def test_a_file_that_is_none_says_what_is_wrong_and_changes_nothing(staff, public, bundle, spoil, said):
    public.run("take", bundle)
    bundle.write_text(spoil(bundle.read_text()))

    assert said in public.refusal("take", bundle)


def test_a_file_that_is_not_there_is_named(public, tmp_path):
    assert "nowhere" in public.refusal("take", tmp_path / "nowhere")


def test_taken_twice_nothing_changes(staff, public, bundle):
    public.run("take", bundle)
    before = public.contents()

    told = public.run("take", bundle)

    assert told.count("nothing newer") == len(PUBLIC_RINGS)
    assert public.contents() == before


def test_a_newer_key_is_told_of_and_taken_and_an_older_file_takes_none_away(staff, public, bundle, tmp_path):
    public.run("take", bundle)
    staff.run("add", "form_tokens")
    assert list(public.told_at_start()) == ["letters.W006"]
    assert "form_tokens" in public.told_at_start()["letters.W006"]
    assert "form_tokens" in public.refusal("check")

    staff.run("share", tmp_path / "newer", "--plain")
    public.run("take", tmp_path / "newer")
    public.run("take", bundle)

    assert public.contents()["form_tokens"] == staff.contents()["form_tokens"]
    assert public.told_at_start() == {}


@pytest.mark.both_databases
@pytest.mark.parametrize("ring", ["letter_codes", "letters_public"])
def test_a_host_with_a_key_of_its_own_is_told_which_ring_differs_and_loses_none(staff, public, bundle, ring):
    public.run("take", bundle)
    public.files[ring].unlink()
    add_key(public.files[ring], new_key())

    assert ring in public.told_at_start()["letters.E005"]
    assert ring in public.refusal("check")
    assert ring in public.refusal("take", bundle)


def test_a_host_that_opens_letters_takes_no_public_key_whose_private_one_it_lacks(staff, settings, tmp_path):
    shutil.copytree(tmp_path / "staff", tmp_path / "restored")
    restored = Host(tmp_path / "restored", "staff", settings)
    staff.run("add", "letters_private")
    staff.run("share", tmp_path / "newer", "--plain")

    assert "letters_public" in restored.refusal("take", tmp_path / "newer")


def test_a_public_host_makes_none_of_the_rings_that_both_need(public):
    assert "letters_keys take" in public.refusal("make")
    assert public.contents() == {}


def test_only_the_staff_host_says_which_keys_are_the_right_ones(staff, public, bundle, tmp_path):
    public.run("take", bundle)
    before = set(SharedKey.objects.values_list("ring", "kid", "digest"))
    public.files["receipts"].unlink()
    add_key(public.files["receipts"], new_key())

    public.run("share", tmp_path / "again", "--plain")

    assert set(SharedKey.objects.values_list("ring", "kid", "digest")) == before
    assert not any(key in str(before) for key in staff.contents().values())
