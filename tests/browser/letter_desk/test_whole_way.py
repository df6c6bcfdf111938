"""Two letters from the form to the post by four accounts in a real browser: each sees no more than it may."""

import os
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from unittest import mock

import pytest
from pypdf import PdfReader

from letters.choices.desk import DeskRole
from letters.choices.letters import LetterState
from letters.models import DayPack, Letter
from letters.paper.manifest_codes import pack_code
from letters.screening.actions.word_lists import load_words
from tests.browser.conftest import follow
from tests.factories.pictures import picture_bytes
from tests.factories.prisoner_pages import FacilityFactory, PrisonerFactory
from tests.letters.conftest import make_member
from tests.standing import standing
from tests.tiers import WHOLE_PROGRAMS

pytestmark = [pytest.mark.browser, pytest.mark.full(WHOLE_PROGRAMS)]
GERMAN = "Liebe Veddschije,\n\nhier in Berlin blüht der Flieder.\n\nWir denken an Sie."
CRIMEAN_TATAR = "Selâm!\n\nBağçamızda güller açtı, qoqusı deñizge beñzey."
RUSSIAN = {
    "de": ["Дорогая Веджие,", "здесь, в Берлине, цветёт сирень.", "Мы думаем о Вас."],
    "crh": ["Здравствуйте!", "В нашем саду расцвели розы, их запах похож на море."],
}
WRITERS = {"de": ("Käthe", "kaethe@writer.example"), "crh": ("Ediye", "")}
# What no member of staff sees of a writer, and what only some do.
ADDRESS, SIGNATURE = "kaethe@writer.example", "Käthe"
# By rule, and as the second reader corrects it.
ON_PAPER = {"Кете": "Кэте", "Эдие": "Эдие"}


@standing
def person(public_site):
    load_words()
    facility = FacilityFactory(name_ru="ФКУ ИК-0 (вымышленная)", languages_read="ru")
    person = PrisonerFactory(
        writable=True,
        slug="vymyslova",
        name_uk="Веджіє Вимислова",
        name_en="Vedzhiie Vymyslova",
        name_ru="Вымыслова Веджие Выдумовна",
        facility=facility,
        stories=["uk"],
    )
    return person


@standing
def staff(person):
    """The four accounts by role, at the desk of the person's partner."""
    roles = {
        "screener": DeskRole.SCREENER,
        "translator": DeskRole.TRANSLATOR,
        "reader": DeskRole.READER,
        "dispatcher": DeskRole.DISPATCHER,
    }
    return {name: make_member(person.partner, name, role, languages="de,crh") for name, role in roles.items()}


@pytest.fixture
def desk(staff, as_user):
    """Return a function that opens the admin as one of the accounts; `page.shown` is what it was shown."""

    def open_as(name):
        page = as_user(staff[name], width=1400, language="en")
        page.shown = []
        return page

    return open_as


@pytest.fixture(autouse=True)
def _no_wait():
    """A test types faster than people do."""
    with mock.patch("letters.writing.actions.form_submission.FASTEST_SENDING", timedelta(0)):
        yield


def write(page, language, body, tmp_path, *, drawing=False):
    """Send a letter without JavaScript; return its code."""
    name, email = WRITERS[language]
    page.goto("/uk/letters/write/vymyslova/")
    page.fill("[name=body]", body)
    page.select_option("[name=language]", language)
    follow(page, "main form .button")
    page.fill("input[name=name]", name)
    page.fill("input[name=email]", email)
    page.check("[name=consent]")
    follow(page, "main form .button")
    if drawing:
        path = tmp_path / "drawing.png"
        path.write_bytes(picture_bytes())
        page.set_input_files("input[name=drawing]", path)
    follow(page, "[name=send]")
    page.wait_for_url("**/letters/sent/**")
    return page.locator(".code").first.inner_text()


def told(page, code):
    """Return what the status page says, without scripts."""
    page.goto("/uk/letters/status/")
    page.fill("[name=code]", code)
    follow(page, "main form .button")
    return page.locator(".notice__title").inner_text()


def press(page, what):
    """Press a button that leads to a page, and keep what the page says."""
    follow(page, what)
    page.shown.append(page.content())


def go(page, path):
    page.goto(path)
    page.shown.append(page.content())


def take_next(page, step):
    go(page, f"/admin/letters/?step={step}")
    press(page, page.locator('form[action$="/next/"] button').first)


def screen(page):
    take_next(page, "inbox")
    decision = page.locator('form[action$="/screen/accept/"]')
    page.locator(".screening__decision", has=decision).locator("summary").click()
    if decision.locator("[name=drawing]").count():
        decision.locator("[name=drawing][value=yes]").check()
    press(page, decision.locator("button.button").last)


