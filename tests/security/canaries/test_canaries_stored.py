"""Nothing private stands in clear in database, queue or logs; no draft stands beside its own revision."""

import logging
from io import BytesIO, StringIO

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pypdf import PdfWriter

from home.jobs.mail_renderers import renderers
from home.languages.written_dates import read_date
from home.models import Outbox
from home.registry import provided_by_name
from home.site.middleware.request_log import OUR_LOGGERS, SafeFormatter
from letters.choices.requests import RequestKind
from letters.following.actions.mail import LETTER_RECEIVED
from letters.models import Letter, LetterNote
from letters.requests.actions.asking import ask_by_code
from letters.requests.actions.carrying_out import carry_out_requests
from letters.sealing.sealed_box import seal_text
from prisoner_pages.choices import PauseForm, PostAnswer, Scope, ToldBy
from prisoner_pages.consents.actions.consents import give_consent, withdraw_consent
from prisoner_pages.consents.actions.private import open_consent, open_private, write_private
from prisoner_pages.facts.actions.post_notes import note_post_of_person
from prisoner_pages.facts.actions.source_copies import keep_copy
from prisoner_pages.lists.actions import map_columns, upload_list
from prisoner_pages.lists.jobs import work_at_list
from prisoner_pages.models import Occupation, PrisonerPage, Sentence, Source
from prisoner_pages.records.actions.pauses import pause_prisoner, resume_prisoner
from tests.factories.consents import GIVEN
from tests.factories.mail import mail_server
from tests.factories.partners import employ_editor, employ_moderator, open_partner
from tests.factories.pictures import picture_bytes
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.factories.site_content import word_in
from tests.factories.stored import everything_stored, stored_in
from tests.letters.conftest import filled, work
from tests.prisoner_pages.importing.conftest import list_of

