"""How a letter may begin, as it is offered below the field."""

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from letters.models import WritingAid
from prisoner_pages.models import Topic
from tests.factories.site_content import word_in
from tests.letters.writing.test_at_an_event import evening, held
from tests.letters.writing.test_write import STEP

__all__ = ["evening"]
START, ASKING = "Сьогодні я…", "А чи до душі Вам…"
LETTER, ASKING_LETTER = "Шахи в нас старі", "А яку книжку Ви"


def offered(client, address=STEP):
    page = client.get(address).text
    return [words for words in (START, ASKING, LETTER, ASKING_LETTER) if words in page]


@pytest.mark.both_databases
def test_beginnings_and_letters_of_every_mood_stand_on_the_page(client, world):
    assert offered(client) == [START, ASKING, LETTER, ASKING_LETTER]


@pytest.mark.parametrize("where", ["person", "place"])
def test_nothing_that_asks_for_an_answer_is_offered_where_answering_is_punished(client, world, where):
    if where == "person":
        world.answers_refused_at = timezone.now()
        world.save()
    else:
        world.facility.answers_refused = True
        world.facility.save()

    assert offered(client) == [START, LETTER]


def test_no_letter_about_what_both_love_is_offered_where_there_is_something_not_to_be_mentioned(
    client, world
):
    world.topics_to_avoid.add(word_in(["uk"], Topic, "музика", ""))
    world.save()

    page = client.get(STEP).text
    assert "Про спільне захоплення" not in page and "Буденний лист" in page and "Коротке вітання" in page


def test_what_a_coordinator_withdraws_is_gone_with_its_mood(client, world):
    assert "Коротке вітання" in client.get(STEP).text
    for aid in WritingAid.objects.filter(kind="greeting"):
        aid.is_offered = False
        aid.save()

    assert "Коротке вітання" not in client.get(STEP).text


def test_page_without_anything_to_offer_shows_no_empty_place(client, world):
    WritingAid.objects.all().delete()

    assert "data-beginnings" not in client.get(STEP).text


def test_at_an_event_the_beginnings_stand_alone(client, evening):
    held(evening, timezone.localdate())
    assert offered(client, f"{STEP}?event=table26") == [START, ASKING]

    WritingAid.objects.filter(kind="start").delete()
    assert "data-beginnings" not in client.get(f"{STEP}?event=table26").text


def test_rules_lead_to_what_is_seen_while_it_is_folded(client, world):
    page = BeautifulSoup(client.get(STEP).text, "html.parser")

    target = page.select_one(page.select_one(".rules a")["href"])
    assert target.name == "details" and not target.find_parent("details")


def test_words_that_a_language_lacks_are_told_in_the_nearest_and_marked(client, world):
    assert f'<span lang="uk">{START}</span>' in client.get(STEP.replace("uk", "crh", 1)).text
