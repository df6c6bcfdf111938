"""Staff: what is missing for a letter, of many people on one screen."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Page, Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, ngettext
from wagtail.admin import messages

from home.languages.info import SOURCE_LANGUAGE, collation_key
from home.site.requests import StaffRequest
from home.site.statuses import UNFILLED
from prisoner_pages.models import Facility
from prisoner_pages.permissions.partners import require
from prisoner_pages.records.actions.letter_sheet import complete_address, complete_for_letters
from prisoner_pages.records.forms.letter_sheet import NAMES, SHARED, SOURCE, RowForm, fields_of_row
from prisoner_pages.records.read_models.day import REACH
from prisoner_pages.records.read_models.letter_sheet import (
    SheetRow,
    narrowed,
    people_of,
    place_finder,
    rows_of,
    told_otherwise,
    views_of,
)
from prisoner_pages.records.read_models.pasted_rows import (
    MOST_CHARS,
    MOST_ROWS,
    Pasted,
    number_of_rows,
    read_pasted,
)

ROWS_A_PAGE = 150
SHOWN_FIRST = "missing"
Typed = dict[int, dict[str, Any]]


@dataclass
class Sheet:
    """The screen. `typed` is what stands in the fields, {key of a person: {field: text}}."""

    user: User
    rows: list[SheetRow]
    typed: Typed = field(default_factory=dict)
    pasted: Pasted = field(default_factory=Pasted)
    ticked: set[int] = field(default_factory=set)
    page: Page | None = None
    fills: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.places, self.find_place = place_finder()
        for row in self.rows:
            row.form = self.form_of(row)

    def form_of(self, row: SheetRow, data: Any = None) -> RowForm:
        return RowForm(
            data,
            prefix=prefix_of(row.record.pk),
            initial={} if data else self.typed.get(row.record.pk, {}),
            needs=row.needs,
            held_name=row.name,
            find_place=self.find_place,
            who=str(row.record),
        )

    @property
    def incomplete_places(self) -> list[Facility]:
        places = {row.record.facility for row in self.rows if row.record.facility}
        return sorted((each for each in places if not each.address_is_complete), key=_in_alphabet)


def _in_alphabet(place: Facility) -> str:
    return collation_key(str(place), SOURCE_LANGUAGE)


def letter_sheet(request: StaffRequest) -> HttpResponse:
    require(request.user.has_perm("prisoner_pages.change_prisoner"))
    if request.method != "POST":
        return _opened(request)
    if "fill" in request.POST:
        return _show(request, _filled(request))
    if "paste" in request.POST:
        return _paste(request)
    return _save(request)


def _shown(request: StaffRequest) -> str:
    name = request.GET.get("show", "")
    return name if name in REACH else SHOWN_FIRST


def _opened(request: StaffRequest) -> HttpResponse:
    people = narrowed(people_of(request.user), _shown(request))
    page = Paginator(people, ROWS_A_PAGE).get_page(request.GET.get("p"))
    return _show(request, Sheet(request.user, rows_of(page), page=page))


def _show(request: StaffRequest, sheet: Sheet, status: int = 200) -> HttpResponse:
    context = {
        "sheet": sheet,
        "page_obj": sheet.page,
        "views": views_of(request.user, _shown(request)),
        "shared": _shared_form(sheet.fills),
        "columns": fields_of_row(),
        "may_change_places": request.user.has_perm("prisoner_pages.change_facility"),
        "most_rows": MOST_ROWS,
    }
    return render(request, "prisoner_pages/records/letter_sheet.html", context, status=status)


def _shared_form(fills: dict[str, Any]) -> RowForm:
    who = _("of the ticked people")
    return RowForm(prefix="all", needs={*SHARED}, held_name="", find_place=_nowhere, who=who, initial=fills)


def _nowhere(_words: str) -> None:
    return None


# --- What stands in the fields ---------------------------------------------------------------------
def prefix_of(pk: int) -> str:
    return f"r{pk}"


def _typed(sent: QueryDict, prefix: str, names: Iterable[str] = NAMES) -> dict[str, Any]:
    fields = fields_of_row()
    values = {name: fields[name].widget.value_from_datadict(sent, {}, f"{prefix}-{name}") for name in names}
    return {name: value for name, value in values.items() if value is not None}


def _numbers(sent: QueryDict, name: str) -> list[int]:
    return [
        int(each)
        for each in sent.getlist(name)[:5_000]
        if each.isascii() and each.isdigit() and len(each) < 19
    ]


def _sent(request: StaffRequest, also: Typed | None = None) -> Sheet:
    """Return the sheet as it was sent, with one's own people alone; those in `also` come first."""
    also, keys = also or {}, _numbers(request.POST, "row")[: 2 * ROWS_A_PAGE]
    people = people_of(request.user).in_bulk([*also, *keys])
    if any(key not in people for key in keys):
        messages.warning(
            request, _("Somebody of this sheet is no longer among your people and was left out.")
        )
    shown = [people[key] for key in dict.fromkeys([*also, *keys]) if key in people]
    typed = {key: _typed(request.POST, prefix_of(key)) for key in keys}
    for key, said in also.items():
        typed[key] = typed.get(key, {}) | said
    rows, ticked = rows_of(shown), {*_numbers(request.POST, "tick")}
    fills = _typed(request.POST, "all", SHARED)
    return Sheet(request.user, rows, typed=typed, ticked=ticked, fills=fills)


