"""The tabs of the record: its fields in groups, and beside them what is not part of the draft."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    TabbedInterface,
)
from wagtail.admin.panels.base import get_form_for_model

from home.widgets import BoxesToFind
from prisoner_pages.choices import FactGroup
from prisoner_pages.facts.read_models.declarations import FACTS
from prisoner_pages.records.forms.records import PrisonerForm, SourceForm
from prisoner_pages.records.panels.acts import CONSENTS_TAB
from prisoner_pages.records.panels.tabs import (
    ConsentsTab,
    DoublesNotice,
    NameBasisNotice,
    OverviewTab,
    SaveHere,
    StandingTab,
    StoriesTab,
)


class SourcesPanel(InlinePanel):
    """Sources, with the groups of facts each supports as boxes to tick."""

    def get_form_options(self) -> dict[str, Any]:
        options = super().get_form_options()
        deferred = self.child_edit_handler.get_form_options().get("defer_required_on_fields", [])
        options["formsets"][self.relation_name]["form"] = get_form_for_model(
            self.db_field.related_model, form_class=SourceForm, defer_required_on_fields=deferred
        )
        return options


def line(*fields: str) -> Panel:
    """Return a panel for each field, side by side where there are several."""
    panels = [FieldPanel(field) for field in fields]
    return FieldRowPanel(panels) if len(panels) > 1 else panels[0]


def children(
    relation: str,
    heading: Promise,
    label: Promise,
    *lines: tuple[str, ...],
    kind: type[InlinePanel] = InlinePanel,
    **more: Any,
) -> InlinePanel:
    return kind(relation, heading=heading, label=label, panels=[line(*names) for names in lines], **more)


def words(field: str) -> FieldPanel:
    return FieldPanel(field, widget=BoxesToFind)


def names_in(panels: Iterable[Panel]) -> Iterator[str]:
    """Yield the fields and relations of the record that these panels show."""
    for panel in panels:
        yield getattr(panel, "field_name", "") or getattr(panel, "relation_name", "")
        if not isinstance(panel, InlinePanel):
            yield from names_in(getattr(panel, "children", ()))


NAMES = [
    NameBasisNotice(),
    line("name_uk", "patronymic_uk"),
    DoublesNotice(),
    line("name_en", "name_crh"),
    line("name_ru", "has_no_patronymic"),
    children(
        *("other_names", _("Other forms of the name"), _("form of the name")),
        *(("language", "name"), ("is_main", "confirmed")),
        help_text=_("Spellings met in sources: by them the person is found."),
    ),
    line("partner", "slug"),
]
PHOTO = MultiFieldPanel([FieldPanel("photo"), FieldPanel("photo_credit")], heading=_("Photo"))
CASE = [
    line("status"),
    line("status_since", "status_since_precision"),
    words("cases"),
    children(
        *("charges", _("Charges"), _("charge")),
        *(("code", "part"), ("joined_code", "joined_part")),
    ),
    children(
        *("sentences", _("Sentences"), _("sentence")),
        *(("date", "date_precision"), ("court", "instance"), ("years", "months")),
        *(("regime", "prison_months"), ("supersedes",)),
    ),
    children(
        *("case_events", _("Steps of the case"), _("step of the case")),
        *(("kind",), ("date", "date_precision"), ("facility",)),
    ),
]
PLACE = [
    line("facility"),
    line("place_as_stated"),
    children(
        *("detentions", _("Places of detention over time"), _("stay")),
        *(("facility",), ("from_date", "from_precision"), ("to_date", "to_precision")),
    ),
    MultiFieldPanel(
        [line("mail_status", "mail_reason"), line("mail_since", "mail_checked_on")], heading=_("Letters")
    ),
]
SOURCES = [
    children(
        *("sources", _("Sources"), _("source")),
        *(("url",), ("title", "publisher"), ("kind", "date", "seen_on"), ("archive_url", "dead_on")),
        *(("groups",), ("is_public",)),
        kind=SourcesPanel,
    ),
]
LAID_OUT = frozenset(names_in([*NAMES, PHOTO, *CASE, *PLACE, *SOURCES]))


def others(*groups: FactGroup) -> list[Panel]:
    """Return the panels of all other facts of these groups, as they are declared."""
    facts = (fact for fact in FACTS if fact.group in groups and LAID_OUT.isdisjoint(fact.fields))
    return [
        words(*fact.fields) if fact.is_vocabulary else line(*fact.fields) for fact in facts if fact.fields
    ]


def tab(heading: Promise, *panels: Panel, saves: bool = True) -> ObjectList:
    return ObjectList([*panels, *([SaveHere(heading)] if saves else [])], heading=heading)


def record_edit_handler() -> TabbedInterface:
    return TabbedInterface(
        [
            StandingTab([NameBasisNotice(), OverviewTab()], heading=_("How it stands")),
            tab(_("Names"), *NAMES),
            tab(_("Life"), *others(FactGroup.IDENTITY, FactGroup.HEALTH), PHOTO),
            tab(_("Case"), *CASE, *others(FactGroup.VERDICT)),
            tab(_("Place and letters"), *PLACE, *others(FactGroup.PLACE, FactGroup.MAIL)),
            tab(_("Sources"), *SOURCES),
            tab(_("Stories"), StoriesTab(), saves=False),
            tab(CONSENTS_TAB, ConsentsTab(), saves=False),
        ],
        base_form_class=PrisonerForm,
    )
