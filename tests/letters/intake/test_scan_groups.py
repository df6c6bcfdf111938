"""Scanned pages are put together by a screener, and become letters once."""

from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from PIL import Image

from letters.choices.desk import DeskRole
from letters.choices.letters import Channel
from letters.choices.scans import ScanAct
from letters.erasure.actions.erase import erase_by_writer
from letters.handling.actions.opening import open_scan
from letters.intake.actions import scans
from letters.intake.actions.key_in import key_in_letter
from letters.intake.actions.scan_groups import (
    AlreadyKeyedIn,
    BatchChanged,
    CannotBeDone,
    StillRead,
    choose_recipient,
)
from letters.intake.actions.scan_opening import open_page
from letters.intake.read_models import groups_of
from letters.models import Letter, LetterDesk, ScanBatch, ScannedPage
from letters.writing.content import Content
from tests.factories.prisoner_pages import PrisonerFactory
from tests.factories.scans import blank, jpeg_of, pdf_of, written
from tests.letters.conftest import make_member, make_screener
from tests.letters.scan_world import PDF, PICTURE, bring, do, group, key_in, read, shape
from tests.standing import standing
from tests.tiers import PRINTED

pytestmark = pytest.mark.full(PRINTED)


@standing
def desk(screener):
    return LetterDesk.objects.get()


@standing
def pile(desk, screener):
    return read(desk, screener, (PDF, pdf_of(written(2), written(3), blank(), written(4))))


@standing
def two_pages(desk, screener):
    return read(desk, screener, (PDF, pdf_of(written(2), written(3))))


class TestPuttingTogether:
    @pytest.fixture
    def batch(self, pile):
        assert shape(pile) == [[1, 2], [4], [3]]
        return pile

    @pytest.mark.both_databases
    def test_letter_is_parted_and_joined(self, batch, screener):
        second = group(batch).pages[1]
        batch = do(ScanAct.SPLIT, batch, second, screener)
        assert shape(batch) == [[1], [2], [4], [3]]

        batch = do(ScanAct.JOIN, batch, second, screener)
        assert shape(batch) == [[1, 2], [4], [3]]

    def test_blank_page_becomes_a_letter_and_a_page_is_put_aside(self, batch, screener):
        batch = do(ScanAct.PUT_BACK, batch, group(batch, 2).pages[0], screener)
        assert shape(batch) == [[1, 2], [3], [4]]

        batch = do(ScanAct.PUT_ASIDE, batch, group(batch).pages[0], screener)
        assert shape(batch) == [[2], [3], [4], [1]]

    def test_page_is_thrown_away_only_once_it_was_put_aside(self, batch, screener):
        with pytest.raises(CannotBeDone):
            do(ScanAct.THROW_AWAY, batch, group(batch).pages[0], screener)
        do(ScanAct.THROW_AWAY, batch, group(batch, 2).pages[0], screener)

        assert shape(batch) == [[1, 2], [4]]

    def test_page_is_turned_a_quarter(self, batch, screener):
        page = group(batch).pages[0]
        before = size_of(open_page(page=page, by=screener)[0])

        do(ScanAct.TURN, batch, page, screener)

        page.refresh_from_db()
        assert size_of(open_page(page=page, by=screener)[0]) == before[::-1]

    @pytest.mark.parametrize(
        ("act", "where"),
        [
            (ScanAct.SPLIT, (0, 0)),
            (ScanAct.JOIN, (0, 0)),
            (ScanAct.PUT_BACK, (0, 0)),
            (ScanAct.SPLIT, (2, 0)),
            (ScanAct.JOIN, (2, 0)),
            (ScanAct.PUT_ASIDE, (2, 0)),
        ],
    )
    def test_act_that_does_not_fit_changes_nothing(self, batch, screener, act, where):
        page = group(batch, where[0]).pages[where[1]]

        with pytest.raises(CannotBeDone):
            do(act, batch, page, screener)
        assert shape(batch) == [[1, 2], [4], [3]] and ScanBatch.objects.get().version == batch.version

    def test_who_has_seen_an_older_state_changes_nothing(self, batch, screener):
        page = group(batch).pages[1]
        do(ScanAct.SPLIT, batch, page, screener)

        with pytest.raises(BatchChanged):
            do(ScanAct.JOIN, batch, page, screener, version=1)

    def test_nothing_is_put_together_while_pages_are_still_read(self, batch, screener):
        batch.files.update(page_count=9)

        with pytest.raises(BatchChanged):
            do(ScanAct.TURN, batch, group(batch).pages[0], screener)

    def test_recipient_holds_for_the_whole_letter_and_for_what_is_joined(self, batch, screener, world):
        about = {"prisoner": world, "by": screener}
        batch = choose_recipient(batch=batch, page=group(batch).pages[0], version=batch.version, **about)
        assert not group(batch).is_unmatched and group(batch, 1).is_unmatched

        batch = do(ScanAct.JOIN, batch, group(batch, 1).pages[0], screener)
        assert {page.prisoner for page in group(batch).pages} == {world} and shape(batch)[0] == [1, 2, 4]

    def test_recipient_may_be_of_another_desk(self, batch, screener, other_partner):
        person = PrisonerFactory(writable=True, partner=other_partner)
        about = {"prisoner": person, "by": screener, "version": batch.version}

        assert group(choose_recipient(batch=batch, page=group(batch).pages[0], **about)).prisoner == person

    def test_person_of_another_desk_who_takes_no_letters_is_refused(self, batch, screener, other_partner):
        stranger = PrisonerFactory(partner=other_partner)

        with pytest.raises(PermissionDenied):
            choose_recipient(
                batch=batch,
                page=group(batch).pages[0],
                prisoner=stranger,
                by=screener,
                version=batch.version,
            )


