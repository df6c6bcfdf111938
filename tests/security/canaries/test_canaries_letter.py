"""A letter goes all its way at the desk; no word of it, its writer or the desk stands anywhere in clear.

Looked through: every column of every table (tasks, mail, sessions, logs, indexes, revisions), our own logs
at DEBUG, caches, temporary files, files of the site, mail on its way out. The detector is tried too.
"""

import base64
import gzip
import logging
import tempfile
import uuid
from io import BytesIO

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from home.site.middleware.request_log import OUR_LOGGERS
from letters.choices.desk import DeskRole
from letters.choices.letters import Channel, LetterState, ReturnReason
from letters.choices.paper import FileKind
from letters.choices.scans import ScanKind
from letters.handling.actions.claims import claim, take_over
from letters.handling.actions.current_texts import text_to_translate, translation_of
from letters.handling.actions.emergency_access import ask_for_access
from letters.handling.actions.notes import write_note
from letters.handling.actions.opening import open_drawing, open_letter, open_translation
from letters.intake.actions.key_in import key_in_letter
from letters.intake.actions.scans import bring_scans
from letters.models import Letter, LetterDesk
from letters.posting.actions.posting import post_letter
from letters.posting.actions.returns import come_back
from letters.printing.actions.build_pack import build_pack
from letters.printing.actions.pack_files import open_file
from letters.screening.actions import decisions
from letters.translating.actions.approving import approve, send_back
from letters.translating.actions.correcting import correct_text, save_correction
from letters.translating.actions.translating import hand_over, look_over, marked_text, save_translation
from letters.writing.content import Content
from tests.factories.leaks import cached, forms_of, found_in, found_in_bytes, found_in_files
from tests.factories.mail import mail_server
from tests.factories.partners import open_partner
from tests.factories.pictures import picture_bytes
from tests.factories.prisoner_pages import open_locales
from tests.factories.stored import everything_stored, stored_in
from tests.letters.conftest import filled, make_member, work
from tests.letters.pack_world import make_person, pack_of

pytestmark = pytest.mark.django_db
# A word each, no other text has a use for them: what the writer wrote, what the desk wrote in two scripts.
WRITTEN, SAID, RUSSIAN = "kanarkawritten", "kanarkasaid", "канарейкатайна"
WORDS = [WRITTEN, SAID, RUSSIAN]
BODY = f"Добрий день, {WRITTEN}!\n\nЦе таємне слово: {WRITTEN}."
ROWS = [f"Добрый день, {RUSSIAN}!", f"Это тайное слово: {RUSSIAN}."]


@pytest.fixture
def logged(caplog):
    for name in OUR_LOGGERS:
        caplog.set_level(logging.DEBUG, logger=name)
    return lambda: "\n".join(
        f"{record.getMessage()} {record.__dict__}"
        for record in caplog.records
        if record.name.split(".")[0] in OUR_LOGGERS
    )


