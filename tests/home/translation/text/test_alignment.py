import pytest

from home.translation.text.alignment import LEAST_LIKENESS, align, likeness
from home.translation.text.links import ids_of, move_links

OLD = ["Перша думка про море і степ.", "Друга думка про яблука.", "Третя думка про зиму в горах."]


def test_a_string_that_stays_is_paired_with_itself():
    assert align(OLD, OLD) == {0: (0, 100), 1: (1, 100), 2: (2, 100)}


def test_an_edited_string_takes_the_place_of_the_one_it_resembles():
    new = [OLD[0], "Друга думка про груші.", OLD[2]]

    pairs = align(OLD, new)

    assert pairs[1][0] == 1
    assert 50 <= pairs[1][1] < 100


def test_a_new_string_takes_nobodys_place():
    assert 1 not in align(OLD, [OLD[0], "Qqqq wwww eeee", *OLD[1:]])


def test_two_strings_never_take_one_place():
    pairs = align(["Думка про яблука."], ["Думка про яблука!", "Думка про яблуко."])

    assert [left for left, _score in pairs.values()] == [0]


def test_a_string_that_was_moved_and_changed_takes_the_place_of_the_one_it_was():
    new = [OLD[0], OLD[2], "Друга думка про яблуко."]

    pairs = align(OLD, new)

    assert (pairs[1][0], pairs[2][0]) == (2, 1)


def test_a_string_elsewhere_with_other_figures_is_new():
    old = ["У 2019 році суд засудив його до 12 років.", *OLD]
    new = [*OLD, "У 2021 році суд засудив його до 17 років."]

    assert likeness(old[0], new[3]) > 90
    assert 3 not in align(old, new)
    assert align(old, [old[0].replace("12", "17"), *OLD])[0][0] == 0


def test_the_number_of_a_link_is_no_figure_of_a_string_that_was_moved():
    old = ['Читайте <a id="a1">її перший вірш</a> про степ.', *OLD]
    new = [*OLD, 'Читайте <a id="a2">її перші вірші</a> про степ.']

    assert align(old, new)[3][0] == 0


def test_a_string_elsewhere_that_is_but_little_like_an_old_one_is_new():
    new = [OLD[0], OLD[2], "Друга, довша думка: про груші й сливи."]

    assert likeness(OLD[1], new[2]) >= LEAST_LIKENESS
    assert 2 not in align(OLD, new)


def test_a_string_that_only_moved_is_nobody_elses_older_text():
    new = [OLD[1], OLD[0].replace("море", "гори"), OLD[2], OLD[0]]

    assert {left for left, _score in align(OLD, new).values()} == {0, 1, 2}
    assert align(OLD, new)[3] == (0, 100)


def test_a_field_of_one_string_keeps_its_place_however_much_it_changes():
    assert align(["Море"], ["Zzz"], is_one_string=True) == {0: (0, 0)}
    assert align(["Море"], ["Zzz"]) == {}


A, B, C = {"href": "/a"}, {"href": "/b"}, {"href": "/c"}


@pytest.mark.parametrize(
    ("before", "after", "moved"),
    [
        ({"a1": A}, {"a1": C, "a2": A}, '<a id="a2">x</a>'),  # one inserted before it
        ({"a1": A}, {}, "x"),  # removed: the words stay
        ({"a1": A}, {"a1": B}, '<a id="a1">x</a>'),  # led elsewhere
        ({"a1": A, "a2": B}, {"a1": B}, "x"),  # removed, another one kept
        ({}, {"a1": A}, "x"),  # an id that nobody knows
    ],
)
def test_a_link_keeps_its_target_or_goes(before, after, moved):
    assert move_links('<a id="a1">x</a>', before=before, after=after) == moved


def test_swapped_links_keep_their_words():
    text = '<a id="a1">one</a> <a id="a2">two</a>'

    moved = move_links(text, before={"a1": A, "a2": B}, after={"a1": B, "a2": A})

    assert moved == '<a id="a2">one</a> <a id="a1">two</a>'
    assert ids_of(moved) == ["a2", "a1"]


def test_two_links_to_one_address_stay_two():
    text = '<a id="a1">one</a> <a id="a2">two</a>'

    assert move_links(text, before={"a1": A, "a2": A}, after={"a1": A, "a2": A}) == text
