from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import Button

from home.site.requests import StaffRequest
from home.translation.glossary.actions.file_import import may_take_files
from home.translation.glossary.views import fetch, files, take
from home.translation.matching.search import holds
from home.translation.models import GlossaryTerm


class GlossaryIndexView(IndexView):
    request: StaffRequest
    search_fields: Any

    @cached_property
    def header_more_buttons(self) -> list[Button]:  # type: ignore[override]
        buttons = super().header_more_buttons
        if may_take_files(self.request.user):
            address = reverse("glossary:files")
            buttons.append(Button(_("Files…"), url=address, icon_name="download", priority=50))
        return buttons

    def search_queryset(self, queryset: QuerySet[GlossaryTerm]) -> QuerySet[GlossaryTerm]:
        return queryset.filter(pk__in=self._found(queryset)) if self.search_query else queryset

    def _found(self, queryset: QuerySet[GlossaryTerm]) -> set[int]:
        rows = queryset.order_by().values_list("pk", *self.search_fields)
        return {pk for pk, *texts in rows if holds(" ".join(filter(None, texts)), self.search_query)}


class GlossaryViewSet(ModelViewSet):
    """The glossary in the admin; only the model's permissions say who may see or change it."""

    model = GlossaryTerm
    index_view_class = GlossaryIndexView
    name = url_prefix = "glossary"
    menu_label = _("Glossary")
    menu_order: Any = 260
    icon = "openquote"
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    list_display = ["term", "language", "subject", "source"]
    list_filter = ["language", "subject"]
    list_export: list[str] = []
    search_fields = ["term", "explanation", "translations__text"]
    search_backend_name = None
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("language"), FieldPanel("term")]),
            FieldPanel("explanation"),
            FieldRowPanel([FieldPanel("subject"), FieldPanel("source")]),
            MultiFieldPanel(
                [
                    InlinePanel(
                        "translations",
                        panels=[
                            FieldRowPanel([FieldPanel("language"), FieldPanel("verdict")]),
                            FieldRowPanel([FieldPanel("text"), FieldPanel("note")]),
                        ],
                        label=pgettext_lazy("of a glossary", "translation"),
                    )
                ],
                heading=_("What to say, and what never to say"),
            ),
        ]
    )

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("files/", files, name="files"),
            path("files/take/", take, name="take"),
            path("files/csv/", fetch, name="fetch"),
        ]
