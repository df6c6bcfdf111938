"""The queue: each role its steps, counters of own letters only, filters that stay, the next letter."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from letters.choices.desk import DeskRole, QueueStep
from letters.choices.letters import HoldReason, LetterState
from letters.handling.actions.claims import claim
from letters.handling.read_models import counters
from letters.models import Letter, LetterLogEntry
from tests.factories.prisoner_pages import PrisonerFactory
from tests.letters.conftest import make_member, make_screener
from tests.letters.desk_world import make_letter, make_letters
from tests.tiers import first_of

LIST = "/admin/letters/"


@pytest.fixture
def as_role(client, world):
    def log_in(*roles, name="worker", languages="uk,de"):
        user = make_member(world.partner, name, *roles, languages=languages)
        client.force_login(user)
        return user

    return log_in


def listed(answer):
    return [row.letter for row in answer.context["rows"]]


STEPS = {
    DeskRole.SCREENER: {QueueStep.INBOX, QueueStep.HELD},
    DeskRole.TRANSLATOR: {QueueStep.TRANSLATE},
    DeskRole.READER: {QueueStep.CHECK},
    DeskRole.DISPATCHER: {QueueStep.PRINT, QueueStep.POST, QueueStep.FOLLOW_UP, QueueStep.HELD},
    DeskRole.COORDINATOR: set(QueueStep),
}


@pytest.mark.parametrize("role", DeskRole)
def test_each_role_finds_the_tabs_of_its_work(client, as_role, role):
    as_role(role)

    tabs = client.get(LIST).context["tabs"]

    assert {tab.step for tab, _address in tabs} == STEPS[role]


@pytest.mark.both_databases
def test_counters_count_own_desk_own_languages_and_the_oldest(world, other_partner):
    long_ago = timezone.localdate() - timedelta(days=9)
    stranger = PrisonerFactory(writable=True, partner=other_partner)
    make_letters(world, 2, state="accepted", language_declared="de")
    make_letters(world, 1, state="accepted", language_declared="de", received_on=long_ago)
    make_letters(world, 4, state="accepted", language_declared="fr")
    make_letters(stranger, 8, state="accepted", language_declared="de")
    translator = make_member(world.partner, "t", DeskRole.TRANSLATOR, languages="de")

    [counter] = counters(translator)

    assert (counter.step, counter.count, counter.oldest_days) == (QueueStep.TRANSLATE, 3, 9)


def test_coordinator_counts_every_step_and_reads_nothing(client, world, as_role):
    letter = make_letter(world, body="CANARY-BODY")
    make_letters(world, 1, state="printed")
    as_role(DeskRole.COORDINATOR)

    counts = {tab.step: tab.count for tab, _address in client.get(LIST).context["tabs"]}
    page = client.get(f"{LIST}{letter.uuid}/")

    assert counts[QueueStep.INBOX] == counts[QueueStep.POST] == 1
    assert page.status_code == 200 and "CANARY-BODY" not in page.content.decode()
    assert not LetterLogEntry.objects.exists()


@pytest.mark.both_databases
@pytest.mark.parametrize("count", first_of([20, 5000]))
def test_queue_answers_within_twelve_queries(client, world, as_role, django_assert_max_num_queries, count):
    user = as_role(DeskRole.SCREENER)
    make_letters(world, count, flood_group="")
    make_letters(world, 20, flood_group="ab")
    claim(letter=Letter.objects.first(), by=user)
    client.get(LIST)

    with django_assert_max_num_queries(12):
        answer = client.get(LIST)

    assert answer.context["page_obj"].paginator.count == count + 1


@pytest.mark.both_databases
@pytest.mark.parametrize("role", [DeskRole.COORDINATOR, DeskRole.DISPATCHER])
def test_other_roles_stay_within_twelve_queries(client, world, as_role, django_assert_max_num_queries, role):
    as_role(role)
    make_letters(world, 60, state="printed")
    client.get(LIST)

    with django_assert_max_num_queries(12):
        client.get(f"{LIST}?step=post")


@pytest.mark.parametrize("count", [0, 1])
def test_empty_and_single_list_say_so(client, world, as_role, count):
    as_role(DeskRole.SCREENER)
    make_letters(world, count)

    answer = client.get(LIST, HTTP_ACCEPT_LANGUAGE="en")

    assert len(listed(answer)) == count
    assert ("Nothing waits here" in answer.content.decode()) == (count == 0)


@pytest.mark.both_databases
def test_filters_narrow_and_survive_paging(client, world, as_role):
    as_role(DeskRole.SCREENER)
    old = timezone.localdate() - timedelta(days=20)
    make_letters(world, 70, language_declared="de", received_on=old)
    make_letters(world, 5, language_declared="uk", received_on=old)
    make_letters(world, 5, language_declared="de")

    answer = client.get(f"{LIST}?step=inbox&language=de&age=14&person={world.pk}")
    following = re.search(r'rel="next" href="([^"]+)"', answer.content.decode())[1].replace("&amp;", "&")
    second = client.get(LIST + following)

    assert answer.context["page_obj"].paginator.count == second.context["page_obj"].paginator.count == 70
    assert len(listed(second)) == 20
    assert second.context["filters"] == answer.context["filters"]


@pytest.mark.both_databases
def test_filter_of_taken_letters_knows_mine_and_free(client, world, as_role):
    user = as_role(DeskRole.SCREENER)
    mine, others, free = (make_letter(world) for _number in range(3))
    claim(letter=mine, by=user)
    claim(letter=others, by=make_screener(world.partner, "other"))

    assert listed(client.get(f"{LIST}?mine=mine")) == [mine]
    assert listed(client.get(f"{LIST}?mine=free")) == [free]


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "query", ["step=xx", "person=-1", "person=" + "9" * 40, "age=a", "group=%27", "p=zz", "language=xx"]
)
def test_nonsense_in_the_address_does_not_narrow(client, world, as_role, query):
    as_role(DeskRole.SCREENER)
    letter = make_letter(world)

    answer = client.get(f"{LIST}?{query}")

    assert answer.status_code == 200 and listed(answer) == [letter]


def test_row_shows_hold_with_its_day_and_who_works_until_when(client, world, as_role):
    as_role(DeskRole.SCREENER)
    since = timezone.localdate() - timedelta(days=3)
    letter = make_letter(
        world, held_because=HoldReason.PAUSED, held_since=since, has_drawing=True, has_email=True
    )
    claim(letter=letter, by=make_screener(world.partner, "colleague"))
    letter.refresh_from_db()

    html = client.get(LIST, HTTP_ACCEPT_LANGUAGE="en").content.decode()

    until = timezone.localtime(letter.claimed_until)
    assert "the person is paused" in html and "has e-mail" in html and "drawing" in html
    assert "colleague" in html and until.strftime("%M") in html


@pytest.mark.both_databases
def test_lease_ends_by_time(client, world, as_role):
    as_role(DeskRole.SCREENER)
    letter = make_letter(world)
    claim(letter=letter, by=make_screener(world.partner, "colleague"))

    assert "colleague" in client.get(LIST).content.decode()
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        client.force_login(make_screener(world.partner, "later"))
        assert "colleague" not in client.get(LIST).content.decode()
        client.post(f"{LIST}next/", {"step": "inbox"})

    letter.refresh_from_db()
    assert letter.claimed_by.username == "later"


@pytest.mark.both_databases
def test_next_letter_is_the_oldest_that_nobody_has(client, world, as_role):
    user = as_role(DeskRole.SCREENER)
    young = make_letter(world)
    taken = make_letter(world, received_on=timezone.localdate() - timedelta(days=9))
    oldest = make_letter(world, received_on=timezone.localdate() - timedelta(days=4))
    claim(letter=taken, by=make_screener(world.partner, "other"))

    first = client.post(f"{LIST}next/", {"step": "inbox"})
    second = client.post(f"{LIST}next/", {"step": "inbox"})

    assert first.url == f"{LIST}{oldest.uuid}/" and second.url == f"{LIST}{young.uuid}/"
    assert Letter.objects.claimed().filter(claimed_by=user).count() == 2
    assert client.post(f"{LIST}next/", {"step": "inbox"}).url == f"{LIST}?step=inbox"


@pytest.mark.both_databases
def test_next_letter_to_check_is_never_ones_own_translation(client, world, as_role):
    user = as_role(DeskRole.READER, DeskRole.TRANSLATOR)
    own, other = (make_letter(world, state=LetterState.TRANSLATED) for _number in range(2))
    LetterLogEntry(
        letter=own, action="translated", by=user, day=timezone.localdate(), at=timezone.now()
    ).save()

    assert client.post(f"{LIST}next/", {"step": "check"}).url == f"{LIST}{other.uuid}/"


def test_next_letter_of_another_roles_step_is_not_given(client, world, as_role):
    as_role(DeskRole.COORDINATOR)
    letter = make_letter(world)

    client.post(f"{LIST}next/", {"step": "inbox"})

    letter.refresh_from_db()
    assert letter.claimed_by is None
