"""What stands under a letter on paper: the name by rule, or as the second reader spelt it, and no more."""

import pytest

from letters.choices.letters import LetterState
from letters.models import Letter, TextVersion
from letters.printing.actions.printable import signature_to_print
from letters.sealing.sealed_box import seal_text
from letters.translating.actions.approving import approve, approve_as_is, reopen
from letters.translating.actions.signing import SignatureRefused
from tests.letters.approved import make_approved, make_translated
from tests.letters.desk_world import make_letter


def signed(letter, name):
    sealed = seal_text(name, letter=letter.uuid, field="name")
    Letter.objects.filter(pk=letter.pk).update(sealed_name=sealed)
    return Letter.objects.get(pk=letter.pk)


@pytest.fixture
def letter(world):
    return signed(make_translated(world, language_declared="de"), "Käthe Voß")


@pytest.mark.both_databases
def test_signature_is_in_russian_letters_by_the_rule(letter, reader):
    assert signature_to_print(approve(letter=letter, by=reader, version=1)) == "Кете Фосс"
    assert "Кете" not in TextVersion.objects.last().sealed_signature


def test_the_reader_corrects_it(letter, reader):
    approved = approve(letter=letter, by=reader, version=1, signature="Кэте Фос")

    assert signature_to_print(approved) == "Кэте Фос"


def test_a_letter_that_is_opened_again_is_signed_by_the_rule_again(letter, reader):
    approved = approve(letter=letter, by=reader, version=1, signature="Кэте Фос")
    opened = reopen(letter=approved, by=reader, version=2)

    assert signature_to_print(approve(letter=opened, by=reader, version=3)) == "Кете Фосс"


@pytest.mark.parametrize("signature", ["Кете Фосс с приветом", "Кете.Фосс.жди", "К" * 40, "Käthe", "Кете 💙"])
def test_the_reader_adds_no_word_and_no_letters_of_others(letter, reader, signature):
    with pytest.raises(SignatureRefused):
        approve(letter=letter, by=reader, version=1, signature=signature)

    assert Letter.objects.get().state == LetterState.TRANSLATED


def test_a_name_that_no_rule_spells_waits_for_the_reader(letter, reader):
    letter = signed(letter, "李娜")

    with pytest.raises(SignatureRefused):
        approve(letter=letter, by=reader, version=1)

    assert signature_to_print(approve(letter=letter, by=reader, version=1, signature="Ли")) == "Ли"


def test_nobody_signs_for_a_writer_who_gave_no_name(letter, reader):
    letter = signed(letter, "")

    assert signature_to_print(approve(letter=letter, by=reader, version=1, signature="Кто-то")) == ""


def test_a_letter_that_goes_as_it_was_written_is_signed_as_it_was(world, reader):
    world.facility.languages_read = "ru,uk"
    world.facility.save()
    letter = make_letter(world, state=LetterState.ACCEPTED, needs_translation=False)

    assert signature_to_print(approve_as_is(letter=signed(letter, "Їжак"), by=reader, version=1)) == "Їжак"


def test_what_was_approved_before_there_was_a_rule_is_printed_as_it_was(world):
    assert signature_to_print(signed(make_approved(world), "Käthe")) == "Käthe"
