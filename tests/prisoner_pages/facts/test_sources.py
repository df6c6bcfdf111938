"""Sources: who publishes them, what becomes of a dead link, and what is told of them to whom."""

import json
from datetime import date, timedelta
from hashlib import sha256
from io import BytesIO

import pypdf
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import ModelLogEntry

from prisoner_pages.facts.actions import source_copies
from prisoner_pages.facts.actions.source_copies import keep_copy
from prisoner_pages.facts.actions.sources import mark_link_dead
from prisoner_pages.models import Prisoner, Source, SourceCopy
from prisoner_pages.records.read_models.sources import source_in_words
from tests.factories.partners import (
    employ_coordinator,
    employ_editor,
    employ_moderator,
    logged_in,
    open_partner,
)
from tests.factories.pictures import picture_bytes
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.standing import standing
from tests.tiers import LONG, first_of

pytestmark = pytest.mark.django_db
PAGE = "https://zmina.ua/gone/1.html"
COPY = "https://web.archive.example/2026/zmina.ua/gone/1.html"


@standing
def record(db):
    open_locales("uk", "en")
    return PrisonerFactory(partner=open_partner("zmina"), slug="one")


@standing
def editor(record):
    return employ_editor(record.partner)


def cites(record, **facts):
    record.sources = [Source(**facts)]
    record.save()
    return record.sources.get()


def told(client, record=None):
    """Return (what the page says under its heading, the API's sources)."""
    page = client.get("/en/prisoners/one/").content.decode().partition("How we know")[2].partition("</ul>")[0]
    return page, client.get("/api/v1/prisoners/one?locale=en").json()["item"]["sources"]


def test_a_source_is_told_with_publisher_kind_and_day(client, record):
    cites(record, url=PAGE, title="Лист", publisher="The Daily Invention", kind="court", date="2026-10")

    page, [source] = told(client)

    assert [source["publisher"]["text"], source["kind"]["code"]] == ["The Daily Invention", "court"]
    for words in ("Лист", "The Daily Invention", "court", "October 2026"):
        assert words in page


def test_what_a_family_allowed_to_be_shown_is_not_told_as_theirs(client, record):
    cites(record, title="Open letter", kind="family", is_public=True)
    page, [source] = told(client)
    assert source["kind"] is None and "family" not in page

    cites(record, url="https://unknown.example/1", kind="lawyer", is_public=True)
    page, [source] = told(client)
    assert source["title"]["text"] == "website, unknown.example" and "lawyer" not in page.lower()

    cites(
        record, url=PAGE, title="Secret", publisher="Secret", archive_url=COPY, kind="lawyer", is_public=False
    )
    assert "Secret" not in client.get("/en/prisoners/one/").content.decode()
    assert "Secret" not in json.dumps(client.get("/api/v1/prisoners/one?locale=en").json())


@pytest.mark.full(LONG)
@pytest.mark.parametrize("copy", first_of(["", COPY]))
def test_a_dead_link_is_named_and_leads_to_its_copy_or_nowhere(client, record, editor, copy):
    source = cites(record, url=PAGE, title="Gone")
    draft = Prisoner.objects.get(pk=record.pk)
    draft.name_en = "Changed In A Draft"
    draft.save_revision(user=editor)
    button = reverse("record_act", args=[record.pk, "dead-link"])
    screen = logged_in(editor)
    edit = screen.get(reverse("wagtailsnippets_prisoner_pages_prisoner:edit", args=[record.pk]))
    assert button in edit.content.decode()

    refused = screen.post(button, {"source": source.pk, "on": "31.12.2999", "archive_url": copy})
    assert refused.status_code == 200 and not Source.objects.get().dead_on
    screen.post(button, {"source": source.pk, "on": "14.10.2026", "archive_url": copy})

    client.logout()
    page, [found] = told(client)
    assert (found["url"], found["dead_url"], found["dead_on"]) == (copy or None, PAGE, "2026-10-14")
    assert f'href="{PAGE}"' not in page and PAGE in page
    assert (f'href="{COPY}"' in page) == bool(copy)
    waiting = Prisoner.objects.get().latest_revision.as_object()
    assert waiting.name_en == "Changed In A Draft" and waiting.sources.get().dead_on == date(2026, 10, 14)


def test_nobody_else_marks_a_link_and_no_link_of_another_record(record, editor):
    source = cites(record, url=PAGE)
    other = PrisonerFactory(partner=record.partner, slug="other")
    today, stranger = timezone.localdate(), employ_moderator(open_partner("pen"))

    with pytest.raises(PermissionDenied):
        mark_link_dead(record, source=source, on=today, by=stranger)
    with pytest.raises(ValidationError):
        mark_link_dead(other, source=source, on=today, by=editor)
    with pytest.raises(ValidationError):
        mark_link_dead(record, source=source, on=today + timedelta(days=1), by=editor)


