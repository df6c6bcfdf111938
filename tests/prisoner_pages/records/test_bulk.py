"""One act done to many records: done or refused each by itself, and said so."""

import re
import uuid
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from home.pages.actions.publishing import keep_draft
from prisoner_pages.choices import FactGroup, Status
from prisoner_pages.models import BulkChange, Prisoner, Verification
from prisoner_pages.records.actions import acts, bulk, drafts
from prisoner_pages.records.actions.bulk import begin_change, bulk_change, can_be_undone, carry_on
from prisoner_pages.records.actions.transfers import transfer_place
from prisoner_pages.stories.actions.drafts import create_story
from tests.factories.partners import employ_editor, logged_in, open_partner
from tests.factories.prisoner_pages import PrisonerFactory
from tests.prisoner_pages.bulk_world import (
    FACTS,
    MANY,
    MOVED,
    SOURCE,
    begun,
    editor,
    filled,
    ids,
    move,
    people,
    place,
    places_of,
    text_of,
    user,
    zmina,
)
from tests.tiers import LONG, first_of

__all__ = ["editor", "people", "place", "user", "zmina"]
pytestmark = pytest.mark.django_db


@pytest.mark.full(LONG)
@pytest.mark.both_databases
def test_each_is_done_or_refused_by_itself_and_the_list_says_why(editor, people, place):
    Prisoner.objects.filter(pk=people[1].pk).update(facility=place)
    address = f"{MANY.replace('transfer', 'place')}?{ids(people)}"
    source = {"source_url": FACTS["source_url"]}

    answer = editor.post(address, {**filled(editor, place, address), **source}, follow=True)

    assert places_of(people) == [place] * 3
    assert "2 виконано, 1 відмовлено" in text_of(answer)
    assert "Енвер Небувалий: відхилено. У картці вже" in text_of(answer)


@pytest.mark.full(LONG)
@pytest.mark.both_databases
def test_of_whom_it_would_be_refused_is_named_with_the_reason_and_left_out(editor, people, place):
    Prisoner.objects.filter(pk=people[1].pk).update(status=Status.DIED)

    form = text_of(editor.get(f"{MANY}?{ids(people)}"))
    answer = move(editor, place, ids(people))

    assert "Не для 1 людини: Енвер Небувалий. Хто на волі" in form
    assert re.search(r"2 людини: (Ремзі Вигаданко|Ленур Нетутешній); \w+ \w+\.", form)
    assert places_of(people) == [place, people[1].facility, place]
    assert "2 виконано, 0 відмовлено" in text_of(answer)
    assert people[0].detentions.get().from_date == date(2026, 11, 1)


@pytest.mark.full(LONG)
@pytest.mark.parametrize("name", first_of(["transfer", "status", "place", "submit", "translation"]))
def test_no_form_is_offered_where_it_would_be_refused_of_everybody(name, editor, people):
    Prisoner.objects.update(status=Status.DIED)
    for person in people:
        person.pages.all().delete()

    answer = editor.get(f"{MANY.replace('transfer', name)}?{ids(people)}")

    assert str(acts.ACTS[name].left_out) in text_of(answer)
    assert not html.fromstring(answer.content).xpath("//form[@class='for-many-form']")


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("name", ["transfer", "status", "place"])
def test_for_many_is_offered_of_whom_it_is_offered_for_one(name, status, people):
    Prisoner.objects.filter(pk=people[0].pk).update(status=status)
    act, person = acts.ACTS[name], Prisoner.objects.filter(pk=people[0].pk)

    possible, others = act.parted(person)

    assert (possible.exists(), others.exists()) == (act.is_offered(person.get()), not possible.exists())


def test_one_more_person_costs_the_form_no_query(editor, people, django_assert_num_queries):
    Prisoner.objects.filter(pk=people[0].pk).update(status=Status.DIED)
    with CaptureQueriesContext(connection) as two:
        editor.get(f"{MANY}?{ids(people[:2])}")
    with django_assert_num_queries(len(two)):
        editor.get(f"{MANY}?{ids(people)}")


@pytest.mark.full(LONG)
@pytest.mark.both_databases
def test_the_list_says_how_many_a_source_was_too_old_to_verify(editor, people, place):
    Verification.objects.filter(prisoner=people[0]).update(verified_on="2026-11-03")
    Verification.objects.filter(prisoner__in=people[1:]).update(verified_on="2026-10-01")

    answer = move(editor, place, ids(people))

    assert places_of(people) == [place] * 3
    assert "1 з них не підтверджено" in html.fromstring(answer.content).text_content()


