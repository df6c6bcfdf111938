"""The list of a pack: what must lie in the pile, with codes to scan: of each letter, place, and the whole."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.utils.translation import get_language, gettext as _, ngettext

from home.languages.info import SOURCE_LANGUAGE
from letters.paper.text import name_to_print
from letters.paper.weights import Tariff, sheet_count
from letters.paper_sizes import OFFICE
from letters.typesetting.pdf_joining import Stack, pages_of
from letters.typesetting.press import LIMITS, Job, Limits, set_type
from letters.typesetting.qr_codes import qr_svg
from letters.typesetting.sheets import ManifestRow, Printed

# A child stays under 100 MB with them.
CHUNK_ROWS = 250
NO_TARIFF = Tariff()


def print_manifest(
    rows: Sequence[ManifestRow],
    *,
    heading: str,
    pack_code: str = "",
    place_codes: Mapping[str, str] | None = None,
    blank_sheets: int = 0,
    tariff: Tariff = NO_TARIFF,
    limits: Limits = LIMITS,
) -> Printed:
    """Return the rows as a table, place by place in their order, in the language of whoever asked.

    `heading`: one line for the top of every page. `pack_code` and `place_codes` {place: code}: what the codes
    of the whole and of its places say. `blank_sheets`: added to each letter for the answer. Raises
    PressFailure, PressBroken, PagesDiffer: a manifest that lacks a row is none.
    """
    stack = Stack()
    for start in range(0, len(rows), CHUNK_ROWS):
        part = rows[start : start + CHUNK_ROWS]
        totals = totals_of(rows, blank_sheets, tariff) if start + CHUNK_ROWS >= len(rows) else []
        job = manifest_job(
            part,
            tariff=tariff,
            heading=heading,
            pack_code="" if start else pack_code,
            place_codes=place_codes or {},
            totals=totals,
            first_page=stack.page_count + 1,
        )
        proof = set_type(job, limits=limits)
        stack.add(pages_of(proof.pdf, expected=proof.facts[0]["pages"]))
    return Printed(stack.pdf(), {row.number: row.page_count for row in rows})


def manifest_job(
    rows: Iterable[ManifestRow],
    *,
    heading: str,
    pack_code: str,
    place_codes: Mapping[str, str],
    totals: Sequence[str],
    first_page: int,
    tariff: Tariff = NO_TARIFF,
) -> Job:
    words = {
        "number": _("Number"),
        "recipient": _("Recipient"),
        "pack": _("The whole pack"),
        "pages": _("Pages"),
        "grams": _("Weight, g"),
        "postage": _("Postage"),
    }
    data = {
        "paper": OFFICE,
        "language": get_language() or SOURCE_LANGUAGE,
        "heading": name_to_print(heading),
        "words": words,
        "pack_code": qr_svg(pack_code),
        "places": [
            _place_data(place, list(group), place_codes.get(place, ""), tariff)
            for place, group in groupby(rows, key=lambda row: row.place)
        ],
        "totals": totals,
        "first_page": first_page,
    }
    return Job("manifest", data)


def _place_data(place: str, rows: Iterable[ManifestRow], code: str, tariff: Tariff) -> dict[str, Any]:
    lines = [_row_data(row, tariff) for row in rows]
    return {"name": name_to_print(place), "code": qr_svg(code), "rows": lines}


def _row_data(row: ManifestRow, tariff: Tariff) -> dict[str, str]:
    return {
        "code": qr_svg(row.code),
        "number": row.number,
        "recipient": name_to_print(row.recipient),
        "pages": str(row.page_count),
        "grams": str(row.grams),
        "postage": tariff.in_words(row.price),
    }


def totals_of(rows: Sequence[ManifestRow], blank_sheets: int = 0, tariff: Tariff = NO_TARIFF) -> list[str]:
    """Return what the pile must come to, as lines: letters, sheets, weight; what its postage costs."""
    sheets = sum(sheet_count(row.page_count) + blank_sheets for row in rows)
    letters = ngettext("%(count)d letter", "%(count)d letters", len(rows)) % {"count": len(rows)}
    paper = ngettext("%(count)d sheet", "%(count)d sheets", sheets) % {"count": sheets}
    weight = _("about %(grams)s g") % {"grams": sum(row.grams for row in rows)}
    return [f"{letters} · {paper} · {weight}", *_postage_of(rows, tariff)]


def _postage_of(rows: Sequence[ManifestRow], tariff: Tariff) -> list[str]:
    if not tariff.steps:
        return []
    prices = [row.price for row in rows if row.price is not None]
    unknown = len(rows) - len(prices)
    lines = [_("Postage: %(price)s") % {"price": tariff.in_words(sum(prices, Decimal()))}] if prices else []
    if unknown:
        words = ngettext(
            "%(count)d letter is heavier than the table of postage goes",
            "%(count)d letters are heavier than the table of postage goes",
            unknown,
        )
        lines.append(words % {"count": unknown})
    return lines