def _filled(request: StaffRequest) -> Sheet:
    """Say the same of all who are ticked, where it is missing."""
    sheet = _sent(request)
    said = {name: value for name, value in sheet.fills.items() if value}
    if "tick_all" in request.POST:
        sheet.ticked = {row.record.pk for row in sheet.rows}
    if not sheet.ticked or not said:
        messages.warning(request, _("Tick people, and write above the table what is to be said of them."))
    for row in sheet.rows:
        # A source is named only where it says something that is missing.
        if row.record.pk in sheet.ticked and (row.needs & said.keys() - SOURCE or not said.keys() - SOURCE):
            sheet.typed[row.record.pk] |= {name: value for name, value in said.items() if name in row.needs}
    return Sheet(request.user, sheet.rows, typed=sheet.typed, ticked=sheet.ticked)


def _paste(request: StaffRequest) -> HttpResponse:
    text = request.POST.get("rows", "")
    if len(text) > MOST_CHARS or number_of_rows(text) > MOST_ROWS:
        messages.error(request, _("At most %(count)s rows are pasted at once.") % {"count": MOST_ROWS})
        sheet = _sent(request)
        sheet.pasted = Pasted(unused=[(line, "") for line in text.splitlines()])
        return _show(request, sheet, UNFILLED)
    pasted = read_pasted(text, request.user)
    sheet = _sent(request, pasted.typed)
    sheet.pasted = pasted
    pasted.otherwise = list(_told_otherwise(sheet, pasted))
    _tell_of_pasted(request, pasted)
    return _show(request, sheet)


def _told_otherwise(sheet: Sheet, pasted: Pasted) -> Iterator[tuple[str, str]]:
    fields = fields_of_row()
    for row in sheet.rows:
        names = told_otherwise(row, pasted.typed.get(row.record.pk, {}), sheet.find_place)
        if labels := ", ".join(str(fields[name].label) for name in names):
            said = _("The record says otherwise: %s. The sheet fills in only what is missing.")
            yield str(row.record), said % labels


def _tell_of_pasted(request: StaffRequest, pasted: Pasted) -> None:
    count = len(pasted.typed)
    found = ngettext("%(count)s person found.", "%(count)s people found.", count) % {"count": count}
    rest = len(pasted.unused)
    lines = ngettext("%(count)s line fills in nothing.", "%(count)s lines fill in nothing.", rest)
    messages.info(request, " ".join([found, lines % {"count": rest}] if rest else [found]))


