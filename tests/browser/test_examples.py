"""The examples in docs/examples do what they say, on a site that a partner named."""

from pathlib import Path

import pytest

from prisoner_pages.actions.pauses import pause_prisoner
from prisoner_pages.choices import PauseForm
from prisoner_pages.models import FrontEnd
from tests.browser.strangers import strangers_site
from tests.factories.prisoner_pages import PartnerFactory, PrisonerFactory
from tests.factories.site_content import furnish

pytestmark = pytest.mark.browser

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "static"
PEOPLE = 14  # more than the example asks for at once


@pytest.fixture
def people(public_site):
    partner = PartnerFactory(slug="zmina", section=True)
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
        FrontEnd.objects.create(partner=people[0].partner, name="example", origins=site.named)
        for name in ("index.html", "site.js", "site.css"):
            text = (EXAMPLE / name).read_text(encoding="utf-8")
            site.pages[f"/{name}"] = text.replace("http://localhost:8000", ours)
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
