"""The sheet that a writer sees has the lines of the print, on every screen."""

from functools import cache

import pypdfium2
import pytest
from playwright.sync_api import expect

from letters.paper.letters import print_letters
from letters.typesetting.sheets import LetterSheet
from tests.browser.conftest import follow
from tests.browser.public.test_letter_steps import STEP, person, say_who, write
from tests.tiers import OTHER_LANGUAGE, first_of, uk_and

__all__ = ["person"]
pytestmark = pytest.mark.browser
# Kerning, hyphens, dashes, quotation marks, numbers, marks of their own, runs without a space, gaps, tabs.
TEXTS = {
    "uk": "Доброго дня, пане Сервере!\n\n"
    + "Кіт спить на підвіконні, а я читаю про маяки: море — це найдовше речення у світі. " * 6
    + "\n\n\nВул. Т. Шевченка, 15/17, 12-й поверх, «Об’єднання», №3, 50 %; "
    + "за\u0301мок і замо\u0301к, 1947-му! "
    + "безпробілів" * 20,
    "en": "Dear friend,\n"
    + "Do you prefer tea or coffee? Well-known, self-made words; and/or; 3-4 AVATAR To Yes. WAVE Ty. " * 6
    + "\n"
    + " ".join("a" * place + " either/or Yes!Yes a|b 12-34 F-16" for place in range(1, 16))
    + "\na\tb   c\nhttps://example.org/a_b-c?d=e&f=g#h",
    "crh": "Selâm aleyküm!\n"
    + "Bağçamızda güller açtı, ‘ana-vatan’ degen söz, 26-fevral; İstanbul, ıssız köy. " * 6,
    "de": "Liebe Unbekannte,\n"
    + "die Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen – „schön“, S-Bahn, z. B. Straße. " * 6,
}  # fmt: skip
UNSEEN = str.maketrans("", "", "\u200b\u2060")
LINES = """() => [...document.querySelectorAll(".on-paper__text > :not([class])")].flatMap((line) => {
  const [text, found, range] = [line.firstChild, [], document.createRange()];
  let below = -Infinity;
  for (let place = 0; place < text.length; place += 1) {
    range.setStart(text, place);
    range.setEnd(text, place + 1);
    const box = range.getBoundingClientRect();
    const isSeen = /[^\\s\\u200b\\u2060]/.test(text.data[place]);
    if (isSeen && box.top > below) { found.push(""); below = box.top + box.height / 2; }
    if (found.length) found[found.length - 1] += text.data[place];
  }
  return found;
})"""


def told(lines):
    return [" ".join(line.translate(UNSEEN).split()) for line in lines]


@cache
def printed(text):
    """Return the lines of the print; its first sheet divides the places, the lowest line is ours."""
    pdf = print_letters([LetterSheet("K7Q3", "СИЗО", "Иван", text)]).pdf
    pages = [page.get_textpage() for page in pypdfium2.PdfDocument(pdf)][2:]
    return told(line for page in pages for line in lines_on(page)[:-1])


def lines_on(page):
    """Return the lines by where their letters stand: read as text, a PDF joins what ends in a hyphen."""
    lines = {}
    for place in range(page.count_chars()):
        bottom = page.get_charbox(place, loose=True)[1]
        bottom = next((line for line in lines if abs(line - bottom) < 5), bottom)  # a mark stands higher
        char = chr(pypdfium2.raw.FPDFText_GetUnicode(page.raw, place))
        if char not in "\r\n":
            lines[bottom] = lines.get(bottom, "") + char.replace("\u0002", "-").replace("\ufffe", "-")
    return [line for _bottom, line in sorted(lines.items(), reverse=True) if line.strip()]


@pytest.mark.parametrize("language", first_of(TEXTS, why=OTHER_LANGUAGE))
def test_lines_on_the_sheet_end_where_the_print_ends_them(person, browser_page, language):
    page = browser_page(width=320)
    page.goto(f"/en/{STEP}")
    page.click(".on-paper summary")
    page.fill("[name=body]", TEXTS[language])
    expect(page.locator(".on-paper__text p").first).to_be_visible()
    page.evaluate("document.fonts.ready")
    assert told(page.evaluate(LINES)) == printed(TEXTS[language])

    follow(page, "main form .button")
    say_who(page, name="Käthe")
    page.click(".on-paper summary")

    for width in (320, 390, 800, 1400):
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate("document.fonts.ready")
        assert told(page.evaluate(LINES)) == printed(TEXTS[language]), width
    assert page.inner_text(".on-paper__signed") == "Käthe"


@pytest.mark.parametrize("language", uk_and("en", "crh"))
def test_sheet_is_accessible_and_fits_where_it_is_narrow(person, browser_page, look_over, language):
    page = browser_page(width=320)
    page.goto(f"/{language}/{STEP}")
    page.click(".on-paper summary")
    page.fill("[name=body]", TEXTS["uk"])
    expect(page.locator(".on-paper__text p").first).to_be_visible()
    look_over(page, "on-paper-written")
    follow(page, "main form .button")
    say_who(page)
    page.click(".on-paper summary")
    look_over(page, "on-paper-checked")


def test_without_javascript_the_sheet_is_there_before_sending_and_not_before(person, browser_page):
    page = browser_page(width=320, javascript=False)
    page.goto(f"/uk/{STEP}")
    expect(page.locator(".on-paper")).to_be_hidden()

    write(page, "uk", TEXTS["uk"])
    say_who(page)
    page.click(".on-paper summary")

    expect(page.locator(".on-paper__text p").first).to_be_visible()
