"""What was done to many records is undone for ten minutes, where nothing has changed since."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from lxml import html
from wagtail_localize.models import Translation

from prisoner_pages.choices import MailStatus
from prisoner_pages.facts.actions.mail_status import set_mail_status
from prisoner_pages.models import BulkChange, Prisoner
from prisoner_pages.records.actions import acts, bulk
from prisoner_pages.records.actions.bulk import ask_undo, begin_change, can_be_undone, carry_on
from prisoner_pages.records.actions.states import BOOKKEEPING, state_of
from prisoner_pages.records.actions.transfers import hand_over
from tests.factories.partners import employ_editor, open_partner
from tests.prisoner_pages.bulk_world import (
    FORMS,
    MOVED,
    begun,
    editor,
    ids,
    move,
    people,
    place,
    places_of,
    user,
    zmina,
)
from tests.tiers import LONG, first_of

__all__ = ["editor", "people", "place", "user", "zmina"]
pytestmark = pytest.mark.django_db


def test_every_act_for_many_is_undone_below():
    assert FORMS.keys() == {name for name, act in acts.ACTS.items() if act.is_for_many and act.can_be_undone}


@pytest.mark.full(LONG)
@pytest.mark.both_databases
@pytest.mark.parametrize("name", first_of(FORMS))
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


@pytest.mark.full(LONG)
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
