"""Beside the goal of a campaign stands our own number, where nobody has published one and it marks nobody."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from home.caching.kept_whole import LETTERS_COUNTED
from home.caching.read_models import bump, current
from letters.choices.desk import Act
from letters.choices.letters import LetterState
from letters.handling.actions.transitions import do_by_staff
from prisoner_pages.campaigns.read_models.counters import letters_beside_goals
from prisoner_pages.choices import FigureSubject
from prisoner_pages.models import CampaignPage, Figure, Prisoner
from tests.factories.prisoner_pages import PrisonerFactory
from tests.factories.site_content import a_campaign
from tests.letters.desk_world import make_letters
from tests.standing import standing

pytestmark = pytest.mark.both_databases
MANY = 5


@standing
def people(world):
    return [
        world,
        *(PrisonerFactory(partner=world.partner, writable=True, stories=[]) for _one in range(MANY - 1)),
    ]


@standing
def campaign(people):
    a_campaign(people, languages=["uk", "en"], goal_letters=300)
    return CampaignPage.objects.get(locale__language_code="uk")


def told(page):
    return letters_beside_goals([page]).get(page.pk)


def accepted(campaign, person, count, **facts):
    return make_letters(person, count, campaign=campaign, **{"state": LetterState.ACCEPTED, **facts})


class TestCounting:
    @pytest.mark.parametrize(("count", "shown"), [(0, 0), (4, 0), (5, 5), (9, 5), (12, 10)])
    def test_ours_are_all_accepted_letters_of_the_campaign_in_steps_of_five(
        self, campaign, people, count, shown
    ):
        accepted(campaign, people[0], count, received_on=date(2025, 1, 1))
        accepted(None, people[0], 5)
        for state in (LetterState.RECEIVED, LetterState.REJECTED, LetterState.ERASED):
            accepted(campaign, people[1], 5, state=state)

        assert told(campaign) == shown

    def test_nothing_is_told_where_no_goal_is(self, campaign, people):
        accepted(campaign, people[0], 10)
        campaign.goal_letters = None

        assert told(campaign) is None

    def test_a_number_that_somebody_published_stands_alone(self, campaign, people, client):
        accepted(campaign, people[0], 10)
        Figure.objects.create(
            date="2025", subject=FigureSubject.LETTERS, counted_by_uk="Хтось", total=70, campaign=campaign
        )

        item = client.get(f"/api/v1/campaigns/{campaign.slug}").json()["item"]

        assert item["counter"]["figure"]["total"] == 70 and item["letters_here"] is None

    def test_so_does_one_that_editors_entered(self, campaign, people):
        accepted(campaign, people[0], 10)
        campaign.letters_counted = 70

        assert told(campaign) is None

    def test_of_few_people_no_number_is_told(self, campaign, people):
        accepted(campaign, people[0], 10)
        campaign.recipients.remove(people[1])
        campaign.save()

        assert told(campaign) is None

    def test_nor_where_few_are_left_whom_the_site_shows(self, campaign, people):
        accepted(campaign, people[0], 10)
        Prisoner.objects.filter(pk=people[1].pk).update(live=False)

        assert told(campaign) is None

    def test_many_campaigns_cost_the_same_as_one(self, campaign, people):
        more = [a_campaign(people, languages=["uk"], slug=f"more-{each}", goal_letters=9) for each in "abc"]
        with CaptureQueriesContext(connection) as one:
            letters_beside_goals([campaign])
        with CaptureQueriesContext(connection) as many:
            assert len(letters_beside_goals([campaign, *more])) == 4

        assert len(many) == len(one) <= 4


class TestRenewal:
    """What is kept of the page is renewed when its number passes a step, and by no single letter else."""

    def renews(self, letter, screener):
        bump(LETTERS_COUNTED)  # the first number of all is new to everybody
        before = current().get(LETTERS_COUNTED)
        do_by_staff(Act.ACCEPT, letter=letter, by=screener, version=letter.version)
        return current().get(LETTERS_COUNTED) != before

    def arrived(self, campaign, person):
        return make_letters(person, 1, campaign=campaign)[0]

    @pytest.mark.parametrize(("count", "renews"), [(3, False), (4, True), (5, False), (9, True)])
    def test_a_letter_that_is_accepted(self, campaign, people, screener, count, renews):
        accepted(campaign, people[0], count)

        assert self.renews(self.arrived(campaign, people[0]), screener) is renews

    def test_a_letter_of_a_campaign_for_few_people_renews_nothing(self, campaign, people, screener):
        campaign.recipients.remove(people[1])
        campaign.save()
        accepted(campaign, people[0], 4)

        assert not self.renews(self.arrived(campaign, people[0]), screener)

    def test_nor_one_of_a_campaign_without_a_goal(self, campaign, people, screener):
        campaign.goal_letters = None
        campaign.save()
        accepted(campaign, people[0], 4)

        assert not self.renews(self.arrived(campaign, people[0]), screener)


class TestPage:
    @pytest.mark.parametrize(
        ("count", "words"), [(37, "At least 35 letters for this campaign"), (3, "Fewer than five letters")]
    )
    def test_page_embed_and_api_tell_it_beside_the_goal(self, client, campaign, people, count, words):
        accepted(campaign, people[0], count)

        page = client.get(f"/en/campaigns/{campaign.slug}/").text
        embed = client.get(f"/en/embed/{people[0].partner.slug}/counter/{campaign.slug}/").text
        item = client.get(f"/api/v1/campaigns/{campaign.slug}?locale=en").json()["item"]

        assert words in page and "300" in page and "37 letters" not in page
        assert words in embed
        assert (item["goal"], item["letters_here"], item["counter"]) == (300, count // 5 * 5, None)
