"""The tabs of the record: its fields in groups, and beside them what is not part of the draft."""

from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.admin.panels.base import get_form_for_model

from prisoner_pages.choices import FactGroup
from prisoner_pages.facts.read_models.declarations import FACTS
from prisoner_pages.models import Prisoner
from prisoner_pages.records.forms.records import PrisonerForm, SourceForm
from prisoner_pages.records.panels.acts import CONSENTS_TAB
from prisoner_pages.records.panels.tabs import ConsentsTab, NameBasisNotice, OverviewTab, StoriesTab


class SourcesPanel(InlinePanel):
    """Sources, with the groups of facts each supports as boxes to tick."""

    def get_form_options(self):
        options = super().get_form_options()
        sources = options["formsets"][self.relation_name]
        sources["form"] = get_form_for_model(
            self.db_field.related_model,
            form_class=SourceForm,
            defer_required_on_fields=self.child_edit_handler.get_form_options().get(
                "defer_required_on_fields", []
            ),
        )
        return options


def words(field):
    return FieldPanel(field, widget=CheckboxSelectMultiple, classname="record-words")


def dated(field, precision):
    return FieldRowPanel([FieldPanel(field), FieldPanel(precision)])


def names_in(panels):
    """Yield the fields and relations of the record that these panels show."""
    for panel in panels:
        yield getattr(panel, "field_name", None) or getattr(panel, "relation_name", "")
        if not isinstance(panel, InlinePanel):
            yield from names_in(getattr(panel, "children", ()))


NAMES = [
    NameBasisNotice(),
    FieldRowPanel(
        [
            FieldPanel("name_uk"),
            FieldPanel("patronymic_uk"),
        ]
    ),
    FieldRowPanel([FieldPanel("name_en"), FieldPanel("name_crh")]),
    FieldRowPanel([FieldPanel("name_ru"), FieldPanel("has_no_patronymic")]),
    InlinePanel(
        "other_names",
        heading=_("Other forms of the name"),
        label=_("form of the name"),
        help_text=_("Spellings met in sources: by them the person is found."),
        panels=[
            FieldRowPanel([FieldPanel("language"), FieldPanel("name")]),
            FieldRowPanel([FieldPanel("is_main"), FieldPanel("confirmed")]),
        ],
    ),
    FieldRowPanel([FieldPanel("partner"), FieldPanel("slug")]),
]

PHOTO = MultiFieldPanel([FieldPanel("photo"), FieldPanel("photo_credit")], heading=_("Photo"))

CASE = [
    FieldPanel("status"),
    dated("status_since", "status_since_precision"),
    words("cases"),
    InlinePanel(
        "charges",
        heading=_("Charges"),
        label=_("charge"),
        panels=[
            FieldRowPanel([FieldPanel("code"), FieldPanel("part")]),
            FieldRowPanel([FieldPanel("joined_code"), FieldPanel("joined_part")]),
        ],
    ),
    InlinePanel(
        "sentences",
        heading=_("Sentences"),
        label=_("sentence"),
        panels=[
            dated("date", "date_precision"),
            FieldRowPanel([FieldPanel("court"), FieldPanel("instance")]),
            FieldRowPanel([FieldPanel("years"), FieldPanel("months")]),
            FieldRowPanel([FieldPanel("regime"), FieldPanel("prison_months")]),
            FieldPanel("supersedes"),
        ],
    ),
    InlinePanel(
        "case_events",
        heading=_("Steps of the case"),
        label=_("step of the case"),
        panels=[FieldPanel("kind"), dated("date", "date_precision"), FieldPanel("facility")],
    ),
]

PLACE = [
    FieldPanel("facility"),
    FieldPanel("place_as_stated"),
    InlinePanel(
        "detentions",
        heading=_("Places of detention over time"),
        label=_("stay"),
        panels=[
            FieldPanel("facility"),
            dated("from_date", "from_precision"),
            dated("to_date", "to_precision"),
        ],
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("mail_status"), FieldPanel("mail_reason")]),
            FieldRowPanel([FieldPanel("mail_since"), FieldPanel("mail_checked_on")]),
        ],
        heading=_("Letters"),
    ),
]

SOURCES = [
    SourcesPanel(
        "sources",
        heading=_("Sources"),
        label=_("source"),
        panels=[
            FieldPanel("url"),
            FieldPanel("title"),
            FieldRowPanel([FieldPanel("kind"), FieldPanel("date"), FieldPanel("seen_on")]),
            FieldPanel("groups"),
            FieldPanel("is_public"),
        ],
    ),
]


LAID_OUT = frozenset(names_in([*NAMES, PHOTO, *CASE, *PLACE, *SOURCES]))


def others(*groups):
    """Return the panels of all other facts of these groups, as they are declared."""
    facts = (fact for fact in FACTS if fact.group in groups and LAID_OUT.isdisjoint(fact.fields))
    return [panel_of(*fact.fields) for fact in facts if fact.fields]


def panel_of(field, precision=""):
    if precision:
        return dated(field, precision)
    return words(field) if Prisoner._meta.get_field(field).many_to_many else FieldPanel(field)


def record_edit_handler():
    return TabbedInterface(
        [
            ObjectList([NameBasisNotice(), OverviewTab()], heading=_("How it stands")),
            ObjectList(NAMES, heading=_("Names")),
            ObjectList([*others(FactGroup.IDENTITY, FactGroup.HEALTH), PHOTO], heading=_("Life")),
            ObjectList([*CASE, *others(FactGroup.VERDICT)], heading=_("Case")),
            ObjectList([*PLACE, *others(FactGroup.PLACE, FactGroup.MAIL)], heading=_("Place and letters")),
            ObjectList(SOURCES, heading=_("Sources")),
            ObjectList([StoriesTab()], heading=_("Stories")),
            ObjectList([ConsentsTab()], heading=CONSENTS_TAB),
        ],
        base_form_class=PrisonerForm,
    )
