"""The slip of a sheet: its code, which nobody here knows, opens the letter that is keyed in from the scan."""

import logging
import re
import uuid
from io import BytesIO

import pypdfium2
import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from home.security import form_tokens
from letters.choices.letters import LetterState, TextStage
from letters.choices.paper import FileKind
from letters.choices.scans import ScanAct
from letters.codes import parse_code
from letters.erasure.actions.erase import erase_by_writer
from letters.following.read_models.answers import answers_to
from letters.handling.actions.text_versions import keep_version
from letters.intake.actions import scan_groups
from letters.intake.actions.event_sheets import print_event_sheets
from letters.intake.actions.scan_opening import open_page
from letters.intake.scan_pages import read_pages
from letters.models import EventSheet, Letter, LetterDesk, ScannedPage
from letters.paper_sizes import SHEETS
from letters.posting.actions.answers import close_reply, seal_for_writer
from letters.posting.actions.replies import add_reply
from letters.printing.actions.build_pack import build_pack
from letters.printing.actions.pack_files import open_file
from letters.requests.actions.carrying_out import carry_out_requests
from letters.sealing.bindings import binding_in, binding_of, new_code, sheet_in, text_on_sheet
from tests.factories.scans import jpeg_of, pdf_of, photographed, sheet_front
from tests.factories.site_content import a_campaign, an_event
from tests.factories.stored import everything_stored
from tests.letters.pack_world import make_dispatcher, pack_of
from tests.letters.scan_world import PDF, PICTURE, do, group, key_in, read, shape
from tests.standing import standing
from tests.tiers import PRINTED

pytestmark = pytest.mark.full(PRINTED)


GROUPS = re.compile(r"\d{4}(?:\s\d{4}){5}")


@standing
def desk(screener):
    return LetterDesk.objects.get()


@standing
def event(world):
    return an_event(a_campaign([world], languages=["uk"]), languages=["uk"])


@standing
def editor(event):
    return get_user_model().objects.create_superuser("admin", password="x")


def sheets(event, editor, count=1, **about):
    """Return the PDF of so many sheets."""
    about = {"language": "en", "paper": "a5", **about}
    return print_event_sheets(event=event, by=editor, count=count, **about)


def slips_of(pdf):
    """Return the codes on the slips, as their writers would type them."""
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]
    return [parse_code(" ".join(GROUPS.search(page)[0].split())) for page in pages[::2]]


def drawn(pdf, number=0, dots_an_inch=200):
    page = pypdfium2.PdfDocument(pdf)[number]
    return page.render(scale=dots_an_inch / 72).to_pil().convert("RGB")


