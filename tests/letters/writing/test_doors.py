"""The doors of step 1 and of the first page: the draw, interests, birthdays; and who can get letters.

Those of the first page lead to the list of people, those of step 1 back to it.
"""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from letters.models import Letter
from prisoner_pages.choices import Basis, DatePrecision, Scope, Status
from prisoner_pages.models import CampaignPage, Consent, Interest, Occupation
from prisoner_pages.people.read_models.statistics import OTHER_REASONS, _merged
from prisoner_pages.records.actions.pauses import pause_prisoner
from tests.factories.prisoner_pages import PrisonerFactory
from tests.factories.site_content import word_in
from tests.letters.writing.test_whom_to_write import campaign_of
from tests.tiers import LONG, first_of

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

    @pytest.mark.full(LONG)
    def test_is_another_each_time_and_never_a_paused_one(self, client, world):
        people = PrisonerFactory.create_batch(6, writable=True)
        pause_prisoner(people[0], by=None)

        drawn = {client.get(NEXT).headers["Location"].split("/")[-2] for _time in range(60)}

        assert len(drawn) > 2
        assert people[0].slug not in drawn

    @pytest.mark.full(LONG)
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
@pytest.mark.parametrize(("door", "model"), first_of([("interest", Interest), ("occupation", Occupation)]))
def test_only_interests_and_work_of_people_who_take_letters_are_offered(client, world, path, door, model):
    theirs, closed = (word_in(["uk"], model, name, name) for name in ("вигадане", "інше-вигадане"))
    setattr(world, f"{door}s", [theirs])
    world.save()
    silent = PrisonerFactory(status=Status.INCOMMUNICADO)
    setattr(silent, f"{door}s", [closed])
    silent.save()

    offered = values_of(client, path, door)

    assert str(theirs.pk) in offered and str(closed.pk) not in offered
    leads_to = CHOOSE if path == CHOOSE else "/uk/prisoners/"
    listed = text_at(client, f"{leads_to}?letters=open&{door}={theirs.pk}")
    assert f"/{world.slug}/" in listed and f"/{silent.slug}/" not in listed


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


def offered(client, query=""):
    """Return the slugs of those whom step 1 offers."""
    page = BeautifulSoup(client.get(f"{CHOOSE}{query}").content, "html.parser")
    links = page.select("#people a[href^='/uk/letters/write/']")
    return {link["href"].split("?")[0].split("/")[-2] for link in links} - {"write"}


def loving(name, *people):
    """Give them an interest of this name; return its key."""
    interest = word_in(["uk"], Interest, name, name)
    for person in people:
        person.interests.set([interest])
        person.save()
    return interest.pk


@pytest.fixture
def three(world):
    """Somebody to write to, one in the campaign and one besides; who is paused or unheard of comes on top."""
    one, other = PrisonerFactory.create_batch(2, writable=True)
    campaign = campaign_of(one)
    campaign.recipients.set([one])
    campaign.save_revision().publish()
    return world, one, other


