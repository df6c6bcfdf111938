"""The numbers of letters: on a page, and as a file without anything personal."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _, pgettext

from home.languages.ordering import by_alphabet
from home.site.requests import StaffRequest
from home.site.statuses import UNFILLED
from home.spreadsheets import csv_lines, xlsx_bytes
from letters.handling.views.staff import only_for
from letters.models import LetterDesk
from letters.numbers.actions import note_export
from letters.numbers.forms import NumbersForm
from letters.numbers.read_models.tables import counted, steps, tables
from letters.permissions.seats import desks_shown_to, watches_over_desks
from prisoner_pages.permissions.partners import is_coordinator

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Numbers:
    """What is shown and taken away: whose letters, of which months, as tables and steps."""

    desks: list | None  # None: all
    first: object
    last: object
    tables: list
    steps: list

    @property
    def whose(self) -> str:
        return _("all desks") if self.desks is None else ", ".join(str(desk) for desk in self.desks)

    @property
    def period(self) -> str:
        last = f"{self.last or timezone.localdate():%Y-%m}"
        return f"{self.first:%Y-%m} – {last}" if self.first else _("up to %(month)s") % {"month": last}

    @property
    def citation(self) -> str:
        facts = {"whose": self.whose, "period": self.period, "day": timezone.localdate().isoformat()}
        return (
            _(
                "Letters to Free Crimea: letters received (%(whose)s), months %(period)s, as of %(day)s."
                " Numbers under five are not exact."
            )
            % facts
        )

    def rows(self) -> Iterator[list[object]]:
        """Yield the rows of the file."""
        yield [self.citation]
        for table in self.tables:
            yield []
            yield [str(table.title), *map(str, table.columns)]
            for name, numbers in table.lines:
                yield [str(name), *numbers]
            if table.lines:
                yield [pgettext("letters", "All"), *table.totals]
        yield []
        yield [_("Step"), _("Days, median")]
        for step in self.steps:
            yield [str(step.title), "" if step.days is None else step.days]


def _form(request: StaffRequest) -> NumbersForm:
    user = request.user
    shown = desks_shown_to(user).select_related("partner").order_by(*by_alphabet("partner__name_uk"))
    return NumbersForm(request.GET, desks=shown, may_see_all=is_coordinator(user))


def _numbers(form: NumbersForm) -> Numbers:
    asked = form.cleaned_data if form.is_valid() else {}
    first, last, desks = asked.get("first"), asked.get("last"), form.chosen
    partners = None if desks is None else [desk.partner_id for desk in desks]
    letters = counted(partners=partners, first=first, last=last)
    return Numbers(desks, first, last, tables(letters), steps(letters))


@only_for(watches_over_desks)
def numbers(request: StaffRequest) -> HttpResponse:
    form = _form(request)
    context = {"form": form, "query": request.GET.urlencode()}
    if not form.is_valid():
        return render(request, "letters/numbers/numbers.html", context, status=UNFILLED)
    return render(request, "letters/numbers/numbers.html", {**context, "numbers": _numbers(form)})


@only_for(watches_over_desks)
def export(request: StaffRequest, file_format: str) -> HttpResponseBase:
    """Send the numbers as a file; that it was taken is noted at the desks."""
    form = _form(request)
    if not form.is_valid() or file_format not in FILES:
        raise Http404
    found = _numbers(form)
    rows = list(found.rows())
    desks = LetterDesk.objects.all() if found.desks is None else found.desks
    note_export(desks=desks, by=request.user, rows=len(rows), file_format=file_format)
    return FILES[file_format](rows, f"letters-{timezone.localdate().isoformat()}.{file_format}")


def _csv(rows: Iterable[list[object]], name: str) -> HttpResponseBase:
    response = StreamingHttpResponse(csv_lines(rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _xlsx(rows: Iterable[list[object]], name: str) -> HttpResponseBase:
    file = BytesIO(xlsx_bytes(rows, title="letters"))
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


FILES = {"csv": _csv, "xlsx": _xlsx}
