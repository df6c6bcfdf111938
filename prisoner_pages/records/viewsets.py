"""The admin screens of records, places, words and figures, each guarded by its policy.

Wagtail asks a policy for the model, not for the row, in most of its snippet views; `GuardedViewSet` asks for
the row in all of them, lists and choosers included.
"""

from collections.abc import Iterable
from functools import reduce
from itertools import chain
from operator import or_
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.actions.edit import EditAction
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, Panel
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.tables import BaseColumn, BooleanColumn, Column, LiveStatusTagColumn
from wagtail.permissions import policy_registry
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import (
    CreateView,
    EditView,
    IndexView,
    InspectView,
    SnippetViewSet,
    SnippetViewSetGroup,
)

from home.languages.info import SOURCE_LANGUAGE
from home.site.requests import StaffRequest
from home.spreadsheets import csv_lines, xlsx_file
from prisoner_pages.facts.can_be_written_to_words import CALL_WORDS, REASON_WORDS
from prisoner_pages.models import (
    CaseGroup,
    ChargeArticle,
    Facility,
    Figure,
    FrontEnd,
    Interest,
    Occupation,
    Partner,
    Place,
    Prisoner,
    SavedList,
    Topic,
)
from prisoner_pages.names import named
from prisoner_pages.permissions.choosers import records_for, words_for
from prisoner_pages.permissions.partners import may_read_consents, partners_for
from prisoner_pages.querysets.records import PrisonerQuerySet
from prisoner_pages.records.actions.acts import acts_for_many
from prisoner_pages.records.actions.saved_lists import may_forget
from prisoner_pages.records.columns import PeopleColumn, columns_named
from prisoner_pages.records.filters import RecordFilterSet
from prisoner_pages.records.forms.records import FrontEndForm
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
from prisoner_pages.stories.actions.drafts import create_story
from prisoner_pages.vocabularies.read_models import may_keep_words, with_uses

SEEN = ("view", "change")


if TYPE_CHECKING:  # what the guard is mixed into
    RowView: TypeAlias = EditView
else:
    RowView = object


class InstanceGuardMixin(RowView):
    """Refuses a row that its policy keeps from the user, whatever the view asks by itself."""

    def get_object(self, *args: Any, **kwargs: Any) -> Any:
        row = super().get_object(*args, **kwargs)
        if row is not None and not policy_registry.get_by_type(
            type(row)
        ).user_has_any_permission_for_instance(self.request.user, SEEN, row):
            raise PermissionDenied
        return row


def guarded(view_class: type) -> type:
    if not hasattr(view_class, "get_object"):
        return view_class
    return type(f"Guarded{view_class.__name__}", (InstanceGuardMixin, view_class), {})


class WordFinder(BaseFilterForm):
    """Finds by the database: the search index cannot be narrowed to what a user is offered."""

    q = forms.CharField(
        label=_("Search"), widget=forms.TextInput(attrs={"placeholder": _("Search")}), required=False
    )

    def filter(self, objects: QuerySet) -> QuerySet:
        objects = super().filter(objects)
        query = self.cleaned_data.get("q")
        if not query:
            return objects
        self.is_searching, self.search_query = True, query
        return objects.filter(named_like(objects.model, query))


def named_like(model: Any, query: str) -> Q:
    """Return the condition that a row bears the name; people are found by any spelling."""
    if model is Prisoner:
        return named(query)
    fields = {field.name for field in model._meta.fields} & {"name", "name_uk", "name_ru", "counted_by_uk"}
    return reduce(or_, (Q(**{f"{field}__icontains": query}) for field in fields))


class GuardedChooserViewSet(SnippetChooserViewSet):
    """Lists, finds and confirms only what `offered` returns for the user; makes nothing."""

    model: Any

    def get_urlpatterns(self) -> list[URLPattern]:
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "create"]

    def offered(self, user: User) -> QuerySet:
        return policy_registry.get_by_type(self.model).instances_user_has_any_permission_for(user, SEEN)

    def construct_view(self, view_class: type, **kwargs: Any) -> Any:
        return super().construct_view(self._limited(view_class), **kwargs)

    def _limited(self, view_class: type) -> type:
        offered = self.offered

        class Limited(view_class):
            filter_form_class = WordFinder

            def can_create(self) -> bool:
                return False

            def get_object_list(self) -> QuerySet:
                return offered(self.request.user)

            def get_object(self, pk: int) -> Any:
                return offered(self.request.user).get(pk=pk)

            def get_objects(self, pks: Iterable[int]) -> QuerySet:
                return offered(self.request.user).filter(pk__in=pks)

        return type(f"Limited{view_class.__name__}", (Limited,), {})


