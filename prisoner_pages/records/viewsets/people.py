"""The screens of records of people."""

from itertools import chain
from typing import Any, cast

from django.contrib.auth.models import User
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.actions.edit import EditAction
from wagtail.admin.panels import Panel
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.tables import BaseColumn, Column
from wagtail.snippets.views.snippets import EditView, IndexView, InspectView

from home.languages.info import SOURCE_LANGUAGE
from home.site.requests import StaffRequest
from home.spreadsheets import csv_lines, xlsx_file
from prisoner_pages.facts.can_be_written_to_words import CALL_WORDS, REASON_WORDS
from prisoner_pages.models import Prisoner, SavedList
from prisoner_pages.permissions.choosers import records_for
from prisoner_pages.permissions.partners import may_read_consents, partners_for
from prisoner_pages.querysets.records import PrisonerQuerySet
from prisoner_pages.records.actions.acts import acts_for_many
from prisoner_pages.records.actions.doubles import answer_doubles
from prisoner_pages.records.actions.saved_lists import may_forget
from prisoner_pages.records.columns import PeopleColumn, columns_named
from prisoner_pages.records.filters import RecordFilterSet
from prisoner_pages.records.panels.fields import record_edit_handler
from prisoner_pages.records.panels.tabs import (
    ChecklistSidePanel,
    bases_of,
    checks_of,
    public_address,
    stories_of,
)
from prisoner_pages.records.read_models.checklist import checklist_of
from prisoner_pages.records.read_models.state import letters_to
from prisoner_pages.records.views.approval import ApproveRecordView
from prisoner_pages.records.viewsets.guarded import GuardedChooserViewSet, GuardedViewSet, TypedCreateView
from prisoner_pages.search.read_models import found_by_staff
from prisoner_pages.stories.actions.drafts import create_story


class FactColumn(Column):
    """Tells each cell what it is of: on a telephone it stands alone."""

    cell_template_name = "prisoner_pages/records/people_cell.html"


class RecordIndexView(IndexView):
    """People by surname, as Ukrainian sorts them, unless another column was asked for.

    Below stand the acts for those who are ticked: ours, since Wagtail's ask nobody's rights.
    """

    default_ordering = None
    add_item_label = _("Add a person")

    @cached_property
    def chosen_columns(self) -> list[PeopleColumn]:
        return columns_named(self.request.GET.getlist("columns"))

    def _columns(self) -> list[BaseColumn]:
        boxes, name, *_none = super().columns
        shown = (
            FactColumn(each.name, label=capfirst(each.label), accessor=each.value, sort_key=each.sort_key)
            for each in self.chosen_columns
        )
        return [boxes, name, *shown]

    columns: Any = cached_property(_columns)

    def get_base_queryset(self) -> PrisonerQuerySet:
        return super().get_base_queryset().with_columns({each.name for each in self.chosen_columns})

    def as_spreadsheet(self, people: PrisonerQuerySet, kind: str) -> HttpResponseBase:
        """Give what the list shows, of everybody in it. Made at once: the language ends with the view."""
        rows = chain([self._headings()], map(self._row, people.defer("sheet", "search_text").iterator(500)))
        name = f"people-{timezone.localdate().isoformat()}.{kind}"
        if kind == self.FORMAT_XLSX:
            return FileResponse(xlsx_file(rows, title=str(_("People"))), as_attachment=True, filename=name)
        how = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(b"".join(csv_lines(rows)), content_type="text/csv; charset=utf-8", headers=how)

    def _headings(self) -> list[str]:
        return [capfirst(str(label)) for label in (_("name"), *(each.label for each in self.chosen_columns))]

    def _row(self, person: Prisoner) -> list[str]:
        return [person.name_uk, *(str(each.value(person)) for each in self.chosen_columns)]

    def order_queryset(self, queryset: PrisonerQuerySet) -> PrisonerQuerySet:
        if self.ordering in (None, "name_uk"):
            return queryset.named(SOURCE_LANGUAGE)
        if self.ordering == "-name_uk":
            return queryset.named(SOURCE_LANGUAGE).reverse()
        return super().order_queryset(queryset)

    @cached_property
    def saved_lists(self) -> list[SavedList]:
        user = cast(User, self.request.user)
        lists = list(SavedList.objects.of(user, partners_for(user)))
        for each in lists:
            each.may_be_forgotten = may_forget(user, each)
        return lists

    @cached_property
    def acts_for_many(self) -> list[tuple[Any, str]]:
        """Return [(title, address)] of what this user may do to several people."""
        acts = [
            (act.title, reverse("do_to_many", args=[name]))
            for name, act in acts_for_many(cast(User, self.request.user))
        ]
        return [*acts, (_("Announce a release or a death"), reverse("announce"))]

    def search_queryset(self, queryset: PrisonerQuerySet) -> PrisonerQuerySet:
        return found_by_staff(queryset, self.search_query) if self.is_searching else queryset


