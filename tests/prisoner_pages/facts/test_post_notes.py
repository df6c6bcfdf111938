"""Letters arrive here, or they do not: noted by an editor, taken by a moderator, told as a month."""

import json
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from home.languages.written_dates import read_date
from letters.choices.letters import HoldReason
from letters.holds import hold_of
from prisoner_pages.can_be_written_to import Call, CallReason
from prisoner_pages.choices import FacilityKind, FacilityMail, PostAnswer, Scope, ToldBy
from prisoner_pages.facts.actions.mail_status import set_facility_mail
from prisoner_pages.facts.actions.post_notes import (
    forget_tellers,
    note_post,
    refuse_post_note,
    settle_places,
    take_post_note,
)
from prisoner_pages.models import Facility, PostNote, Prisoner
from prisoner_pages.policies import FEWEST_AT_A_PLACE, TELLERS_KEPT_DAYS
from prisoner_pages.records.actions.pauses import pause_prisoner
from prisoner_pages.syndication.read_models.public_state import keys_of, look
from tests.factories.partners import (
    employ_coordinator,
    employ_editor,
    employ_moderator,
    logged_in,
    open_partner,
)
from tests.factories.prisoner_pages import FacilityFactory, PrisonerFactory, open_locales
from tests.standing import standing
from tests.tiers import LONG

pytestmark = pytest.mark.django_db
TELLER = "дружина, 14 жовтня, по телефону"
ARRIVE, DO_NOT = PostAnswer.ARRIVE, PostAnswer.DO_NOT


@standing
def world(db):
    """A place with as many people as it takes, kept by one partner, and the staff of two."""
    open_locales("uk", "en")
    zmina, pen, place = open_partner("zmina"), open_partner("pen"), FacilityFactory()
    people = [
        PrisonerFactory(partner=zmina, writable=True, slug=f"held-{number}")
        for number in range(FEWEST_AT_A_PLACE)
    ]
    return SimpleNamespace(
        zmina=zmina,
        place=place,
        people=people,
        editor=employ_editor(zmina),
        moderator=employ_moderator(zmina),
        stranger=employ_moderator(pen),
        coordinator=employ_coordinator(),
    )


def note(world, answer=ARRIVE, on="2026-10-14", *, by=None, told_by=ToldBy.FAMILY):
    said = {"answer": answer, "on": read_date(on), "told_by": told_by, "source": TELLER}
    return note_post(world.place, partner=world.zmina, by=by or world.moderator, **said)


def stands(world):
    """Return how the post stands at the place: its state, whether it is doubted, and the month told."""
    place = Facility.objects.get(pk=world.place.pk)
    month = place.letters_arrived_in
    return place.mail_status, place.letters_are_doubted, month and f"{month:%Y-%m}"


def told_outside(client):
    """Return all that a visitor is told of one person and the place, each by its road."""

    def get(address):
        return client.get(address).content.decode()

    return {
        "page": get("/en/prisoners/held-0/"),
        "in Ukrainian": get("/uk/prisoners/held-0/"),
        "form": get("/en/letters/write/held-0/"),
        "person": get("/api/v1/prisoners/held-0?locale=en"),
        "places": get("/api/v1/facilities?locale=en"),
        "form elsewhere": get("/api/v1/letters/form?prisoner=held-0&locale=en"),
    }


@pytest.mark.full(LONG)
def test_an_editors_note_waits_and_once_taken_tells_a_month_on_every_road_and_never_who(client, world):
    waiting = note(world, by=world.editor)
    assert waiting.waits
    assert not [road for road, text in told_outside(client).items() if "2026-10" in text or "жовт" in text]

    take_post_note(waiting, by=world.moderator)
    told = told_outside(client)

    assert stands(world) == (FacilityMail.OPEN, False, "2026-10")
    assert "Letters last known to arrive: October 2026" in told["page"]
    assert "жовтень 2026" in told["in Ukrainian"]
    assert "October 2026" in told["form"]
    assert json.loads(told["person"])["item"]["writing"]["letters_arrived"] == "2026-10"
    assert json.loads(told["places"])["items"][0]["mail"]["letters_arrived"] == "2026-10"
    assert json.loads(told["form elsewhere"])["to"]["letters_arrived"] == "2026-10"
    for road, text in told.items():
        assert "2026-10-14" not in text and "дружина" not in text, road
    assert bytes(waiting.source_encrypted) and TELLER.encode() not in bytes(waiting.source_encrypted)


