"""Parts that only say they are sealed for us: they stop no start, keep no key, and open as nothing."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from letters.checks import keys_are_sound, keys_of_what_arrived_are_here
from letters.choices.letters import Keeping, LetterState
from letters.models import Letter, WriterRequest
from letters.retention.read_models import days_kept, keys_due
from letters.sealing import keys
from letters.sealing.actions import rotate
from letters.sealing.sealed_box import LONGEST_STORED, UnsealError, key_id, seal_text, unseal_text
from letters.sealing.wishes import wishes_in
from tests.letters.desk_world import make_letter
from tests.letters.requests.test_forged import sealed_json

pytestmark = pytest.mark.both_databases
NO_KEY_OF_OURS = ["x", "v1:deadbeef:x", "v1:\x1b[2J:x"]


@pytest.fixture
def own_keys(settings, tmp_path):
    settings.KEY_FILES = {name: tmp_path / "keys" / name for name in settings.KEY_FILES}
    keys.make_missing()


@pytest.mark.parametrize("forged", NO_KEY_OF_OURS)
def test_key_that_never_was_is_a_warning(world, forged):
    letter = make_letter(world)
    Letter.objects.filter(pk=letter.pk).update(sealed_body=forged)
    WriterRequest.objects.add(kind="erase_mail", sealed=f"v1:{forged}:x")

    assert keys_are_sound(None) == []
    (told,) = keys_of_what_arrived_are_here(None)
    assert told.id == "letters.W020" and "2 sealed parts" in told.msg


def test_key_that_is_lost_for_what_was_read_is_an_error(world):
    letter = make_letter(world, state=LetterState.ACCEPTED)
    Letter.objects.filter(pk=letter.pk).update(sealed_body="v1:deadbeef:x")

    assert [told.id for told in keys_are_sound(None)] == ["letters.E001"]
    assert keys_of_what_arrived_are_here(None) == []


def test_old_key_is_taken_out_whatever_names_it(world, own_keys):
    letter, forged = make_letter(world), make_letter(world)
    old = key_id(letter.sealed_body)
    Letter.objects.filter(pk=forged.pk).update(
        sealed_body=f"v1:{old}:x", sealed_name=f"v1:{old}:AAAA", sealed_wishes=f"v1:{old}:\u0454"
    )
    keys.add("letters_private")
    with pytest.raises(CommandError, match=f"key {old} still seals 3 parts"):
        call_command("letters_keys", "remove", old)

    rotate()
    call_command("letters_keys", "remove", old)

    letter.refresh_from_db()
    assert unseal_text(letter.sealed_body, letter=letter.uuid, field="body") == "Доброго дня!"
    assert keys_are_sound(None) == []


@pytest.mark.parametrize("value", ['"\\ud800"', "1", "null", "[]", "{}"])
def test_what_is_no_text_is_not_opened(world, value):
    letter = make_letter(world)
    sealed = sealed_json(f'{{"letter": "{letter.uuid}", "field": "body", "value": {value}}}')

    with pytest.raises(UnsealError):
        unseal_text(sealed, letter=letter.uuid, field="body")


def test_text_that_is_too_long_is_not_opened(world):
    letter = make_letter(world)
    sealed = seal_text("x" * LONGEST_STORED, letter=letter.uuid, field="body")

    with pytest.raises(UnsealError, match="longer"):
        unseal_text(sealed, letter=letter.uuid, field="body")


WISHES = ["not json", "[]", "1", "{}", '{"censor": "do"}', '{"censor": "do", "delay": ["keep"]}', "[" * 3000]


@pytest.mark.parametrize("forged", WISHES)
def test_wishes_that_are_none_are_an_error_and_keep_no_other_letter(world, forged):
    long_ago = timezone.localdate() - timedelta(days=190)
    other, letter = (make_letter(world, received_on=long_ago) for _turn in range(2))
    for each, wishes in ((other, '{"censor": "do", "delay": "erase"}'), (letter, forged)):
        sealed = seal_text(wishes, letter=each.uuid, field="wishes")
        Letter.objects.filter(pk=each.pk).update(sealed_wishes=sealed)

    with pytest.raises(UnsealError):
        wishes_in(Letter.objects.get(pk=letter.pk).sealed_wishes, letter=letter.uuid)
    assert list(keys_due(Keeping.UNSENT, now=timezone.localtime(), days=days_kept())) == [other.pk]
