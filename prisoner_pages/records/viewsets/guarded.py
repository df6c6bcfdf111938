"""Screens that ask a policy for the row.

Wagtail asks it for the model, not for the row, in most of its snippet views; `GuardedViewSet` asks for the
row in all of them, lists and choosers included.
"""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, TypeAlias

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.permissions import policy_registry
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import CreateView, EditView, InspectView, SnippetViewSet

from home.site.requests import StaffRequest
from prisoner_pages.querysets.records import PrisonerQuerySet
from prisoner_pages.search.read_models import found_by_staff

SEEN = ("view", "change")
NAMES = {"name", "name_uk", "name_ru", "counted_by_uk"}


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
        if isinstance(objects, PrisonerQuerySet):
            return found_by_staff(objects, query)
        return bearing(objects, query)


def bearing(rows: QuerySet, name: str) -> QuerySet:
    fields = {field.name for field in rows.model._meta.fields} & NAMES
    return rows.filter(reduce(or_, (Q(**{f"{field}__icontains": name}) for field in fields)))


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

    def get_header_title(self) -> str:
        """Put the kind first: in Ukrainian “new” agrees with the gender of what follows."""
        return _("%(kind)s: new record") % {"kind": self.get_page_subtitle()}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        *above, here = super().get_breadcrumbs_items()
        return [*above, {**here, "label": self.get_header_title()}]


class KnownInspectView(InspectView):
    """Tells what somebody can write or what follows from it by name, blank where nobody knows it."""

    model: Any

    def get_fields(self) -> list[str]:
        return [name for name in super().get_fields() if self._has_words(name)]

    def _has_words(self, name: str) -> bool:
        """Columns that the site keeps for itself have none, nor has the number that the database gave."""
        field = self.model._meta.get_field(name)
        return not field.primary_key and (field.editable or bool(field.choices))

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        value = super().get_field_display_value(field_name, field)
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        return "" if value is None else value


class GuardedViewSet(SnippetViewSet):
    model: Any
    base_url_path: Any
    menu_label: Any
    menu_order: Any
    add_view_class = TypedCreateView
    inspect_view_class: Any = KnownInspectView
    chooser_viewset_class = GuardedChooserViewSet
    copy_view_enabled = False
    add_to_admin_menu = False
    list_export = []
    search_backend_name = None  # the database: the index cannot be narrowed to one partner's rows

    def _breadcrumbs(self) -> list[dict[str, Any]]:
        """Say Wagtail's in the language of whoever looks: it says them once, at the start."""
        labels = (_("Home"), _("Snippets"))
        return [
            {**item, "label": words} for item, words in zip(super().breadcrumbs_items, labels, strict=False)
        ]

    breadcrumbs_items: Any = property(_breadcrumbs)

    def get_queryset(self, request: StaffRequest) -> QuerySet:
        policy = policy_registry.get_by_type(self.model)
        return policy.instances_user_has_any_permission_for(request.user, SEEN)

    def construct_view(self, view_class: type, **kwargs: Any) -> Any:
        return super().construct_view(guarded(view_class), **kwargs)
