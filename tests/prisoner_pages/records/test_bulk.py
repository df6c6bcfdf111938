"""One act done to many records: done or refused each by itself, said so, and undone for ten minutes."""

import re
import uuid
from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html
from wagtail_localize.models import Translation

from prisoner_pages.choices import FactGroup, MailStatus, Status
from prisoner_pages.facts.actions.mail_status import set_mail_status
from prisoner_pages.models import BulkChange, Facility, Prisoner, Verification
from prisoner_pages.records.actions import acts, bulk, drafts
from prisoner_pages.records.actions.bulk import ask_undo, begin_change, bulk_change, can_be_undone, carry_on
from prisoner_pages.records.actions.states import BOOKKEEPING, state_of
from prisoner_pages.records.actions.transfers import hand_over, transfer_place
from tests.factories.partners import employ_editor, logged_in, open_partner
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.standing import standing

pytestmark = pytest.mark.django_db
MANY = "/admin/prisoners/many/transfer/"
SOURCE = {"url": "https://example.org/moved", "kind": "media", "on": "02.11.2026"}
MOVED = {"since": "01.11.2026", "precision": "day", **SOURCE}
FACTS = {"on": "01.11.2026", "precision": "day", "source_url": "https://example.org/moved"}
# What each act for many is asked, and changes in a record; `%(place)s` is another place of detention.
SAID = {"group": "mail", "url": "https://example.org/list", "kind": "media", "on": "01.11.2026"}
FORMS = {
    "transfer": {"facility": "%(place)s", **MOVED},
    "verify": SAID,
    "status": {"status": "on_trial", **FACTS},
    "place": {"facility": "%(place)s", "source_url": FACTS["source_url"]},
    "assign": {"to": "%(user)s"},
}


@standing
def zmina(db):
    open_locales("uk", "en")
    return open_partner("zmina")


@standing
def people(zmina):
    names = ("Ремзі Вигаданко", "Енвер Небувалий", "Ленур Нетутешній")
    return [PrisonerFactory(partner=zmina, writable=True, name_uk=name) for name in names]


@standing
def place(zmina):
    return Facility.objects.create(name_ru="ИК-9", name_uk="ВК-9")


@pytest.fixture
def user(zmina):
    return employ_editor(zmina)


@pytest.fixture
def editor(user):
    return logged_in(user)


def filled(client, place, address):
    """Return what the shown form sends along, and another place."""
    page = html.fromstring(client.get(address).content)
    inputs = page.xpath("//input[@type='hidden'][@name='uuid' or @name='seen']")
    return {**{each.get("name"): each.get("value") for each in inputs}, "facility": place.pk, **MOVED}


def move(client, place, query, **fields):
    """Open the form for those chosen, and send it as it is shown."""
    address = f"{MANY}?{query}"
    return client.post(address, {**filled(client, place, address), **fields}, follow=True)


def text_of(answer):
    return " ".join(html.fromstring(answer.content).text_content().split())


def ids(people):
    return "&".join(f"id={person.pk}" for person in people)


def places_of(people):
    found = Prisoner.objects.in_bulk([person.pk for person in people])
    return [found[person.pk].facility for person in people]


def begun(user, people, place, name="transfer", seconds=60):
    values = {field: text % {"place": place.pk, "user": user.pk} for field, text in FORMS[name].items()}
    keys = [each.pk for each in people]
    change = begin_change(name, uuid=uuid.uuid4(), people=keys, values=values, by=user)
    carry_on(change, seconds=seconds)
    return change


# --- Doing ----------------------------------------------------------------------------------------
@pytest.mark.both_databases
def test_each_is_done_or_refused_by_itself_and_the_list_says_why(editor, people, place):
    Prisoner.objects.filter(pk=people[1].pk).update(facility=place)
    address = f"{MANY.replace('transfer', 'place')}?{ids(people)}"
    source = {"source_url": FACTS["source_url"]}

    answer = editor.post(address, {**filled(editor, place, address), **source}, follow=True)

    assert places_of(people) == [place] * 3
    assert "2 виконано, 1 відмовлено" in text_of(answer)
    assert "Енвер Небувалий: відхилено. У картці вже" in text_of(answer)


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


@pytest.mark.parametrize("name", ["transfer", "status", "place", "submit", "translation"])
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
    assert said[waiting.pk] == drafts.WAITS and said[public.pk] == drafts.NO_DRAFT
    assert said[bad.pk].startswith("ім’я українською: ")
    states = {person: Prisoner.objects.get(pk=person.pk).current_workflow_state for person in (whole, bad)}
    assert states[whole].requested_by == user and states[bad] is None
    assert not can_be_undone(change)


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


def test_many_are_in_transfer_when_that_is_chosen_and_then_nothing_is_verified(editor, people, place):
    move(editor, place, ids(people), facility="in_transfer", url="", on="", since="")

    assert {each.status for each in Prisoner.objects.all()} == {Status.IN_TRANSFER}
    assert not Verification.objects.exists()