class TestBackToTheFirstStep:
    @pytest.mark.full(LONG)
    def test_door_narrows_it_to_those_of_whom_it_is_told_and_who_take_letters(self, client, three):
        world, one, other = three
        paused = PrisonerFactory(writable=True, paused_at=timezone.now())
        silent = PrisonerFactory(status=Status.INCOMMUNICADO)
        sea = loving("море", world, one, paused, silent)
        alone = loving("гори", other)

        assert offered(client) == {world.slug, one.slug, other.slug}
        assert offered(client, f"?interest={sea}") == {world.slug, one.slug}
        assert offered(client, f"?interest={alone}") == {other.slug}
        assert "Захоплення: гори." in text_at(client, f"{CHOOSE}?interest={alone}")

    @pytest.mark.full(LONG)
    def test_two_doors_that_nobody_is_behind_say_so_and_lead_back(self, client, three):
        world, one, _other = three
        sea, teacher = loving("море", world), word_in(["uk"], Occupation, "вчителька", "вчителька")
        one.occupations.set([teacher])
        one.save()

        text = text_at(client, f"{CHOOSE}?event=abc&interest={sea}&occupation={teacher.pk}")

        assert offered(client, f"?interest={sea}&occupation={teacher.pk}") == set()
        assert "Нікого, хто відповідав би всім умовам" in text
        assert f'<a href="{CHOOSE}?event=abc">Показати всіх</a>' in text

    @pytest.mark.full(LONG)
    def test_for_a_campaign_its_recipients_alone_are_behind_them(self, client, three):
        world, one, other = three
        sea, hills = loving("море", world, one), loving("гори", other)
        spring = "?campaign=spring"

        assert offered(client, spring) == offered(client, f"{spring}&interest={sea}") == {one.slug}
        values = values_of(client, f"{CHOOSE}{spring}", "interest")
        assert str(sea) in values and str(hills) not in values
        assert values_of(client, f"{CHOOSE}{spring}", "campaign") == []
        assert "Кампанія: <strong" in text_at(client, f"{CHOOSE}{spring}")

    @pytest.mark.full(LONG)
    @pytest.mark.parametrize("kept", first_of(["event=abc", "campaign=spring", "campaign=spring&event=abc"]))
    def test_campaign_and_event_go_along_with_each(self, client, three, kept):
        _world, one, _other = three
        one.birth_date, one.birth_precision = (
            timezone.localdate().replace(year=1980, day=15),
            DatePrecision.DAY,
        )
        sea = loving("море", one)
        Consent.objects.get_or_create(prisoner=one, scope=Scope.BIRTHDAY, basis=Basis.GIVEN)
        page = BeautifulSoup(client.get(f"{CHOOSE}?{kept}").content, "html.parser")
        form = page.select_one("main form.filters")
        birthdays = page.select_one("main a[href*=birthday_month]")["href"]

        assert form["action"] == f"{CHOOSE}#people"
        assert kept == "&".join(f"{each['name']}={each['value']}" for each in form.select("[type=hidden]"))
        assert birthdays == f"{CHOOSE}?{kept}&birthday_month={timezone.localdate().month}#people"
        assert page.select_one(f"main a[href='{NEXT}?{kept}']")
        for query in (f"{kept}&interest={sea}", birthdays.split("?")[1].split("#")[0]):
            assert f"/uk/letters/write/{one.slug}/?{kept.replace('&', '&amp;')}" in text_at(
                client, f"{CHOOSE}?{query}"
            )

    def test_birthday_that_may_not_be_told_is_behind_none(self, client, world):
        world.birth_date, world.birth_precision = date(1980, 5, 15), DatePrecision.DAY
        world.save()
        Consent.objects.filter(prisoner=world, scope=Scope.BIRTHDAY).delete()
        assert offered(client, "?birthday_month=5") == set()

        Consent.objects.create(prisoner=world, scope=Scope.BIRTHDAY, basis=Basis.GIVEN)

        assert offered(client, "?birthday_month=5") == {world.slug}
        assert "Місяць народження: травень" in text_at(client, f"{CHOOSE}?birthday_month=5")

    def test_campaign_is_one_of_them_and_goes_along_from_then_on(self, client, three):
        _world, one, _other = three
        assert "spring" in values_of(client, CHOOSE, "campaign")

        text = text_at(client, f"{CHOOSE}?interest=&campaign=spring")

        assert f"/uk/letters/write/{one.slug}/?campaign=spring" in text

    @pytest.mark.full(LONG)
    def test_further_pages_stay_behind_the_door(self, client, world):
        people = PrisonerFactory.create_batch(25, writable=True)
        sea = loving("море", *people)

        text = text_at(client, f"{CHOOSE}?event=abc&interest={sea}")

        assert f'href="?interest={sea}&amp;event=abc&amp;page=2"' in text
        assert len(offered(client, f"?interest={sea}&page=2")) == 1

    @pytest.mark.full(LONG)
    @pytest.mark.parametrize("value", first_of(["999999999999999999999", "-1", "x", "0", "1e3", "' or 1=1"]))
    @pytest.mark.parametrize("door", first_of(["interest", "occupation", "birthday_month"]))
    @pytest.mark.both_databases
    def test_value_that_is_no_door_narrows_nothing(self, client, three, door, value):
        loving("море", three[0])

        answer = client.get(CHOOSE, {door: value})

        assert answer.status_code == 200
        assert len(offered(client, f"?{door}={value}")) == 3
        assert ('id="filter_interest_error"' in answer.content.decode()) is (door == "interest")

    @pytest.mark.parametrize("door", ["interest", "occupation", "birthday_month", "campaign", "event"])
    def test_endless_value_is_refused(self, client, world, door):
        assert client.get(CHOOSE, {door: "9" * 5_000}).status_code == 400

    @pytest.mark.full(LONG)
    def test_more_people_cost_no_more_queries(self, client, three, django_assert_max_num_queries):
        path = f"{CHOOSE}?campaign=spring&interest={loving('море', *three)}"
        people = PrisonerFactory.create_batch(6, writable=True)
        loving("гори", *people)
        campaign_page = CampaignPage.objects.get(slug="spring")
        campaign_page.recipients.add(*people)
        campaign_page.save_revision().publish()
        client.get(path)

        with django_assert_max_num_queries(11):
            client.get(path)


class TestWhoCanGetLetters:
    @pytest.mark.full(LONG)
    def test_first_step_counts_who_can_and_says_why_others_cannot(self, client, world):
        PrisonerFactory.create_batch(6, status=Status.INCOMMUNICADO)
        PrisonerFactory(status=Status.MISSING)

        text = text_at(client, "/en/letters/write/")

        assert "You can write to 1 person now." in text
        assert "held without any contact" not in text  # six would tell of the one: together they are seven
        assert "7 — " in text and "for other reasons" in text

    @pytest.mark.full(LONG)
    def test_for_a_campaign_its_recipients_are_counted_and_few_for_no_reason_of_their_own(
        self, client, three
    ):
        silent = PrisonerFactory.create_batch(6, status=Status.INCOMMUNICADO)
        campaign = CampaignPage.objects.get(slug="spring")
        campaign.recipients.add(*silent[:2])
        campaign.save_revision().publish()

        everybody, at_event, its_own = (
            text_at(client, f"/en/letters/write/{query}") for query in ("", "?event=abc", "?campaign=spring")
        )

        for text in (everybody, at_event):
            assert "You can write to 3 people now." in text and "held without any contact" in text
        assert "You can write to 1 person now." in its_own
        assert "a few people — for other reasons" in its_own and "held without any contact" not in its_own

    @pytest.mark.full(LONG)
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


def test_search_engines_list_the_choice_of_a_person_and_no_letter(client, world):
    """Nor what was asked for, nor a step that names somebody: who is paused stays in no index."""
    choice, asked, letter = (
        client.get(path) for path in (CHOOSE, f"{CHOOSE}?q={world.slug}", f"/uk/letters/write/{world.slug}/")
    )

    assert "X-Robots-Tag" not in choice.headers and "noindex" not in choice.text
    assert BeautifulSoup(choice.text, "html.parser").select_one("meta[name=description]")["content"]
    assert asked.headers["X-Robots-Tag"] == letter.headers["X-Robots-Tag"] == "noindex"
