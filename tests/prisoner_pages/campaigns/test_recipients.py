"""Beside the recipients of a campaign stands how many they are, and it tells of nobody whom others hide."""

import pytest
from django.urls import reverse

from prisoner_pages.models import CaseGroup
from tests.factories.partners import employ, employ_editor, logged_in, open_partner
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.factories.site_content import a_campaign, word_in
from tests.standing import standing
from tests.tiers import LONG

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@standing
def zmina(db):
    open_locales("uk")
    return open_partner("zmina")


@pytest.fixture
def people(zmina):
    """Two of one's own, of whom one can get letters; of another partner one who is public and one hidden."""
    case = word_in(["uk"], CaseGroup, "Справа", "")
    pen = open_partner("pen")
    return case, [
        PrisonerFactory(partner=zmina, writable=True, stories=[]),
        PrisonerFactory(partner=zmina, stories=[], cases=[case]),
        PrisonerFactory(partner=pen, stories=[], writable=True, cases=[case]),
        PrisonerFactory(partner=pen, stories=[], live=False, cases=[case]),
    ]


def told(user, **chosen):
    return logged_in(user).post(reverse("count_recipients"), chosen)


def test_those_chosen_and_those_of_the_case_are_counted_once_and_nobody_hidden(zmina, people):
    case, (first, second, _other, hidden) = people
    editor = employ_editor(zmina)

    def words(**chosen):
        return told(editor, **chosen).json()["words"]

    assert words() == "Поки що нікого не вибрано."
    assert words(recipients=[first.pk, second.pk]).startswith("Кампанія просить писати 2 людям.")
    both = words(recipients=[first.pk, second.pk], recipient_rule_case=case.pk)
    assert "3 людям" in both and "2 з них" in both
    assert told(editor, recipients=[hidden.pk]).status_code == 422


@pytest.mark.parametrize("wrong", [{"recipients": "x"}, {"recipients": 10**30}, {"recipient_rule_case": "-"}])
def test_what_is_no_choice_is_refused(zmina, wrong):
    assert told(employ_editor(zmina), **wrong).status_code == 422


def test_whoever_keeps_no_records_counts_nobody(people):
    assert told(employ("stranger")).status_code in (302, 403)


@pytest.mark.full(LONG)
def test_the_form_says_it_when_it_is_opened_and_the_page_says_the_goal(zmina, people, client):
    page = a_campaign(people[1][:2], languages=["uk"], goal_letters=500)
    form = logged_in(employ_editor(zmina)).get(reverse("wagtailadmin_pages:edit", args=[page.pk]))

    assert "просить писати 2 людям" in form.content.decode()
    assert "500" in client.get(f"/uk/campaigns/{page.slug}/").content.decode()
    assert client.get(f"/api/v1/campaigns/{page.slug}").json()["item"]["goal"] == 500
