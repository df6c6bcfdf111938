"""Bad files of a translation (surface po_import of the catalogue), each sent as a translator would."""

import polib
import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.models import Locale, ModelLogEntry

from home.translation.choices import Right
from home.translation.exchange.read_models.outgoing import sheet_of
from home.translation.files.formats import FORMATS
from home.translation.models import UnitEvent
from home.translation.team.actions.roles import give_right
from tests.factories.desk import block, open_for, open_site, source_page
from tests.security.hostile import bad_inputs
from tests.standing import standing
from tests.tiers import first_of

pytestmark = pytest.mark.django_db
CASES = {case.id: case for case in bad_inputs.cases("po_import")}
BODY = '<p>Слова УКР <a href="https://t.me/one">там</a></p><p>Засуджений на 5 років УКР</p>'


@standing
def translation(db):
    open_site("en", "crh")
    return open_for(source_page([block("paragraph", BODY)], search_description="Опис УКР"), "en")[0]


def enter(client, language="en"):
    user = get_user_model().objects.create_user(f"translator-{language}")
    give_right(user, Right.TRANSLATE, Locale.objects.get(language_code=language), by=None)
    client.force_login(user)


def file_of(translation):
    return polib.pofile(FORMATS["po"].write(sheet_of(translation)).decode())


def with_text(words, text):
    """Return a maker of files in which the string that holds these words is translated so."""

    def make(translation):
        file = file_of(translation)
        next(entry for entry in file if words in entry.msgid).msgstr = text
        return file

    return make


def with_entry(context):
    def make(translation):
        file = file_of(translation)
        file.append(polib.POEntry(msgctxt=context, msgid="x", msgstr="../../etc"))
        return file

    return make


def twice(translation):
    file = with_text("Вступ", "One")(translation)
    first = next(entry for entry in file if entry.msgstr)
    file.append(polib.POEntry(msgctxt=first.msgctxt, msgid=first.msgid, msgstr="Two"))
    return file


def without_header(translation):
    file = with_text("Вступ", "Intro")(translation)
    file.metadata.clear()
    return file


FILES = {
    "PO-01": None,
    "PO-02": lambda translation: b"",
    "PO-03": lambda translation: bytes(range(256)) * 40,
    "PO-05": without_header,
    "PO-12": with_text("Вступ", "<script>alert(1)</script>"),
    "PO-13": with_text("Слова", '<a id="a1" href="javascript:alert(1)">there</a>'),
    "PO-14": with_text("Слова", '<a href="https://t-me.example/">there</a>'),
    "PO-15": with_entry("slug"),
    "PO-16": with_text("Вступ", "Intro \u202egnp.exe"),
    "PO-18": with_entry("private_note"),
    "PO-21": twice,
    "PO-22": with_text("років", "Sentenced to 15 years"),
    "PO-26": with_text("Назва", "Title " * 100),
}
STRANGERS = {"PO-24", "PO-25"}
# What is shown with a remark and can be saved after a yes; everything else is no choice at all.
OFFERED = {"PO-22"}


def test_every_case_of_the_catalogue_has_its_test():
    assert set(CASES) == set(FILES) | STRANGERS


@pytest.mark.parametrize("id_", first_of(FILES))
def test_a_bad_file_saves_nothing(client, translation, settings, tmp_path, id_):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    enter(client)
    case, make = CASES[id_], FILES[id_]
    data = {}
    if make:
        body = make(translation)
        data["file"] = SimpleUploadedFile("a.po", body if isinstance(body, bytes) else str(body).encode())

    answer = client.post(f"/admin/desk/{translation.pk}/files/", data)

    case.assert_met(answer, stored=UnitEvent.objects.count())
    assert list(tmp_path.iterdir()) == []
    assert bool(answer.context.get("lines")) == (id_ in OFFERED)
    assert "<script>alert" not in answer.content.decode()
    if case.has("audit_row") and make:
        assert ModelLogEntry.objects.filter(action="translation.look_over_file").count() == 1


def test_PO_13_and_14_links_are_told_of(client, translation):
    enter(client)
    for id_ in ("PO-13", "PO-14"):
        body = str(FILES[id_](translation)).encode()
        answer = client.post(
            f"/admin/desk/{translation.pk}/files/", {"file": SimpleUploadedFile("a.po", body)}
        )
        [line] = answer.context["faulty"]
        assert "<a" in line.fault, id_


def test_PO_18_no_private_field_leaves_in_a_file(translation):
    named = {row.source for row in sheet_of(translation).rows}

    assert named == {
        "Назва УКР", "Вступ УКР", "Опис УКР", 'Слова УКР <a id="a1">там</a>', "Засуджений на 5 років УКР"
    }  # fmt: skip


def test_PO_22_a_changed_number_is_told_of(client, translation):
    enter(client)
    body = str(FILES["PO-22"](translation)).encode()

    answer = client.post(f"/admin/desk/{translation.pk}/files/", {"file": SimpleUploadedFile("a.po", body)})

    assert "15" in answer.context["lines"][0].remarks[0]


def test_PO_24_and_25_a_translator_of_another_language_finds_nothing(client, translation):
    enter(client, "crh")
    body = str(file_of(translation)).encode()

    sent = client.post(f"/admin/desk/{translation.pk}/files/", {"file": SimpleUploadedFile("a.po", body)})
    fetched = client.get(f"/admin/desk/{translation.pk}/files/po/")

    CASES["PO-24"].assert_met(sent, stored=UnitEvent.objects.count())
    CASES["PO-25"].assert_met(fetched, stored=0)
