"""Letters that people wrote while trying the demo go with it; a letter to a real person never does."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from home.models import Outbox
from letters.demo.actions.removal import remove_letters_to_invented
from letters.demo.reading import demo
from letters.models import Letter, LetterDesk, LetterLogEntry
from letters.oversight.actions.desks import create_desk
from prisoner_pages.choices import SourceKind, Status
from prisoner_pages.demo.actions.removal import remove_content
from prisoner_pages.models import Announcement, Prisoner
from prisoner_pages.records.actions.announcements import prepare_announcement
from tests.factories.partners import employ_coordinator
from tests.factories.prisoner_pages import PrisonerFactory
from tests.letters.conftest import filled
from tests.standing import standing

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@standing
def letter(client, check_url):
    client.post(check_url, filled(email="writer@example.org"))
    return Letter.objects.get()


def test_a_letter_to_an_invented_person_goes_with_its_log_and_its_mail(letter):
    Outbox.objects.create(
        template="confirm", reference=letter.uuid, due_at=timezone.now() + timedelta(days=1)
    )

    remove_letters_to_invented()

    assert not Letter.objects.exists()
    assert not LetterLogEntry.objects.exists()
    assert not Outbox.objects.exists()


def test_a_letter_to_a_real_person_stays(letter):
    Prisoner.objects.update(invented=False)

    remove_letters_to_invented()

    assert Letter.objects.get() == letter
    assert LetterLogEntry.objects.filter(letter=letter).exists()


@pytest.mark.parametrize(("end", "typed", "left"), [("\r\n", "", ""), ("\n", " 2", "kept")])
def test_the_invented_return_address_leaves_the_desk_and_a_typed_one_stays(end, typed, left, world):
    address = end.join(demo()["return_address_ru"].strip().split("\n")) + typed
    create_desk(partner=world.partner)
    LetterDesk.objects.update(return_address_ru=address)

    remove_letters_to_invented()

    assert LetterDesk.objects.get().return_address_ru == (address if left else "")


def test_announcements_of_invented_people_alone_go_with_them(letter, world):
    said = {"status": Status.DIED, "on": date(2026, 9, 14), "source_kind": SourceKind.FAMILY}
    real = PrisonerFactory(partner=world.partner, writable=True, invented=False)
    by = employ_coordinator()
    prepare_announcement([world], by=by, **said)
    (stays,) = prepare_announcement([real], by=by, **said)

    remove_letters_to_invented()
    remove_content()

    assert Announcement.objects.get() == stays