@pytest.fixture
def temporary(tmp_path, monkeypatch, settings):
    """A folder of its own for temporary files, and one for the site's files."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    settings.FILE_UPLOAD_TEMP_DIR = str(folder)
    return folder


@pytest.fixture
def people():
    open_locales("uk", "en")
    partner = open_partner("zmina")
    roles = [*DeskRole, DeskRole.SCREENER, DeskRole.READER]
    staff = {
        f"{role}{place}": make_member(partner, f"{role}{place}", role) for place, role in enumerate(roles)
    }
    return {"person": make_person(partner=partner, slug="vilna", stories=["uk"]), **staff}


def send(client):
    """Send the letter through the form, with a drawing, refused once for want of consent."""
    drawing = SimpleUploadedFile(f"{WRITTEN}.jpg", BytesIO(picture_bytes()).getvalue(), "image/jpeg")
    fields = filled(body=BODY, name=f"Олена {WRITTEN}", email=f"{WRITTEN}@example.org", language="uk")
    client.post("/uk/letters/write/vilna/check/", {**fields, "consent": ""})
    client.post("/uk/letters/write/vilna/check/", {**fields, "drawing": drawing})
    return Letter.objects.get()


def read(letter, people):
    """What first readers do: read it, hide a part, write a note, take it from each other, accept it."""
    first, second = people["screener0"], people["screener5"]
    open_letter(letter=letter, by=first)
    open_drawing(letter=letter, by=first)
    claim(letter=letter, by=first)
    take_over(letter=letter, by=second, note=f"Беру: {SAID}")
    write_note(letter=letter, by=second, text=f"Слово {SAID}")
    letter = decisions.hide_parts(letter=letter, by=second, version=1, spans=[{"start": 0, "end": 6}])
    return decisions.accept_letter(letter=letter, by=second, version=2, language="de", drawing=True)


def hand(letter, translator):
    """Hand the text over; each remark on it is answered with a reason."""
    text = translation_of(letter)
    remarks = look_over(letter, text_to_translate(letter), text, marked_text(text))
    reasons = {remark.key: f"Так є: {SAID}" for remark in remarks}
    about = {"letter": letter, "by": translator, "version": letter.version}
    if reasons:
        save_translation(**about, text_version=text.version, rows=ROWS, reasons=reasons)
    return hand_over(**about, text_version=translation_of(letter).version)


def put_into_russian(letter, people):
    translator, reader, second = people["translator1"], people["reader2"], people["reader6"]
    save_translation(letter=letter, by=translator, version=letter.version, text_version=0, rows=ROWS)
    letter = hand(letter, translator)
    open_translation(letter=letter, by=reader)
    letter = send_back(letter=letter, by=reader, version=letter.version, reasons=["unclear"], note=SAID)
    letter = hand(letter, translator)
    rows = [ROWS[0], f"{ROWS[1]} {RUSSIAN}"]
    about = {"letter": letter, "by": reader, "version": letter.version, "rows": rows}
    saved = save_correction(**about, text_version=translation_of(letter).version)
    letter = correct_text(**about, text_version=saved.version)
    return approve(letter=letter, by=second, version=letter.version)


def put_on_paper(letter, people):
    dispatcher = people["dispatcher3"]
    dispatcher.desk = LetterDesk.objects.get()
    pack = pack_of([letter], dispatcher)
    build_pack(pack.pk)
    pack.refresh_from_db()
    assert open_file(pack=pack, kind=FileKind.LETTERS, by=dispatcher)
    letter.refresh_from_db()
    letter = post_letter(letter=letter, by=dispatcher, version=letter.version)
    return come_back(letter=letter, by=dispatcher, version=letter.version, reason=ReturnReason.MOVED)


def do_beside_it(letter, people, client):
    """Keyed in, scanned, returned, asked for in an emergency, asked to be erased, looked at in a browser."""
    screener, coordinator = people["screener0"], people["coordinator4"]
    content = Content(prisoner="vilna", body=f"Лист {WRITTEN}", name=WRITTEN, email=f"{WRITTEN}@example.net")
    typed, _code = key_in_letter(content=content, nonce=uuid.uuid4().hex, channel=Channel.PAPER, by=screener)
    decisions.return_letter(letter=typed, by=people["screener5"], version=1, reasons=["politics"])
    page = (ScanKind.PICTURE, picture_bytes() + WRITTEN.encode(), "")
    bring_scans(uuid=uuid.uuid4(), desk=LetterDesk.objects.get(), files=[page], by=screener)
    ask_for_access(letter=letter, by=coordinator, reason=f"Бо {SAID}")
    client.post("/uk/letters/erase/", {"email": f"{WRITTEN}@example.org"})
    for user in people.values():
        if hasattr(user, "get_username"):
            browser = Client()
            browser.force_login(user)
            browser.get("/admin/letters/")
            browser.get("/admin/letters/", {"q": "лист"})
            browser.get(f"/admin/letters/{letter.uuid}/")


def everywhere(logged, temporary, server):
    """Return [(place, hit)] of every word found."""
    mail = "\n".join(f"{message} {message.get_content()}" for _to, message in server.mail)
    # The address itself is what a mail is sent to; nothing else of the letter is in one.
    mail = mail.replace(f"{WRITTEN}@example.", "")
    places = {"database": everything_stored(), "logs": logged(), "caches": cached(), "mail": mail}
    found = [(place, hit) for place, text in places.items() for hit in found_in(text, WORDS)]
    return found + [("files", hit) for hit in found_in_files(temporary, WORDS)]


def test_no_word_of_a_letter_stands_in_clear_anywhere(
    people, client, settings, logged, temporary, django_capture_on_commit_callbacks
):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    settings.MEDIA_ROOT = temporary / "media"
    with mail_server(settings) as server, django_capture_on_commit_callbacks(execute=True):
        letter = read(send(client), people)
        letter = put_on_paper(put_into_russian(letter, people), people)
        do_beside_it(letter, people, client)
    with mail_server(settings) as server:
        work()

    assert letter.state == LetterState.RETURNED
    assert stored_in("django_tasks_database_dbtaskresult") and server.mail
    actions = set(letter.log.values_list("action", flat=True))
    assert actions >= {
        "received",
        "opened",
        "noted",
        "part_hidden",
        "taken_over",
        "corrected",
        "printed",
        "posted",
    }
    assert everywhere(logged, temporary, server) == []


# --- The detector -----------------------------------------------------------------------------------


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("form", forms_of("x" * 12))
def test_detector_finds_a_word_in_every_form(word, form):
    assert (word, form) in found_in(f"row {forms_of(word)[form]} row", WORDS)


@pytest.mark.parametrize("before", ["", "a", "ab", "abc"])
def test_detector_finds_a_word_within_a_coded_text(before):
    coded = base64.b64encode(f"{before} слово {WRITTEN} далі".encode()).decode()

    assert found_in(coded, WORDS)


def test_detector_reads_packed_files_and_their_names(tmp_path):
    (tmp_path / "a.gz").write_bytes(gzip.compress(f"x {RUSSIAN}".encode()))
    (tmp_path / f"{SAID}.txt").write_text("nothing")
    (tmp_path / "wide").write_bytes(WRITTEN.encode("utf-16-le"))

    assert {word for _name, word, _form in found_in_files(tmp_path, WORDS)} == set(WORDS)
    assert found_in_bytes(b"nothing", WORDS) == []


# Each lets one word out, somewhere else each time.
def unsealed(text, **about):
    return text


def leak_to_log(monkeypatch):
    logger = logging.getLogger("letters.leak")
    monkeypatch.setattr(
        "letters.writing.actions.submit.detect_language", lambda body: logger.debug(body) or "uk"
    )


def leak_to_cache(monkeypatch):
    monkeypatch.setattr(
        "letters.writing.actions.submit.detect_language", lambda body: cache.set("k", body) or "uk"
    )


def leak_to_file(monkeypatch):
    def keep(body):
        with tempfile.NamedTemporaryFile("w", delete=False) as file:
            file.write(body)
        return "uk"

    monkeypatch.setattr("letters.writing.actions.submit.detect_language", keep)


LEAKS = {
    "logs": leak_to_log,
    "caches": leak_to_cache,
    "files": leak_to_file,
    "a note": lambda monkeypatch: monkeypatch.setattr("letters.handling.actions.notes.seal_text", unsealed),
    "a body": lambda monkeypatch: monkeypatch.setattr("letters.writing.actions.submit.seal_text", unsealed),
}


@pytest.mark.parametrize("leak", LEAKS)
def test_detector_finds_a_leak(leak, people, client, settings, logged, temporary, monkeypatch):
    LEAKS[leak](monkeypatch)
    with mail_server(settings) as server:
        letter = send(client)
        if leak == "a note":
            write_note(letter=letter, by=people["screener0"], text=SAID)

    place = leak if leak in ("logs", "caches", "files") else "database"
    assert place in {where for where, _hit in everywhere(logged, temporary, server)}
