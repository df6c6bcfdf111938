"""Near-identical letters stand as one group, by a fingerprint that ends with the decision."""

import random

import pytest

from home.security import keyring
from home.settings.rings import PUBLIC_RINGS
from letters.choices.desk import Act
from letters.handling.actions.near_duplicates import compare_new, find_similar, some_to_compare
from letters.handling.actions.transitions import do_by_staff
from letters.handling.actions.undo import undo
from letters.models import Letter
from letters.text.simhash import NEAR_BITS, distance, fingerprint
from tests.factories.prisoner_pages import PrisonerFactory
from tests.letters.conftest import filled
from tests.letters.desk_world import make_letter

TEXT = (
    "Доброго дня! Пишу Вам із маленького міста над річкою. У нас уже зацвіли вишні, і діти щодня бігають"
    " до саду. Ми про Вас пам’ятаємо, читаємо вголос книжки про море й віримо, що скоро побачимось."
)
OTHER = (
    "Вітаю! Мене звати Марта, я вчителька музики. Минулого тижня мої учні виступали на конкурсі й привезли"
    " другу премію. Надсилаю Вам ноти тієї пісні: може, наспіваєте подумки."
)


@pytest.fixture(autouse=True)
def key(tmp_path, settings):
    """The same key in every run: one in a few hundred makes other texts less far than they are told to be."""
    ring = tmp_path / "fixed_mail_index"
    keyring.add_key(ring, bytes(range(keyring.KEY_BYTES)))
    settings.KEY_FILES = {**settings.KEY_FILES, "mail_index": ring}


def stored(letter):
    return Letter.objects.get(pk=letter.pk)


def grouped(*letters):
    for letter in letters:
        find_similar(str(letter.uuid))
    return [stored(letter).flood_group for letter in letters]


@pytest.mark.parametrize(
    "alike",
    [TEXT, TEXT.upper(), TEXT.replace("!", ",\n\n"), TEXT.replace("маленького", "великого"), TEXT + " Олена"],
)
def test_near_identical_texts_are_near(alike):
    assert distance(fingerprint(TEXT), fingerprint(alike)) <= NEAR_BITS


def test_other_texts_are_far():
    assert distance(fingerprint(TEXT), fingerprint(OTHER)) > 2 * NEAR_BITS


def test_random_texts_are_never_taken_for_one_another():
    words = (TEXT + " " + OTHER).split()
    chance = random.Random(7)
    marks = [fingerprint(" ".join(chance.choices(words, k=40))) for _number in range(20)]

    assert min(distance(a, b) for a in marks for b in marks if a != b) > NEAR_BITS


def test_fingerprint_depends_on_the_key(monkeypatch, tmp_path, settings):
    before = fingerprint(TEXT)
    other = tmp_path / "mail_index"
    keyring.add_key(other, keyring.new_key())
    settings.KEY_FILES = {**settings.KEY_FILES, "mail_index": other}

    assert distance(before, fingerprint(TEXT)) > NEAR_BITS


@pytest.mark.both_databases
def test_near_identical_letters_make_one_group_and_others_none(world):
    one, two, three = (make_letter(world, body=TEXT + end) for end in ("", " Іра", " Оля"))
    other = make_letter(world, body=OTHER)

    groups = grouped(one, two, three, other)
    groups[0] = stored(one).flood_group

    assert groups[0] and groups[0] == groups[1] == groups[2]
    assert groups[3] == ""
    assert "вишні" not in stored(one).duplicate_hash


@pytest.mark.both_databases
def test_job_run_again_leaves_the_group(world):
    one, two = (make_letter(world, body=TEXT) for _number in range(2))
    grouped(one, two)
    group = stored(one).flood_group

    assert grouped(one, two) == [group, group]


@pytest.mark.both_databases
def test_letters_at_different_desks_are_not_compared(world, other_partner):
    one = make_letter(world, body=TEXT)
    two = make_letter(PrisonerFactory(writable=True, partner=other_partner), body=TEXT)

    assert grouped(one, two) == ["", ""]


def test_fingerprint_is_dropped_when_the_letter_is_accepted(world, screener):
    one, two = (make_letter(world, body=TEXT) for _number in range(2))
    grouped(one, two)

    accepted = do_by_staff(Act.ACCEPT, letter=two, by=screener, version=1)
    find_similar(str(two.uuid))

    assert (stored(accepted).duplicate_hash, stored(accepted).flood_group) == ("", "")


def test_undone_decision_lets_the_letter_be_compared_again(world, screener):
    one, two = (make_letter(world, body=TEXT) for _number in range(2))
    grouped(one, two)
    do_by_staff(Act.ACCEPT, letter=two, by=screener, version=1)

    undo(letter=stored(two), by=screener, version=2)
    assert some_to_compare()
    compare_new()

    assert stored(two).flood_group == stored(one).flood_group != ""


@pytest.mark.both_databases
def test_letters_from_the_form_are_found_and_grouped_by_the_worker(client, check_url):
    client.post(check_url, filled(body=TEXT))
    client.post(check_url, filled(body=TEXT + " Ваша Іра"))
    assert some_to_compare()

    compare_new()

    assert len(set(Letter.objects.values_list("flood_group", flat=True))) == 1
    assert Letter.objects.exclude(flood_group="").count() == 2
    assert not some_to_compare()


@pytest.mark.both_databases
def test_letter_that_nobody_can_open_keeps_no_other_and_is_looked_at_once(world):
    broken = make_letter(world, body=TEXT)
    Letter.objects.filter(pk=broken.pk).update(sealed_body="v1:00000000:AAAA")
    one, two = (make_letter(world, body=TEXT) for _number in range(2))

    compare_new()

    assert stored(one).flood_group == stored(two).flood_group != ""
    assert stored(broken).flood_group == "" and not some_to_compare()


def test_letters_wait_to_be_compared_where_no_key_is(world, settings):
    make_letter(world, body=TEXT)
    files = settings.KEY_FILES
    settings.KEY_FILES = {name: files[name] for name in PUBLIC_RINGS}
    assert not some_to_compare()
    compare_new()

    settings.KEY_FILES = files
    assert some_to_compare()


@pytest.mark.both_databases
def test_group_is_one_line_with_its_size_until_one_looks_inside(client, world, screener):
    one, two = (make_letter(world, body=TEXT) for _number in range(2))
    other = make_letter(world, body=OTHER)
    grouped(one, two)
    client.force_login(screener)

    folded = client.get("/admin/letters/").context["rows"]
    group = stored(one).flood_group
    unfolded = client.get(f"/admin/letters/?step=inbox&group={group}").context["rows"]

    assert [(row.letter, row.size) for row in folded] == [(one, 2), (other, 1)]
    assert [row.letter for row in unfolded] == [one, two]