@pytest.mark.both_databases
def test_drafts_are_submitted_at_once_and_those_that_cannot_be_are_left_with_the_reason(user, people):
    whole, waiting, bad, public = [
        *people,
        PrisonerFactory(partner=people[0].partner, name_uk="Без Чернетки"),
    ]
    for person, name in ((whole, whole.name_uk), (waiting, waiting.name_uk), (bad, "")):
        person.name_uk, person.patronymic_uk = name, "Ремзійович"
        person.save_revision(user=user, clean=False)
    waiting.get_workflow().start(waiting, user)

    keys = [each.pk for each in (whole, waiting, bad, public)]
    change = begin_change("submit", uuid=uuid.uuid4(), people=keys, values={}, by=user)
    carry_on(change)

    said = {result.prisoner_id: result.refusal for result in change.results.all()}
    assert said[whole.pk] == ""
    assert said[waiting.pk] == said[public.pk] == drafts.NOTHING_TO_SUBMIT
    assert said[bad.pk].startswith("ім’я українською: ")
    states = {person: Prisoner.objects.get(pk=person.pk).current_workflow_state for person in (whole, bad)}
    assert states[whole].requested_by == user and states[bad] is None
    assert not can_be_undone(change)


@pytest.fixture
def with_stories(people, user):
    """Four people: whose story is a draft, has no words, waits for approval, was sent back."""
    for person in people:
        person.pages.all().delete()
    people = [*people, PrisonerFactory(partner=people[0].partner, name_uk="Повернуто", stories=[])]
    for person, intro in zip(people, ("Пекарка.", "", "Учителька.", "Пасічник."), strict=True):
        story = create_story(person, by=user)
        story.intro = intro
        keep_draft(story, by=user)
    for person in people[2:]:
        person.pages.get().get_workflow().start(person.pages.get(), user)
    people[3].pages.get().current_workflow_state.current_task_state.reject()
    return people


@pytest.mark.full(LONG)
@pytest.mark.both_databases
def test_stories_are_submitted_with_the_records_and_none_is_offered_that_would_be_refused(
    editor, user, with_stories
):
    possible, others = acts.ACTS["submit"].parted(Prisoner.objects.filter(partner=with_stories[0].partner))
    assert {*possible} == {*with_stories[:2]} and {*others} == {*with_stories[2:]}

    change = begin_change(
        "submit", uuid=uuid.uuid4(), people=[each.pk for each in possible], values={}, by=user
    )
    carry_on(change)

    said = {result.prisoner_id: result.refusal for result in change.results.all()}
    assert said == {with_stories[0].pk: "", with_stories[1].pk: drafts.NO_STORY}
    assert with_stories[0].pages.get().current_workflow_state.requested_by == user
    assert not with_stories[1].pages.get().current_workflow_state


@pytest.mark.full(LONG)
def test_all_whom_the_list_shows_are_meant_and_nobody_else(editor, people, place, zmina):
    stranger = PrisonerFactory(partner=open_partner("pen"), writable=True, name_uk="Ремзі Чужий")

    move(editor, place, "q=Ремзі&id=all")

    assert places_of([*people, stranger]) == [
        place,
        people[1].facility,
        people[2].facility,
        stranger.facility,
    ]


def test_nobody_is_meant_where_a_filter_cannot_be_read(editor, people, place):
    answer = editor.get(f"{MANY}?status=nonsense&id=all", follow=True)

    assert "Нікого не вибрано" in answer.content.decode()


def test_who_came_into_the_list_meanwhile_is_shown_before_anything_is_done(editor, people, place, zmina):
    address = f"{MANY}?id=all"
    sent = filled(editor, place, address)
    PrisonerFactory(partner=zmina, writable=True)

    assert editor.post(address, sent).status_code == 409
    assert not BulkChange.objects.exists()


def test_who_was_moved_meanwhile_is_shown_before_anything_is_done(editor, user, people, place):
    address = f"{MANY}?id=all"
    sent = filled(editor, place, address)
    transfer_place(people[0], facility=place, by=user)

    assert editor.post(address, sent).status_code == 409


