"""Letters that come on paper, in a real browser: typed in without scripts, scans put together by keys."""

import re
import uuid
from contextlib import closing
from functools import partial

import pypdfium2
import pytest
from django.contrib.auth import get_user_model

from letters.choices.desk import DeskRole
from letters.choices.scans import ScanKind
from letters.intake.actions.scans import bring_scans, read_scans
from letters.intake.read_models import groups_of
from letters.models import Letter, LetterDesk, ScanBatch, ScannedPage
from prisoner_pages.models import Prisoner
from tests.browser.conftest import follow
from tests.factories.prisoner_pages import PrisonerFactory
from tests.factories.scans import blank, jpeg_of, pdf_of, photographed, written
from tests.factories.site_content import a_campaign, an_event
from tests.letters.conftest import make_member
from tests.standing import standing
from tests.tiers import BESIDE_A_JOURNEY, OTHER_SCREEN, uk_and

pytestmark = pytest.mark.browser


@standing
def screener(public_site):
    person = PrisonerFactory(writable=True, slug="vilnyi", name_uk="Вигаданий Вільний")
    return make_member(person.partner, "screener", DeskRole.SCREENER)


@standing
def batch(screener):
    pile = pdf_of(written(4), written(6), blank(), written(5))
    files = [(ScanKind.PDF, pile, ""), (ScanKind.PICTURE, jpeg_of(written(3)), ""), ("", b"", "misnamed")]
    batch = bring_scans(uuid=uuid.uuid4(), desk=LetterDesk.objects.get(), files=files, by=screener)
    read_scans(batch.pk)
    return batch


@pytest.fixture
def desk_page(screener, as_user):
    return partial(as_user, screener)


def test_letter_is_keyed_in_without_scripts_on_a_telephone(desk_page):
    page = desk_page(width=320, javascript=False)
    page.goto("/admin/letters/key-in/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.select_option("#id_prisoner", "vilnyi")
    follow(page, "form.letter-intake button[type=submit]")
    assert page.locator("#id_body[aria-invalid=true]").count() == 1
    assert page.locator("#id_prisoner").input_value() == "vilnyi"

    page.fill("#id_body", "Доброго дня!\nМи читаємо про море.")
    page.fill("#id_name", "Олена")
    follow(page, "form.letter-intake button[type=submit]")

    assert page.url.split("?")[0].endswith("/admin/letters/keyed-in/")
    assert len(page.locator(".letter-code").inner_text().split()) == 6
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert Letter.objects.get().channel == "paper"


@pytest.mark.full(OTHER_SCREEN)
@pytest.mark.parametrize("language", uk_and("en"))
def test_screens_break_no_rule_of_access(desk_page, batch, look_over, language):
    page = desk_page(width=320, language=language)
    number = groups_of(batch)[0].number
    for rest in ["key-in/", "scans/", f"scans/{batch.uuid}/", f"scans/{batch.uuid}/letters/{number}/"]:
        page.goto(f"/admin/letters/{rest}")
        look_over(page)


def test_pages_are_parted_looked_at_large_and_keyed_in_by_keys_alone(desk_page, batch):
    page = desk_page()
    first, second = groups_of(batch)[0].pages
    page.goto(f"/admin/letters/scans/{batch.uuid}/")
    page.locator(f"#page-{second.pk} button[value=split]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**#page-{second.pk}")
    assert ScannedPage.objects.get(pk=second.pk).group != first.group

    page.locator(f"a[href$='/letters/{first.group}/']").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/letters/{first.group}/")
    image = page.locator(".scan-window img")
    before = image.bounding_box()["width"]
    page.locator("#zoom-1").focus()
    page.keyboard.press("ArrowRight")
    assert image.bounding_box()["width"] > 1.8 * before
    page.select_option("#id_prisoner", "vilnyi")
    page.fill("#id_body", "Доброго дня!")
    page.locator("form.letter-intake button:not([name])").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/keyed-in/**")

    assert list(Letter.objects.get().scans.values_list("pk", flat=True)) == [first.pk]


@standing
def event(screener):
    return an_event(a_campaign([Prisoner.objects.get()], languages=["uk"]), languages=["uk"])


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_guest_who_wrote_on_a_sheet_follows_the_letter_by_its_slip(
    desk_page, as_user, browser_page, event, look_over
):
    admin = get_user_model().objects.create_superuser("admin", password="x")
    slip, sheet = printed(as_user(admin), event, look_over)
    page = desk_page(width=320, language="uk")
    bring_in(page, jpeg_of(photographed(sheet)))
    follow(page, page.get_by_role("link", name="Набрати листа 1"))
    look_over(page)
    page.select_option("#id_prisoner", "vilnyi")
    page.fill("#id_body", "Доброго дня! Пишу з вечора листів.")
    follow(page, "form.letter-intake button:not([name])")

    assert "Код уже в автора" in page.inner_text("main") and not page.locator(".letter-code").count()
    look_over(page)
    page = browser_page(width=320)
    page.goto("/uk/letters/status/")
    page.fill("[name=code]", slip)
    follow(page, "main form button")
    assert page.inner_text(".notice__title") == "Отримано"
    assert Letter.objects.get().event == event


def printed(page, event, look_over):
    """Return (code on the slip, picture) of a sheet, made by pressing what an editor presses."""
    page.goto(f"/admin/letters/events/{event.pk}/sheets/")
    look_over(page)
    page.fill("#id_count", "2")
    with page.expect_download() as download:
        page.locator("form.letter-intake button").click()
    assert download.value.suggested_filename == "sheets.pdf"
    with closing(pypdfium2.PdfDocument(download.value.path())) as pdf:
        slip = re.search(r"\d{4}(?:\s\d{4}){5}", pdf[0].get_textpage().get_text_range())[0]
        return slip, pdf[0].render(scale=200 / 72).to_pil().convert("RGB")


def bring_in(page, scan):
    """Store the photo as a batch, have it read, and look at its page."""
    page.goto("/admin/letters/scans/")
    file = {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": scan}
    page.set_input_files("[name=files]", [file])
    follow(page, page.locator("form:has([name=files]) button[type=submit]"))
    read_scans(ScanBatch.objects.get().pk)
    page.reload()
