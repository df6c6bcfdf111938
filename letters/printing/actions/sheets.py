"""A letter of a pack as the press takes it: its sheets, its envelope, its line on the manifest."""

from typing import cast

from home.pictures.reencoding import EncodedPicture
from letters.choices.paper import LeftOut, PrintTrouble
from letters.models import Letter, LetterDesk, PrintedLetter
from letters.paper.address_block import address_lines, country_line
from letters.paper.manifest_codes import letter_code
from letters.paper.weights import Tariff
from letters.printing.actions.printable import (
    LanguageNotRead,
    NothingApproved,
    drawing_to_print,
    signature_to_print,
    text_to_print,
)
from letters.sealing.sealed_box import LettersLocked, UnsealError
from letters.typesetting.sheets import Envelope, LetterSheet, ManifestRow, pages_at_most

NOT_PRINTABLE: dict[type[Exception], LeftOut] = {
    UnsealError: LeftOut.SEALED,
    NothingApproved: LeftOut.NO_TEXT,
    LanguageNotRead: LeftOut.NOT_READ,
}


class NotPrintable(Exception):
    """This letter has nothing that could be printed; `reason` is a LeftOut."""

    def __init__(self, reason: LeftOut | PrintTrouble) -> None:
        super().__init__(reason)
        self.reason = reason


def envelope_of(row: PrintedLetter, desk: LetterDesk) -> Envelope:
    """Return the Envelope of a PrintedLetter, with the block of the place as the Russian post reads it."""
    prisoner, facility = row.letter.prisoner, row.run.facility
    return Envelope(
        number=row.number,
        name=prisoner.name_ru,
        birth_year=prisoner.birth_date.year if prisoner.birth_date else None,
        place=facility.name_ru,
        address=address_lines(facility),
        index=facility.postal_index,
        country=country_line(facility, desk.country),
        return_address=tuple(line.strip() for line in desk.return_address_ru.splitlines()),
        mark=row.number if desk.marks_envelopes else "",
    )


def sheet_of(row: PrintedLetter, desk: LetterDesk, *, place_in_pile: int) -> LetterSheet:
    """Return the LetterSheet of a PrintedLetter, its text unsealed. Raises NotPrintable."""
    letter, envelope = row.letter, envelope_of(row, desk)
    try:
        text = text_to_print(letter)
        signature = signature_to_print(letter)
        has_drawing = letter.has_drawing and drawing_to_print(letter) is not None
    except LettersLocked:
        raise  # it can be printed once they are unlocked
    except tuple(NOT_PRINTABLE) as fault:
        raise NotPrintable(NOT_PRINTABLE[type(fault)]) from None
    if not text.strip():
        raise NotPrintable(LeftOut.NO_TEXT)
    return LetterSheet(
        number=row.number,
        place=envelope.place,
        recipient=envelope.recipient,
        text=text,
        signature=signature,
        # Opened anew when its turn comes: a pack of drawings is too much to hold.
        open_drawing=(lambda: _drawing(letter)) if has_drawing else None,
        max_pages=pages_at_most(row.run.facility),
        place_in_pile=place_in_pile,
    )


def _drawing(letter: Letter) -> EncodedPicture:
    content, picture_format = cast(tuple[bytes, str], drawing_to_print(letter))
    return EncodedPicture(content, picture_format, 0, 0)  # the press measures it


def tariff_of(desk: LetterDesk) -> Tariff:
    """Return the Tariff that the coordinators of the desk keep."""
    return Tariff(desk.postage_currency, tuple(desk.postage.values_list("up_to_grams", "price")))


def manifest_row(row: PrintedLetter, desk: LetterDesk, tariff: Tariff) -> ManifestRow:
    envelope = envelope_of(row, desk)
    return ManifestRow(
        number=row.number,
        recipient=envelope.recipient,
        place=envelope.place,
        page_count=row.pages or 0,
        grams=row.grams or 0,
        price=tariff.price(row.grams or 0),
        code=letter_code(row.number),
    )
