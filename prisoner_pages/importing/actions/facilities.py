"""A list of places of detention enters the directory, before the people who are held there."""

from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from prisoner_pages.importing.actions.run import Run
from prisoner_pages.importing.facilities import (
    FACILITY_COLUMNS,
    REQUIRED_FACILITY_COLUMNS,
    FacilityRow,
    facility_row,
)
from prisoner_pages.importing.reading import Sheet, read_sheet
from prisoner_pages.importing.refusal import Remark
from prisoner_pages.models import Facility

# Only blanks are filled: what staff wrote is never overwritten.
FIELDS = ("name_uk", "name_en", "address_ru", "postal_index", "region_ru", "source_url", "source_date")


def read_facilities(data: bytes) -> Sheet:
    """Return the Sheet of a list of places. Raises FileRefused."""
    return read_sheet(data, columns=FACILITY_COLUMNS, required=REQUIRED_FACILITY_COLUMNS)


def import_facilities(sheet: Sheet, run: Run) -> None:
    """Add or complete the places of the sheet. A rehearsal only makes them known to its own run."""
    run.report.warnings += [of_places(remark) for remark in sheet.warnings]
    for raw in sheet.rows:
        row, errors = facility_row(raw, today=timezone.localdate())
        run.report.errors += [of_places(remark) for remark in errors]
        if row:
            _take(row, run)


def of_places(remark: Remark) -> Remark:
    """Both lists count their rows from 1: the report says which one is meant."""
    return replace(remark, message=_("List of places: %s") % remark.message)


def _take(row: FacilityRow, run: Run) -> None:
    place = run.places.find(row.hint)
    if place is None:
        facility = None if run.rehearse else Facility.objects.create(name_ru=row.hint.name, **values_of(row))
        run.places.add(row.hint, facility=facility, values=values_of(row))
    elif place.facility is not None and not run.rehearse:
        _complete(place.facility.pk, row)


@transaction.atomic
def _complete(pk: int, row: FacilityRow) -> None:
    facility = Facility.objects.select_for_update().get(pk=pk)
    values = values_of(row)
    blank = [field for field in FIELDS if values[field] and not getattr(facility, field)]
    for field in blank:
        setattr(facility, field, values[field])
    if blank:
        facility.save(update_fields=blank)


def values_of(row: FacilityRow) -> dict[str, Any]:
    return {
        "name_uk": row.names["uk"],
        "name_en": row.names["en"],
        "kind": row.kind,
        "address_ru": row.address,
        "postal_index": row.index,
        "region_ru": row.region,
        "source_url": row.sources[0] if row.sources else "",
        "source_date": str(row.stated_on or ""),
    }
