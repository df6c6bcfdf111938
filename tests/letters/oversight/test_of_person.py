"""What the state of a person tells of letters: to a desk where they stand, to others only why they wait."""

from django.urls import reverse

from letters.choices.letters import HoldReason, LetterState
from prisoner_pages.can_be_written_to import CallReason
from prisoner_pages.choices import Status
from prisoner_pages.facts.can_be_written_to_words import REASON_WORDS
from tests.factories.partners import employ_editor, logged_in, open_partner
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.letters.desk_world import make_letters


def state_of(person, user):
    address = reverse("wagtailsnippets_prisoner_pages_prisoner:inspect", args=[person.pk])
    return logged_in(user).get(address)


def test_an_editor_without_a_seat_reads_why_letters_wait_and_no_number(db):
    open_locales("uk", "en")
    zmina = open_partner("zmina")
    person = PrisonerFactory(partner=zmina, writable=True, stories=[], status=Status.IN_TRANSFER)
    make_letters(person, 7, state=LetterState.APPROVED, held_because=HoldReason.IN_TRANSFER)

    page = state_of(person, employ_editor(zmina))

    assert page.status_code == 200 and page.context["letters"] == []
    assert page.context["reason"] == REASON_WORDS[CallReason.IN_TRANSFER]
