"""Letter sheets for the table of an event: for its editors; their codes lead scans back to it."""

import re
import uuid

import pypdfium2
import pytest

from letters.choices.scans import ScanKind
from letters.intake.actions.event_sheets import print_event_sheets
from letters.intake.actions.scans import bring_scans, read_scans
from letters.intake.read_models import groups_of
from letters.models import EventSheet, LetterDesk
from letters.typesetting.press import PressBroken
from tests.factories.partners import employ_editor, open_partner
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.factories.site_content import a_campaign, an_event
from tests.letters.conftest import make_screener
from tests.standing import standing
from tests.tiers import LONG


@standing
def event(db):
    open_locales("uk", "en")
    partner = open_partner("zmina")
    person = PrisonerFactory(writable=True, slug="vilnyi", partner=partner, name_ru="Вольный Пётр")
    return an_event(a_campaign([person], languages=["uk"]), languages=["uk", "en"])


@standing
def editor(event):
    return employ_editor(event.get_parent().specific.partner)


def url_of(event):
    return f"/admin/letters/events/{event.pk}/sheets/"


def sheets(**changes):
    return {"count": 3, "paper": "a5", "language": "uk", "prisoner": "", **changes}


def pages_of(pdf):
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]


@pytest.mark.both_databases
def test_editor_prints_sheets_each_with_a_code_of_its_own(client, editor, event):
    client.force_login(editor)

    answer = client.post(url_of(event), sheets(prisoner="vilnyi"))

    pages = pages_of(answer.content)
    codes = list(EventSheet.objects.values_list("code", flat=True))
    assert answer["Content-Type"] == "application/pdf" and "no-store" in answer["Cache-Control"]
    assert len(pages) == 6 and len(set(codes)) == 3
    assert all(any(code in page for page in pages) for code in codes)
    assert "Вольный" in pages[0] and {sheet.event for sheet in EventSheet.objects.all()} == {event}
    assert all(re.fullmatch("[2-9A-HJ-NP-Z]{12}", code) for code in codes)  # drawn: of nobody and no event


def test_sheet_of_a_translated_page_is_of_the_one_event(client, editor, event):
    english = event.get_translations().first().specific
    client.force_login(editor)

    assert client.post(url_of(english), sheets(language="en")).status_code == 200
    assert EventSheet.objects.first().event == event


def test_printed_sheet_that_comes_back_by_the_scanner_finds_its_event(editor, event):
    screener = make_screener(event.get_parent().specific.partner, "screener")
    pdf = print_event_sheets(event=event, by=editor, count=2, language="en", paper="a5")

    batch = bring_scans(
        uuid=uuid.uuid4(), desk=LetterDesk.objects.get(), files=[(ScanKind.PDF, pdf, "")], by=screener
    )
    read_scans(batch.pk)

    first, second = groups_of(batch)
    assert [len(group.pages) for group in (first, second)] == [2, 2]
    assert first.event == second.event == event and first.campaign == event.campaign


@pytest.mark.parametrize(
    "changes",
    [
        {"count": 0},
        {"count": 301},
        {"count": "x"},
        {"paper": "a3"},
        {"language": "ru"},
        {"prisoner": "nobody"},
    ],
)
def test_bad_form_prints_nothing_and_keeps_no_code(client, editor, event, changes):
    client.force_login(editor)

    assert client.post(url_of(event), sheets(**changes)).status_code == 422
    assert not EventSheet.objects.exists()


def test_no_code_is_kept_of_sheets_that_were_not_printed(client, editor, event, monkeypatch):
    def broken(*_about, **_limits):
        raise PressBroken

    monkeypatch.setattr("letters.intake.actions.event_sheets.print_copies", broken)
    client.force_login(editor)

    assert client.post(url_of(event), sheets()).status_code == 503
    assert not EventSheet.objects.exists()


@pytest.mark.full(LONG)
def test_only_who_may_edit_the_event_prints_its_sheets(client, event):
    stranger = employ_editor(open_partner("pen"))
    screener = make_screener(event.get_parent().specific.partner, "screener")

    for user in (stranger, screener):
        client.force_login(user)
        assert (
            client.get(url_of(event)).status_code == client.post(url_of(event), sheets()).status_code == 302
        )
    assert not EventSheet.objects.exists()


def test_event_page_in_the_admin_leads_to_its_sheets(client, editor, event):
    client.force_login(editor)

    assert url_of(event) in client.get(f"/admin/pages/{event.pk}/edit/").content.decode()
