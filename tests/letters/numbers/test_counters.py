"""The counter of a campaign: a published figure with body and date, and beside it ours since then."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from home.caching.kept_whole import LETTERS_COUNTED
from home.caching.read_models import bump, current
from letters.choices.desk import Act
from letters.choices.letters import LetterState
from letters.erasure.actions.erase import erase_by_worker
from letters.handling.actions.transitions import do_by_staff
from prisoner_pages.campaigns.read_models.counters import counters_of
from prisoner_pages.choices import FigureSubject, Qualifier
from prisoner_pages.models import CampaignPage, EventPage, Figure
from prisoner_pages.models.figures import last_day_of
from prisoner_pages.public.read_models.words import Words
from tests.factories.site_content import a_campaign, an_event
from tests.journeys.marked_words import said_in
from tests.letters.desk_world import make_letters
from tests.standing import standing

PAGE = "/{}/campaigns/{}/"


@standing
def campaign(world):
    a_campaign([world], languages=["uk", "en", "crh"])
    return CampaignPage.objects.get(locale__language_code="uk")


def counter_of(source):
    return counters_of([source], Words("uk")).get(source.pk)


def publish(campaign, date="2025", total=2000, **facts):
    return Figure.objects.create(
        **{
            "date": date,
            "subject": FigureSubject.LETTERS,
            "counted_by_uk": "Представництво",
            "counted_by_en": "Mission",
            "qualifier": Qualifier.ALMOST,
            "total": total,
            "campaign": campaign,
            **facts,
        }
    )


def accepted(campaign, world, count, **facts):
    facts = {"state": LetterState.ACCEPTED, "received_on": date(2026, 1, 1), **facts}
    return make_letters(world, count, campaign=campaign, **facts)


@pytest.mark.parametrize(
    ("stated", "day"),
    [
        ("2025", date(2025, 12, 31)),
        ("2024-02", date(2024, 2, 29)),
        ("2025-02-11", date(2025, 2, 11)),
        ("since 2023-04-27", None),
        ("2025-13", None),
        ("2025-02-30", None),
        ("", None),
        ("1-2-3-4", None),
        ("0", None),
    ],
)
def test_figure_covers_all_of_the_time_it_names(stated, day):
    assert last_day_of(stated) == day


@pytest.mark.both_databases
class TestCounting:
    def test_ours_are_accepted_letters_that_came_after_the_figures_day(self, campaign, world):
        publish(campaign)
        accepted(campaign, world, 7)
        accepted(campaign, world, 5, received_on=date(2025, 12, 31))
        for state in (LetterState.RECEIVED, LetterState.REJECTED, LetterState.ERASED, LetterState.ASKED):
            accepted(campaign, world, 5, state=state)
        accepted(None, world, 5)

        counter = counter_of(campaign)

        assert (counter.figure.total, counter.ours, counter.since) == (2000, 5, date(2026, 1, 1))

    @pytest.mark.parametrize(("count", "told"), [(0, 0), (4, 0), (5, 5), (9, 5), (10, 10)])
    def test_ours_grows_in_steps_of_five(self, campaign, world, count, told):
        publish(campaign)
        accepted(campaign, world, count)

        assert counter_of(campaign).ours == told

    def test_nothing_is_counted_on_from_a_figure_without_a_last_day(self, campaign, world):
        publish(campaign, date="since 2023-04-27")
        accepted(campaign, world, 50)

        counter = counter_of(campaign)

        assert (counter.ours, counter.since) == (0, None)

    def test_newest_figure_is_the_one_shown(self, campaign):
        publish(campaign, date="2024", total=1800)
        publish(campaign, date="2025-06", total=900)
        publish(campaign, date="since 2023-04-27", total=4000)

        assert counter_of(campaign).figure.total == 900

    def test_figures_of_prisoners_and_of_others_are_none_of_it(self, campaign):
        publish(campaign, subject=FigureSubject.PRISONERS)
        publish(None)

        assert counter_of(campaign) is None

    def test_event_has_a_counter_of_its_own(self, campaign, world):
        an_event(campaign, languages=["uk", "en"])
        event = EventPage.objects.get(locale__language_code="uk")
        publish(None, event=event, date="2025-06-03", total=294, qualifier="")
        make_letters(world, 6, event=event, state=LetterState.POSTED, received_on=date(2025, 6, 4))

        counter = counter_of(event)

        assert (counter.figure.total, counter.ours) == (294, 5)


@pytest.mark.both_databases
class TestRenewal:
    """What is kept of the page is renewed when its number passes a step, and by no single letter else."""

    def passes(self, act, *about, **how):
        bump(LETTERS_COUNTED)  # the first number of all is new to everybody
        before = current().get(LETTERS_COUNTED)
        act(*about, **how)
        return current().get(LETTERS_COUNTED) != before

    def arrived(self, world, **facts):
        facts = {"received_on": date(2026, 1, 1), **facts}
        return make_letters(world, 1, **facts)[0]

    @pytest.mark.parametrize(("count", "renews"), [(3, False), (4, True), (5, False), (9, True)])
    def test_a_letter_that_is_accepted(self, campaign, world, screener, count, renews):
        publish(campaign)
        accepted(campaign, world, count)
        letter = self.arrived(world, campaign=campaign)

        assert (
            self.passes(do_by_staff, Act.ACCEPT, letter=letter, by=screener, version=letter.version) is renews
        )

    @pytest.mark.parametrize(("count", "renews"), [(4, False), (5, True)])
    def test_a_letter_that_is_erased(self, campaign, world, count, renews):
        publish(campaign)
        letter = accepted(campaign, world, count)[0]

        assert self.passes(erase_by_worker, letter=letter, detail="") is renews

    def test_a_letter_that_no_counter_shows(self, campaign, world, screener):
        publish(campaign)
        accepted(campaign, world, 4)
        of_nobodys = self.arrived(world)
        before_the_figure = self.arrived(world, campaign=campaign, received_on=date(2025, 1, 1))

        for letter in (of_nobodys, before_the_figure):
            assert not self.passes(
                do_by_staff, Act.ACCEPT, letter=letter, by=screener, version=letter.version
            )


class TestPage:
    @pytest.mark.parametrize(
        ("language", "words"),
        [
            ("uk", ["майже", "Представництво", "2025", "2000"]),
            ("en", ["almost", "Mission", "2025", "2,000", "at least"]),
        ],
    )
    def test_says_whose_number_it_is_of_what_day_and_what_is_ours(
        self, client, campaign, world, language, words
    ):
        publish(campaign)
        accepted(campaign, world, 37)

        page = client.get(PAGE.format(language, campaign.slug)).content.decode().replace("\xa0", "")

        assert [word for word in words if word not in page] == []
        numbers = set(re.findall(r"\d[\d,]*", " ".join(said_in(page))))
        assert "35" in numbers and not numbers & {"2035", "2,035", "37"}

    @pytest.mark.both_databases
    def test_costs_one_query(self, client, campaign, world):
        publish(campaign)
        accepted(campaign, world, 37)
        client.get(PAGE.format("en", campaign.slug))

        with CaptureQueriesContext(connection) as queries:
            assert client.get(PAGE.format("en", campaign.slug)).status_code == 200

        about = [query["sql"] for query in queries if '"letters_letter"' in query["sql"]]
        assert len(about) == 1
