"""What each role sees, as pictures small enough for the repository."""

from io import BytesIO

from PIL import Image
from playwright.sync_api import sync_playwright
from wagtail.users.models import UserProfile

from docs.screenshots import ROOT
from docs.screenshots.people import LIST
from tests.browser.conftest import find_chromium

FOLDER = ROOT / "docs" / "img"
LANGUAGES = ("uk", "en")
WIDE, LONG, TELEPHONE = (1400, 900), (1400, 1250), (360, 760)
COLOURS = 48
MENU_OPENS_WITHIN_MS, READ_WITHIN_MS = 400, 120_000


def take_pictures(address, letters, texts, people):
    """Write docs/img/<language>-<name>.png for every picture in both languages; and site.png."""
    FOLDER.mkdir(exist_ok=True)
    wanted = pictures_of_letters(letters) | pictures_of_texts(texts) | pictures_of_people(people)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(playwright), args=["--no-sandbox"])
        keep_front_page(browser, address)
        for name, (username, path, size, act) in wanted.items():
            for language in LANGUAGES:
                UserProfile.objects.update(preferred_language=language)
                page = logged_in(browser, address, username, language, size)
                open_page(page, f"{address}/admin/{path}")
                act(page)
                keep(page, FOLDER / f"{language}-{name}.png")
                page.context.close()
        browser.close()


def keep_front_page(browser, address):
    """Write what a visitor sees first."""
    width, height = WIDE
    page = browser.new_page(viewport={"width": width, "height": height}, locale="en")
    open_page(page, f"{address}/en/")
    page.wait_for_load_state("networkidle")
    keep(page, FOLDER / "site.png")
    page.close()


def open_page(page, url):
    """Raise RuntimeError for a page of errors: it must not pass for a picture."""
    answer = page.goto(url)
    if not answer.ok:
        raise RuntimeError(f"{url} answered {answer.status}")


def pictures_of_letters(story):
    """Return {name: (account, address below /admin/, size, act before)}; the last posts."""
    translated = f"letters/{story.translated.uuid}/"
    return {
        "queue": ("screener", "letters/", WIDE, nothing),
        "screen": ("screener", f"letters/{story.screened.uuid}/", LONG, to("#screen-letter")),
        "translate": ("letter-translator", translated, LONG, to("#translating-title")),
        "check": ("second-reader", f"letters/{story.checked.uuid}/", WIDE, to("#checking-title")),
        "pack": ("dispatcher", f"letters/packs/{story.pack.uuid}/", WIDE, nothing),
        "desk": ("coordinator", f"letters/desks/{story.pack.desk_id}/", WIDE, nothing),
        "log": ("auditor", f"letters/log/?letter={story.checked.uuid}", WIDE, nothing),
        "scan": ("dispatcher", "letters/scan/", TELEPHONE, post_next_of(list(story.numbers))),
    }


def pictures_of_texts(story):
    """Return the same of the translation desk."""
    text = f"desk/{story.translation.pk}/"
    return {
        "page-desk": ("coordinator", "desk/", LONG, nothing),
        "page-editor": ("translator.en", text, LONG, into(story.unread)),
        "page-review": ("reviewer.en", text, LONG, about_to_return(story.waiting)),
        "page-publish": ("reviewer.en", f"{text}publish/", WIDE, nothing),
    }


def pictures_of_people(story):
    """Return the same of the screens of editors, moderators and coordinators of the site."""
    return {
        "day": ("editor.zmina", "", WIDE, nothing),
        "record": ("editor.zmina", f"prisoners/edit/{story.lacking.pk}/", WIDE, nothing),
        "verify": ("editor.zmina", f"verification/place/{story.place_id}/", WIDE, nothing),
        "gaps": ("editor.zmina", "letters-to-people/", WIDE, nothing),
        "announcement": ("coordinator", f"announcements/{story.announcement.pk}/", WIDE, nothing),
        "list": ("editor.zmina", "lists/", LONG, upload(LIST)),
        "approve": ("moderator.zmina", f"prisoners/edit/{story.submitted.pk}/", WIDE, open_menu_below),
        "partners": ("coordinator", "partners/", WIDE, nothing),
        "places": ("coordinator", "places/", LONG, nothing),
    }


def logged_in(browser, address, username, language, size):
    width, height = size
    context = browser.new_context(viewport={"width": width, "height": height}, locale=language)
    page = context.new_page()
    page.goto(f"{address}/admin/login/")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", "demo")
    with page.expect_navigation():
        page.click("button[type=submit]")
    return page


def nothing(page):
    """The page is shown as it opens."""


def to(selector):
    """Return an act that brings this heading to the top."""
    return lambda page: page.locator(selector).evaluate("each => each.scrollIntoView()")


def into(unit):
    """Return an act that puts the cursor into the field of this string, with some of the text above it."""

    def act(page):
        page.focus(f"#text-{unit.pk}")
        page.locator(f"#string-{unit.pk}").evaluate("each => each.scrollIntoView({block: 'center'})")
        page.wait_for_load_state("networkidle")

    return act


def about_to_return(unit):
    """Return an act that opens the reasons for giving this string back."""

    def act(page):
        into(unit)(page)
        page.locator(f"#string-{unit.pk} .string__return summary").first.click()

    return act


def upload(path):
    """Return an act that brings this list in, and waits for its columns."""

    def act(page):
        page.set_input_files("main input[type=file]", path)
        with page.expect_navigation():
            page.click("main form:has(input[type=file]) button[type=submit]")
        page.wait_for_selector("main td select", timeout=READ_WITHIN_MS)

    return act


def open_menu_below(page):
    """Open the menu beside the button that saves."""
    page.click("footer [data-w-dropdown-target=toggle]")
    page.wait_for_timeout(MENU_OPENS_WITHIN_MS)


def post_next_of(numbers):
    """Return an act that types the next two numbers of the manifest and sends them."""

    def act(page):
        page.fill("textarea[name=codes]", f"{numbers.pop(0)}\n{numbers.pop(0)}")
        with page.expect_response(lambda response: response.request.method == "POST"):
            page.click("form[data-scan-form] button[type=submit]")
        page.wait_for_selector(".scan-line")

    return act


def keep(page, path):
    """Write what is in the window, with few colours: text stays sharp and the file small."""
    image = Image.open(BytesIO(page.screenshot())).convert("RGB")
    image.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
        path, optimize=True
    )
