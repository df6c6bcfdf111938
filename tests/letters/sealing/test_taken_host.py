"""“If a host is taken” (docs/security.md) in two languages: after its commands the old ring opens nothing."""

import io
import re
from pathlib import Path
from shutil import copy

import pytest
from django.core.management import call_command

from home.models import StaffSession
from home.security.keyring import read_ring, ring
from letters.models import Letter
from letters.sealing.columns import count_by_key
from letters.sealing.sealed_box import UnsealError, unseal_text
from tests.letters.desk_world import make_letter

pytestmark = pytest.mark.django_db
PAGE = Path(__file__).parents[3] / "docs" / "security.md"
SECTIONS = ("If a host is taken", "Якщо машину захопили")
WANTED = ("StaffSession", "add letters_private", "rotate", "remove OLD", "lock", "unlock")


def section(title):
    return PAGE.read_text().partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def commands(title):
    blocks = re.findall(r"```\n(.*?)```", section(title), re.DOTALL)
    return [
        line.strip().removeprefix("manage.py ") for block in blocks for line in block.strip().splitlines()
    ]


def run(host, command, old):
    if command.startswith("shell"):
        call_command("shell", "--no-imports", command=command.split('"')[1], stdout=io.StringIO())
    else:
        words = command.replace("OLD", old).split()[1:]
        host.run(*words, *(["--anywhere"] if words == ["unlock"] else []))


def reads(letter):
    letter = Letter.objects.get(pk=letter.pk)
    return unseal_text(letter.sealed_body, letter=letter.uuid, field="body")


@pytest.mark.parametrize("title", SECTIONS)
def test_the_page_names_the_steps_in_their_order(title):
    said = "\n".join(commands(title))

    assert [said.index(step) for step in WANTED] == sorted(said.index(step) for step in WANTED)


def steps_of(title):
    """Return for each step the commands and files that are named in its text."""
    return [re.findall(r"`([^`\n]+)`", step) for step in re.split(r"\n\d\. ", section(title))[1:]]


def test_both_languages_say_the_same_commands_at_the_same_steps():
    english, ukrainian = map(steps_of, SECTIONS)

    assert len(english) == 6 and [sorted(step) for step in ukrainian] == [sorted(step) for step in english]


@pytest.mark.parametrize("title", SECTIONS)
def test_after_its_commands_the_old_ring_opens_nothing_and_staff_open_everything(
    world, staff_host, screener, client, settings, tmp_path, title
):
    client.force_login(screener)
    before, stolen = make_letter(world, body="до того"), tmp_path / "letters_private"
    copy(staff_host.files["letters_private"], stolen)
    old = ring("letters_private").current[0]
    staff_host.run("lock")
    staff_host.unlock()
    assert StaffSession.objects.exists() and count_by_key()[old]

    for command in commands(title):
        run(staff_host, command, old)
    after = make_letter(world, body="після того")

    assert not StaffSession.objects.exists() and set(count_by_key()) == {ring("letters_public").current[0]}
    assert (reads(before), reads(after)) == ("до того", "після того")
    assert old not in ring("letters_private").keys and staff_host.in_clear() == set()
    settings.KEY_FILES = {**settings.KEY_FILES, "letters_private": stolen}
    assert list(read_ring("letters_private", stolen).keys) == [old]
    for letter in (before, after):
        with pytest.raises(UnsealError):
            reads(letter)
