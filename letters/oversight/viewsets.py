from typing import Any

from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList, Panel
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from home.staff.viewsets import AccountViewSet
from letters.models import AdviceReason, PostCountry, ReasonChip, WatchedWord, WritingAid
from letters.oversight.forms import StaffEditForm, WritingAidForm


def in_each_language(panels: list[Panel]) -> InlinePanel:
    return InlinePanel("texts", panels=panels, label=_("words of one language"))


class WordsViewSet(ModelViewSet):
    """A list of the desk in the admin; who may change it is said by the rights of its model alone."""

    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    list_export: list[str] = []
    search_backend_name = None
    name: Any  # Wagtail leaves these empty
    url_prefix: Any
    menu_label: Any
    menu_order: Any


class WatchedWordList(IndexView):
    def get_base_queryset(self) -> QuerySet[WatchedWord]:
        return super().get_base_queryset().select_related("advice")


class WatchedWordViewSet(WordsViewSet):
    """The words at which a screener stops, and of which writers are told while writing."""

    model = WatchedWord
    index_view_class = WatchedWordList
    name = url_prefix = "watched_words"
    menu_label = _("Watched words")
    menu_order = 261
    icon = "warning"
    list_display = [
        "word",
        "language",
        "kind",
        BooleanColumn("is_clear", label=_("means nothing else")),
        "reason",
        "advice",
    ]
    list_filter = ["language", "kind", "is_clear", "advice"]
    search_fields = ["word", "reason"]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("language"), FieldPanel("kind")]),
            FieldPanel("word"),
            FieldPanel("is_clear"),
            FieldPanel("reason"),
            FieldPanel("advice"),
        ]
    )


class AdviceViewSet(WordsViewSet):
    """Why watched words can harm and how to say it softer, in the words of each language."""

    model = AdviceReason
    name = url_prefix = "writing_advice"
    menu_label = _("Advice to writers")
    menu_order = 262
    icon = "help"
    list_display = ["name", "slug"]
    search_fields = ["name", "slug", "texts__text"]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("name"), FieldPanel("slug")]),
            in_each_language([FieldPanel(name) for name in ("language", "text", "grave", "softer")]),
        ]
    )


class WritingAidViewSet(WordsViewSet):
    """How a letter may begin, and letters to read before one's own, in the words of each language."""

    model = WritingAid
    name = url_prefix = "writing_aids"
    menu_label = _("Beginnings and examples")
    menu_order = 263
    icon = "openquote"
    list_display = ["name", "kind", "position", BooleanColumn("is_offered", label=capfirst(_("offered")))]
    list_filter = ["kind", "is_offered", "asks_for_answer"]
    search_fields = ["name", "slug", "texts__text"]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("name"), FieldPanel("slug")]),
            FieldRowPanel([FieldPanel("kind"), FieldPanel("position")]),
            FieldPanel("asks_for_answer"),
            FieldPanel("is_offered"),
            in_each_language([FieldPanel("language"), FieldPanel("text")]),
        ],
        base_form_class=WritingAidForm,
    )


class ReasonViewSet(WordsViewSet):
    """Why a letter cannot go as it is, in the words of each language."""

    model = ReasonChip
    name = url_prefix = "letter_reasons"
    menu_label = _("Reasons for letters")
    menu_order = 264
    icon = "comment"
    list_display = ["slug", "kind", "position", BooleanColumn("is_offered", label=capfirst(_("offered")))]
    list_filter = ["kind", "is_offered"]
    search_fields = ["slug", "texts__label"]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("slug"), FieldPanel("kind")]),
            FieldRowPanel([FieldPanel("position"), FieldPanel("is_offered")]),
            in_each_language(
                [FieldRowPanel([FieldPanel("language"), FieldPanel("label")]), FieldPanel("text")]
            ),
        ]
    )


class PostCountryViewSet(WordsViewSet):
    """From where writers can post a letter without us, as a source tells."""

    model = PostCountry
    name = url_prefix = "post_countries"
    menu_label = _("Post from other countries")
    menu_order = 265
    icon = "mail"
    list_display = ["name", "post", "as_of", "source_url"]
    list_filter = ["post"]
    search_fields = ["name", "names__name"]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("name"), FieldPanel("post")]),
            FieldRowPanel([FieldPanel("source_url"), FieldPanel("as_of")]),
            InlinePanel(
                "names",
                panels=[FieldRowPanel([FieldPanel("language"), FieldPanel("name")])],
                label=_("name in one language"),
                min_num=1,
            ),
        ]
    )


class StaffViewSet(AccountViewSet):
    """Accounts: whoever reads letters and sends them out is not made an administrator too."""

    def get_form_class(self, for_update: bool = False) -> type[Any]:
        return StaffEditForm if for_update else super().get_form_class(for_update)
