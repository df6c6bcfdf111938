"""Scans come in sealed, and are read by the worker where a killed one stopped."""

import uuid
from pathlib import Path
from unittest.mock import Mock

import pytest
from django.core.exceptions import PermissionDenied

from letters.choices.desk import DeskRole, DeskWork
from letters.choices.scans import ScanAct, ScanTrouble
from letters.handling.actions.opening import TooManyOpened
from letters.intake.actions.scan_groups import choose_recipient
from letters.intake.actions.scan_opening import open_page
from letters.intake.actions.scans import bring_scans, go_on_reading, read_scans
from letters.intake.read_models import groups_of
from letters.intake.scan_pages import ReaderBroken
from letters.lifecycle import DESK_WORK
from letters.models import EventSheet, LetterDesk, ScanBatch, ScanFile, ScannedPage, ScanOpening
from tests.factories.prisoner_pages import PrisonerFactory
from tests.factories.scans import blank, encrypted_pdf, jpeg_of, pdf_of, photographed, sheet_front, written
from tests.factories.site_content import a_campaign, an_event
from tests.factories.stored import everything_stored
from tests.letters.conftest import make_member, make_screener
from tests.letters.scan_world import PDF, PICTURE, bring, do, group, key_in, read, shape
from tests.standing import standing
from tests.tiers import PRINTED

pytestmark = pytest.mark.full(PRINTED)


JPEG_HEAD = b"\xff\xd8\xff\xe0\x00\x10JFIF"


@standing
def desk(screener):
    return LetterDesk.objects.get()


@standing
def event(world, other_partner):
    return an_event(a_campaign([world], languages=["uk"]), languages=["uk"])


def test_pile_from_a_table_parts_by_blank_pages_and_by_sheets(desk, screener, event, world):
    EventSheet.objects.create(code="K7F42Q9XABCD", event=event, prisoner=world)
    EventSheet.objects.create(code="M3N5P7R9TVWX", event=event)
    pile = pdf_of(
        sheet_front("K7F42Q9XABCD"),
        written(),
        photographed(sheet_front("M3N5P7R9TVWX")),
        blank(),
        written(5),
        written(6),
    )

    batch = read(desk, screener, (PDF, pile))

    assert shape(batch) == [[1, 2], [3], [5, 6], [4]]
    addressed, open_sheet, plain, aside = groups_of(batch)
    assert (addressed.prisoner, addressed.event.slug, addressed.campaign.slug) == (world, "evening", "winter")
    assert (open_sheet.prisoner, open_sheet.event.slug) == (None, "evening")
    assert (plain.prisoner, plain.event, plain.is_unmatched) == (None, None, True)
    assert aside.is_aside and not aside.is_unmatched


def test_every_photo_is_a_letter_of_its_own_until_somebody_joins_them(desk, screener, event):
    photo = jpeg_of(written(3))

    batch = read(desk, screener, (PICTURE, photo), (PICTURE, photo), event=event)

    assert shape(batch) == [[1], [2]]
    assert group(batch).event == event


@pytest.mark.parametrize("takes_letters", [True, False])
def test_sheet_names_a_person_of_another_desk_while_the_site_takes_letters_to_them(
    desk, screener, event, other_partner, takes_letters
):
    person = PrisonerFactory(writable=takes_letters, partner=other_partner)
    EventSheet.objects.create(code="K7F42Q9XABCD", event=event, prisoner=person)

    batch = read(desk, screener, (PICTURE, jpeg_of(sheet_front("K7F42Q9XABCD"))))

    assert group(batch).prisoner == (person if takes_letters else None) and group(batch).event == event


@pytest.mark.both_databases
def test_one_file_in_trouble_costs_the_others_nothing(desk, screener):
    batch = read(desk, screener, (PDF, encrypted_pdf()), (PICTURE, jpeg_of(written(2))))

    locked, photo = batch.files.all()
    assert (locked.trouble, bytes(locked.sealed)) == (ScanTrouble.ENCRYPTED, b"")
    assert photo.is_read and shape(batch) == [[1]]


def test_nothing_lies_in_clear_before_or_after_reading(desk, screener):
    content = jpeg_of(written(2))
    assert content.startswith(JPEG_HEAD)
    batch = bring(desk, screener, (PICTURE, content))
    before = ScanFile.objects.get()
    assert content[:64] not in bytes(before.sealed) and bytes(before.sealed).startswith(b"v1:")

    read_scans(batch.pk)

    page = ScannedPage.objects.get()
    assert bytes(page.sealed).startswith(b"v1:") and JPEG_HEAD not in bytes(page.sealed)
    assert bytes(ScanFile.objects.get().sealed) == b""
    assert repr(JPEG_HEAD)[2:-1] not in everything_stored()


