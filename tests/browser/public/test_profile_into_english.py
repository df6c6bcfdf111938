"""A profile on its way into English in a real browser, and what the world sees after each change of it."""

import pytest
from wagtail.models import Locale
from wagtail_localize.models import Translation

from home.translation.choices import Right
from home.translation.core.actions.catch_up import catch_up
from home.translation.core.actions.sync import submit
from prisoner_pages.models import PrisonerPage
from tests.browser.conftest import follow
from tests.factories.desk import SOURCE_MARK, block, english
from tests.factories.prisoner_pages import PartnerFactory, PrisonerFactory
from tests.standing import standing
from tests.tiers import BESIDE_A_JOURNEY

pytestmark = [pytest.mark.browser, pytest.mark.full(BESIDE_A_JOURNEY)]
STORY = (
    '<p>Перший УКР абзац із <a href="https://one.example/">посиланням УКР</a>.</p>'
    '<p>Другий УКР абзац: зима, гори, <a href="https://two.example/">тиша УКР</a>.</p>'
)
BODY = [
    block("heading", "Розділ УКР", "11111111-1111-4111-8111-111111111111"),
    block("paragraph", STORY, "22222222-2222-4222-8222-222222222222"),
    block("quote", {"quote": "Слова УКР", "attribution": ""}, "33333333-3333-4333-8333-333333333333"),
]
PROFILE = "/en/prisoners/olena/"
# Whatever shows texts of people, in English or in all languages.
PLACES = (
    "/en/",
    "/en/prisoners/",
    "/en/prisoners/?q=olena",
    f"/en/prisoners/?q={SOURCE_MARK}",
    "/en/partners/zmina/",
    "/en/feeds/updates.atom",
    "/sitemap.xml",
    "/en/letters/write/",
    "/en/letters/write/olena/",
)


@standing
def profile(public_site):
    PartnerFactory(slug="zmina", section=True)
    PrisonerFactory(slug="olena", name_en="Olena Invented", writable=True, stories=["uk"])
    return change(PrisonerPage.objects.get(slug="olena"), intro="Коротко УКР", body=BODY)


def change(page, **fields):
    """Publish the Ukrainian page with these fields, and let the desk take it over, as its worker does."""
    page = PrisonerPage.objects.get(pk=page.pk)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()
    catch_up()
    return PrisonerPage.objects.get(pk=page.pk)


@pytest.fixture
def desk(profile, as_person):
    """What the three people do at their screens, by name; each has one right."""
    submit(profile, [Locale.objects.get(language_code="en")])
    text = Translation.objects.get(source__object_id=profile.translation_key)
    rights = Right.TRANSLATE, Right.REVIEW, Right.PUBLISH
    translator, reviewer, publisher = (as_person(right, right, javascript=False) for right in rights)

    def translate():
        translator.goto(f"/admin/desk/{text.pk}/")
        for row in translator.locator("li.string").all():
            row.locator("textarea").fill(english(written_source(row)))
        follow(translator, ".editor__acts button[type=submit]")

    def review():
        reviewer.goto(f"/admin/desk/{text.pk}/")
        while reviewer.locator("button[value^=approve]").count():
            follow(reviewer, "button[value^=approve]")

    def publish():
        publisher.goto(f"/admin/desk/{text.pk}/publish/")
        follow(publisher, "main form[method=post] button.button:has-text('Опублікувати')")
        return publisher.content()

    return {"translate": translate, "review": review, "publish": publish}


def written_source(row):
    """The original as a translator types it: a link bears its name."""
    return row.evaluate(
        """row => {
            const copy = row.querySelector("[data-source]").cloneNode(true);
            for (const link of copy.querySelectorAll(".string__link")) {
                const name = link.querySelector("sup");
                name.remove();
                link.outerHTML = `<a id="${name.textContent}">${link.innerHTML}</a>`;
            }
            return copy.innerHTML.trim();
        }"""
    )


@pytest.fixture
def reader(browser_page):
    """Return a look at the profile in English (None: the facts alone), which finds any Ukrainian shown."""
    screen = browser_page(language="en")

    def look():
        for place in (PROFILE, *PLACES):
            answer = screen.request.get(place)
            assert answer.status < 500, place
            assert SOURCE_MARK not in answer.text().replace(f'value="{SOURCE_MARK}"', ""), place
        assert screen.goto(PROFILE).status == 200
        return None if screen.locator(".notice a[hreflang=uk]").count() else screen.content()

    return look


def test_a_profile_becomes_english_and_never_says_a_ukrainian_word(profile, desk, reader):
    assert reader() is None
    desk["translate"]()
    assert reader() is None
    desk["review"]()
    assert reader() is None
    desk["publish"]()
    first = reader()
    for words in ("Коротко ENG", "Розділ ENG", "Перший ENG", "Другий ENG", "Слова ENG", "one.example"):
        assert words in first

    body = [
        BODY[2],  # moved up
        block("paragraph", changed_story(), BODY[1]["id"]),  # the heading is gone
    ]
    change(profile, intro="Коротко УКР, але інакше", body=body)
    assert reader() == first
    assert "Zzz qqq УКР" in desk["publish"]()
    second = reader()
    assert "Коротко ENG" in second and "Перший ENG абзац" in second and "Другий ENG" in second
    assert "Розділ ENG" not in second
    assert "Zzz" not in second
    assert second.index("Слова ENG") < second.index("Перший ENG")
    assert "other.example" in second and "one.example" not in second

    desk["translate"]()
    assert reader() == second
    desk["review"]()
    desk["publish"]()
    third = reader()
    assert "Коротко ENG, але інакше" in third and "Zzz qqq ENG" in third and "абзац нині" in third


def changed_story():
    """One word more, another paragraph, both links elsewhere."""
    story = STORY.replace("абзац із", "абзац нині із").replace("one.example", "other.example")
    return story.replace("two.example", "third.example") + "<p>Zzz qqq УКР</p>"
