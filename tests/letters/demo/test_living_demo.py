"""The demo with its letters and the work begun in it: every state, every trouble, and nothing left behind."""

from collections import Counter
from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, TaskState

from docs.screenshots.pages import tell_pages
from docs.screenshots.story import tell
from home.day.entries import entries_for
from home.day.read_models import address_of, counts_of
from home.models import SiteImage
from home.registry import provided
from home.staff.roles import RoleKind
from home.translation.choices import UnitState
from home.translation.models import Unit
from letters.choices.desk import DeskRole, LogAction, QueueStep
from letters.choices.letters import Channel, HoldReason, LetterState
from letters.choices.paper import RunState
from letters.demo.actions.loading import load_letters
from letters.demo.actions.roads import ROADS, bring, find
from letters.demo.actions.staff import staff
from letters.demo.reading import letters
from letters.handling.read_models import counters
from letters.log.read_models import verify
from letters.models import (
    DayPack,
    GlassBreak,
    Letter,
    LetterDesk,
    LetterLogEntry,
    PlaceStop,
    Reply,
    ScanBatch,
    ScannedPage,
)
from prisoner_pages.can_be_written_to import CallReason
from prisoner_pages.choices import FactGroup
from prisoner_pages.demo.actions.accounts import DEMO_GROUP, accounts_of
from prisoner_pages.demo.reading import content, people
from prisoner_pages.models import Facility, Partner, Prisoner, Verification
from tests.factories.crowd import gather_crowd
from tests.home.day.lists import lengths
from tests.prisoner_pages.demo.loading import all_rows, load, load_rest, remove
from tests.tiers import WHOLE_DEMO

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("living_demo"), pytest.mark.full(WHOLE_DEMO)]


def test_letters_stand_in_every_state():
    assert set(Letter.objects.values_list("state", flat=True)) == set(LetterState)
    assert Letter.objects.count() >= 40


def test_each_letter_stands_where_its_table_says_and_each_road_is_gone():
    states = {"begun": "accepted", "sent_back": "accepted", "came_back": "returned", "agreed": "received"}
    states |= {"given_back": "rejected", "duplicate": "rejected", "brought_back": "received"}

    assert {told.stands for told in letters()} == ROADS.keys()
    wrong = {
        told.key: find(told.key).state
        for told in letters()
        if find(told.key).state != states.get(told.stands, told.stands)
    }
    assert wrong == {}


def test_letters_come_by_site_mail_and_paper_in_many_languages_with_drawings_and_scans():
    found = Letter.objects.all()

    assert {letter.channel for letter in found} == set(Channel) - {Channel.API}
    assert {letter.language for letter in found} >= {
        "uk",
        "en",
        "de",
        "fr",
        "pl",
        "crh",
        "cs",
        "bg",
        "sv",
        "ru",
    }
    assert found.filter(has_drawing=True, state=LetterState.RECEIVED).exists()
    assert ScannedPage.objects.filter(letter=None).count() == 2


def test_a_flood_and_near_duplicates_are_found_as_such():
    groups = Counter(Letter.objects.exclude(flood_group="").values_list("flood_group", flat=True))

    assert sorted(groups.values()) == [2, 6]


def test_letters_are_held_for_several_reasons_before_and_after_translation():
    held = Letter.objects.exclude(held_because="")

    assert {letter.held_because for letter in held} >= (
        {
            HoldReason.PLACE_STALE,
            HoldReason.IN_TRANSFER,
            HoldReason.FACILITY_CLOSED,
            HoldReason.STAFF_HOLD,
        }
    )
    assert {letter.state for letter in held} >= {
        LetterState.RECEIVED,
        LetterState.ACCEPTED,
        LetterState.TRANSLATED,
        LetterState.APPROVED,
    }


