"""Two records are compared, merged and parted again, by the buttons."""

import pytest

from prisoner_pages.models import Prisoner, RecordMerge
from tests.browser.conftest import follow, open_form
from tests.factories.partners import employ_moderator, open_partner
from tests.factories.prisoner_pages import PrisonerFactory
from tests.standing import standing
from tests.tiers import BESIDE_A_JOURNEY

pytestmark = pytest.mark.browser


@standing
def moderator(public_site):
    return employ_moderator(open_partner("zmina"))


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_two_records_become_one_and_are_parted_again(moderator, as_user, look_over):
    partner = moderator.groups.get().moderates_for
    kept, merged = (
        PrisonerFactory(partner=partner, name_uk="Зоя Згурська", writable=True, stories=["uk"], **facts)
        for facts in ({}, {"patronymic_uk": "Петрівна", "status": "on_trial"})
    )
    page = as_user(moderator)
    open_form(page, kept)
    follow(page, "a:has-text('Двічі у списку?')")
    look_over(page, "doubles-list")
    follow(page, "a:has-text('Порівняти й об’єднати')")
    look_over(page, "merge")
    follow(page, "button:has-text('Об’єднати ці картки')")
    look_over(page, "merged")
    assert not Prisoner.objects.filter(pk=merged.pk).exists()

    follow(page, "button:has-text('Скасувати')")
    assert Prisoner.objects.filter(pk=merged.pk).exists()
    assert RecordMerge.objects.get().undone_by == moderator
