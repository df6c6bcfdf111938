"""Forms of the admin: clean input, refuse what belongs to another partner, change nothing."""

import json
import re
from collections.abc import Iterable, Mapping
from itertools import chain, count
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from django import forms
from django.db.models import Q, QuerySet
from django.forms.widgets import Script
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.fields import StreamField

from home.languages.info import SOURCE_LANGUAGE
from home.languages.slugs import slugify
from prisoner_pages.campaigns.forms import EventCode
from prisoner_pages.campaigns.read_models.organisations import organisations_for
from prisoner_pages.campaigns.read_models.recipients import recipients_in_words
from prisoner_pages.choices import FactGroup, PairAnswer
from prisoner_pages.models import (
    CampaignPage,
    EventPage,
    Observance,
    Partner,
    PartnerPage,
    Prisoner,
    PrisonerPage,
)
from prisoner_pages.models.workflow import draft_of, partner_of, stops_of
from prisoner_pages.names import NAME_FIELDS
from prisoner_pages.people.filters.rule import RuleField
from prisoner_pages.permissions.choosers import records_for, words_for
from prisoner_pages.permissions.partners import partners_for, partners_moderated_by
from prisoner_pages.policies import PRIVATE_SOURCES
from prisoner_pages.querysets.partners import PartnerQuerySet
from prisoner_pages.querysets.records import PrisonerQuerySet
from prisoner_pages.records.forms.own_files import OwnFilesMixin
from prisoner_pages.records.forms.recipients import RecipientBoxes
from prisoner_pages.records.read_models.doubles import Described, Double, doubles_of
from prisoner_pages.records.read_models.sources import suggested_publisher

VOCABULARIES = {field.name for field in Prisoner._meta.many_to_many}
APPROVED_UNCHANGED = _(
    "You have changed something here, and a draft is approved as it was submitted. To keep your change, save"
    " the draft: another moderator approves it then. To approve it as it was submitted, open it anew."
)

STOPPED = _(
    "Something on this page endangers prisoners. Press “Approve” again: what it is stands in the window, and"
    " there you can answer for it."
)


def with_kept(offered: QuerySet, instance: Any, relation: str) -> QuerySet:
    """Return what is offered and what the instance points at already."""
    kept = [row.pk for row in getattr(instance, relation).all()] if instance.pk else []
    return offered.model.objects.filter(Q(pk__in=offered.values("pk")) | Q(pk__in=kept))


KEY_OF_PARAGRAPH = re.compile(r'(<\w+) data-block-key="[a-z0-9]{5}"')


def content_of(thing: Any, names: Iterable[str]) -> dict[str, Any]:
    """Return what these fields and children of a draft say, to be compared with what they said before."""
    data = thing.serializable_data()
    streams = {field.name for field in thing._meta.fields if isinstance(field, StreamField)}
    return {
        name: _of_stream(json.loads(data[name])) if name in streams else _comparable(data[name])
        for name in names
        if name in data
    }


def _of_stream(value: Any) -> Any:
    """Return blocks and their values without the keys that the editor makes up for what came without."""
    if isinstance(value, str):
        return KEY_OF_PARAGRAPH.sub(r"\1", value)
    if isinstance(value, list):
        return [_of_stream(each) for each in value]
    if isinstance(value, dict):
        is_block = "type" in value and "value" in value
        return {key: _of_stream(each) for key, each in value.items() if not (is_block and key == "id")}
    return value


