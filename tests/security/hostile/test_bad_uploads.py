"""bad_inputs.yaml, surface cms_upload: each file through every way by which a partner's editor brings one in.

The ways are the form of a picture, the page for many of them, the chooser in a text, and copies of sources.
Wagtail's documents are closed to everybody: nothing of ours shows one.
"""

import re
import zipfile
from io import BytesIO
from itertools import product
from types import SimpleNamespace

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from pypdf.actions import JavaScript
from wagtail.documents import get_document_model

from home.models import SiteImage, SiteRendition
from home.pictures.renditions import PUBLIC_SPECS, STAFF_SPECS
from prisoner_pages.models import Source, SourceCopy
from prisoner_pages.roles import ADMINISTRATOR
from tests.effort import effort_of
from tests.factories.partners import employ_as, employ_editor, logged_in, open_partner
from tests.factories.pictures import jpeg_with_gps, picture_bytes, png_bomb
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.security.hostile import bad_inputs
from tests.standing import standing
from tests.tiers import first_of

pytestmark = pytest.mark.django_db
CASES = {case.id: case for case in bad_inputs.cases("cms_upload")}
UKRAINIAN = re.compile("[а-яіїєґ]{3}")
TYPED = "Подвір’я взимку"
CANARY = b"CANARY"
MAX_SECONDS = 5


@standing
def world(db):
    open_locales("uk")
    world = SimpleNamespace(own=open_partner("zmina"), other=open_partner("pen"))
    world.editor = employ_editor(world.own)
    world.record = PrisonerFactory(partner=world.own, stories=[])
    world.source = Source.objects.create(prisoner=world.record, title="Лист", url="https://example.org/1")
    return world


# --- The ways, each as (what the answer tells of a refusal, the answer) ------------------------------


def by_the_form(world, file):
    answer = logged_in(world.editor).post(reverse("wagtailimages:add"), {"title": TYPED, "file": file})
    refused = answer.context["form"].errors.get("file", []) if answer.status_code == 200 else []
    assert not refused or TYPED in answer.text, "what was typed is given back"
    return refused, answer


def with_many(world, file):
    sent = {"title": TYPED, "files[]": file}
    answer = logged_in(world.editor).post(reverse("wagtailimages:add_multiple"), sent)
    return [answer.json()["error_message"]] if not answer.json()["success"] else [], answer


def from_a_text(world, file):
    prefix = "image-chooser-upload-"
    sent = {f"{prefix}title": TYPED, f"{prefix}file": file}
    answer = logged_in(world.editor).post(reverse("wagtailimages_chooser:create"), sent)
    form = answer.json().get("htmlFragment", "")
    assert not form or TYPED in form
    return re.findall(r'class="error-message"[^>]*>([^<]*)', form), answer


def as_a_copy(world, file):
    address = reverse("source_copies", args=[world.record.pk])
    answer = logged_in(world.editor).post(address, {"source": world.source.pk, "file": file})
    return answer.context["form"].errors.get("file", []) if answer.status_code == 200 else [], answer


PICTURE_WAYS = {"form": by_the_form, "many": with_many, "text": from_a_text}
WAYS = {**PICTURE_WAYS, "copy": as_a_copy}


def kept_of(world):
    return SiteImage.objects.count() + SourceCopy.objects.count() + get_document_model().objects.count()


def refuse(case, way, world, data, name):
    """Hold that the file is refused in the editor's language, and that nothing of it stays."""
    file = SimpleUploadedFile(name, data)
    (refused, answer), seconds = effort_of(lambda: WAYS[way](world, file))

    CASES[case].assert_met(answer, stored=kept_of(world))
    assert refused and all(UKRAINIAN.search(str(words)) for words in refused), refused
    assert CANARY.decode() not in answer.text
    assert seconds < MAX_SECONDS


# --- Files that are no pictures, or too many dots ------------------------------------------------------

SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
BAD_PICTURES = {
    "CU-01": lambda: (jpeg_with_gps(size=(600, 400))[:-900], "x.jpg"),
    "CU-03": lambda: (SVG, "x.svg"),
    "CU-04": lambda: (png_bomb(30_000), "x.png"),
    "CU-05": lambda: (png_bomb(11_000), "x.png"),
}


@pytest.mark.parametrize("case", first_of(BAD_PICTURES))
def test_bad_picture_is_refused_in_words_on_every_way(case, world):
    data, name = BAD_PICTURES[case]()
    for way in WAYS:
        refuse(case, way, world, data, name)


def test_svg_that_is_called_a_jpeg_is_refused_too(world):
    """CU-03"""
    for way in WAYS:
        refuse("CU-03", way, world, SVG, "x.jpg")


@pytest.mark.parametrize("way", WAYS)
def test_good_picture_is_kept_on_every_way(way, world):
    refused, answer = WAYS[way](world, SimpleUploadedFile("x.png", picture_bytes("PNG")))

    assert not refused and answer.status_code in (200, 302)
    assert kept_of(world) == 1


@pytest.mark.parametrize("way", first_of(WAYS))
def test_photo_loses_where_and_by_whom_it_was_taken(way, world):
    """CU-02: from the original, every size made of it, and the copy of a source."""
    data = jpeg_with_gps()
    assert CANARY in data

    refused, answer = WAYS[way](world, SimpleUploadedFile("Nariman at home.jpg", data))

    CASES["CU-02"].assert_met(answer, stored=kept_of(world))
    assert not refused
    for kept in files_of(world):
        assert CANARY not in kept and not Image.open(BytesIO(kept)).getexif()
    assert not SiteImage.objects.filter(file__icontains="nariman").exists()


