"""Approved letters to people at several places, and somebody who prints them."""

import re
import uuid
from io import BytesIO

from pypdf import PdfReader

from letters.choices.desk import DeskRole
from letters.choices.letters import LetterState as S, TextStage
from letters.handling.actions.text_versions import keep_version
from letters.models import Letter, LetterDesk, LetterTranslation, PrintedLetter, WriterRequest
from letters.printing.actions.packs import make_pack
from letters.sealing.sealed_box import seal_text
from tests.factories.prisoner_pages import FacilityFactory, PartnerFactory, PrisonerFactory
from tests.letters.conftest import make_member
from tests.letters.desk_world import blank_letter


def make_person(number=1, *, facility=None, partner=None, **facts):
    partner = partner or PartnerFactory(slug="zmina")
    facility = facility or FacilityFactory(
        name_ru=f"Исправительная колония № {number}", address_ru=f"ул. Садовая, {number}\nг. Приморск"
    )
    facts = {"name_ru": f"Вигадов Иван Иванович {number}", "stories": [], **facts}
    return PrisonerFactory(writable=True, facility=facility, partner=partner, **facts)


def approve(prisoner, text="Здравствуйте! Мы с котом читаем про море.", **facts):
    """Return an approved letter with its Russian text."""
    letter = blank_letter(prisoner, state=S.APPROVED, language_declared="de", **facts)
    letter.sealed_body = seal_text("Guten Tag!", letter=letter.uuid, field="body")
    letter.sealed_name = seal_text("Анна", letter=letter.uuid, field="name")
    letter.sealed_wishes = seal_text('{"censor": "do", "delay": "keep"}', letter=letter.uuid, field="wishes")
    letter.save()
    LetterTranslation.objects.create(
        letter=letter, sealed_text=seal_text(text, letter=letter.uuid, field="translation"), version=1
    )
    keep_version(letter, TextStage.APPROVED, by=None, text=text)
    return letter


def make_dispatcher(partner, username="dispatcher"):
    """Return somebody who prints at the partner's desk."""
    user = make_member(partner, username, DeskRole.DISPATCHER)
    user.desk = LetterDesk.objects.get(partner=partner)
    return user


def pack_of(letters, by, **how):
    """Reserve the letters in a new pack; its job runs when the transaction is committed."""
    how = {
        "uuid": uuid.uuid4(),
        "desk": by.desk,
        "envelope_format": "dl",
        "has_blank_sheets": False,
        **how,
    }
    chosen = Letter.objects.filter(pk__in=[letter.pk for letter in letters])
    return make_pack(letters=chosen, by=by, **how)


def state_of(letter):
    return Letter.objects.get(pk=letter.pk).state


def row_of(letter):
    return PrintedLetter.objects.filter(letter=letter).order_by("-pk").first()


def pages(pdf):
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def numbers_in(text, rows):
    known = {row.number for row in rows}
    return [word for word in re.findall(r"[0-9A-Z]{7}", text) if word in known]


def in_order(pack):
    return list(PrintedLetter.objects.of(pack).in_order())


def want_back(letter, kind, **changes):
    """Write down what waits for keys: whoever carries it out is not there."""
    digest = f"{letter.pk:064}"
    Letter.objects.filter(pk=letter.pk).update(code_digest=digest)
    row = {"letter_uuid": letter.uuid, "digest": digest, "sealed": "v1:x", **changes}
    WriterRequest.objects.add(kind=kind, **row)