def translate(page):
    take_next(page, "translate")
    language = page.locator(".pair__source").nth(1).get_attribute("lang")
    for field, text in zip(page.locator("textarea[name=row]").all(), RUSSIAN[language], strict=True):
        field.fill(text)
    with page.expect_response("**/translation/save/"):
        page.locator("[data-save]").click()
    page.wait_for_selector("[data-remarks] *")
    for reason in page.locator('[data-remarks] input[name^="reason-"]').all():
        reason.fill("так и есть")
    press(page, page.locator('button[formaction$="/hand-over/"]'))


def approve(page):
    take_next(page, "check")
    signature = page.locator("[name=signature]")
    signature.fill(ON_PAPER[signature.input_value()])
    press(page, page.locator('form[action$="/check/approve/"] button'))


def save_file(page, kind):
    with page.expect_download() as download:
        page.locator(f'form[action$="/{kind}/"] button').click()
    return download.value.path().read_bytes()


def print_all(page):
    """Make the day pack of all that wait; return {kind: content} of its files."""
    go(page, "/admin/letters/packs/")
    press(page, page.locator('button[name=which][value="all"]'))
    press(page, page.locator('a[href*="/me/confirm/"]'))
    page.fill("input[type=password]", "password")
    press(page, page.locator("main form button[type=submit]"))
    return {kind: save_file(page, kind) for kind in ("letters", "envelopes", "manifest")}


def post_all(page):
    """Type the code of the whole pack, as the manifest's first page has it, and confirm it."""
    go(page, "/admin/letters/scan/")
    page.fill("[name=codes]", pack_code(DayPack.objects.get().uuid))
    press(page, page.locator("form[data-scan-form] button[type=submit]"))
    press(page, page.locator(".scan-line--group button"))


def text_of(pdf):
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def states():
    return set(Letter.objects.values_list("state", flat=True))


def test_two_letters_go_the_whole_way_by_four_hands(person, staff, desk, browser_page, tmp_path):
    writer = browser_page(width=320, javascript=False)
    codes = [
        write(writer, "de", GERMAN, tmp_path, drawing=True),
        write(writer, "crh", CRIMEAN_TATAR, tmp_path),
    ]
    assert {told(writer, code) for code in codes} == {"Отримано"}

    screener = desk("screener")
    screen(screener), screen(screener)
    assert states() == {LetterState.ACCEPTED}
    assert {told(writer, code) for code in codes} == {"Готуємо"}

    translator = desk("translator")
    translate(translator), translate(translator)
    assert states() == {LetterState.TRANSLATED}

    reader = desk("reader")
    approve(reader), approve(reader)
    assert states() == {LetterState.APPROVED}

    dispatcher = desk("dispatcher")
    files = print_all(dispatcher)
    assert states() == {LetterState.PRINTED}
    assert {told(writer, code) for code in codes} == {"Готуємо"}
    post_all(dispatcher)
    assert states() == {LetterState.POSTED}
    assert {told(writer, code) for code in codes} == {"Відправлено"}

    if folder := os.environ.get("KEEP_FILES"):
        for kind, content in files.items():
            Path(folder, f"{kind}.pdf").write_bytes(content)
    assert_files_are_right(files)
    assert_nobody_saw_more_than_their_right(
        screener=screener, translator=translator, reader=reader, dispatcher=dispatcher
    )


def assert_files_are_right(files):
    letters, envelopes = text_of(files["letters"]), text_of(files["envelopes"])
    for line in [*RUSSIAN["de"], *RUSSIAN["crh"], *ON_PAPER.values()]:
        assert line in letters
    for line in ("Flieder", ADDRESS, *(name for name, _email in WRITERS.values())):
        assert line not in letters
    assert envelopes.count("Вымыслова") == envelopes.count("RUSSIA") == 2
    assert len(PdfReader(BytesIO(files["letters"])).pages) % 2 == 0


def assert_nobody_saw_more_than_their_right(**pages):
    shown = {name: "\n".join(page.shown) for name, page in pages.items()}
    assert [name for name, pages in shown.items() if ADDRESS in pages] == []
    assert "Flieder" in shown["screener"] and SIGNATURE in shown["screener"]
    assert "Flieder" in shown["translator"] and SIGNATURE not in shown["translator"]
    assert "Flieder" in shown["reader"] and SIGNATURE in shown["reader"]
    for words in ("Flieder", "сирень", SIGNATURE, "güller"):
        assert words not in shown["dispatcher"]