class TypedCreateView(CreateView):
    """Half a name makes nothing yet: somebody says when the row is to be there."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.autosave_enabled = False


class GuardedViewSet(SnippetViewSet):
    model: Any
    base_url_path: Any
    menu_label: Any
    menu_order: Any
    add_view_class = TypedCreateView
    chooser_viewset_class = GuardedChooserViewSet
    copy_view_enabled = False
    add_to_admin_menu = False
    list_export = []
    search_backend_name = None  # the database: the index cannot be narrowed to one partner's rows

    def get_queryset(self, request: StaffRequest) -> QuerySet:
        policy = policy_registry.get_by_type(self.model)
        return policy.instances_user_has_any_permission_for(request.user, SEEN)

    def construct_view(self, view_class: type, **kwargs: Any) -> Any:
        return super().construct_view(guarded(view_class), **kwargs)


# --- Records -------------------------------------------------------------------------------------
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
            Column(each.name, label=capfirst(each.label), accessor=each.value, sort_key=each.sort_key)
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
        return queryset.found_by(self.search_query) if self.is_searching else queryset


class RecordCreateView(TypedCreateView):
    """Record first: saving a new record makes its draft story."""

    def save_instance(self) -> Prisoner:
        record = super().save_instance()
        create_story(record, by=self.request.user)
        return record


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


# --- Places and words ----------------------------------------------------------------------------
class FacilityViewSet(GuardedViewSet):
    model = Facility
    base_url_path = "facilities"
    icon = "home"
    menu_label = _("Places of detention")
    list_display = [
        "name_uk",
        "town_uk",
        Column("mail_status", label=_("letters"), accessor="get_mail_status_display"),
    ]
    search_fields = ["name_uk", "name_ru"]
    inspect_view_enabled = True
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("name_uk"), FieldPanel("name_en")]),
            MultiFieldPanel(
                [
                    FieldPanel("name_ru"),
                    FieldPanel("address_ru"),
                    FieldPanel("postal_index"),
                    FieldPanel("region_ru"),
                ],
                heading=_("As printed on the envelope"),
            ),
            FieldPanel("kind"),
            FieldRowPanel([FieldPanel("town_uk"), FieldPanel("town_en")]),
            FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
            MultiFieldPanel(
                [
                    FieldPanel("languages_read"),
                    FieldPanel("max_pages"),
                    FieldPanel("max_grams"),
                    FieldPanel("max_images"),
                ],
                heading=_("What the place lets through"),
            ),
            FieldPanel("source_url"),
            FieldPanel("source_date"),
            FieldPanel("note"),
        ]
    )


class SourceLocaleCreateView(TypedCreateView):
    """Words begin in the source locale; another language comes by `place_story` alone."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if self.locale and self.locale.language_code != SOURCE_LANGUAGE:
            raise PermissionDenied


class WordChooserViewSet(GuardedChooserViewSet):
    def offered(self, user: User) -> QuerySet:
        return words_for(self.model)


class WordIndexView(IndexView):
    """The Ukrainian words, each with how many records refer to it; another language where it is asked for.

    Records that nobody is shown count, so the number is for those who keep the list.
    """

    def _columns(self) -> list[BaseColumn]:
        keeps = may_keep_words(cast(User, self.request.user), self.model)
        return [each for each in super().columns if keeps or each.name != "uses"]

    columns: Any = cached_property(_columns)

    def get_base_queryset(self) -> QuerySet:
        words: Any = with_uses(super().get_base_queryset())
        return words if self.request.GET.get("locale") else words.in_language(SOURCE_LANGUAGE)


class WordViewSet(GuardedViewSet):
    chooser_viewset_class = WordChooserViewSet
    index_view_class = WordIndexView
    add_view_class = SourceLocaleCreateView
    list_display = ["name", Column("uses", label=_("used"), accessor="uses"), LiveStatusTagColumn()]
    icon = "tag"
    search_fields = ["name"]

    def __init__(self, model: Any, *fields: str, **kwargs: Any) -> None:
        self.edit_handler = ObjectList([FieldPanel(field) for field in ("name", *fields)])
        super().__init__(model=model, **kwargs)


class FigureViewSet(GuardedViewSet):
    model = Figure
    icon = "decimal"
    list_display = ["date", "total", "counted_by_uk"]
    inspect_view_enabled = True
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("date"), FieldPanel("subject")]),
            FieldRowPanel([FieldPanel("counted_by_uk"), FieldPanel("counted_by_en")]),
            FieldRowPanel([FieldPanel("qualifier"), FieldPanel("total"), FieldPanel("of_them")]),
            FieldRowPanel([FieldPanel("definition_uk"), FieldPanel("definition_en")]),
            FieldPanel("source_url"),
            FieldRowPanel([FieldPanel("campaign"), FieldPanel("event")]),
        ]
    )


class PartnerViewSet(GuardedViewSet):
    """Name and letter desk; a workspace is opened by `create_partner`."""

    model = Partner
    icon = "group"
    list_display = ["name_uk", Column("kind", label=_("kind"), accessor="get_kind_display")]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("name_uk"), FieldPanel("name_en")]),
            FieldPanel("kind"),
            FieldPanel("website"),
            FieldPanel("letter_desk"),
        ]
    )


class FrontEndViewSet(GuardedViewSet):
    """Sites of partners that read from here; the secret key is made on a screen of its own."""

    model = FrontEnd
    base_url_path = "front-ends"
    icon = "link-external"
    menu_label = _("Front ends")
    menu_order = 125
    add_to_admin_menu = True
    list_display = ["name", "partner", "publishable_key", BooleanColumn("active", label=_("in use"))]
    edit_handler = ObjectList(
        [
            FieldPanel("partner"),
            FieldPanel("name"),
            FieldPanel("active"),
            MultiFieldPanel(
                [FieldPanel("origins"), FieldPanel("publishable_key", read_only=True)],
                heading=_("Reading and writing from a browser"),
            ),
            FieldPanel("preview_url"),
            FieldPanel("embed_origins"),
        ],
        base_form_class=FrontEndForm,
    )


class ReferenceGroup(SnippetViewSetGroup):
    menu_label: Any = _("Reference lists")
    menu_icon = "list-ul"
    menu_order: Any = 130
    items: Any = (
        FacilityViewSet(),
        WordViewSet(Occupation),
        WordViewSet(Interest),
        WordViewSet(Topic),
        WordViewSet(CaseGroup, "parent", "kind"),
        WordViewSet(ChargeArticle, "code", "part"),
        WordViewSet(Place, "region"),
        FigureViewSet(),
        PartnerViewSet(),
    )
