"""The doors of step 1 and of the first page: the draw, interests, birthdays; and who can get letters."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from letters.models import Letter
from prisoner_pages.choices import Basis, DatePrecision, Scope, Status
from prisoner_pages.models import Consent, Interest, Occupation
from prisoner_pages.people.read_models.statistics import OTHER_REASONS, _merged
from prisoner_pages.records.actions.pauses import pause_prisoner
from tests.factories.prisoner_pages import PrisonerFactory
from tests.factories.site_content import word_in
from tests.letters.writing.test_whom_to_write import campaign_of

NEXT, CHOOSE = "/uk/letters/next/", "/uk/letters/write/"
DOORS = pytest.mark.parametrize("path", ["/uk/", CHOOSE])


def text_at(client, path):
    return client.get(path).content.decode()


def values_of(client, path, door):
    page = BeautifulSoup(client.get(path).content, "html.parser")
    return [option["value"] for option in page.select(f"main select[name={door}] option")]


class TestSomebodyWhoWaits:
    def test_is_drawn_and_the_answer_kept_nowhere(self, client, world):
        answer = client.get(NEXT)

        assert answer.status_code == 302
        assert answer.headers["Location"] == f"/uk/letters/write/{world.slug}/"
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Robots-Tag"] == "noindex"

    def test_is_another_each_time_and_never_a_paused_one(self, client, world):
        people = PrisonerFactory.create_batch(6, writable=True)
        pause_prisoner(people[0], by=None)

        drawn = {client.get(NEXT).headers["Location"].split("/")[-2] for _time in range(60)}

        assert len(drawn) > 2
        assert people[0].slug not in drawn

    def test_belongs_to_the_campaign_one_writes_for(self, client, world):
        PrisonerFactory.create_batch(5, writable=True)
        campaign = campaign_of(world)
        campaign.recipients.set([world])
        campaign.save()

        answers = {client.get(f"{NEXT}?campaign=spring").headers["Location"] for _time in range(10)}

        assert answers == {f"/uk/letters/write/{world.slug}/?campaign=spring"}

    def test_nobody_leads_back_to_the_first_step(self, client, world):
        pause_prisoner(world, by=None)
        assert client.get(f"{NEXT}?event=abc").headers["Location"] == f"{CHOOSE}?event=abc"

    def test_drawing_writes_nothing(self, client, world, django_assert_max_num_queries):
        client.get(NEXT)
        with django_assert_max_num_queries(4) as queries:
            client.get(NEXT)
        assert all(query["sql"].startswith("SELECT") for query in queries)
        assert Letter.objects.count() == 0

    @DOORS
    def test_door_is_a_plain_link_that_nothing_fetches_before(self, client, world, path):
        text = text_at(client, path)
        assert f'rel="nofollow" href="{NEXT}"' in text
        assert "prefetch" not in text and "speculationrules" not in text


@DOORS
@pytest.mark.parametrize(("door", "model"), [("interest", Interest), ("occupation", Occupation)])
def test_only_interests_and_work_of_people_who_take_letters_are_offered(client, world, path, door, model):
    theirs, closed = (word_in(["uk"], model, name, name) for name in ("вигадане", "інше-вигадане"))
    setattr(world, f"{door}s", [theirs])
    world.save()
    silent = PrisonerFactory(status=Status.INCOMMUNICADO)
    setattr(silent, f"{door}s", [closed])
    silent.save()

    offered = values_of(client, path, door)

    assert str(theirs.pk) in offered and str(closed.pk) not in offered
    listed = text_at(client, f"/uk/prisoners/?letters=open&{door}={theirs.pk}")
    assert f"/uk/prisoners/{world.slug}/" in listed and f"/uk/prisoners/{silent.slug}/" not in listed


@DOORS
def test_only_campaigns_that_go_on_and_ask_for_somebody_are_offered(client, world, path):
    today = timezone.localdate()
    campaign = campaign_of(world)
    campaign.recipients.set([world])
    ends = {today - timedelta(days=1): False, today: True, today + timedelta(days=1): True, None: True}

    for end, is_offered in ends.items():
        campaign.end = end
        campaign.save_revision().publish()
        assert ("spring" in values_of(client, path, "campaign")) is is_offered

    campaign.recipients.clear()
    campaign.save_revision().publish()
    assert "spring" not in values_of(client, path, "campaign")


@DOORS
def test_birthday_of_this_month_needs_its_own_basis(client, world, path):
    today = timezone.localdate()
    world.birth_date, world.birth_precision = date(1980, today.month, 15), DatePrecision.DAY
    world.save()
    Consent.objects.filter(prisoner=world, scope=Scope.BIRTHDAY).delete()
    door = f"birthday_month={today.month}"
    assert door not in text_at(client, path)

    Consent.objects.create(prisoner=world, scope=Scope.BIRTHDAY, basis=Basis.GIVEN)

    assert door in text_at(client, path)


def test_who_writes_for_a_campaign_or_at_an_event_stays_within_it(client, world):
    text = text_at(client, f"{CHOOSE}?event=abc")
    assert f'href="{NEXT}?event=abc"' in text
    assert "/uk/prisoners/?letters" not in text and 'name="letters"' not in text


class TestWhoCanGetLetters:
    def test_first_step_counts_who_can_and_says_why_others_cannot(self, client, world):
        PrisonerFactory.create_batch(6, status=Status.INCOMMUNICADO)
        PrisonerFactory(status=Status.MISSING)

        text = text_at(client, "/en/letters/write/")

        assert "You can write to 1 person now." in text
        assert "held without any contact" not in text  # six would tell of the one: together they are seven
        assert "7 — " in text and "for other reasons" in text

    def test_who_is_paused_or_a_draft_is_not_counted(self, client, world):
        PrisonerFactory.create_batch(6, status=Status.INCOMMUNICADO, live=False)
        paused = PrisonerFactory(writable=True)
        pause_prisoner(paused, by=None)

        text = text_at(client, "/en/letters/write/")

        assert "You can write to 1 person now." in text and "Why not everyone?" not in text

    @pytest.mark.parametrize(
        ("groups", "told"),
        [
            ({}, []),
            ({"a": 7}, [("a", 7)]),
            ({"a": 9, "b": 6, "c": 2}, [("a", 9), (OTHER_REASONS, 8)]),
            ({"a": 9, "b": 4, "c": 2}, [("a", 9), (OTHER_REASONS, 6)]),
            ({"a": 3}, [(OTHER_REASONS, None)]),
            ({"a": 9, OTHER_REASONS: 5}, [("a", 9), (OTHER_REASONS, 5)]),
        ],
    )
    def test_group_of_fewer_than_five_is_not_told(self, groups, told):
        assert _merged(groups) == told
