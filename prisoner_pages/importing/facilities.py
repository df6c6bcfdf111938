"""The columns of a list of facilities, and what one row of it says."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from home.languages.written_dates import PartialDate
from prisoner_pages.facts import cells
from prisoner_pages.facts.place_hints import INDEX, PlaceHint, place_hint
from prisoner_pages.importing.reading import ListRow
from prisoner_pages.importing.refusal import Remark

FACILITY_COLUMNS = (
    "facility_name_ru",
    "facility_name_uk",
    "facility_name_en",
    "type",
    "address",
    "postal_index",
    "region",
    "lat",
    "lon",
    "source_url",
    "source_date",
    "note",
)
REQUIRED_FACILITY_COLUMNS = ["facility_name_ru", "type", "address", "postal_index", "region"]
# First match wins: a women's colony is a colony, "remand / transit" is remand.
KIND_WORDS = ("hospital", "remand", "colony", "prison", "transit")


@dataclass(frozen=True)
class FacilityRow:
    number: int
    names: dict[str, str]
    kind: str
    address: str  # empty when the source doesn't give all of it
    index: str
    region: str
    sources: tuple[str, ...]
    stated_on: PartialDate | None

    @property
    def hint(self) -> PlaceHint:
        name = self.names["ru"]
        found = place_hint(name, address=self.address, index=self.index, region=self.region)
        return found or PlaceHint(name)


def facility_row(row: ListRow, *, today: date) -> tuple[FacilityRow | None, list[Remark]]:
    """Return (FacilityRow or None, errors) of a ListRow."""
    errors = list(row.errors)
    text = {column: row.cells.get(column, "") for column in FACILITY_COLUMNS}
    if not text["facility_name_ru"]:
        errors.append(Remark(row.number, "facility_name_ru", _("The row names no facility.")))
    try:
        stated_on = cells.partial_date(text["source_date"], today=today)
    except cells.CellRefused as refusal:
        errors.append(Remark(row.number, "source_date", str(refusal)))
    if text["postal_index"] and not INDEX.fullmatch(text["postal_index"]):
        errors.append(Remark(row.number, "postal_index", _("A postal index has six digits.")))
    if errors:
        return None, errors
    return _facility(row.number, text, stated_on), []


def _facility(number: int, text: dict[str, str], stated_on: PartialDate | None) -> FacilityRow:
    return FacilityRow(
        number=number,
        names={language: text[f"facility_name_{language}"] for language in ("ru", "uk", "en")},
        kind=next((kind for kind in KIND_WORDS if kind in text["type"].lower()), "other"),
        address=_whole_address(text["address"]),
        index=text["postal_index"],
        region=text["region"].split(" (")[0],
        sources=cells.addresses(text["source_url"])[0],
        stated_on=stated_on,
    )


def _whole_address(text: str) -> str:
    """An address with a remark in Latin, "(house number not in source)", would be printed on envelopes."""
    return "" if cells.LATIN.search(text) else " ".join(text.split())