# One word each, without a hyphen: an index cuts a text into words.
PRIVATE, DRAFT, PUBLIC = "kanarkaprivate", "kanarkadraft", "kanarkapublic"
PERSON = "/uk/letters/write/vilna/check/"
# Where a draft has no business: beside its revision only the page of a draft never public holds its text.
BESIDE_DRAFTS = {
    "wagtailcore_pagelogentry": ["data"],
    "wagtailcore_modellogentry": ["data"],
    "wagtailcore_referenceindex": [],
    "wagtailsearch_indexentry": [],
    "home_outbox": [],
    "django_tasks_database_dbtaskresult": [],
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def logged(caplog):
    """Every line of our own loggers, with all that travels with it."""
    for name in OUR_LOGGERS:
        caplog.set_level(logging.DEBUG, logger=name)
    return lambda: "\n".join(
        f"{record.getMessage()} {record.__dict__}"
        for record in caplog.records
        if record.name.split(".")[0] in OUR_LOGGERS
    )


@pytest.fixture
def partner():
    open_locales("uk", "en")
    return open_partner("zmina")


@pytest.fixture
def person(partner):
    return PrisonerFactory(partner=partner, writable=True, slug="vilna", name_en=f"Person {PUBLIC}")


def keep_secrets(person, client):
    """Write, read and end everything private about a person, as its moderator and a writer do."""
    moderator = employ_moderator(person.partner)
    write_private(
        person, by=moderator, **{name: f"{PRIVATE} {name}" for name in ("contacts", "proof", "notes")}
    )
    assert PRIVATE in open_private(person, by=moderator).notes
    words = {"given_by": f"{PRIVATE} relative", "proof": f"{PRIVATE} proof"}
    consent = give_consent(person, scope=Scope.HEALTH, by=moderator, **{**GIVEN, **words})
    open_consent(consent, by=moderator)
    withdraw_consent(consent, by=moderator)
    found = upload_list(list_of({"full_name_uk": f"{PRIVATE} Name"}), partner=person.partner, by=moderator)
    map_columns(found, found.columns, by=moderator)
    work_at_list(found.pk)
    said = {"answer": PostAnswer.ARRIVE, "on": read_date("2026-10"), "told_by": ToldBy.FAMILY}
    note_post_of_person(person, source=f"{PRIVATE} teller", by=moderator, **said)
    source = Source.objects.create(prisoner=person, url="https://source.example/", title=PUBLIC)
    keep_copy(person, source=source, content=pdf_titled(PRIVATE), by=moderator)
    send_letter(client)
    pause_prisoner(person, by=moderator, reason=f"{PRIVATE} reason", form=PauseForm.OPEN)
    resume_prisoner(person, by=moderator)


def send_letter(client):
    """Send a letter with a drawing; ask where it is; write a note to it; return its code."""
    drawing = SimpleUploadedFile(f"{PRIVATE}.jpg", BytesIO(picture_bytes()).getvalue(), "image/jpeg")
    fields = {"body": f"{PRIVATE} body", "name": f"{PRIVATE} name", "email": f"{PRIVATE}@example.org"}
    answer = client.post(PERSON, {**filled(**fields), "drawing": drawing})
    code = client.get(answer.headers["Location"]).context["code"]
    client.post("/uk/letters/status/", {"code": code})
    client.post(PERSON, filled(**{**fields, "consent": ""}))  # refused: the text comes back in the page
    letter = Letter.objects.get()
    sealed = seal_text(f"{PRIVATE} note", letter=letter.uuid, field="note")
    LetterNote.objects.create(letter=letter, by_name="reader", at=timezone.now(), sealed_text=sealed)
    return code.replace(" ", "")


def pdf_titled(words):
    """Return a PDF whose title stands in it in clear."""
    writer, out = PdfWriter(), BytesIO()
    writer.add_blank_page(100, 100)
    writer.add_metadata({"/Title": words})
    writer.write(out)
    assert words.encode() in out.getvalue()
    return out.getvalue()


def write_drafts(person):
    """Save drafts of a public record, a public story and a public word, as an editor does."""
    editor = employ_editor(person.partner)
    record = type(person).objects.get(pk=person.pk)
    record.name_uk = record.name_en = record.place_as_stated = f"{DRAFT} name"
    record.sentences = [Sentence(court=f"{DRAFT} court", years=3)]
    record.save_revision(user=editor, log_action=True)
    story = PrisonerPage.objects.get(prisoner=person, locale__language_code="uk")
    story.title = story.intro = f"{DRAFT} story"
    story.body = [{"type": "paragraph", "value": f"<p>{DRAFT}</p>"}]
    story.save_revision(user=editor, log_action=True)
    word = word_in(["uk", "en"], Occupation, "коваль", "smith")
    word.name = f"{DRAFT} word"
    word.save_revision(user=editor, log_action=True)


def private_columns():
    models = apps.get_app_config("prisoner_pages").get_models()
    found = [(model, field.name) for model in models for field in model._meta.fields]
    sealed = [(Letter, name) for name in ("sealed_body", "sealed_name", "sealed_email", "sealed_wishes")]
    return [*(pair for pair in found if pair[1].endswith("_encrypted")), *sealed, (LetterNote, "sealed_text")]


def test_no_column_holds_a_private_word_in_clear(person, client, settings, logged):
    keep_secrets(person, client)
    with mail_server(settings) as server:
        work()

    assert [
        pair for pair in private_columns() if not any(pair[0].objects.values_list(pair[1], flat=True))
    ] == []
    assert PUBLIC in stored_in("wagtailsearch_indexentry").lower()
    assert "read_private" in stored_in("wagtailcore_modellogentry")
    assert server.mail
    assert PRIVATE not in everything_stored().lower()
    assert "letter_received" in logged()
    assert PRIVATE not in logged().lower()


def test_a_draft_stands_in_its_revision_and_in_no_log_index_or_mail(person, logged):
    write_drafts(person)

    assert stored_in("wagtailcore_revision").lower().count(DRAFT) >= 3
    told = {
        table: columns
        for table, columns in BESIDE_DRAFTS.items()
        if DRAFT in stored_in(table, *columns).lower()
    }
    assert told == {}
    assert DRAFT not in logged().lower()


WORKED_ON_IN = ("django_tasks_database_dbtaskresult", "home_outbox", "letters_request")
QUOTED = f"<{PRIVATE}@example.org> of {PRIVATE}"


@pytest.fixture
def written():
    """Every line that the log of production gets, whoever wrote it, with the faults that travel with it."""
    out = StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(SafeFormatter())
    logging.getLogger().addHandler(handler)
    yield out.getvalue
    logging.getLogger().removeHandler(handler)


def left_by_work(written):
    """Return the tables of work, and lines of the log, in which something private stands."""
    tables = [table for table in WORKED_ON_IN if PRIVATE in stored_in(table).lower()]
    return tables + [line for line in written().lower().splitlines() if PRIVATE in line]


@pytest.mark.parametrize(
    "answer", [f"550 {QUOTED}", f"451 {QUOTED}", f"RCPT 550 {QUOTED}", f"RCPT 450 {QUOTED}", "drop"]
)
def test_mail_server_that_quotes_the_address_leaves_it_nowhere(person, client, settings, written, answer):
    with mail_server(settings) as server:
        server.answer = answer
        send_letter(client)
        work()

    assert Outbox.objects.exclude(state=Outbox.State.SENT).get().attempts == 1
    assert "mail_failed" in written() and left_by_work(written) == []
    assert PRIVATE not in everything_stored().lower()


def test_work_that_fails_with_words_of_a_letter_leaves_them_nowhere(person, client, written, monkeypatch):
    """Jobs that fail are those of tests/home/jobs/test_jobs.py."""

    def fail(*_arguments):
        raise RuntimeError(QUOTED)

    monkeypatch.setitem(renderers(), LETTER_RECEIVED, fail)
    monkeypatch.setitem(provided_by_name("requests"), RequestKind.WITHDRAW, fail)
    code = send_letter(client)
    work()
    ask_by_code(RequestKind.WITHDRAW, letter=Letter.objects.get(), code=code)
    carry_out_requests()

    assert [event for event in ("mail_failed", "request_failed") if f"event={event}" not in written()] == []
    assert left_by_work(written) == [] and PRIVATE not in everything_stored().lower()


def test_the_queue_is_given_ids_and_no_words(person, client, settings, django_capture_on_commit_callbacks):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    with django_capture_on_commit_callbacks(execute=True):
        keep_secrets(person, client)
        write_drafts(person)

    queued = stored_in("django_tasks_database_dbtaskresult").lower()
    assert queued
    assert not [word for word in (PRIVATE, DRAFT, PUBLIC) if word in queued]