# --- Saving ----------------------------------------------------------------------------------------
def _save(request: StaffRequest) -> HttpResponse:
    """Save each row by itself: what is refused keeps what was typed, and says why."""
    sheet = _sent(request)
    submit = "submit" in request.POST
    saved = [row for row in sheet.rows if _save_row(request, sheet, row, submit=submit)]
    refused = [row for row in sheet.rows if row.refusal]
    addresses = _save_addresses(request, sheet)
    if not saved and not refused and not addresses:
        messages.warning(request, _("Nothing is filled in yet."))
    if saved:
        count = len(saved)
        said = ngettext("Saved for %(count)s person.", "Saved for %(count)s people.", count)
        messages.success(request, said % {"count": count})
    if not refused:
        return redirect(request.get_full_path()) if saved or addresses else _show(request, sheet)
    messages.error(request, _refused_in_words(refused))
    return _show(request, _left(request, sheet, saved, refused), UNFILLED)


def _save_row(request: StaffRequest, sheet: Sheet, row: SheetRow, *, submit: bool) -> bool:
    """Return whether anything of the row was saved; put into it what is refused."""
    row.form = form = sheet.form_of(row, request.POST)
    if meanwhile := _known_meanwhile(row, sheet.typed[row.record.pk]):
        row.refusal = [_("Filled in by somebody else meanwhile: %s. Look at the row again.") % meanwhile]
    elif form.has_changed() and not form.is_valid():
        row.refusal = [_("Look at what is marked.")]
    elif form.has_changed() and not form.said:
        row.refusal = [_("This is only a source: what does it say?")]
    if row.refusal or not form.has_changed():
        return False
    try:
        complete_for_letters(row.record, by=request.user, said=form.said, submit=submit)
    except ValidationError as refusal:
        row.refusal = refusal.messages
    except PermissionDenied:
        row.refusal = [_("This person’s record is no longer yours to change.")]
    return not row.refusal


def _known_meanwhile(row: SheetRow, typed: dict[str, Any]) -> str:
    """Return the labels of what was typed where nothing is missing any more."""
    fields = fields_of_row()
    late = [name for name, said in typed.items() if said and name not in row.needs | SOURCE]
    return ", ".join(str(fields[name].label) for name in late)


def _refused_in_words(refused: list[SheetRow]) -> str:
    count = len(refused)
    said = ngettext(
        "Not saved for %(count)s person: %(who)s.", "Not saved for %(count)s people: %(who)s.", count
    )
    names = "; ".join(row.record.name_uk for row in refused[:10])
    return said % {"count": count, "who": f"{names}…" if count > 10 else names}


def _left(request: StaffRequest, sheet: Sheet, saved: list[SheetRow], refused: list[SheetRow]) -> Sheet:
    """Return the sheet anew: the refused rows first as they were sent, what was saved as it stands now."""
    done = {row.record.pk for row in saved}
    now = {row.record.pk: row for row in rows_of(people_of(request.user).filter(pk__in=done))}
    rest = [now.get(row.record.pk, row) for row in sheet.rows if not row.refusal]
    for row in now.values():
        row.is_saved = True
    typed = {key: said for key, said in sheet.typed.items() if key not in done}
    forms = {row.record.pk: row.form for row in refused}
    left = Sheet(request.user, [*refused, *rest], typed=typed, ticked=sheet.ticked, fills=sheet.fills)
    for row in left.rows:
        row.form = forms.get(row.record.pk, row.form)
    return left


def _save_addresses(request: StaffRequest, sheet: Sheet) -> bool:
    """Complete postal blocks, each of which serves all who are held there; return whether any was."""
    done = False
    for place in sheet.incomplete_places if request.user.has_perm("prisoner_pages.change_facility") else []:
        said = {
            name: request.POST.get(f"p{place.pk}-{name}", "").strip()
            for name in ("address_ru", "postal_index")
        }
        if not any(said.values()):
            continue
        try:
            complete_address(place, by=request.user, **said)
        except ValidationError as refusal:
            messages.error(request, f"{place}: {' '.join(refusal.messages)}")
        else:
            done = True
            messages.success(request, _("%(place)s: the postal address is completed.") % {"place": place})
    return done