def _comparable(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    if all(isinstance(each, dict) for each in value):
        return [_of_child(each) for each in sorted(value, key=lambda child: child.get("sort_order") or 0)]
    return sorted(value, key=str)  # chosen words: in no order


def _of_child(child: dict[str, Any]) -> dict[str, Any]:
    """A child that was never public has no key yet; where it stands is said by the list."""
    return {name: _comparable(value) for name, value in child.items() if name not in {"pk", "sort_order"}}


if TYPE_CHECKING:  # what these are mixed into
    ModelForm: TypeAlias = WagtailAdminModelForm
else:
    ModelForm = object


class DraftMixin(ModelForm):
    """A form of what is approved: it tells whether anything was changed, and approves only what was not."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shown = self._content() if self.is_bound else None

    def _content(self) -> dict[str, Any]:
        return content_of(self.instance, [*self.fields, *self.formsets])

    def is_valid(self) -> bool:
        if not super().is_valid():
            return False
        if self._approves and not self.save(commit=False).is_unchanged:
            self.add_error(None, APPROVED_UNCHANGED)
        if self._approves and stops_of(draft_of(self.instance)) and not self._is_answered_for:
            self.add_error(None, STOPPED)
        return not self.errors

    @property
    def _approves(self) -> bool:
        return "action-workflow-action" in self.data and self.data.get("workflow-action-name") == "approve"

    @property
    def _is_answered_for(self) -> bool:
        """Tell whether the window of the approval was filled in (`ApprovalForm`)."""
        try:
            said = json.loads(self.data.get("workflow-action-extra-data") or "{}")
        except ValueError:
            return False
        return isinstance(said, dict) and said.get("overrules") is True

    def save(self, commit: bool = True) -> Any:
        if self.instance.is_saved_by_itself:
            self.instance.refuse_over_newer()
        thing = super().save(commit=commit)
        thing.is_unchanged = self._content() == self.shown
        return thing


class OwnPageForm(DraftMixin, OwnFilesMixin, WagtailAdminPageForm):
    """A page in a partner's section."""


class GatheringForm(OwnPageForm):
    """A campaign or an event, with the organisations that take part."""

    def __init__(self, data: Any = None, files: Any = None, parent_page: Any = None, **kwargs: Any) -> None:
        page, user = kwargs["instance"], kwargs.get("for_user")
        partner = partner_of(parent_page) if parent_page else None
        # For the form of each row, which is made by the next line.
        self.organisations = organisations_for(user, page, partner) if user else None
        super().__init__(data, files, parent_page, **kwargs)

    def clean_slug(self) -> str:
        """Return it in Latin letters: what the script makes of a title has those of the title.

        A page that is there keeps its address.
        """
        typed = self.cleaned_data["slug"]
        if typed and (typed.isascii() or typed == self.instance.slug):
            return typed
        words = typed.replace("-", " ") or self.cleaned_data.get("title", "")
        return self._free_address(slugify(words, SOURCE_LANGUAGE)) if words else ""

    def _free_address(self, base: str) -> str:
        others = type(self.instance).objects.filter(locale=self.instance.locale).exclude(pk=self.instance.pk)
        taken = set(others.filter(slug__startswith=base).values_list("slug", flat=True))
        tries = chain([base], (f"{base}-{number}" for number in count(2)))
        return next(each for each in tries if each not in taken)


class CampaignForm(GatheringForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "recipients" in self.fields and self.for_user:
            offered = with_kept(records_for(self.for_user), self.instance, "recipients")
            field = cast(forms.ModelMultipleChoiceField, self.fields["recipients"])
            chosen = [person.pk for person in self.instance.recipients.all()]
            rule = self.instance.recipient_rule
            field.widget = RecipientBoxes(recipients_in_words(self.for_user, chosen, rule))
            field.queryset = cast(PrisonerQuerySet, offered).named(SOURCE_LANGUAGE)
        if "recipient_rule" in self.fields:
            label = self.fields["recipient_rule"].label
            self.fields["recipient_rule"] = RuleField(self.instance.recipient_rule, label=label)
        if "observance" in self.fields:
            self._offer_observances()

    def _offer_observances(self) -> None:
        """A short list, so without a window; a day that was taken from it stays where it is chosen."""
        field, kept = cast(forms.ModelChoiceField, self.fields["observance"]), self.instance.observance_id
        offered = words_for(Observance)
        field.widget = forms.Select()
        field.queryset = Observance.objects.filter(Q(pk__in=offered.values("pk")) | Q(pk=kept))
        field.empty_label = _("no special day")


class EventForm(GatheringForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "code" in self.fields:
            field = self.fields["code"]
            field.widget = EventCode({"maxlength": cast(forms.SlugField, field).max_length})


PAGE_FORMS: dict[Any, type[OwnPageForm]] = {
    PartnerPage: OwnPageForm,
    PrisonerPage: OwnPageForm,
    CampaignPage: CampaignForm,
    EventPage: EventForm,
}


PUBLISHER = reverse_lazy("source_publisher")


class SourceForm(WagtailAdminModelForm):
    groups = forms.MultipleChoiceField(
        choices=FactGroup.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Facts it supports"),
    )
    is_public = forms.TypedChoiceField(
        choices=[
            ("", _("by its kind: what a family or a lawyer said stays private")),
            (True, _("yes")),
            (False, _("no")),
        ],
        coerce=lambda chosen: str(chosen) == "True",
        required=False,
        label=_("May be shown"),
    )

    def __init__(self, *args: Any, instance: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, instance=instance, **kwargs)
        if instance is None:
            self.initial["is_public"] = ""
        widget = self.fields["publisher"].widget
        widget.attrs |= {"data-publisher-of": "url", "data-publisher-from": PUBLISHER}
        widget.attrs["placeholder"] = suggested_publisher(self.instance.url)

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        is_private = data.get("kind") in PRIVATE_SOURCES
        if data.get("is_public") == "":
            data["is_public"] = not is_private
        elif is_private and "kind" in self.changed_data and "is_public" not in self.changed_data:
            # What it was allowed for was another kind of source.
            data["is_public"] = False
        return data


PERHAPS_HERE = _(
    "Perhaps this person is here already. Look at those named below the names, and say whether it is one of"
    " them."
)
LONGEST_LIST = 200  # characters of a list of keys
KEY = re.compile(r"[0-9]{1,18}")
MADE_FROM_NAME = _("Made from the name. The same in all languages, and for good once you have saved.")
ADDRESS = reverse_lazy("record_address")


def address_for(named: Mapping[str, Any]) -> str:
    """Return the free address for the names of a form that is being filled in, "" while it has none."""
    language = next((each for each in ("en", SOURCE_LANGUAGE) if named.get(NAME_FIELDS[each])), "")
    if not language:
        return ""
    born = named.get("birth_date")
    return Prisoner.objects.free_address(
        named[NAME_FIELDS[language]], language, birth_year=born.year if born else None
    )


class DoublesMixin(ModelForm):
    """Asks once, before a record is made, whether the person is here already; later it only warns.

    The answer is no field: the notice that asks is renewed while a name is typed. With it come the keys of
    those it is about, `doubles_seen`: whoever has come since is asked about anew.
    """

    @cached_property
    def doubles(self) -> list[Double]:
        """Who may be the same person as the one whom the form describes."""
        if self.for_user is None:
            return []
        is_typed = self.is_bound and hasattr(self, "cleaned_data")
        described = Described.by(self.cleaned_data) if is_typed else Described.of(self.instance)
        return doubles_of(described, self.for_user, record=self.instance)

    @property
    def answer(self) -> PairAnswer | None:
        said = self.data.get("doubles_answer")
        return PairAnswer(said) if said in PairAnswer.values else None

    @property
    def answered(self) -> set[int]:
        """The records that the answer is about."""
        seen = self.data.get("doubles_seen", "")[:LONGEST_LIST].split() if self.answer else []
        return {int(word) for word in seen if KEY.fullmatch(word)}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.instance.pk and {each.record.pk for each in self.doubles} - self.answered:
            self.add_error(None, PERHAPS_HERE)
        return data


class PrisonerForm(DoublesMixin, DraftMixin, OwnFilesMixin, WagtailAdminModelForm):
    """The record. Partner and address are set when it is made; later only actions change them."""

    class Media:
        js = [
            Script("prisoner_pages/record_address.js", type="module"),
            Script("prisoner_pages/record_doubles.js", type="module"),
            Script("prisoner_pages/source_publisher.js", type="module"),
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in VOCABULARIES & self.fields.keys():
            field = cast(forms.ModelMultipleChoiceField, self.fields[name])
            field.queryset = with_kept(
                words_for(Prisoner._meta.get_field(name).related_model), self.instance, name
            )
        if self.instance.pk:
            for name in {"partner", "slug"} & self.fields.keys():
                self.fields[name].disabled = True
        elif "slug" in self.fields:
            self._make_address()
        if not self.instance.pk and "partner" in self.fields and self.for_user:
            self._offer_partners(partners_for(self.for_user).with_workspace().open())

    def _make_address(self) -> None:
        """The script fills it in while a name is typed; left empty, it is made when the form is sent."""
        field = self.fields["slug"]
        field.required, field.help_text = False, MADE_FROM_NAME
        field.widget.attrs |= {"data-address-of": "name_en name_uk", "data-address-from": ADDRESS}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "slug" in data and not data["slug"] and not self.instance.pk:
            self.cleaned_data["slug"] = self.instance.slug = address_for(data)
        return data

    def _offer_partners(self, partners: PartnerQuerySet) -> None:
        field = cast(forms.ModelChoiceField, self.fields["partner"])
        field.queryset = partners
        if partners.count() == 1:
            field.initial, field.empty_label = partners.get(), None


class PartnerForm(WagtailAdminModelForm):
    """Letters go to no closed partner; those to the people of a closed one stay with somebody."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ModelChoiceField, self.fields["letter_desk"])
        field.widget = forms.Select()  # a window to choose from would show the closed ones
        field.queryset = Partner.objects.open().exclude(pk=self.instance.pk)
        if self.instance.closed_on and self.instance.letter_desk_id:
            field.required = True


class FrontEndForm(WagtailAdminModelForm):
    """A front end stays with its partner."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ModelChoiceField, self.fields["partner"])
        if self.instance.pk:
            field.disabled = True
        elif self.for_user:
            field.queryset = partners_moderated_by(self.for_user)
