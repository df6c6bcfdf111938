"""Filters of the list of records: those of the public list, and what staff ask besides."""

from typing import Any

import django_filters
from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from home.caching.read_models import generations_of
from home.languages.date_fields import DayField
from home.languages.info import CONTENT_LANGUAGES, SOURCE_LANGUAGE
from home.site.requests import StaffRequest
from prisoner_pages.can_be_written_to import GAPS
from prisoner_pages.choices import FactGroup, ListStep, Scope
from prisoner_pages.models import ListImport, Prisoner
from prisoner_pages.people.filters.table import FILTERS, Filter, Offer, offered
from prisoner_pages.permissions.partners import colleagues_of, is_coordinator, partner_ids_of, partners_for
from prisoner_pages.policies import GROWING_OLD
from prisoner_pages.public.read_models.lexicon import lexicon_in
from prisoner_pages.querysets.drafts import with_draft_to_submit, written_by_list
from prisoner_pages.querysets.records import PrisonerQuerySet
from prisoner_pages.records.columns import COLUMNS
from prisoner_pages.records.gap_words import GAP_LABELS, HELD_BY_STAFF, HELD_LABELS
from prisoner_pages.records.read_models.day import BY_STAFF, in_list, own_people, titles_for

ANY_GAP, NO_YEAR, ALL, TO_SUBMIT = "any", "no_year", "all", "to_submit"
MINE, NOBODY = "me", "nobody"
LISTS_OFFERED = 50  # as many as the screen of one's lists names


class DayFilter(django_filters.DateFilter):
    field_class = DayField


def staff_filter(each: Filter, offer: Offer) -> django_filters.Filter:
    """Return a filter of the public list as the admin's list has it."""
    own = each.of_records
    options = {
        "label": each.label,
        "choices": offered(own.choices, offer),
        "method": lambda records, _name, value: own.narrow(records, value),
    }
    if own.takes_several:
        return django_filters.MultipleChoiceFilter(widget=forms.CheckboxSelectMultiple, **options)
    return django_filters.ChoiceFilter(**options)


def is_shown(each: Filter, user: Any) -> bool:
    """Say whether the filter stands beside the list; for words there is the list's own search box."""
    return each.choices is not None and (not each.of_records.only_across_partners or _is_across(user))


def _is_across(user: Any) -> bool:
    return is_coordinator(user) or len(partner_ids_of(user)) > 1


