"""The translation memory offers what is public, and nothing else."""

import pytest
from wagtail.models import PageViewRestriction

from home.translation.choices import Right
from home.translation.core.actions.units import approve, save_draft
from home.translation.memory.read_models import matches_for
from home.translation.models import Unit
from tests.factories.desk import (
    block,
    edit,
    open_for,
    open_site,
    publish,
    source_page,
    translate_all,
    units_of,
)
from tests.home.translation.core.test_units import person
from tests.standing import standing
from tests.tiers import LONG

pytestmark = pytest.mark.django_db
WORDS = "Його затримали в Сімферополі восени УКР"
LIKE = "Його затримали в Сімферополі навесні УКР"


@standing(autouse=True)
def site():
    open_site("en", "crh")


@standing
def page(site):
    return source_page([block("heading", WORDS)], slug="first", title="Перша УКР")


@standing
def first(page):
    [translation] = open_for(page, "en")
    translate_all(translation)
    return translation


@pytest.fixture
def offered():
    """Return a function that gives (text, per cent) of what is offered for a heading of a new page."""
    [translation] = open_for(source_page([block("heading", LIKE)], slug="second", title="Друга УКР"), "en")
    return lambda: [(match.text, match.likeness) for match in matches_for(heading_of(translation))]


def heading_of(translation):
    return next(unit for unit in units_of(translation) if unit.context.path.startswith("body"))


ENGLISH = WORDS.replace("УКР", "ENG")


@pytest.mark.full(LONG)
@pytest.mark.both_databases
def test_a_text_like_this_one_is_offered_with_its_likeness_and_where_it_comes_from(first, offered):
    publish(first)

    assert [(text, 80 < likeness < 100) for text, likeness in offered()] == [(ENGLISH, True)]
    [other] = open_for(source_page([block("heading", WORDS)], slug="third", title="Третя УКР"), "en")
    [match, *_rest] = matches_for(heading_of(other))
    assert (match.likeness, match.title, match.text) == (100, "Перша УКР", ENGLISH)


def test_the_original_of_what_is_offered_is_told_as_it_is_read(page, first):
    edit(page, body=[block("heading", f"{WORDS} & далі")])
    translate_all(first)
    publish(first)
    body = [block("heading", f"{LIKE} & далі")]
    [other] = open_for(source_page(body, slug="third", title="Третя УКР"), "en")

    [match] = matches_for(heading_of(other))

    assert match.source == f"{WORDS} & далі"


@pytest.mark.both_databases
def test_nothing_is_offered_before_it_is_public(first, offered):
    assert offered() == []


def test_a_draft_and_an_approval_not_yet_published_are_not_offered(first, page, offered):
    publish(first)
    unit = heading_of(first)
    unit = save_draft(unit, "Not yet read by anybody", by=None, version=unit.version)
    assert offered()[0][0] == ENGLISH

    approve(unit, by=person("r", Right.REVIEW), version=unit.version)

    assert offered() == []
    publish(first)
    assert offered()[0][0] == "Not yet read by anybody"


@pytest.mark.both_databases
@pytest.mark.parametrize("language", ["uk", "en"])
def test_what_leaves_the_public_is_offered_no_longer(first, page, offered, language):
    target = publish(first)
    assert offered()

    (page if language == "uk" else target).unpublish()

    assert offered() == []


@pytest.mark.both_databases
@pytest.mark.parametrize("language", ["uk", "en"])
def test_a_page_for_some_people_only_is_not_public(first, page, offered, language):
    target = publish(first)
    restricted = page if language == "uk" else target

    PageViewRestriction.objects.create(page=restricted, restriction_type=PageViewRestriction.LOGIN)

    assert offered() == []


def test_what_left_the_original_is_not_offered(first, page, offered):
    publish(first)

    edit(page, body=[])

    assert offered() == []


def test_a_text_in_another_language_is_not_offered(first, offered):
    publish(first)
    [crh] = open_for(source_page([block("heading", WORDS)], slug="fourth"), "crh")

    assert matches_for(heading_of(crh)) == []


@pytest.mark.full(LONG)
def test_links_are_those_of_the_string_it_is_offered_to():
    def text(number):
        return f'<p>Слова УКР <a href="https://{number}.example/">там УКР</a></p>'

    page = source_page([block("paragraph", f"{text('two')}{text('one')}")], slug="links")
    [translation] = open_for(page, "en")
    translate_all(translation)
    publish(translation)
    [other] = open_for(source_page([block("paragraph", text("one"))], slug="link"), "en")

    assert matches_for(heading_of(other))[0].text == 'Слова ENG <a id="a1">там ENG</a>'


@pytest.mark.full(LONG)
def test_five_at_most_and_each_text_once(offered):
    for number in range(7):
        made = source_page([block("heading", WORDS)], slug=f"page-{number}", title=f"Сторінка {number} УКР")
        [translation] = open_for(made, "en")
        translate_all(translation)
        if number:
            unit = heading_of(translation)
            Unit.objects.filter(pk=unit.pk).update(approved_text=f"Text {max(number, 2)}")
        publish(translation)

    texts = [text for text, _likeness in offered()]

    assert len(texts) == len(set(texts)) == 5


@pytest.mark.both_databases
def test_queries_are_few(first, offered, django_assert_max_num_queries):
    publish(first)
    offered()

    with django_assert_max_num_queries(8):
        assert offered()