@pytest.mark.full(LONG)
def test_of_too_few_people_at_a_place_nobody_is_told_a_month(client, world):
    hidden = world.people[0]
    note(world)
    assert stands(world)[2] == "2026-10"

    Prisoner.objects.filter(pk=hidden.pk).update(paused_at=timezone.now())
    settle_places()
    assert stands(world) == (FacilityMail.OPEN, False, None)
    client.logout()
    assert "last known" not in client.get("/en/prisoners/held-1/").content.decode()

    Prisoner.objects.filter(pk=hidden.pk).update(paused_at=None)
    settle_places()
    assert stands(world)[2] == "2026-10"


def test_a_hospital_that_is_not_told_tells_no_month(world):
    note(world)
    Facility.objects.update(kind=FacilityKind.HOSPITAL)
    record = Prisoner.objects.get(pk=world.people[0].pk)
    assert record.letters_arrived_in is None

    record.consents.create(scope=Scope.HEALTH, basis="given")
    assert Prisoner.objects.get(pk=record.pk).letters_arrived_in == date(2026, 10, 1)


def test_where_letters_do_not_arrive_they_wait_and_no_more_is_said_than_of_any_that_wait(client, world):
    open_before = client.get("/api/v1/facilities?locale=en").json()["items"][0]["mail"]
    note(world, DO_NOT)

    record = Prisoner.objects.get(pk=world.people[0].pk)
    call = record.call_to_action
    assert (call.call, call.reason, call.told_reason) == (
        Call.HELD,
        CallReason.PLACE_DOUBTED,
        CallReason.ON_HOLD,
    )
    assert hold_of(record) == HoldReason.PLACE_DOUBTED
    assert record not in Prisoner.objects.postable()
    for road, text in told_outside(client).items():
        assert "doubted" not in text and "2026-10" not in text, road
    person = client.get("/api/v1/prisoners/held-0?locale=en").json()["item"]
    assert person["writing"]["reason"]["code"] == "on_hold"
    assert client.get("/api/v1/facilities?locale=en").json()["items"][0]["mail"] == open_before


OPEN, BLOCKED, CLOSED = FacilityMail.OPEN, FacilityMail.BLOCKED, FacilityMail.CLOSED
# What became known, in the order in which it was noted, and how the post stands then.
ORDERS = {
    "the newer note holds": ([(ARRIVE, "2026-09"), (DO_NOT, "2026-10-02")], (OPEN, True, None)),
    "an older note changes nothing": ([(DO_NOT, "2026-10-02"), (ARRIVE, "2026-09-30")], (OPEN, True, None)),
    "letters arrive again": ([(DO_NOT, "2026-09"), (ARRIVE, "2026-10")], (OPEN, False, "2026-10")),
    "of one day the last noted": ([(ARRIVE, "2026-10-02"), (DO_NOT, "2026-10-02")], (OPEN, True, None)),
    "a block ends with a newer note": (
        [(BLOCKED, "2026-09-01"), (ARRIVE, "2026-10")],
        (OPEN, False, "2026-10"),
    ),
    "a block of a later day holds": ([(ARRIVE, "2026-09"), (BLOCKED, "2026-10-01")], (BLOCKED, False, None)),
    "of one day a block holds": ([(ARRIVE, "2026-10-02"), (BLOCKED, "2026-10-02")], (BLOCKED, False, None)),
    "of one day a doubt holds": ([(DO_NOT, "2026-10-02"), (OPEN, "2026-10-02")], (OPEN, True, None)),
    "a later word ends the doubt": ([(DO_NOT, "2026-09"), (OPEN, "2026-10-01")], (OPEN, False, None)),
    "a closed place stays closed": ([(CLOSED, "2026-09-01"), (ARRIVE, "2026-10")], (CLOSED, False, None)),
}


@pytest.mark.parametrize("order", ORDERS)
def test_whatever_is_known_of_the_latest_day_holds(world, order):
    known, expected = ORDERS[order]
    for said, on in known:
        if said in FacilityMail:
            day = read_date(on).day
            set_facility_mail(world.place, status=said, since=day, checked_on=day, by=world.moderator)
        else:
            note(world, said, on)

    assert stands(world) == expected


def test_where_too_few_are_held_a_note_opens_no_place(world):
    day = date(2026, 9, 1)
    set_facility_mail(world.place, status=BLOCKED, since=day, checked_on=day, by=None)
    Prisoner.objects.filter(pk=world.people[0].pk).update(live=False)

    note(world)

    assert stands(world) == (BLOCKED, False, None)


