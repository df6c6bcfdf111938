"""A day's work: a pack of forty letters to seventeen places, and its printed manifest, scanned."""

import uuid

import pypdfium2
import pytest
import zxingcpp

from letters.choices.letters import LetterState
from letters.choices.paper import FileKind, RunState
from letters.choices.scans import ScanState
from letters.models import PrintedLetter
from letters.posting.actions.manifest_scanning import groups_in, post_scanned
from letters.printing.actions.pack_files import open_file
from tests.letters.pack_world import approve, make_person
from tests.tiers import PRINTED

pytestmark = pytest.mark.full(PRINTED)


DOTS_A_POINT = 3  # as from a sharp photo


def codes_on(pdf):
    found = []
    for page in pypdfium2.PdfDocument(pdf):
        picture = page.render(scale=DOTS_A_POINT).to_pil().convert("L")
        codes = zxingcpp.read_barcodes(
            picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCodeModel2)
        )
        found += [code.text for code in codes]
    return list(dict.fromkeys(found))


def test_scanning_the_printed_manifest_posts_every_letter_of_the_pack(person, dispatcher, built):
    people = [person, *(make_person(number, partner=person.partner) for number in range(2, 18))]
    pack = built([approve(people[number % 17], f"Письмо {number}.") for number in range(40)])
    manifest = open_file(pack=pack, kind=FileKind.MANIFEST, by=dispatcher).content

    codes = codes_on(manifest)
    groups = groups_in(codes=codes, by=dispatcher)
    numbers = [code for code in codes if code not in groups]
    results = post_scanned(codes=numbers, by=dispatcher, uuid=uuid.uuid4())

    assert set(numbers) == set(PrintedLetter.objects.values_list("number", flat=True))
    assert pack in groups.values() and len(groups) == 1 + 17
    assert {result.state for result in results} == {ScanState.DONE} and len(results) == 40
    assert set(PrintedLetter.objects.values_list("letter__state", flat=True)) == {LetterState.POSTED}
    pack.refresh_from_db()
    assert pack.state == RunState.POSTED and pack.posted_at
