"""The screens of what records refer to: places, words, figures, partners and their sites."""

from typing import Any, cast

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BaseColumn, BooleanColumn, Column, LiveStatusTagColumn
from wagtail.snippets.views.snippets import IndexView, SnippetViewSetGroup

from home.languages.dates import date_in_words
from home.languages.info import SOURCE_LANGUAGE
from prisoner_pages.choices import DatePrecision
from prisoner_pages.models import (
    CaseGroup,
    ChargeArticle,
    Facility,
    Figure,
    FrontEnd,
    Interest,
    Observance,
    Occupation,
    Partner,
    Place,
    Topic,
)
from prisoner_pages.permissions.choosers import words_for
from prisoner_pages.records.forms.records import FrontEndForm, PartnerForm
from prisoner_pages.records.viewsets.guarded import GuardedChooserViewSet, GuardedViewSet, TypedCreateView
from prisoner_pages.vocabularies.read_models import may_keep_words, with_uses


def month_of_arrival(place: Facility) -> str:
    """Return the month that writers are told, as people write it; "" for none."""
    return date_in_words(place.letters_arrived_in, DatePrecision.MONTH) if place.letters_arrived_in else ""


class FacilityViewSet(GuardedViewSet):
    model = Facility
    base_url_path = "facilities"
    icon = "home"
    menu_label = _("Places of detention")
    list_display = [
        "name_for_reader",
        "town_for_reader",
        Column("mail_status", label=capfirst(_("letters")), accessor="get_mail_status_display"),
        Column(
            "letters_arrived_in", label=capfirst(_("letters last known to arrive")), accessor=month_of_arrival
        ),
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
                    FieldPanel("answers_refused"),
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
    list_display = [
        "name",
        Column("uses", label=capfirst(_("used")), accessor="uses"),
        LiveStatusTagColumn(label=_("Status")),
    ]
    icon = "tag"
    search_fields = ["name"]

    def __init__(self, model: Any, *fields: str | FieldPanel, **kwargs: Any) -> None:
        panels = (FieldPanel(field) if isinstance(field, str) else field for field in ("name", *fields))
        self.edit_handler = ObjectList(list(panels))
        super().__init__(model=model, **kwargs)


class FigureViewSet(GuardedViewSet):
    model = Figure
    icon = "decimal"
    list_display = [
        "date",
        Column("subject", label=capfirst(_("what was counted")), accessor="get_subject_display"),
        "total",
        "counted_by_uk",
        Column("state", label=capfirst(_("state")), accessor="state"),
    ]
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
    """Name and letter desk; all else of a partner has screens of its own (prisoner_pages.partners)."""

    model = Partner
    menu_item_is_registered = True  # the menu leads to those screens, and needs no second way here
    icon = "group"
    list_display = ["name_uk", Column("kind", label=capfirst(_("kind")), accessor="get_kind_display")]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("name_uk"), FieldPanel("name_en")]),
            FieldPanel("kind"),
            FieldPanel("website"),
            FieldPanel("letter_desk"),
        ],
        base_form_class=PartnerForm,
    )


class FrontEndViewSet(GuardedViewSet):
    """Sites of partners that read from here; the secret key is made on a screen of its own."""

    model = FrontEnd
    base_url_path = "front-ends"
    icon = "link-external"
    menu_label = _("Front ends")
    menu_order = 125
    add_to_admin_menu = True
    list_display = [
        "name",
        "partner",
        "publishable_key",
        BooleanColumn("active", label=capfirst(_("in use"))),
    ]
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
        WordViewSet(Observance, *(FieldPanel(name, required_on_save=True) for name in ("month", "day"))),
        FigureViewSet(),
    )