def test_a_publisher_is_suggested_by_the_address_and_staff_read_it_in_their_words(record, editor):
    screen = logged_in(editor)
    asked = screen.get(reverse("source_publisher"), {"url": "https://www.pravda.com.ua/1"})
    assert asked.json() == {"publisher": "Українська правда"}
    assert screen.get(reverse("source_publisher"), {"url": "http://["}).json() == {"publisher": ""}

    source = cites(record, url=PAGE, title="Лист", date="2026-10-14", dead_on=date(2026, 11, 1))
    with translation.override("uk"):
        assert source_in_words(source).startswith("Лист, ZMINA, ")
        assert source_in_words(source).endswith("посилання не працює")


# --- Copies ------------------------------------------------------------------------------------------
def pdf(pages=1, password=""):
    writer, out = pypdf.PdfWriter(), BytesIO()
    for _number in range(pages):
        writer.add_blank_page(100, 100)
    if password:
        writer.encrypt(password)
    writer.write(out)
    return out.getvalue()


def upload(screen, source, content, name="page.pdf"):
    file = BytesIO(content)
    file.name = name
    return screen.post(
        reverse("source_copies", args=[source.prisoner_id]), {"source": source.pk, "file": file}
    )


@pytest.mark.full(LONG)
@pytest.mark.both_databases
def test_a_copy_is_kept_encrypted_with_its_hash_and_handed_to_its_partner_alone(record, editor):
    source, screen = cites(record, url=PAGE, title="Gone", is_public=False), logged_in(editor)
    content = pdf()

    assert upload(screen, source, content).status_code == 302
    copy = SourceCopy.objects.get()
    listed = screen.get(reverse("source_copies", args=[record.pk])).content.decode()
    handed = screen.get(reverse("source_copy", args=[copy.pk]))

    assert handed.content == content and copy.sha256 == sha256(content).hexdigest()
    assert copy.sha256 in listed and "Gone" in listed
    assert handed.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in handed.headers["Cache-Control"]
    assert b"%PDF" not in bytes(SourceCopy.objects.values_list("content_encrypted", flat=True)[0])
    for other in (employ_moderator(open_partner("pen")), employ_coordinator()):
        stranger = logged_in(other)
        assert stranger.get(reverse("source_copy", args=[copy.pk])).status_code in (302, 403)
        assert stranger.get(reverse("source_copies", args=[record.pk])).status_code in (302, 403)
        assert stranger.post(reverse("forget_source_copy", args=[copy.pk])).status_code in (302, 403)
    assert SourceCopy.objects.exists()

    screen.post(reverse("forget_source_copy", args=[copy.pk]))
    assert not SourceCopy.objects.exists()
    logged = ModelLogEntry.objects.filter(
        action__in=("prisoner_pages.keep_copy", "prisoner_pages.delete_copy")
    )
    assert [each.data["sha256"] for each in logged] == [copy.sha256] * 2


def test_of_a_record_handed_over_meanwhile_no_copy_is_kept_or_deleted(record, editor, monkeypatch):
    source, content, read = cites(record, url=PAGE), pdf(), source_copies._read
    copy = keep_copy(record, source=source, content=content, by=editor)

    def while_it_is_handed_over(content):
        Prisoner.objects.filter(pk=record.pk).update(partner=open_partner("pen"))
        return read(content)

    monkeypatch.setattr(source_copies, "_read", while_it_is_handed_over)
    with pytest.raises(PermissionDenied):
        keep_copy(record, source=source, content=content, by=editor)
    with pytest.raises(PermissionDenied):
        source_copies.delete_copy(copy, by=editor)
    assert SourceCopy.objects.get() == copy


def test_a_picture_keeps_its_dots_and_nothing_else(record, editor):
    source = cites(record, title="Letter")
    told = picture_bytes()
    assert upload(logged_in(editor), source, told + b"hidden words", "page.jpg").status_code == 302

    copy = SourceCopy.objects.get()
    kept = source_copies.open_copy(copy, by=editor)
    assert b"hidden words" not in kept and copy.size == len(kept)


REFUSED = {
    "a page of the web": b"<html><script>alert(1)</script></html>",
    "a PDF that is none": b"%PDF-1.7 no more than this",
    "a locked PDF": pdf(password="secret"),
    "too many pages": pdf(source_copies.MAX_COPY_PAGES + 1),
    "too large": pdf() + b"0" * source_copies.MAX_COPY_BYTES,
    "a program": b"MZ" + b"0" * 100,
}


@pytest.mark.parametrize("content", first_of(REFUSED.values()), ids=REFUSED)
def test_what_is_no_page_is_refused_in_words(record, editor, content):
    source = cites(record, url=PAGE)
    answer = upload(logged_in(editor), source, content)

    assert answer.status_code == 200 and answer.context["form"].errors["file"]
    assert not SourceCopy.objects.exists()


def test_no_copy_is_kept_of_another_records_source_nor_more_than_there_is_room_for(
    record, editor, monkeypatch
):
    source = cites(record, url=PAGE)
    with pytest.raises(ValidationError):
        keep_copy(PrisonerFactory(partner=record.partner), source=source, content=pdf(), by=editor)
    monkeypatch.setattr(source_copies, "MAX_COPIES", 0)
    with pytest.raises(ValidationError):
        keep_copy(record, source=source, content=pdf(), by=editor)