@pytest.mark.parametrize("pk", ["0", "-1", "x", "9" * 30, "٣", ""])
def test_keys_that_are_none_are_nobody(pk, editor, people):
    assert editor.get(f"{MANY}?id={pk}").status_code in (302, 400)


def test_people_of_others_are_neither_named_nor_changed(editor, people, place):
    stranger = PrisonerFactory(partner=open_partner("pen"), writable=True, name_uk="Тимур Чужий")

    answer = move(editor, place, ids([people[0], stranger]))

    assert "Тимур" not in answer.content.decode()
    assert places_of([people[0], stranger]) == [place, stranger.facility]


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


def test_one_more_person_costs_the_list_of_results_no_query(
    editor, people, place, django_assert_max_num_queries
):
    move(editor, place, ids(people))
    address = f"/admin/prisoners/done/{BulkChange.objects.get().uuid}/"
    with django_assert_max_num_queries(25):
        editor.get(address)


# --- And back -------------------------------------------------------------------------------------
def test_every_act_for_many_is_undone_below():
    assert FORMS.keys() == {name for name, act in acts.ACTS.items() if act.is_for_many and act.can_be_undone}


@pytest.mark.both_databases
@pytest.mark.parametrize("name", FORMS)
def test_undo_gives_back_the_same_record_draft_and_checks(name, user, people, place):
    waiting = Prisoner.objects.get(pk=people[0].pk)
    waiting.place_as_stated, waiting.facility = "десь на Уралі", None
    waiting.save_revision(user=user)
    before = [said_of(person) for person in people]

    change = begun(user, people, place, name)
    assert change.results.done().count() == 3
    assert all(said_of(person) != was for person, was in zip(people, before, strict=True))
    carry_on(ask_undo(change, by=user))

    assert not change.results.exclude(undo_refusal="").exists()
    assert [said_of(person) for person in people] == before


def said_of(person):
    """Return all that an act can change, in the record and in its draft."""
    state, record = state_of(person), Prisoner.objects.get(pk=person.pk)
    live, draft = state["facts"], record.get_latest_revision_as_object().serializable_data()
    facts = [{name: each[name] for name in each.keys() - BOOKKEEPING} for each in (live, draft)]
    return facts, state["checks"], state["updates"], state["given"]


def test_a_translation_is_asked_for_once_and_not_taken_back(user, people, place, monkeypatch):
    monkeypatch.setitem(FORMS, "translation", {"language": "en"})
    change, again = (begun(user, people, place, "translation") for _time in range(2))

    assert (change.results.done().count(), again.results.refused().count()) == (3, 3)
    assert Translation.objects.filter(target_locale__language_code="en").count() == 3
    assert not can_be_undone(change)


def test_a_record_is_given_to_whoever_may_edit_it_and_to_nobody_else(editor, people, place):
    pen = employ_editor(open_partner("pen"))
    answer = editor.post(f"/admin/prisoners/{people[0].pk}/do/assign/", {"to": pen.pk})

    assert answer.context["form"].errors.keys() == {"to"}


def test_what_was_changed_since_stays_and_that_is_said(editor, user, people, place):
    move(editor, place, ids(people))
    set_mail_status(people[0], status=MailStatus.CANNOT, by=user)

    answer = editor.post(f"/admin/prisoners/done/{BulkChange.objects.get().uuid}/undo/", follow=True)

    assert places_of(people) == [place, people[1].facility, people[2].facility]
    assert "не вдалося скасувати: 1" in " ".join(html.fromstring(answer.content).text_content().split())


def test_what_was_handed_over_since_stays(user, people, place):
    change = begun(user, people, place)
    hand_over(people[0], to=open_partner("pen"), by=None)

    carry_on(ask_undo(change, by=user))

    assert places_of(people)[0] == place


def test_what_still_waits_is_stopped_by_undo(user, people, place):
    change = begun(user, people, place, seconds=0)

    carry_on(ask_undo(change, by=user))

    assert places_of(people) == [each.facility for each in people]
    assert change.results.refused().count() == 2


def test_after_ten_minutes_nothing_is_undone(editor, people, place):
    move(editor, place, ids(people))
    address = f"/admin/prisoners/done/{BulkChange.objects.get().uuid}/"
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert not editor.get(address).context["can_undo"]
        editor.post(f"{address}undo/")

    assert places_of(people) == [place] * 3


def test_a_day_later_no_fact_is_kept_of_what_was_done(user, people, place):
    values = {"facility": str(place.pk), **MOVED}
    change = begin_change("transfer", uuid=uuid.uuid4(), people=[people[0].pk], values=values, by=user)
    carry_on(change)
    bulk.forget_old_changes()
    assert change.results.get().before
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        bulk.forget_old_changes()

    change.refresh_from_db()
    assert (change.values, change.results.get().before) == ({}, None)
    assert change.results.get().done_at


def test_another_persons_form_is_refused(user, people, place, zmina):
    change = begun(user, people, place)
    with pytest.raises(PermissionDenied):
        begin_change("transfer", uuid=change.uuid, people=[], values={}, by=employ_editor(zmina, "colleague"))
    with pytest.raises(PermissionDenied):
        ask_undo(change, by=employ_editor(zmina, "another"))
