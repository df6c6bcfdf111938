"""The examples in docs/examples do what they say, on a site that a partner named."""

from pathlib import Path

import pytest
from django.urls import reverse

from prisoner_pages.choices import PauseForm
from prisoner_pages.models import FrontEnd, PartnerPage
from prisoner_pages.records.actions.pauses import pause_prisoner
from tests.browser.strangers import strangers_site
from tests.factories.partners import employ_editor, logged_in, open_partner
from tests.factories.prisoner_pages import PrisonerFactory
from tests.factories.site_content import furnish
from tests.standing import standing

pytestmark = [pytest.mark.browser, pytest.mark.full("the guide's examples")]

EXAMPLE = Path(__file__).parents[3] / "docs" / "examples" / "static"
PEOPLE = 14  # more than the example asks for at once


@standing
def people(public_site):
    partner = open_partner("zmina")
    told = {"stories": ("uk", "en"), "partner": partner, "writable": True}
    people = [
        PrisonerFactory(slug=f"person-{number:02}", name_en=f"Person {number:02}", **told)
        for number in range(PEOPLE)
    ]
    furnish(people, languages=("uk", "en", "crh"))
    return people


@pytest.fixture
def site(people, live_server):
    ours = live_server.url
    policy = (
        f"default-src 'none'; script-src 'self'; style-src 'self'; connect-src {ours}; img-src data: {ours}"
    )
    with strangers_site(policy) as site:
        preview = f"{site.named}/preview.html"
        FrontEnd.objects.create(
            partner=people[0].partner, name="example", origins=site.named, preview_url=preview
        )
        for file in EXAMPLE.iterdir():
            text = file.read_text(encoding="utf-8")
            site.pages[f"/{file.name}"] = text.replace("http://localhost:8000", ours)
        yield site


def test_the_static_page_shows_people_and_forgets_whoever_is_hidden(site, people, visitor, axe, live_server):
    page = visitor()
    names = page.locator("#people h2")

    page.goto(f"{site.named}/index.html")
    names.nth(11).wait_for()
    axe(page)
    page.get_by_role("button", name="More people").click()
    names.nth(PEOPLE - 1).wait_for()
    assert len(set(names.all_inner_texts())) == names.count() == PEOPLE
    assert page.locator("#more").is_hidden()

    page.get_by_role("link", name="Person 00").click()
    page.locator("#person h1").wait_for()
    text = page.locator("#person").inner_text()
    assert "Invented person" in text
    assert text.rindex("“") > text.index("Write a letter")
    page.wait_for_function("() => document.querySelector('#person img').naturalWidth > 0")
    axe(page)
    assert page.told == []

    page.goto(f"{site.named}/index.html?locale=crh#person-00")
    page.locator("#person h1").wait_for()
    assert page.locator("#person [lang=uk]").count()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320

    pause_prisoner(people[0], by=None, form=PauseForm.QUIET, reason="")
    page.reload()
    page.locator("#trouble").wait_for()
    assert page.locator("#person").inner_text() == ""
    assert "Person" not in page.locator("#trouble").inner_text()
    page.get_by_role("link", name="People you can write to").click()
    names.first.wait_for()
    assert "Person 00" not in names.all_inner_texts()


def test_the_static_page_shows_a_draft_to_its_editor_and_says_when_it_is_over(site, people, visitor, axe):
    editor, front_end = employ_editor(people[0].partner), FrontEnd.objects.get()
    story = people[0].pages.get(locale__language_code="uk")
    story.intro = "Ще не видно нікому."
    story.body = [
        {"type": "heading", "value": "Про море"},
        {"type": "paragraph", "value": "<p>Тут <b>тихо</b>.</p>"},
    ]
    story.save_revision()
    led_to = [
        logged_in(editor).get(reverse("front_end_preview", args=[front_end.pk, kind, pk])).url
        for kind, pk in (("story", story.pk), ("partner", page_of(people[0].partner).pk))
    ]
    page = visitor()

    page.goto(led_to[0])
    page.locator("#draft h1").wait_for()
    text = page.locator("body").inner_text()
    assert "This is a draft" in text and "Ще не видно нікому." in text
    assert text.index("тихо") < text.index("Russia alleges"), "what is alleged comes last"
    assert page.evaluate("document.querySelector('#draft img').width") == 320 - 2 * 16, "as wide as the text"
    assert page.locator("#draft [lang=uk] h2").inner_text() == "Про море"
    assert page.locator("#draft b").inner_text() == "тихо"
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.goto(led_to[1])
    page.locator("#draft h1").wait_for()
    assert page.told == []

    editor.groups.clear()
    page.goto(led_to[0])
    page.locator("#trouble[lang=uk]").wait_for()
    assert "пів години" in page.locator("#trouble").inner_text()
    assert page.locator("#draft").inner_text() == ""
    page.get_by_role("link", name="Leave it").click()
    page.locator("#people h2").first.wait_for()


def page_of(partner):
    return PartnerPage.objects.get(partner=partner, locale__language_code="uk")
