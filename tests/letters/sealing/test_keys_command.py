"""`letters_keys`: the only place where keys are made; what it prints holds no key."""

import io

import pytest
from django.core.management import CommandError, call_command

from home.settings.rings import PUBLIC_RINGS, STAFF_RINGS


@pytest.fixture
def folder(tmp_path, settings):
    settings.KEY_FILES = {name: tmp_path / name for name in settings.KEY_FILES}
    return tmp_path


def run(*arguments):
    out = io.StringIO()
    call_command("letters_keys", *arguments, stdout=out)
    return out.getvalue()


def test_keys_are_made_once_and_listed_without_a_key(folder):
    assert run("make").count("made ") == len(PUBLIC_RINGS + STAFF_RINGS)
    assert run("make") == ""

    listed = run("list")

    for path in folder.iterdir():
        kid, key = path.read_text().split()
        assert kid in listed and key not in listed


def test_list_fails_and_names_what_is_wrong(folder):
    run("make")
    (folder / "receipts").write_text("nonsense")

    with pytest.raises(CommandError, match="receipts: malformed"):
        run("list")


@pytest.mark.django_db
def test_newer_key_is_added_where_a_ring_may_have_one(folder):
    run("make")

    run("add", "letters_private")

    assert len((folder / "letters_public").read_text().splitlines()) == 2
    with pytest.raises(CommandError, match="takes no second key"):
        run("add", "letter_codes")
    with pytest.raises(CommandError, match="which ring"):
        run("add")


def test_check_stops_a_start_without_keys_and_says_which(folder):
    with pytest.raises(CommandError, match="letters_private: missing"):
        call_command("check", tags=["keys"])