def files_of(world):
    """Return all files that were kept: originals, each size that is ever made of them, copies."""
    found = []
    for image in SiteImage.objects.all():
        assert image.collection == world.own.collection
        found.append(image.file.read())
        for spec in {*PUBLIC_SPECS.values(), *STAFF_SPECS.values()}:
            found.append(image.get_rendition(spec).file.read())
    for copy in SourceCopy.objects.all():
        found.append(handed_out(world, copy).content)
    assert found
    return found


# --- Documents ---------------------------------------------------------------------------------------

NO_DOCUMENTS = {
    "page.html": b"<!doctype html><script>alert(1)</script>",
    "drawing.svg": SVG,
    "list.xml": b"<?xml version='1.0'?><x/>",
}
DOORS = ("wagtaildocs:add", "wagtaildocs:add_multiple", "wagtaildocs_chooser:create")


def docx():
    """A letter of a word processor, with the name of whoever wrote it inside."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
        archive.writestr("docProps/core.xml", f"<dc:creator>{CANARY.decode()}</dc:creator>")
    return file.getvalue()


def pdf_with_a_script():
    writer, out = pypdf.PdfWriter(), BytesIO()
    writer.add_blank_page(100, 100)
    writer.add_open_action(JavaScript("app.alert(1)"))
    writer.write(out)
    return out.getvalue()


def handed_out(world, copy):
    return logged_in(world.editor).get(reverse("source_copy", args=[copy.pk]))


@pytest.fixture
def administrator(world):
    return employ_as(ADMINISTRATOR, partner=world.own)


def hold_doors(case, world, users, data, name):
    """Hold that Wagtail's documents are closed to all of them."""
    for user, door in product(users, DOORS):
        file = SimpleUploadedFile(name, data)
        answer = logged_in(user).post(reverse(door), {"title": TYPED, "file": file, "files[]": file})
        CASES[case].assert_met(answer, stored=kept_of(world))


@pytest.mark.parametrize("name", NO_DOCUMENTS)
def test_file_that_a_browser_would_run_is_no_copy_and_no_document(name, world, administrator):
    """CU-07"""
    refuse("CU-07", "copy", world, NO_DOCUMENTS[name], name)
    hold_doors("CU-07", world, (world.editor, administrator), NO_DOCUMENTS[name], name)


def test_pdf_with_a_script_is_handed_out_to_be_saved_and_may_do_nothing(world):
    """CU-08"""
    refused, answer = as_a_copy(world, SimpleUploadedFile("page.pdf", pdf_with_a_script()))
    CASES["CU-08"].assert_met(answer, stored=kept_of(world))
    assert not refused

    handed = handed_out(world, SourceCopy.objects.get())

    assert handed.status_code == 200
    assert handed.headers["Content-Disposition"].startswith("attachment")
    assert "default-src 'none'" in handed.headers["Content-Security-Policy"]
    assert handed.headers["X-Content-Type-Options"] == "nosniff"


def test_author_in_an_office_file_never_comes_in(world, administrator):
    """CU-09: it is refused with its author, wherever somebody brings it."""
    refuse("CU-09", "copy", world, docx(), "letter.docx")
    hold_doors("CU-09", world, (world.editor, administrator), docx(), "letter.docx")


@pytest.mark.parametrize("role", ["editor", "administrator"])
def test_nobody_is_offered_documents_that_nothing_could_show(role, world, administrator):
    user = {"editor": world.editor, "administrator": administrator}[role]
    page = logged_in(user).get(reverse("wagtailadmin_home")).text

    assert reverse("wagtailimages:index") in page
    assert reverse("wagtaildocs:index") not in page


# --- What is made of a picture --------------------------------------------------------------------------


def image_in(partner):
    file = SimpleUploadedFile("x.jpg", picture_bytes())
    return SiteImage.objects.create(title="знімок", collection=partner.collection, file=file)


@pytest.mark.parametrize("spec", ["width-1", "width-10000", "fill-5000x5000", "original"])
def test_nobody_has_a_size_of_their_own_made(spec, world):
    """CU-10"""
    image, client = image_in(world.own), logged_in(world.editor)
    addresses = [
        reverse("wagtailimages:preview", args=[image.pk, spec]),
        f"{reverse('wagtailimages:url_generator_output', args=[image.pk])}?filter_method={spec}&width=9999",
    ]

    for address in addresses:
        CASES["CU-10"].assert_met(client.get(address), stored=0)
    assert not SiteRendition.objects.exists()


def test_original_of_a_picture_has_no_address_and_another_partners_size_is_closed(world):
    """CU-12"""
    own, foreign = image_in(world.own), image_in(world.other)
    size = foreign.get_rendition(STAFF_SPECS["list and chooser"])
    client = logged_in(world.editor)

    for address in (
        f"/images/signature/{own.pk}/original/",
        f"/uk/images/signature/{own.pk}/original/",
        f"/media/{own.file.name}",
        size.url,
    ):
        CASES["CU-12"].assert_met(client.get(address), stored=0)


def test_every_case_is_played_here():
    assert set(CASES) == {*BAD_PICTURES, "CU-02", "CU-07", "CU-08", "CU-09", "CU-10", "CU-12"}
