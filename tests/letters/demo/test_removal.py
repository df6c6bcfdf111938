"""Letters that people wrote while trying the demo go with it; a letter to a real person never does."""

from datetime import timedelta

import pytest
from django.utils import timezone

from home.models import Outbox
from letters.demo.actions.removal import remove_letters_to_invented
from letters.models import Letter, LetterLogEntry
from prisoner_pages.models import Prisoner
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
