"""The pages that tell how a letter is written and what becomes of it: linked from the steps, and true."""

import pytest
from django.utils import translation
from lxml import html

from home.models import HomePage
from home.site.reference_texts import TEXTS
from home.templatetags.interface import t
from home.translation.core.actions.reference_pages import create_reference_pages
from letters.choices.letters import CensorWish
from letters.writing.forms.steps import AboutForm
from tests.letters.conftest import filled
from tests.letters.writing.test_write import STEP
from tests.tiers import LONG, first_of

PAGE = "/uk/how-to-write/"
STEPS = pytest.mark.parametrize("path", ["/uk/letters/write/", STEP])
NAMED = (
    "Whom to write to",
    "Write to someone waiting for a letter",
    "Not sure how to begin?",
    "Keep the text on this device for 7 days",
    "Send the letter",
    "Print and post it yourself",
)


def links_at(client, path):
    """Return how often the page links it in the step itself, and at the foot."""
    main, foot = client.get(path).content.decode().split("<footer")
    return main.count(f'<a href="{PAGE}" target="_blank" rel="noopener">'), foot.count(f'href="{PAGE}"')


@STEPS
def test_steps_link_it_in_a_tab_of_its_own(client, world, path):
    create_reference_pages(by=None)
    assert links_at(client, path) == links_at(client, f"{path}?event=abc") == (1, 1)


@STEPS
def test_a_site_without_it_links_none(client, world, path):
    assert links_at(client, path) == (0, 0)


@pytest.mark.full(LONG)
def test_where_a_language_lacks_it_the_next_one_is_linked_and_marked(client, world):
    create_reference_pages(by=None)
    assert HomePage.objects.live().filter(locale__language_code="crh").exists()

    page = client.get("/crh/letters/write/").content.decode()

    assert f'<a href="{PAGE}" hreflang="uk" target="_blank" rel="noopener">' in page


@pytest.mark.parametrize("language", ["uk", "en"])
def test_what_it_names_is_called_so_on_the_steps(language):
    text = (TEXTS / f"how-to-write.{language}.md").read_text()
    with translation.override(language):
        assert [words for words in NAMED if t(words) not in text] == []


@pytest.mark.full(LONG)
@pytest.mark.parametrize(("language", "marked"), first_of([("uk", None), ("crh", "uk")]))
def test_what_the_writer_agrees_to_have_read_can_be_read_in_every_language(client, world, language, marked):
    create_reference_pages(by=None)
    about = client.post(f"{STEP.replace('uk', language)}about-you/", filled(consent=""))
    [link] = html.fromstring(about.content).xpath("//form//a[contains(@href, 'what-happens')]")
    told = client.get("/api/v1/letters/form", {"prisoner": "vilnyi", "locale": language}).json()

    assert client.get(link.get("href")).status_code == 200
    assert link.get("hreflang") == marked
    assert told["what_happens_url"].endswith(link.get("href"))


@pytest.mark.parametrize(("language", "told"), [("uk", "як ви обрали"), ("en", "what you chose")])
def test_it_says_that_the_wish_decides_what_is_left_out(language, told):
    assert AboutForm.base_fields["censor"].initial == CensorWish.DO
    assert told in (TEXTS / f"what-happens.{language}.md").read_text()