class RecordCreateView(TypedCreateView):
    """Record first: saving a new record makes its draft story."""

    def save_instance(self) -> Prisoner:
        record = super().save_instance()
        create_story(record, by=self.request.user)
        _remember_answer(record, self.form, self.request.user)
        return record


def _remember_answer(record: Prisoner, form: Any, user: User) -> None:
    if form.answered:
        answer_doubles(record, others=form.answered, answer=form.answer, by=user)


class EditRecordAction(EditAction):
    """Wagtail's own, which leaves out of the history what changed nothing."""

    @property
    def log_action(self) -> str | None:
        """Asked for when the form is saved, which knows by then."""
        return None if self.instance.is_unchanged else self.logged_as

    @log_action.setter
    def log_action(self, name: str | None) -> None:
        self.logged_as = name


class RecordEditView(EditView):
    action_class = EditRecordAction
    partials_template_name: Any = "prisoner_pages/records/edit_partials.html"

    def save_instance(self) -> Prisoner:
        record = super().save_instance()
        _remember_answer(record, self.form, self.request.user)
        return record

    def get_success_url(self) -> str:
        """Whoever submits stays in the record, as whoever saves does."""
        return self.get_edit_url() if self.action == "submit" else super().get_success_url()

    def get_side_panels(self) -> MediaContainer:
        return MediaContainer(
            [ChecklistSidePanel(self.form.instance, self.request), *super().get_side_panels()]
        )


class RecordInspectView(InspectView):
    """The whole state of a person on one screen, to be read."""

    page_title: Any = _("All about the person")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        record, user = self.object, cast(StaffRequest, self.request).user
        call = record.call_to_action
        return {
            **super().get_context_data(**kwargs),
            "record": record,
            "call": CALL_WORDS[call.call],
            "reason": REASON_WORDS[call.reason],
            "public_address": public_address(record),
            "checklist": checklist_of(record, user),
            "bases": bases_of(record),
            "checks": checks_of(record),
            "claims": record.claims.to_decide(),
            "stories": stories_of(record),
            "letters": letters_to(record, user),
            "may_read": may_read_consents(user, record),
        }


class RecordChooserViewSet(GuardedChooserViewSet):
    def offered(self, user: User) -> PrisonerQuerySet:
        return records_for(user)


class RecordViewSet(GuardedViewSet):
    model = Prisoner
    url_prefix = base_url_path = "prisoners"
    icon = "group"
    menu_label = _("People")
    menu_order = 110
    add_to_admin_menu = True
    index_view_class = RecordIndexView
    add_view_class = RecordCreateView
    edit_view_class = RecordEditView
    workflow_action_view_class = ApproveRecordView
    edit_template_name = "prisoner_pages/records/edit.html"
    inspect_view_class = RecordInspectView
    inspect_view_enabled = True
    inspect_view_fields = ["name_uk"]
    inspect_template_name: Any = "prisoner_pages/records/state.html"
    chooser_viewset_class = RecordChooserViewSet
    filterset_class = RecordFilterSet
    index_template_name = "prisoner_pages/records/people.html"
    list_display = ["name_uk"]
    list_export = ["name_uk"]  # offers the export; what it holds are the columns shown
    search_fields = ["search_text"]

    def get_edit_handler(self) -> Panel:
        return record_edit_handler().bind_to_model(self.model)