def slip_in(picture, size):
    """Return the part of the page on which the slip stands; the page lies in the middle of the picture."""
    left, top = (picture.width - size[0]) // 2, (picture.height - size[1]) // 2
    return picture.crop((left, top + size[1] * 4 // 5, left + size[0], top + size[1] * 19 // 20))


def darkest(picture):
    return picture.convert("L").getextrema()[0]


@standing
def sheet(event, editor):
    return sheets(event, editor)


@standing
def batch(desk, screener, sheet):
    return read(desk, screener, (PDF, sheet))


@standing
def code(sheet):
    return slips_of(sheet)[0]


@pytest.mark.both_databases
def test_code_of_the_slip_opens_the_letter_that_is_keyed_in_from_its_sheet(batch, screener, code):
    letter, shown = key_in(batch, group(batch).ids, screener)

    assert shown == "" and Letter.objects.with_code(code) == letter
    assert (letter.code_digest, bytes(letter.answer_key)) == (
        binding_of(code, letter.uuid).digest,
        binding_of(code, letter.uuid).answer_key,
    )


def test_form_sent_twice_makes_one_letter_of_a_sheet(batch, screener):
    ids = group(batch).ids

    assert key_in(batch, ids, screener) == key_in(batch, ids, screener)
    assert Letter.objects.count() == 1


def test_writer_withdraws_with_the_code_of_the_slip(client, batch, screener, code):
    letter, _shown = key_in(batch, group(batch).ids, screener)
    page = client.post("/uk/letters/status/", {"code": code})

    asked = {"do": "withdraw", "sure": "1", "key": page.context["key"]}
    client.post("/uk/letters/status/", asked)
    carry_out_requests()

    assert Letter.objects.get(pk=letter.pk).state == LetterState.WITHDRAWN


def test_answer_that_the_desk_has_closed_opens_with_the_code_of_the_slip(
    batch, screener, dispatcher, code, world
):
    key_in(batch, group(batch).ids, screener)
    Letter.objects.update(state=LetterState.POSTED)
    letter = Letter.objects.get()
    about = {"prisoner": world, "by": dispatcher, "received_on": timezone.localdate()}
    reply = add_reply(letter=letter, text="Спасибо", pictures=[], **about)
    reply = seal_for_writer(reply=reply, by=dispatcher, version=reply.version)
    close_reply(reply=reply, by=dispatcher, version=reply.version)

    assert [answer.text for answer in answers_to(letter, code)] == ["Спасибо"]


def test_code_is_known_to_the_paper_alone(event, editor, desk, screener, caplog):
    caplog.set_level(logging.DEBUG)
    pdf = sheets(event, editor, count=3)
    batch = read(desk, screener, (PDF, pdf))
    key_in(batch, group(batch).ids, screener)

    said = everything_stored() + caplog.text + "".join(str(vars(record)) for record in caplog.records)
    codes = slips_of(pdf)
    assert len(set(codes)) == 3
    assert not [code for code in codes if code in said or code[:12] in said]


def test_slip_that_is_never_used_leaves_nothing(event, editor):
    before = EventSheet.objects.count()
    [code] = slips_of(sheets(event, editor))

    assert EventSheet.objects.count() == before + 1 and not Letter.objects.exists()
    assert binding_of(code, uuid.uuid4()).digest not in everything_stored()


def test_as_many_sheets_as_a_form_asks_for_have_a_code_each(event, editor):
    assert len(set(slips_of(sheets(event, editor, count=300)))) == 300


def test_slip_says_nothing_of_an_answer_where_answering_is_punished(event, editor, world):
    def said():
        page = pypdfium2.PdfDocument(sheets(event, editor, prisoner=world))[0]
        return page.get_textpage().get_text_range()

    assert "answer" in said()

    world.answers_refused_at = timezone.now()

    assert "answer" not in said() and GROUPS.search(said())


def test_nothing_is_printed_while_the_rings_are_locked(client, event, editor, staff_host):
    client.force_login(editor)
    staff_host.run("lock")

    form = {"count": 2, "paper": "a5", "language": "uk", "prisoner": ""}
    answer = client.post(f"/admin/letters/events/{event.pk}/sheets/", form)

    assert answer.status_code == 503 and "letters_keys unlock" in answer.content.decode()
    assert not EventSheet.objects.exists()


class TestReading:
    @pytest.mark.parametrize("dots_an_inch", [150, 200, 300])
    @pytest.mark.parametrize("paper", SHEETS)
    def test_code_of_a_sheet_is_read_from_a_scan_of_every_paper(self, event, editor, paper, dots_an_inch):
        pdf = sheets(event, editor, paper=paper, language="uk")
        scan = pdf_of(drawn(pdf, dots_an_inch=dots_an_inch))

        _total, [page] = read_pages(scan, kind=PDF, first=0)

        [text] = page.codes
        assert binding_in(text).digest == binding_of(slips_of(pdf)[0], uuid.uuid4()).digest
        assert EventSheet.objects.filter(code=sheet_in(text)).exists()

    @pytest.mark.parametrize("degrees", [0, 4, 90, 180, 274])
    def test_slip_that_nobody_tore_off_is_covered_however_the_page_lies(self, sheet, degrees):
        page = drawn(sheet)
        laid = page.rotate(degrees, expand=True, fillcolor="white", resample=Image.Resampling.BICUBIC)

        _total, [seen] = read_pages(jpeg_of(laid), kind=PICTURE, first=0)

        kept = Image.open(BytesIO(seen.picture.bytes)).rotate(-degrees, expand=True, fillcolor="white")
        assert seen.codes and darkest(slip_in(page, page.size)) < 50
        assert darkest(slip_in(kept, page.size)) > 230

    def test_sheet_with_its_slip_is_read_from_a_photo(self, sheet):
        _total, [page] = read_pages(jpeg_of(photographed(drawn(sheet))), kind=PICTURE, first=0)

        assert binding_in(page.codes[0]).digest == binding_of(slips_of(sheet)[0], uuid.uuid4()).digest

    def test_sheet_without_a_slip_is_read_as_before(self, event, desk, screener):
        old = EventSheet.objects.create(code="ABCDEFGH2345", event=event)

        batch = read(desk, screener, (PICTURE, jpeg_of(sheet_front(old.code))))

        letter, shown = key_in(batch, group(batch).ids, screener)
        assert group(batch).event == event and len(shown) == 24
        assert Letter.objects.with_code(shown) == letter

    def test_what_a_stranger_made_binds_nothing(self, event, editor, desk, screener):
        """Keys of their own, in a box of their own; or what stands on one sheet, put on another."""
        mine, others = (text_on_sheet(code, new_code()) for code in ("ABCDEFGH2345", "ABCDEFGH6789"))
        forged = f"{sheet_in(mine)}:{others.partition(':')[2]}"
        spoilt = mine[:-3] + ("A" if mine[-3] != "A" else "B") + mine[-2:]

        assert binding_in(mine) and binding_in(others)
        others = ("ABCDEFGH2345", "ABCDEFGH2345:", "A:B:C", "", ":", "R:" + "0" * 32, "Ж:1", "A" * 30 + ":A")
        assert [binding_in(text) for text in (forged, spoilt, *others)] == [None] * 10

        batch = read(desk, screener, (PICTURE, jpeg_of(sheet_front(forged))))
        assert ScannedPage.objects.get().slip == ""
        assert len(key_in(batch, group(batch).ids, screener)[1]) == 24

    def test_sheet_tells_neither_code_nor_what_the_letter_keeps_of_it(self):
        code = new_code()
        text = text_on_sheet("ABCDEFGH2345", code)
        binding = binding_in(text)

        told = text.encode() + bytes(text, "ascii").lower()
        assert code not in text and binding.digest.encode() not in told
        assert binding == binding_in(text) == binding_of(code, binding.letter)
        assert text_on_sheet("ABCDEFGH2345", new_code())[20:40] != text[20:40]


class TestOneLetter:
    """A slip opens one letter; whatever else comes on a copy of its sheet gets a code as before."""

    @pytest.mark.both_databases
    def test_sheet_scanned_twice_gives_its_code_to_the_first_letter(self, desk, screener, sheet, code):
        first, second = (read(desk, screener, (PDF, sheet)) for _time in range(2))
        letter, _shown = key_in(first, group(first).ids, screener)

        other, shown = key_in(second, group(second).ids, screener, nonce="other")

        assert Letter.objects.with_code(code) == letter != other
        assert len(shown) == 24 and Letter.objects.with_code(shown) == other

    @pytest.mark.both_databases
    def test_copies_keyed_in_at_the_same_moment_are_two_letters(
        self, desk, screener, sheet, code, monkeypatch
    ):
        first, second = (read(desk, screener, (PDF, sheet)) for _time in range(2))
        slip = scan_groups.free_slip(second.pages.all())
        letter, _shown = key_in(first, group(first).ids, screener)
        monkeypatch.setattr(scan_groups, "free_slip", lambda _pages: slip)

        other, shown = key_in(second, group(second).ids, screener, nonce="other")

        assert Letter.objects.with_code(code) == letter
        assert len(shown) == 24 and list(other.scans.all()) == list(second.pages.all())

    def test_letter_that_was_erased_leaves_its_slip_to_no_other(self, desk, screener, sheet, code):
        first, second = (read(desk, screener, (PDF, sheet)) for _time in range(2))
        letter, _shown = key_in(first, group(first).ids, screener)
        erase_by_writer(letter=letter)

        assert len(key_in(second, group(second).ids, screener, nonce="other")[1]) == 24
        assert Letter.objects.with_code(code) == letter

    def test_of_several_sheets_of_a_letter_the_first_ones_slip_opens_it(
        self, desk, screener, event, editor, sheet
    ):
        both = sheets(event, editor, count=2)
        batch = read(desk, screener, (PDF, both))
        do(ScanAct.JOIN, batch, group(batch, 1).pages[0], screener)

        letter, shown = key_in(batch, group(batch).ids, screener)

        first, second = slips_of(both)
        assert shape(batch) == [[1, 2, 3, 4]] and shown == ""
        assert Letter.objects.with_code(first) == letter and Letter.objects.with_code(second) is None


def test_nothing_of_sheet_or_slip_goes_into_the_pack(batch, screener, world, code, sheet):
    letter, _shown = key_in(batch, group(batch).ids, screener)
    text = "Здравствуйте! Мы с котом читаем про море."
    keep_version(letter, TextStage.APPROVED, by=None, text=text)
    Letter.objects.filter(pk=letter.pk).update(state=LetterState.APPROVED)
    dispatcher = make_dispatcher(world.partner)
    pack = pack_of([letter], dispatcher)
    build_pack(pack.pk)
    pack.refresh_from_db()

    for kind in (FileKind.LETTERS, FileKind.ENVELOPES):
        file = open_file(pack=pack, kind=kind, by=dispatcher)
        pdf = pypdfium2.PdfDocument(file.content)
        said = "".join(page.get_textpage().get_text_range() for page in pdf)
        secrets = [code, EventSheet.objects.get().code, str(letter.uuid), letter.code_digest]
        assert said.strip() and not GROUPS.search(said)
        assert not [each for each in secrets if each[:12] in said.replace(" ", "")]
        for number in range(len(pdf)):
            _total, [page] = read_pages(jpeg_of(drawn(file.content, number)), kind=PICTURE, first=0)
            assert page.codes == ()


class TestScreens:
    @pytest.fixture
    def screen(self, client, screener):
        client.force_login(screener)

        def keyed_in(batch, **changes):
            form = {
                "token": form_tokens.issue(f"key_in:{screener.pk}"),
                "prisoner": "vilnyi",
                "channel": "paper",
                "body": "Доброго дня!",
                "censor": "do",
                "delay": "keep",
                "version": 1,
                "pages": ",".join(map(str, group(batch).ids)),
                **changes,
            }
            url = f"/admin/letters/scans/{batch.uuid}/letters/{group(batch).number}/"
            before = client.get(url, HTTP_ACCEPT_LANGUAGE="en").content.decode()
            answer = client.post(url, form, HTTP_ACCEPT_LANGUAGE="en")
            if answer.status_code != 303:
                return before, answer.content.decode()
            return before, client.get(answer["Location"], HTTP_ACCEPT_LANGUAGE="en").content.decode()

        return keyed_in

    def test_desk_is_told_that_the_writer_has_the_code_and_sees_none(self, screen, batch):
        before, after = screen(batch)

        assert "which nobody here sees" in before
        assert "Its writer has the code" in after and "letter-code" not in after

    def test_desk_is_told_why_a_copy_gets_another_code(self, screen, desk, screener, sheet, batch):
        key_in(batch, group(batch).ids, screener)
        before, after = screen(read(desk, screener, (PDF, sheet)))

        assert "was keyed in before, or was copied" in before
        assert "opens another letter, so this one has a code of its own" in after and GROUPS.search(after)

    def test_of_pages_without_a_slip_nothing_is_said(self, screen, desk, screener):
        before, after = screen(read(desk, screener, (PICTURE, jpeg_of(sheet_front("ABCDEFGH2345")))))

        assert "slip of" not in before + after and GROUPS.search(after)

    def test_drawing_with_the_code_of_a_sheet_in_it_is_refused(self, screen, batch, sheet):
        picture = SimpleUploadedFile("drawing.jpg", jpeg_of(drawn(sheet)))
        _before, after = screen(batch, drawing=picture)
        assert "would go to the prison with it" in after and not Letter.objects.exists()

        alone = drawn(sheet)
        alone = alone.crop((0, 0, alone.width, alone.height // 2))
        screen(batch, drawing=SimpleUploadedFile("drawing.jpg", jpeg_of(alone)))
        assert Letter.objects.get().has_drawing

    def test_page_that_the_desk_opens_shows_no_code(self, batch, screener, sheet):
        content, _format = open_page(page=batch.pages.first(), by=screener)

        page = Image.open(BytesIO(content))
        assert darkest(slip_in(page, page.size)) > 230
