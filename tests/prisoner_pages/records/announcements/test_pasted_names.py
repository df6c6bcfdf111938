"""Whom the lines of a pasted list mean: who is found, who is ticked, and who is only offered."""

import pytest

from prisoner_pages.choices import Status
from prisoner_pages.models import Announcement, Prisoner
from prisoner_pages.records.read_models.announcing import _named, own_people
from tests.factories.partners import employ_coordinator
from tests.factories.prisoner_pages import PrisonerFactory
from tests.prisoner_pages.records.announcements.screens_world import (
    FACTS,
    NEW,
    editor,
    find,
    people,
    prepare,
    said,
    text,
    theirs,
    ticks,
    zmina,
)

__all__ = ["editor", "people", "theirs", "zmina"]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "line",
    [
        "Енвер Небувалий",
        "Небувалий Енвер",
        "Enver Nebuvalyi",
        "3. Небувалий Енвер, 1979",
        "17\tНебувалий Енвер\t02.01.1979",
    ],
)
def test_one_person_is_found_by_name_in_any_language_and_order_and_ticked(line, editor, people):
    assert ticks(find(editor, line)) == {people[2].pk: True}


@pytest.mark.parametrize("line", ["Небувалий;Іван", "Небувалий\tсин\tІван", "Енвер Небувалий, 1988"])
def test_who_bears_a_part_of_the_name_or_was_born_in_another_year_is_offered_and_not_ticked(
    line, editor, people
):
    assert ticks(find(editor, line)) == {people[2].pk: False}


def test_a_row_that_names_another_partners_person_says_so_beside_a_namesake(editor, theirs, zmina):
    namesake = PrisonerFactory(partner=zmina, writable=True, name_uk="Енвер Чужий", name_en="Enver Chuzhyi")
    found = find(editor, "Чужий;Тимур")

    assert ticks(found) == {namesake.pk: False}
    assert str(theirs.partner) in text(found)


@pytest.mark.parametrize("names", ["Небувалий;Іван\nНебувалий Енвер", "Небувалий Енвер\nНебувалий;Іван"])
def test_a_person_stands_beside_the_line_that_surely_means_them(names, editor, people):
    found = find(editor, names)

    assert ticks(found) == {people[2].pk: True}
    assert {line.text for line in found.context["chosen"].lines if line.people} == {"Небувалий Енвер"}
    assert not any(line.is_repeated for line in found.context["chosen"].lines)


def test_a_row_of_many_cells_costs_few_queries(editor, people, django_assert_max_num_queries):
    row = ";".join(["я", "нема", "нема", *(f"нікого{chr(1072 + number)}" for number in range(32))])
    own = own_people(employ_coordinator("counting"))
    with django_assert_max_num_queries(5):
        assert _named(own, row).people == []


@pytest.mark.parametrize("button", ["find", "prepare"])
def test_more_lines_than_an_announcement_holds_are_refused_and_kept(button, editor, people):
    names = "\n".join(["Енвер Небувалий", *("я" * number for number in range(2, 102))])
    refused = editor.post(NEW, {"names": names, "looked_up": "Енвер Небувалий", **FACTS, button: ""})

    assert refused.status_code == 422
    assert "100" in text(refused)
    assert refused.context["form"]["names"].value() == names
    assert ticks(refused) == {people[2].pk: False}  # as it stood: looked up before, and not ticked
    assert not Announcement.objects.exists()


def test_of_two_who_bear_a_name_nobody_is_ticked(editor, people):
    found = find(editor, "Ремзі Вигаданко")

    assert ticks(found) == {people[0].pk: False, people[1].pk: False}
    assert "Рустемович, 1985" in text(found) and "Акимович, 1990" in text(found)


@pytest.mark.parametrize("line", ["Вигаданко Ремзі Акимович", "Ремзі Вигаданко, 1990"])
def test_patronymic_or_year_of_birth_tells_namesakes_apart(line, editor, people):
    assert ticks(find(editor, line)) == {people[1].pk: True}


def test_who_is_meant_must_be_said_before_anything_is_prepared(editor, people):
    refused = prepare(editor, "Ремзі Вигаданко", [])

    assert refused.status_code == 422
    assert not Announcement.objects.exists()
    assert refused.context["form"]["source_url"].value() == FACTS["source_url"]


def test_a_person_in_two_lines_stands_in_the_list_once(editor, people):
    found = find(editor, "Енвер Небувалий\nEnver Nebuvalyi")

    assert list(ticks(found)) == [people[2].pk]
    assert found.context["chosen"].lines[1].is_repeated


def test_names_of_other_partners_are_told_only_as_far_as_they_are_public(editor, theirs):
    found = text(find(editor, "Тимур Чужий\nСервер Прихований"))

    assert f"{theirs} " in found and str(theirs.partner) in found
    assert found.count("Сервер Прихований") == 2  # as typed: in the field and above what was found
    assert ticks(find(editor, "Тимур Чужий")) == {}


def test_names_that_were_not_looked_up_are_looked_up_first(editor, people):
    answer = editor.post(NEW, {"names": "Енвер Небувалий", **FACTS, "prepare": ""})

    assert ticks(answer) == {people[2].pk: True}
    assert not Announcement.objects.exists()


def test_what_was_unticked_stays_so_when_more_names_are_added(editor, people):
    more = find(editor, "Енвер Небувалий\nРемзі Вигаданко, 1990", looked_up="Енвер Небувалий")

    assert ticks(more) == {people[2].pk: False, people[1].pk: True}


def test_somebody_dead_or_being_announced_is_not_offered(editor, people):
    Prisoner.objects.filter(pk=people[2].pk).update(status=Status.DIED)
    prepare(editor, "Ремзі Вигаданко, 1990", [people[1]])

    assert ticks(find(editor, "Енвер Небувалий\nРемзі Вигаданко, 1990")) == {}


def test_who_was_handed_over_meanwhile_is_dropped_and_nothing_typed_is_lost(editor, people, theirs):
    Prisoner.objects.filter(pk=people[0].pk).update(partner=theirs.partner)
    refused = prepare(editor, "Енвер Небувалий", [people[0], people[2]])

    assert refused.status_code == 422
    assert ticks(refused) == {people[2].pk: True}
    assert refused.context["form"]["source_url"].value() == FACTS["source_url"]
    assert said(refused, "error")
    assert not Announcement.objects.exists()