@pytest.mark.both_databases
def test_reading_goes_on_where_a_killed_worker_stopped(desk, screener, monkeypatch):
    batch = bring(desk, screener, (PDF, pdf_of(*(written(lines) for lines in range(2, 5)))))
    create, kept = ScannedPage.objects.create, []
    dying = Mock(side_effect=lambda **page: kept.append(1) or create(**page) if len(kept) < 2 else 1 / 0)
    monkeypatch.setattr(ScannedPage.objects, "create", dying)
    with pytest.raises(ZeroDivisionError):
        read_scans(batch.pk)
    monkeypatch.undo()
    assert ScannedPage.objects.count() == 2 and ScanFile.objects.get().pages_read == 2

    read_scans(batch.pk)
    read_scans(batch.pk)

    assert shape(batch) == [[1, 2, 3]] and ScanFile.objects.get().is_read


@pytest.mark.both_databases
def test_batch_left_by_a_dead_worker_is_taken_up_again(desk, screener, django_capture_on_commit_callbacks):
    bring(desk, screener, (PICTURE, jpeg_of(written(2))))
    with django_capture_on_commit_callbacks(execute=True):
        go_on_reading()
    assert not ScannedPage.objects.exists()

    ScanBatch.objects.update(at="2026-01-01T00:00Z")
    with django_capture_on_commit_callbacks(execute=True):
        go_on_reading()
    assert ScannedPage.objects.count() == 1


@pytest.mark.both_databases
def test_form_sent_twice_brings_one_batch_and_no_other_account_can_use_it(desk, screener, world):
    form = {"uuid": uuid.uuid4(), "desk": desk, "files": [(PICTURE, jpeg_of(written(1)), "")]}

    assert bring_scans(by=screener, **form) == bring_scans(by=screener, **form)
    assert ScanFile.objects.count() == 1
    with pytest.raises(PermissionDenied):
        bring_scans(by=make_screener(world.partner, "colleague"), **form)


@pytest.mark.parametrize("role", DeskRole)
def test_roles_of_the_table_alone_bring_and_read_scans(desk, screener, world, role):
    member = make_member(world.partner, "member", role)
    photo = (PICTURE, jpeg_of(written(1)))
    page = group(read(desk, screener, photo)).pages[0]
    doings = {
        DeskWork.BRING_SCANS: lambda: bring(desk, member, photo),
        DeskWork.READ_SCANS: lambda: open_page(page=page, by=member),
    }

    for work, doing in doings.items():
        if role in DESK_WORK[work]:
            assert doing()
        else:
            with pytest.raises(PermissionDenied):
                doing()


def test_other_desk_neither_brings_nor_opens_nor_puts_together(desk, screener, other_partner, world):
    stranger = make_screener(other_partner, "stranger")
    batch = read(desk, screener, (PICTURE, jpeg_of(written(1))))
    page = group(batch).pages[0]

    for doing in (
        lambda: bring(desk, stranger, (PICTURE, b"x")),
        lambda: open_page(page=page, by=stranger),
        lambda: do(ScanAct.TURN, batch, page, stranger),
        lambda: choose_recipient(batch=batch, page=page, prisoner=world, by=stranger, version=batch.version),
        lambda: key_in(batch, [page.pk], stranger),
    ):
        with pytest.raises(PermissionDenied):
            doing()


@pytest.mark.both_databases
def test_opening_is_logged_once_a_day_and_counts_as_a_letter(desk, screener):
    LetterDesk.objects.update(openings_a_day=1)
    photo = (PICTURE, jpeg_of(written(1)))
    first, second = (each.pages[0] for each in groups_of(read(desk, screener, photo, photo)))

    for _time in range(2):
        content, picture_format = open_page(page=first, by=screener)
    assert picture_format == "JPEG" and content[:2] == b"\xff\xd8"
    assert list(ScanOpening.objects.values_list("page", "by_name")) == [(first.pk, "screener")]
    with pytest.raises(TooManyOpened):
        open_page(page=second, by=screener)


def test_joining_letters_first_opens_no_more_of_them(desk, screener, monkeypatch):
    monkeypatch.setattr("letters.handling.actions.opening.PAGES_A_LETTER", 2)
    LetterDesk.objects.update(openings_a_day=2)
    photo = (PICTURE, jpeg_of(written(1)))
    batch = read(desk, screener, *[photo] * 5)
    batch.pages.update(group=1)
    pages = group(batch).pages

    for page in pages[:4]:
        open_page(page=page, by=screener)
    with pytest.raises(TooManyOpened):
        open_page(page=pages[4], by=screener)


def test_where_no_file_can_be_read_none_is_blamed_and_it_is_read_later(desk, screener, monkeypatch):
    batch = bring(desk, screener, (PICTURE, jpeg_of(written(2))))

    with monkeypatch.context() as broken, pytest.raises(ReaderBroken):
        broken.setattr("home.sandbox.runner.CONFINED", Path("/nonexistent"))
        read_scans(batch.pk)

    file = ScanFile.objects.get()
    assert (file.trouble, file.pages_read) == ("", 0) and file.sealed
    read_scans(batch.pk)
    assert ScannedPage.objects.count() == 1
