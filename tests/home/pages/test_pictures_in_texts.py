"""Pictures in the text of a page: all asked for at once, each described where it stands."""

import json

import pytest

from home.models import HomePage, StandardPage
from tests.factories.prisoner_pages import open_locales
from tests.factories.site_content import picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    open_locales("uk")
    home = HomePage.objects.get(locale__language_code="uk")
    return home.add_child(instance=StandardPage(title="Сторінка", slug="page", locale=home.locale))


def put_into(page, described):
    """Store a text with these (picture, description) pairs; return the page as a request reads it."""
    values = [{"image": each.pk, "alt_text": words, "decorative": False} for each, words in described]
    blocks = [{"type": "picture", "value": {"image": value, "caption": ""}} for value in values]
    page.body = json.dumps(blocks)
    page.save()
    return StandardPage.objects.get(pk=page.pk)


def test_a_picture_that_stands_twice_is_described_twice_in_words_of_their_own(page):
    sea = picture("sea", shows_nobody=True)

    shown = put_into(page, [(sea, "The sea at dawn"), (sea, "The sea at night")]).body.render_as_block()

    assert shown.count('alt="The sea at dawn"') == shown.count('alt="The sea at night"') == 1


def test_all_pictures_of_a_text_are_one_query_hidden_and_deleted_ones_too(page, django_assert_num_queries):
    sea, gone = (picture(title, shows_nobody=True) for title in ("sea", "gone"))
    hidden = picture("hidden")
    described = [(sea, "Sea"), (hidden, "Hidden"), (gone, "Gone")]
    put_into(page, described).body.render_as_block()  # makes the sizes
    type(gone).objects.filter(pk=gone.pk).delete()
    body = StandardPage.objects.get(pk=page.pk).body

    with django_assert_num_queries(1):
        shown = body.render_as_block()

    assert 'alt="Sea"' in shown
    assert "Hidden" not in shown
    assert "Gone" not in shown


def test_a_text_that_was_shown_still_holds_the_pictures_that_are_hidden(page):
    hidden = picture("hidden")
    shown = put_into(page, [(hidden, "Hidden")])
    assert "<img" not in shown.body.render_as_block()

    shown.save()

    [kept] = StandardPage.objects.get(pk=page.pk).body.raw_data
    assert kept["value"]["image"]["image"] == hidden.pk