def test_a_pack_is_ready_packs_went_an_answer_came_and_a_place_sends_letters_back():
    assert sorted(DayPack.objects.values_list("state", "desk__partner__slug")) == [
        (RunState.POSTED, "embassy-czechia"),
        (RunState.POSTED, "pen"),
        (RunState.READY, "zmina"),
    ]
    assert [reply.letter for reply in Reply.objects.all()] == [find("answered")] * 2
    assert PlaceStop.objects.open().get().facility.name_uk.startswith("Вигадана")


def test_every_letter_went_by_acts_each_in_its_log():
    assert verify().letters == {}
    happened = set(LetterLogEntry.objects.values_list("action", flat=True))
    assert happened >= (
        {LogAction.ASKED, LogAction.ANSWERED_QUESTION, LogAction.SENT_BACK, LogAction.BROUGHT_BACK}
        | {LogAction.MARKED_DUPLICATE, LogAction.CAME_BACK, LogAction.WITHDRAWN, LogAction.ERASED}
    )


def test_each_role_at_a_desk_has_work():
    steps = {
        DeskRole.SCREENER: {QueueStep.INBOX, QueueStep.HELD},
        DeskRole.TRANSLATOR: {QueueStep.TRANSLATE},
        DeskRole.READER: {QueueStep.CHECK},
        DeskRole.DISPATCHER: {QueueStep.PRINT, QueueStep.POST, QueueStep.FOLLOW_UP, QueueStep.HELD},
        DeskRole.COORDINATOR: set(QueueStep),
    }
    assert steps.keys() == set(DeskRole)

    empty = {
        role: [tab.step for tab in counters(staff(role)) if tab.step in expected and not tab.count]
        for role, expected in steps.items()
    }
    assert {role: missing for role, missing in empty.items() if missing} == {}
    assert GlassBreak.objects.waiting().count() == 1


def test_each_moderator_has_something_to_approve_and_each_editor_something_to_decide_or_to_find():
    for partner in Partner.objects.filter(slug__in=["mission", "pen", "zmina"]):
        moderator = partner.moderators.user_set.get()
        own = Prisoner.objects.for_partner(partner)
        task = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).first().task.specific
        assert task.get_task_states_user_can_moderate(moderator).exists()
        assert own.filter(claims__needs_decision=True).exists()
        assert own.filter(has_unpublished_changes=True).exists()
        assert own.filter(consents__expires_on__isnull=False).exists()


def test_every_gap_of_an_envelope_occurs():
    gaps = {gap for person in Prisoner.objects.all() for gap in person.gaps}

    assert gaps >= (
        {
            CallReason.PLACE_UNKNOWN,
            CallReason.ADDRESS_INCOMPLETE,
            CallReason.NAME_INCOMPLETE,
            CallReason.PLACE_STALE,
            CallReason.PLACE_STOPPED,
        }
    )
    assert Prisoner.objects.filter(birth_date=None).exists()


def test_texts_stand_in_every_state_at_the_page_desk():
    units = Unit.objects.active().with_drafts().select_related("string", "context", "translation")

    # A machine is an outside service, which the demo has none of. The desk takes no text that its page
    # would refuse, so nothing becomes faulty but by a fault.
    absent = {UnitState.MACHINE, UnitState.ERROR}
    assert {unit.state for unit in units} == set(UnitState) - absent
    english = units.filter(translation__target_locale__language_code="en")
    states = {unit.state for unit in english}
    assert states >= {UnitState.CHANGED, UnitState.RETURNED, UnitState.TRANSLATED}


# --- My day ------------------------------------------------------------------------------------
def test_each_number_of_everybodys_day_is_the_length_of_the_list_it_leads_to(client):
    seen, wrong = set(), []
    for name in dict.fromkeys(account.username for _role, account in accounts_of()):
        user = get_user_model().objects.get(username=name)
        client.force_login(user)
        entries = entries_for(user)
        counts = counts_of(entries, user)
        for entry in entries:
            # Who has nothing to do there is led to no list; a coordinator sees the whole of each.
            if counts[entry.name] or name == "coordinator":
                seen.add(entry.name)
                wrong += [
                    (name, entry.name, counts[entry.name], length)
                    for length in lengths(client, entry)
                    if length != counts[entry.name]
                ]

    assert wrong == []
    # In the demo nobody lost a second step or is invited, and what is told of health was verified lately.
    never = {entry.name for entry in provided("day_entries")} - seen
    assert never <= {"second-steps", "open-invitations", "verify-health"}


