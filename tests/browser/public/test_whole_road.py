"""The whole road of a letter in a real browser, while its server is killed between any two steps.

Either run goes through four languages, German as `open_language` opens it, and both widths.
"""

import itertools

import pytest
from django.core.management import call_command

from letters.models import Letter
from letters.requests.actions.carrying_out import carry_out_requests
from letters.sealing.sealed_box import unseal_text
from tests.browser.conftest import LONGEST_WAIT_SECONDS, follow
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.live.server import running_site
from tests.tiers import WHOLE_PROGRAMS

pytestmark = [
    pytest.mark.browser,
    pytest.mark.faults,
    pytest.mark.django_db(transaction=True),
    pytest.mark.full(WHOLE_PROGRAMS),
]
LANGUAGES = ("uk", "en", "crh", "de")
TEXT = "Привіт!\nУ нас цвіте абрикос, а кіт спить на роялі."
ON = "main form .button >> nth=0"
BACK = "#letter-form .button--link"


@pytest.fixture
def site(tmp_path):
    open_locales("uk", "en", "crh")
    call_command("open_language", "de")
    PrisonerFactory(writable=True, slug="vilnyi", stories=["uk"])
    with running_site(tmp_path) as site:
        yield site


@pytest.fixture
def road_page(chromium, site):
    contexts = []

    def open_page(*, javascript):
        context = chromium.new_context(
            base_url=f"http://localhost:{site.port}",
            java_script_enabled=javascript,
        )
        context.set_default_timeout(LONGEST_WAIT_SECONDS * 1000)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


def in_language(page, language, *, width):
    """Change the language by the page's own switch, which carries along what was typed."""
    page.set_viewport_size({"width": width, "height": 900})
    page.click(".switcher summary")
    follow(page, f".switcher [lang={language}]:is(a, button)")
    assert page.get_attribute("html", "lang") == language


def unplugged(page, press):
    """Press a button without a network; then come back to what was there, as people do."""
    page.context.set_offline(True)
    page.click(press)
    if page.locator("[data-offline]").count() == 0:  # the browser's own page: no network
        page.context.set_offline(False)
        page.go_back()
    page.context.set_offline(False)


@pytest.mark.parametrize(("first", "javascript"), [("uk", True), ("de", False)])
def test_nothing_typed_is_lost_though_the_server_dies_between_any_two_steps(
    site, road_page, first, javascript
):
    page = road_page(javascript=javascript)
    turn = LANGUAGES.index(first) + 1
    languages = itertools.cycle(LANGUAGES[turn:] + LANGUAGES[:turn])
    page.set_viewport_size({"width": 320, "height": 900})

    page.goto(f"/{first}/letters/write/")
    site.die()
    follow(page, "a[href*='letters/write/vilnyi/']")

    site.die()
    follow(page, ON)  # nothing written
    assert page.is_visible(".error-summary")
    page.fill("[name=body]", TEXT)
    site.die()
    in_language(page, next(languages), width=1400)
    assert page.input_value("[name=body]") == TEXT
    if javascript:
        page.reload()
        assert page.input_value("[name=body]") == TEXT
    unplugged(page, ON)
    assert page.input_value("[name=body]") == TEXT
    site.die()
    follow(page, ON)

    page.fill("input[name=name]", "Käthe")
    page.fill("[name=email]", "kate@example.org")
    site.die()
    follow(page, ON)  # nothing chosen
    assert page.is_visible(".error-summary")
    site.die()
    in_language(page, next(languages), width=320)
    site.die()
    follow(page, BACK)
    assert page.input_value("[name=body]") == TEXT
    site.die()
    follow(page, ON)
    assert page.input_value("input[name=name]") == "Käthe"
    assert page.input_value("[name=email]") == "kate@example.org"
    for choice in ("[name=censor][value=do]", "[name=delay][value=keep]", "[name=consent]"):
        page.check(choice)
    site.die()
    follow(page, ON)

    site.die()
    in_language(page, next(languages), width=1400)
    shown = page.inner_text("main")
    assert TEXT.splitlines()[1] in shown and "kate@example.org" in shown
    unplugged(page, "[name=send]")
    site.die()
    follow(page, "[name=send]")
    page.wait_for_url("**/letters/sent/**")
    code = page.inner_text("[data-code]")
    letter = Letter.objects.get()
    assert unseal_text(letter.sealed_body, letter=letter.uuid, field="body") == TEXT

    site.die()
    page.goto(f"/{next(languages)}/letters/status/")
    page.fill("[name=code]", code)
    site.die()
    follow(page, "form:has([name=code]) button")
    page.check("#sure")
    site.die()
    follow(page, "[value=withdraw]")
    carry_out_requests()
    letter.refresh_from_db()
    assert letter.state == "withdrawn"