@pytest.mark.full(LONG)
def test_the_same_form_sent_again_does_nothing_twice(editor, people, place):
    address = f"{MANY}?{ids(people)}"
    sent = filled(editor, place, address)

    first, again = editor.post(address, sent), editor.post(address, sent)

    assert first.url == again.url
    assert Prisoner.objects.get(pk=people[0].pk).detentions.count() == 1


def test_a_bad_date_is_refused_beside_its_field_and_nothing_is_done(editor, people, place):
    answer = move(editor, place, ids(people), since="31.02.2026")

    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"since"}
    assert not BulkChange.objects.exists()


@pytest.mark.full(LONG)
def test_many_are_verified_at_the_new_place_as_of_the_day_of_the_source(editor, people, place):
    Verification.objects.update(verified_on=date(2026, 10, 1))

    move(editor, place, ids(people))

    checks = Verification.objects.filter(group=FactGroup.PLACE)
    assert {(check.verified_on, check.source_url) for check in checks} == {(date(2026, 11, 2), SOURCE["url"])}
    assert {tuple(each.sources.values_list("url", "date")) for each in people} == {
        ((SOURCE["url"], "2026-11-02"),)
    }


@pytest.mark.parametrize(
    ("fields", "refused"),
    [
        ({"url": "", "on": ""}, {"on"}),
        ({"facility": ""}, {"facility"}),
        ({"on": "30.10.2026"}, {"since"}),
    ],
)
def test_many_are_moved_nowhere_without_a_source_or_a_deliberate_choice_and_nothing_typed_is_lost(
    editor, people, place, fields, refused
):
    answer = move(editor, place, ids(people), title="Список адвоката", **fields)

    form = answer.context["form"]
    assert (answer.status_code, form.errors.keys()) == (422, refused)
    assert form["title"].value() == "Список адвоката" and form["since"].value() == MOVED["since"]
    assert not BulkChange.objects.exists()


@pytest.mark.full(LONG)
def test_many_are_in_transfer_when_that_is_chosen_and_then_nothing_is_verified(editor, people, place):
    move(editor, place, ids(people), facility="in_transfer", url="", on="", since="")

    assert {each.status for each in Prisoner.objects.all()} == {Status.IN_TRANSFER}
    assert not Verification.objects.exists()


@pytest.mark.parametrize("pk", ["0", "-1", "x", "9" * 30, "٣", ""])
def test_keys_that_are_none_are_nobody(pk, editor, people):
    assert editor.get(f"{MANY}?id={pk}").status_code in (302, 400)


@pytest.mark.full(LONG)
def test_people_of_others_are_neither_named_nor_changed(editor, people, place):
    stranger = PrisonerFactory(partner=open_partner("pen"), writable=True, name_uk="Тимур Чужий")

    answer = move(editor, place, ids([people[0], stranger]))

    assert "Тимур" not in answer.content.decode()
    assert places_of([people[0], stranger]) == [place, stranger.facility]


@pytest.mark.full(LONG)
def test_the_result_is_its_doers_alone(editor, people, place, zmina):
    move(editor, place, ids(people))
    colleague = logged_in(employ_editor(zmina, "colleague"))
    address = f"/admin/prisoners/done/{BulkChange.objects.get().uuid}/"

    assert colleague.get(address).status_code == 404
    assert colleague.post(f"{address}undo/").status_code == 404


def test_a_fault_in_one_record_holds_up_no_other(user, people, place, monkeypatch):
    def run(record, **facts):
        if record.pk == people[0].pk:
            raise RuntimeError("fault")
        return act.run(record, **facts)

    act = acts.ACTS["transfer"]
    monkeypatch.setitem(bulk.ACTS, "transfer", replace(act, run=run))
    change = begun(user, people, place)

    assert (change.results.done().count(), change.results.refused().count()) == (2, 1)


def test_what_takes_too_long_for_a_request_is_left_to_the_worker(user, people, place):
    change = begun(user, people, place, seconds=0)
    assert change.results.done().count() == 1

    bulk_change(change.pk)

    assert change.results.done().count() == 3
    assert places_of(people) == [place] * 3


@pytest.mark.full(LONG)
def test_one_more_person_costs_the_list_of_results_no_query(
    editor, people, place, django_assert_max_num_queries
):
    move(editor, place, ids(people))
    address = f"/admin/prisoners/done/{BulkChange.objects.get().uuid}/"
    with django_assert_max_num_queries(25):
        editor.get(address)
