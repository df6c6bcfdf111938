"""A double is told of while its name is typed, and the answer goes with the form."""

import pytest
from django.urls import reverse

from prisoner_pages.choices import PairAnswer
from prisoner_pages.models import Prisoner, RecordPair
from tests.browser.conftest import follow
from tests.browser.records.test_record_editor import SAVE, show
from tests.factories.partners import employ_editor, open_partner
from tests.factories.prisoner_pages import PrisonerFactory
from tests.standing import standing
from tests.tiers import BESIDE_A_JOURNEY

pytestmark = pytest.mark.browser
ADD = "wagtailsnippets_prisoner_pages_prisoner:add"


@standing
def editor(public_site):
    return employ_editor(open_partner("zmina"))


@standing
def known(editor):
    return PrisonerFactory(partner=editor.groups.get().edits_for, name_uk="Зоя Згурська", stories=[])


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_a_name_that_is_typed_warns_and_the_answer_is_kept(editor, known, as_user, look_over):
    page = as_user(editor)
    page.goto(reverse(ADD))
    show(page, "#id_name_uk")
    page.locator("#id_name_uk").press_sequentially("Зґурська Зоя")
    page.get_by_role("link", name="Зоя Згурська").wait_for()
    look_over(page, "doubles")

    page.get_by_label("Ні, це різні люди").check()
    follow(page, SAVE)

    made = Prisoner.objects.latest("pk")
    assert made.name_uk == "Зґурська Зоя"
    assert RecordPair.objects.get().answer == PairAnswer.APART


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_without_scripts_the_form_asks_once(editor, known, as_user):
    page = as_user(editor, javascript=False)
    page.goto(reverse(ADD))
    page.locator("#id_name_uk").fill("Згурська Зоя")
    page.locator(SAVE).first.click()
    page.get_by_label("Ще не знаю").check()
    follow(page, SAVE)

    assert Prisoner.objects.latest("pk").name_uk == "Згурська Зоя"
    assert RecordPair.objects.get().answer == PairAnswer.OPEN