class RecordFilterSet(WagtailFilterSet):
    filters: dict[str, django_filters.Filter]

    my_day = django_filters.ChoiceFilter(label=_("My day"), method="filter_my_day")
    # Named as it was when it was for places alone: saved lists and bookmarks hold it.
    place_not_verified_since = DayFilter(label=capfirst(_("not verified since")), method="filter_stale")
    not_verified = django_filters.ChoiceFilter(
        label=capfirst(_("what is not verified")),
        choices=[(each.value, capfirst(each.label)) for each in GROWING_OLD if each != FactGroup.PLACE],
        empty_label=capfirst(FactGroup.PLACE.label),
        method="filter_nobody",
    )
    letters_wait = django_filters.ChoiceFilter(
        label=capfirst(_("letters wait for")),
        choices=[(ANY_GAP, _("any of these")), *GAP_LABELS.items(), (NO_YEAR, _("no year of birth"))],
        method="filter_gaps",
    )
    without_story = django_filters.ChoiceFilter(
        label=capfirst(_("no story in")), choices=CONTENT_LANGUAGES, method="filter_without_story"
    )
    without_basis = django_filters.ChoiceFilter(
        label=capfirst(_("no basis for")), choices=Scope.choices, method="filter_without_basis"
    )
    given_to = django_filters.ChoiceFilter(label=capfirst(_("given to")), method="filter_given_to")
    letters_held = django_filters.ChoiceFilter(
        label=capfirst(_("letters held")),
        choices=[(BY_STAFF, HELD_BY_STAFF), *HELD_LABELS.items()],
        method="filter_held",
    )
    paused = django_filters.ChoiceFilter(
        label=capfirst(_("hidden")), choices=[("yes", _("hidden now"))], method="filter_paused"
    )
    draft = django_filters.ChoiceFilter(
        label=_("Drafts"), choices=[(TO_SUBMIT, _("not submitted yet"))], method="filter_draft"
    )
    from_list = django_filters.ChoiceFilter(label=_("From an uploaded list"), method="filter_from_list")

    columns = django_filters.MultipleChoiceFilter(
        label=_("Columns"),
        choices=[(each.name, each.label) for each in COLUMNS],
        widget=forms.CheckboxSelectMultiple,
        method="filter_columns",
    )

    class Meta:
        model = Prisoner
        fields: list[str] = []

    def __init__(self, *args: Any, request: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, request=request, **kwargs)
        generations = generations_of(request)
        offer = Offer(lexicon_in(SOURCE_LANGUAGE, generations=generations), generations)
        shown = [each for each in FILTERS if is_shown(each, request.user)]
        self.filters = {each.name: staff_filter(each, offer) for each in shown} | self.filters

        self.filters["my_day"].extra["choices"] = titles_for(request.user)
        self.filters["given_to"].extra["choices"] = [
            (MINE, _("to me")),
            (NOBODY, _("to nobody")),
            *_others(request),
        ]
        self.filters["from_list"].extra["choices"] = _own_lists(request.user)
        if "partner" in self.filters and not is_coordinator(request.user):
            own = partners_for(request.user).with_workspace()
            self.filters["partner"].extra["choices"] = list(own.values_list("slug", "name_uk"))

    def filter_my_day(self, queryset: PrisonerQuerySet, name: str, value: Any) -> PrisonerQuerySet:
        return in_list(queryset, value, self.request.user)

    def filter_stale(self, queryset: PrisonerQuerySet, name: str, value: Any) -> PrisonerQuerySet:
        return queryset.not_verified_since(value, self.form.cleaned_data["not_verified"] or FactGroup.PLACE)

    def filter_nobody(self, queryset: PrisonerQuerySet, name: str, value: Any) -> PrisonerQuerySet:
        """Leave everybody: it says what the day beside it is about."""
        return queryset

    def filter_gaps(self, queryset: PrisonerQuerySet, name: str, value: Any) -> PrisonerQuerySet:
        people = queryset.accepting_letters()
        if value == NO_YEAR:
            return people.without_year_of_birth()
        return people.lacking(GAPS if value == ANY_GAP else [value])

    def filter_without_story(self, queryset: PrisonerQuerySet, name: str, value: Any) -> PrisonerQuerySet:
        return queryset.without_story_in(value)

    def filter_without_basis(self, queryset: PrisonerQuerySet, name: str, value: Any) -> PrisonerQuerySet:
        return queryset.without_basis(value)

    def filter_given_to(self, queryset: PrisonerQuerySet, name: str, value: str) -> PrisonerQuerySet:
        known: dict[str, Any] = {MINE: self.request.user, NOBODY: None}
        return queryset.given_to(known.get(value, value))

    def filter_held(self, queryset: PrisonerQuerySet, name: str, value: str) -> PrisonerQuerySet:
        return queryset.with_letters_held() if value == BY_STAFF else queryset.held_by_state(value)

    def filter_columns(self, queryset: PrisonerQuerySet, name: str, value: Any) -> PrisonerQuerySet:
        """Columns narrow nothing; they stand here so that addresses, saved lists and exports keep them."""
        return queryset

    def filter_paused(self, queryset: PrisonerQuerySet, name: str, value: Any) -> PrisonerQuerySet:
        return queryset.paused()

    def filter_draft(self, queryset: PrisonerQuerySet, name: str, value: Any) -> PrisonerQuerySet:
        return with_draft_to_submit(queryset)

    def filter_from_list(self, queryset: PrisonerQuerySet, name: str, value: str) -> PrisonerQuerySet:
        return written_by_list(queryset, value)


def _others(request: StaffRequest) -> list[tuple[str, str]]:
    people = colleagues_of(request.user).exclude(pk=request.user.pk)
    return [(str(each.pk), each.get_full_name() or each.get_username()) for each in people]


def _own_lists(user: Any) -> list[tuple[str, str]]:
    """Return those that were taken, the newest first, by the moment of their upload."""
    taken = ListImport.objects.filter(partner__in=partners_for(user), step=ListStep.OVER)
    return [
        (str(each.pk), f"{date_format(timezone.localtime(each.made_at), 'DATETIME_FORMAT')}, {each.partner}")
        for each in taken.select_related("partner")[:LISTS_OFFERED]
    ]


def chosen_people(request: StaffRequest) -> PrisonerQuerySet:
    """Return those of one's own people who were ticked in the list, or all whom it shows (`id=all`)."""
    people = own_people(request.user)
    ticked = request.GET.getlist("id")
    if ALL not in ticked:
        return people.filter(pk__in=[pk for each in ticked if (pk := key_in(each))])
    filters = RecordFilterSet(request.GET, request=request, queryset=people)
    # The list shows everybody where it can't read a filter; nothing is done to everybody by mistake.
    if not filters.is_valid():
        return people.none()
    words = request.GET.get("q", "").strip()
    # Nor to those whom the list shows since they are called nearly so, or since the site tells it of
    # them: these are ticked one by one.
    return filters.qs.found_by(words) if words else filters.qs


def key_in(text: str | None) -> int:
    """Return the key that an address or a form names; 0, which nothing has, for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else 0