def test_everybody_has_something_to_do():
    idle = []
    for name in dict.fromkeys(account.username for _role, account in accounts_of()):
        user = get_user_model().objects.get(username=name)
        if not any(counts_of(entries_for(user), user).values()):
            idle.append(name)

    assert idle == []


def test_an_editor_and_a_moderator_count_and_find_nobody_of_another_partner(client):
    for name in ("editor.zmina", "moderator.pen", "editor.embassy"):
        user = get_user_model().objects.get(username=name)
        client.force_login(user)
        others = Prisoner.objects.exclude(partner__in=Partner.objects.of(user))
        names = set(others.values_list("name_uk", flat=True))
        for entry in entries_for(user):
            answer = client.get(address_of(entry), follow=True)
            assert answer.status_code == 200
            assert [each for each in names if each in answer.text] == []


def test_everybodys_first_page_asks_as_little_for_hundreds_of_people_as_for_few(client):
    users = get_user_model().objects.filter(groups__name=DEMO_GROUP)
    few = {user: questions_of(client, user) for user in users}
    zmina = Partner.objects.get(slug="zmina")
    people = gather_crowd(300, partner=zmina, languages=["uk"], facility=Facility.objects.first())
    Verification.objects.bulk_create(
        Verification(prisoner=person, group=group, verified_on=date(2025, 1, 1))
        for person in people[::2]
        for group in (FactGroup.PLACE, FactGroup.HEALTH)
    )
    many = {user: questions_of(client, user) for user in users}

    assert {user.username: many[user] for user in users if many[user] > few[user]} == {}
    assert max(many.values()) <= 30


def questions_of(client, user):
    """Return how many queries the first page takes once caches are warm."""
    client.force_login(user)
    client.get("/admin/")
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/admin/").status_code == 200
    return len(asked)


def test_loading_again_changes_nothing():
    before = all_rows()

    load()
    load_rest()

    after = all_rows()
    # Settings of desks are set anew and logged only where they differ.
    assert [table for table in after if after[table] != before[table]] == []


def test_a_return_address_that_staff_typed_stays():
    LetterDesk.objects.update(return_address_ru="а/я 7")

    load_letters()

    assert set(LetterDesk.objects.values_list("return_address_ru", flat=True)) == {"а/я 7"}


def test_removing_leaves_no_letter_no_paper_and_nobody_and_it_can_be_loaded_again():
    remove()

    invented = {slug: person["name"]["uk"] for slug, person in people().items()}
    invented |= {row["slug"]: row["name_uk"] for row in content("unfinished")["person"]}
    rows = "\n".join(row for rows in all_rows().values() for row in rows)
    assert [word for pair in invented.items() for word in pair if word in rows] == []
    for model in (Letter, LetterLogEntry, DayPack, Reply, ScanBatch, ScannedPage, PlaceStop, GlassBreak):
        assert not model.objects.exists(), model
    assert not TaskState.objects.exists()
    assert not Facility.objects.exclude(letters_stopped_on=None).exists()
    assert SiteImage.objects.count() == 0
    assert Page.find_problems() == ([], [], [], [], [])

    load()
    bring(next(told for told in letters() if told.channel == Channel.PAPER))

    assert Letter.objects.count() == 1


def test_what_the_pictures_of_the_guides_show_is_there():
    told, pages = tell(), tell_pages()

    assert len(told.numbers) == 4
    assert told.translated.translation.sealed_text
    assert told.checked.state == LetterState.TRANSLATED
    assert (pages.unread.state, pages.waiting.state) == (UnitState.CHANGED, UnitState.TRANSLATED)


def test_every_seat_of_the_demo_is_that_of_a_role():
    assert {role.key for role, _account in accounts_of(RoleKind.DESK)} == set(DeskRole)
