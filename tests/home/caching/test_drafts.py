"""What renews the numbers of kept answers: what becomes public, and no draft of it."""

import pytest

from home.caching.read_models import CONTENT, current
from home.models import HomePage, StandardPage
from home.site.read_models import SHELL
from prisoner_pages.models import PrisonerPage
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.standing import standing

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@standing
def story(db):
    open_locales("uk")
    return PrisonerPage.objects.get(prisoner=PrisonerFactory(stories=["uk"]))


def numbers():
    found = current()
    return found.get(CONTENT), found.get(SHELL)


def test_the_draft_of_a_live_page_renews_nothing_and_its_publication_does(story):
    before = numbers()
    story.intro = "Ще ніхто не бачив"
    revision = story.save_revision()
    assert numbers() == before

    revision.publish()

    assert numbers() != before


def test_the_draft_of_a_record_renews_nothing(story):
    before = numbers()
    story.prisoner.save_revision()

    assert numbers() == before


def test_a_page_that_begins_as_a_draft_renews_no_answer_about_people(story):
    home = HomePage.objects.get(locale__language_code="uk")
    before = numbers()[0]
    page = home.add_child(
        instance=StandardPage(title="Чернетка", slug="draft", locale=home.locale, live=False)
    )
    assert numbers()[0] == before

    page.save_revision().publish()

    assert numbers()[0] != before


def test_a_page_that_is_closed_moved_or_deleted_renews_the_number(story):
    acts = (story.unpublish, lambda: story.move(story.get_parent(), pos="last-child"), story.delete)
    for act in acts:
        before = numbers()
        act()
        assert numbers() != before, act