class TestKeyingIn:
    @pytest.fixture
    def batch(self, two_pages):
        return two_pages

    @pytest.mark.both_databases
    def test_pages_are_the_letters_from_then_on(self, batch, screener, world):
        letter, _code = key_in(batch, group(batch).ids, screener)

        assert list(letter.scans.values_list("position", flat=True)) == [1, 2]
        page = letter.scans.select_related("letter__prisoner__partner", "batch").first()
        content, _format = open_scan(page=page, by=make_screener(world.partner, "colleague"))
        assert content[:2] == b"\xff\xd8"
        assert letter.log.filter(action="scan_opened").count() == 1

    def test_nothing_is_keyed_in_while_a_further_page_may_come(self, batch, screener):
        batch.files.update(page_count=3)

        with pytest.raises(StillRead):
            key_in(batch, group(batch).ids, screener)
        assert not Letter.objects.exists()

    def test_form_sent_twice_makes_one_letter(self, batch, screener):
        ids = group(batch).ids

        assert key_in(batch, ids, screener) == key_in(batch, ids, screener)
        assert Letter.objects.count() == 1

    @pytest.mark.both_databases
    def test_two_people_make_one_letter_of_the_same_pages(self, batch, screener, world):
        ids = group(batch).ids
        key_in(batch, ids, screener)

        with pytest.raises(AlreadyKeyedIn):
            key_in(batch, ids, make_screener(world.partner, "colleague"), nonce="another")
        assert Letter.objects.count() == 1

    def test_pages_put_together_otherwise_meanwhile_make_no_letter(self, batch, screener):
        ids = group(batch).ids
        do(ScanAct.SPLIT, batch, group(batch).pages[1], screener)

        with pytest.raises(AlreadyKeyedIn):
            key_in(batch, ids, screener)
        assert not Letter.objects.exists() and not ScannedPage.objects.exclude(letter=None).exists()

    def test_part_of_a_letter_makes_none(self, batch, screener):
        with pytest.raises(AlreadyKeyedIn):
            key_in(batch, group(batch).ids[:1], screener)

    def test_pages_of_a_letter_are_not_put_together_any_more(self, batch, screener):
        key_in(batch, group(batch).ids, screener)
        batch.refresh_from_db()

        for act in ScanAct:
            with pytest.raises(BatchChanged):
                do(act, batch, group(batch).pages[0], screener)

    def test_coordinator_who_may_key_in_does_not_key_in_from_scans(self, batch, world):
        coordinator = make_member(world.partner, "coordinator", DeskRole.COORDINATOR)

        with pytest.raises(PermissionDenied):
            key_in(batch, group(batch).ids, coordinator)
        about = {"content": Content(prisoner="vilnyi", body="Доброго дня!"), "nonce": "n"}
        assert key_in_letter(channel=Channel.PAPER, by=coordinator, **about)

    @pytest.mark.both_databases
    def test_pages_go_with_an_erased_letter(self, batch, screener, world):
        letter, _code = key_in(batch, group(batch).ids, screener)
        erase_by_writer(letter=letter)

        assert not ScannedPage.objects.exists()

    def test_no_copy_of_a_page_outlives_its_letter_in_a_file(self, desk, screener, world):
        """A file is empty once it is read, and nothing becomes a letter before all of its batch are."""
        photo = (PICTURE, jpeg_of(written(2)))
        batch = bring(desk, screener, photo, (PDF, pdf_of(written(2), written(3))), photo)
        for file in batch.files.all():
            with pytest.raises(StillRead):
                key_in(batch, group(batch).ids if batch.pages.exists() else [], screener)
            scans._read(file)
        assert [bytes(file.sealed) for file in batch.files.all()] == [b""] * 3

        letter, _code = key_in(batch, group(batch, 1).ids, screener)
        erase_by_writer(letter=letter)

        # The other two letters keep their pages, until they are keyed in or their time is over.
        assert [len(each.pages) for each in groups_of(batch)] == [1, 1]


def size_of(content):
    with Image.open(BytesIO(content)) as image:
        return image.size
