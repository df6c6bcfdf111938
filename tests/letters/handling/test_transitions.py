"""What stops even those who may: an older version, a claim, a hold, four eyes. See also test_matrix."""

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction

from letters.choices.desk import Act, DeskRole
from letters.choices.letters import LetterState
from letters.handling.actions.claims import claim
from letters.handling.actions.opening import open_letter
from letters.handling.actions.transitions import ClaimedByOther, LetterHeld, Stale, do_by_staff, lock_letter
from letters.lifecycle import ACT_RULES
from letters.models import Letter, LetterDesk
from letters.permissions.letters import FourEyes, roles_for, seats_of
from letters.sealing.sealed_box import seal_text
from prisoner_pages.models import Prisoner
from tests.letters.conftest import make_member
from tests.letters.desk_world import make_letter
from tests.standing import standing

S = LetterState


def do(act, *, letter, by, version=1):
    return do_by_staff(act, letter=letter, by=by, version=version)


def fresh(user):
    """The user as another request finds them: seats are remembered for one request."""
    return get_user_model().objects.get(pk=user.pk)


@standing
def letter(world):
    return make_letter(world)


@standing
def people(world):
    """One account a role at the letter's desk."""
    return {role: make_member(world.partner, f"own-{role}", role) for role in DeskRole}


@pytest.mark.both_databases
def test_a_locked_letter_brings_its_desk_along(letter, world, people, django_assert_num_queries):
    reader = people[DeskRole.READER]
    seats_of(reader)  # asked once a request

    with transaction.atomic(), django_assert_num_queries(1):
        locked = lock_letter(letter)
        roles = roles_for(reader, locked)

    assert roles == {DeskRole.READER}
    assert locked.prisoner == world and locked.prisoner.facility == world.facility
    assert locked.hold == letter.hold == ""  # read from the record, not from what was left out


@pytest.mark.both_databases
def test_who_has_seen_an_older_version_changes_nothing(letter, people):
    do(Act.ACCEPT, letter=letter, by=people[DeskRole.SCREENER])

    with pytest.raises(Stale):
        do(Act.RETURN, letter=letter, by=people[DeskRole.SCREENER])

    assert Letter.objects.get().state == S.ACCEPTED


@pytest.mark.both_databases
def test_letter_somebody_works_on_is_not_anothers_to_change(letter, world, people):
    claim(letter=letter, by=people[DeskRole.SCREENER])
    second = make_member(world.partner, "second", DeskRole.SCREENER)

    with pytest.raises(ClaimedByOther):
        do(Act.ACCEPT, letter=letter, by=second)


@pytest.mark.parametrize(
    ("act", "state"),
    [(act, state) for act in (Act.PRINT, Act.POST, Act.REPRINT) for state in sorted(ACT_RULES[act].before)],
)
def test_hold_stops_paper(act, state, letter, world, people):
    Letter.objects.update(state=state)
    Prisoner.objects.filter(pk=world.pk).update(status="in_transfer")

    with pytest.raises(LetterHeld):
        do(act, letter=letter, by=people[DeskRole.DISPATCHER])


@pytest.mark.parametrize("act", [Act.ACCEPT, Act.RETURN])
def test_hold_does_not_stop_reading(act, letter, world, people):
    Prisoner.objects.filter(pk=world.pk).update(status="in_transfer")

    do(act, letter=letter, by=people[DeskRole.SCREENER])


def test_who_wrote_a_part_of_the_translation_does_not_approve_it(letter, world, people):
    """Also when another translator handed it over."""
    both = make_member(world.partner, "both", DeskRole.TRANSLATOR, DeskRole.READER)
    Letter.objects.update(state=S.ACCEPTED)
    do(Act.SAVE_TRANSLATION, letter=letter, by=both)
    do(Act.TRANSLATE, letter=letter, by=people[DeskRole.TRANSLATOR], version=2)

    with pytest.raises(FourEyes):
        do(Act.APPROVE, letter=letter, by=both, version=3)
    do(Act.APPROVE, letter=letter, by=people[DeskRole.READER], version=3)


def test_who_accepted_a_letter_does_not_approve_it_as_it_is(letter, world):
    both = make_member(world.partner, "both", DeskRole.SCREENER, DeskRole.READER)
    do(Act.ACCEPT, letter=letter, by=both)

    with pytest.raises(FourEyes):
        do(Act.APPROVE_AS_IS, letter=letter, by=both, version=2)


def test_lone_translator_approves_only_where_the_desk_allows_it(letter, world):
    both = make_member(world.partner, "both", DeskRole.TRANSLATOR, DeskRole.READER)
    Letter.objects.update(state=S.ACCEPTED)
    do(Act.TRANSLATE, letter=letter, by=both)
    with pytest.raises(FourEyes):
        do(Act.APPROVE, letter=letter, by=both, version=2)

    desk = both.desk_seats.first().desk
    desk.allows_lone_translators = True
    desk.save()

    do(Act.APPROVE, letter=letter, by=fresh(both), version=2)


def test_lone_translator_does_not_also_approve_as_it_is_what_they_accepted(letter, world):
    alone = make_member(world.partner, "alone", DeskRole.SCREENER, DeskRole.TRANSLATOR, DeskRole.READER)
    LetterDesk.objects.update(allows_lone_translators=True)
    do(Act.ACCEPT, letter=letter, by=alone)

    with pytest.raises(FourEyes):
        do(Act.APPROVE_AS_IS, letter=letter, by=fresh(alone), version=2)


@pytest.mark.parametrize("role", [DeskRole.SCREENER, DeskRole.READER, DeskRole.TRANSLATOR])
def test_nobody_takes_a_letter_on_which_they_have_nothing_to_do(letter, world, role):
    member = make_member(world.partner, "idle", role)
    Letter.objects.update(state=S.PRINTED)

    with pytest.raises(PermissionDenied):
        claim(letter=letter, by=member)


@pytest.mark.parametrize("more", [[], [DeskRole.DISPATCHER], [DeskRole.COORDINATOR]])
def test_translator_is_not_shown_the_hidden_parts_whatever_else_they_do(letter, world, more):
    translator = make_member(world.partner, "translator", DeskRole.TRANSLATOR, *more)
    hidden = seal_text('[{"start": 0, "end": 7}]', letter=letter.uuid, field="hidden")
    Letter.objects.update(state=S.ACCEPTED, sealed_hidden=hidden)

    opened = open_letter(letter=letter, by=translator)

    assert "Доброго" not in opened.body and opened.hides_parts
    assert opened.name is None and opened.wishes is None


def test_screener_and_reader_are_shown_the_hidden_parts(letter, world):
    reader = make_member(world.partner, "reader", DeskRole.TRANSLATOR, DeskRole.READER)
    hidden = seal_text('[{"start": 0, "end": 7}]', letter=letter.uuid, field="hidden")
    Letter.objects.update(state=S.ACCEPTED, sealed_hidden=hidden)

    assert "Доброго" in open_letter(letter=letter, by=reader).body