def test_front_ends_hear_of_a_doubt_as_of_holds_of_people_and_not_of_the_place(world):
    person, place = f"prisoner:{world.people[0].pk}", f"facility:{world.place.pk}"
    keys = keys_of(set(), {(Facility._meta.label_lower, str(world.place.pk))})
    assert {person, place} <= keys
    before = look(keys)

    note(world, DO_NOT)

    after = look(keys)
    assert after[place].facts == before[place].facts and after[place].post == before[place].post
    Prisoner.objects.filter(pk=world.people[0].pk).update(held_at=timezone.now())
    assert before[person].facts != after[person].facts == look(keys)[person].facts


def test_who_is_paused_takes_the_month_along(world, django_capture_on_commit_callbacks):
    note(world)

    with django_capture_on_commit_callbacks(execute=True):
        pause_prisoner(world.people[0], by=world.moderator)

    assert stands(world)[2] is None


def test_the_day_of_a_note_that_ends_a_block_is_told_nobody(client, world):
    day = date(2026, 9, 1)
    set_facility_mail(world.place, status=BLOCKED, since=day, checked_on=day, by=None)
    note(world)

    mail = client.get("/api/v1/facilities?locale=en").json()["items"][0]["mail"]
    assert mail["status"]["code"] == "open"
    assert (mail["since"], mail["checked_on"], mail["source_url"]) == (None, None, None)


@pytest.mark.both_databases
def test_a_note_is_its_partners_and_names_nobody_held(client, world):
    waiting = note(world, by=world.editor)
    one, all_of_place = reverse("post_note", args=[waiting.pk]), reverse("post_notes", args=[world.place.pk])

    with pytest.raises(PermissionDenied):
        take_post_note(waiting, by=world.editor)
    with pytest.raises(PermissionDenied):
        take_post_note(waiting, by=world.stranger)
    stranger, coordinator, editor = map(logged_in, (world.stranger, world.coordinator, world.editor))
    assert stranger.post(one, {"take": ""}).status_code in (302, 403)
    assert one not in stranger.get(all_of_place).content.decode()
    assert one in editor.get(all_of_place).content.decode()
    assert TELLER not in coordinator.get(one).content.decode()
    page = editor.get(one)
    assert TELLER in page.content.decode() and 'name="take"' not in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    assert PostNote.objects.get().waits

    logged_in(world.moderator).post(one, {"take": ""})
    assert stands(world)[2] == "2026-10"
    with pytest.raises(ValidationError):
        refuse_post_note(waiting, by=world.moderator)
    logged = ModelLogEntry.objects.filter(action__contains="post_note") | ModelLogEntry.objects.filter(
        action__contains="note_post"
    )
    assert set(logged.values_list("action", flat=True)) == {
        f"prisoner_pages.{name}" for name in ("note_post", "read_post_note", "take_post_note")
    }
    assert set(logged.values_list("object_id", flat=True)) == {str(world.place.pk)}
    assert not [entry for entry in logged if TELLER in str(entry.data)]


def test_from_the_persons_screen_it_is_noted_of_the_place_and_what_is_wrong_is_said(world):
    editor, record = logged_in(world.editor), world.people[0]
    address = reverse("record_act", args=[record.pk, "post"])
    said = {"answer": "arrive", "on": "14.10.2026", "told_by": "lawyer", "source": TELLER}

    for wrong in ("2026", "31.12.2999", "учора"):
        refused = editor.post(address, said | {"on": wrong})
        assert refused.status_code == 200 and TELLER in refused.content.decode(), wrong
    assert not PostNote.objects.exists()

    editor.post(address, said)
    kept = PostNote.objects.get()
    assert (kept.facility, kept.partner, kept.on) == (world.place, world.zmina, date(2026, 10, 14))
    assert kept.waits and kept.source == TELLER
    assert record.name_uk not in str(PostNote.objects.values().get())


def test_who_told_it_is_forgotten_in_time_and_the_note_stays(world):
    old, new = note(world), note(world, on="2026-10-20")
    PostNote.objects.filter(pk=old.pk).update(noted_at=timezone.now() - timedelta(days=TELLERS_KEPT_DAYS + 1))

    forget_tellers()

    assert [PostNote.objects.get(pk=each.pk).source for each in (old, new)] == ["", TELLER]
    assert PostNote.objects.counting().count() == 2
