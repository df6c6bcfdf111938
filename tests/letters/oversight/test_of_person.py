"""What the state of a person tells of letters: to a desk where they stand, to others only why they wait."""

from django.urls import reverse

from letters.choices.letters import HoldReason, LetterState
from prisoner_pages.can_be_written_to import CallReason
from prisoner_pages.choices import Status
from prisoner_pages.facts.can_be_written_to_words import REASON_WORDS
from prisoner_pages.models import Prisoner
from tests.factories.partners import employ_editor, logged_in
from tests.letters.desk_world import make_letters


def state_of(person, user):
    address = reverse("wagtailsnippets_prisoner_pages_prisoner:inspect", args=[person.pk])
    return logged_in(user).get(address)


def test_an_editor_without_a_seat_reads_why_letters_wait_and_no_number(world):
    Prisoner.objects.filter(pk=world.pk).update(status=Status.IN_TRANSFER)
    make_letters(world, 7, state=LetterState.APPROVED, held_because=HoldReason.IN_TRANSFER)

    page = state_of(world, employ_editor(world.partner))

    assert page.status_code == 200 and page.context["letters"] == []
    assert page.context["reason"] == REASON_WORDS[CallReason.IN_TRANSFER]
