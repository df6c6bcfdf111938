"""Panels of the forms of campaigns, events and stories that Wagtail does not have."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.forms import Select
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.compare import FieldComparison
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel
from wagtail.admin.panels.base import get_form_for_model

from home.widgets import FindInList


class WhatIsMissing(HelpPanel):
    """What a stored page still lacks to be published."""

    class BoundPanel(HelpPanel.BoundPanel):
        def is_shown(self) -> bool:
            return bool(self.instance.pk) and super().is_shown()


def what_is_missing() -> WhatIsMissing:
    return WhatIsMissing(
        template="prisoner_pages/stories/checklist.html", heading=_("What is still missing"), icon="tasks"
    )


class Folded(MultiFieldPanel):
    """Fields that are seldom filled in: open where one of them is, or has a fault."""

    def __init__(self, *args: Any, summary: str | Promise = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.summary = summary

    def clone_kwargs(self) -> dict[str, Any]:
        return {**super().clone_kwargs(), "summary": self.summary}

    class BoundPanel(MultiFieldPanel.BoundPanel):
        template_name = "home/panels/folded.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            fields = [self.form[name] for name in self.panel.get_form_options()["fields"]]
            is_open = any(field.value() or field.errors for field in fields)
            return {**super().get_context_data(parent_context), "is_open": is_open}


class WhoTookPart(InlinePanel):
    """A row each; the form of a row is set when the app is ready, since models lie below forms."""

    row_form: ClassVar[Any] = WagtailAdminModelForm

    def get_form_options(self) -> dict[str, Any]:
        options = super().get_form_options()
        deferred = self.child_edit_handler.get_form_options().get("defer_required_on_fields", [])
        options["formsets"][self.relation_name] |= {
            "form": get_form_for_model(
                self.db_field.related_model, form_class=self.row_form, defer_required_on_fields=deferred
            ),
            "inherit_kwargs": ["organisations"],
        }
        return options


def who_took_part(heading: Promise) -> WhoTookPart:
    return WhoTookPart(
        "participations",
        heading=heading,
        label=_("organisation"),
        help_text=_(
            "Type some letters of the name and press Enter; what is not on the list is added there. Enter"
            " once more begins the next one."
        ),
        panels=[
            # A list: Wagtail's chooser offers partners to those alone who keep them.
            FieldRowPanel(
                [
                    FieldPanel("partner", widget=FindInList),
                    FieldPanel("role", widget=Select({"data-as-before": ""})),
                ]
            ),
            Folded(
                [FieldPanel("name_then"), FieldRowPanel([FieldPanel("from_date"), FieldPanel("to_date")])],
                summary=_("Another name then, or a part of the time"),
            ),
        ],
    )


class ByRule(FieldPanel):
    """Whom a campaign asks for by what pages say; the words are set when the app is ready (`WhoTookPart`)."""

    in_words: ClassVar[Callable[[Any], str]] = str

    def get_comparison_class(self) -> type[FieldComparison]:
        return RuleComparison


class RuleComparison(FieldComparison):
    """Two versions of a rule, each in words."""

    def __init__(self, field: Any, obj_a: Any, obj_b: Any) -> None:
        super().__init__(field, obj_a, obj_b)
        self.val_a, self.val_b = ByRule.in_words(self.val_a), ByRule.in_words(self.val_b)


def by_rule() -> ByRule:
    return ByRule(
        "recipient_rule",
        help_text=_(
            "Choose one or several: the campaign then asks for everybody whose public page says all of it,"
            " now and later. Those chosen by name below are asked for besides."
        ),
    )
