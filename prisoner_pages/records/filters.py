"""Filters of the list of records."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from home.languages.date_fields import DayField
from home.languages.info import CONTENT_LANGUAGES
from prisoner_pages.can_be_written_to import GAPS
from prisoner_pages.choices import FactGroup, Scope, Status
from prisoner_pages.models import Facility, Partner, Prisoner
from prisoner_pages.permissions.partners import is_coordinator
from prisoner_pages.records.gap_words import GAP_LABELS

ANY_GAP = "any"


class DayFilter(django_filters.DateFilter):
    field_class = DayField


class RecordFilterSet(WagtailFilterSet):
    status = django_filters.MultipleChoiceFilter(
        label=_("status"), choices=Status.choices, widget=forms.CheckboxSelectMultiple
    )
    facility = django_filters.ModelChoiceFilter(
        label=_("place of detention"), queryset=Facility.objects.all()
    )
    partner = django_filters.ModelChoiceFilter(label=_("partner"), queryset=Partner.objects.with_workspace())
    place_not_verified_since = DayFilter(label=_("place not verified since"), method="filter_stale")
    letters_wait = django_filters.ChoiceFilter(
        label=_("letters wait for"),
        choices=[(ANY_GAP, _("any of these")), *GAP_LABELS.items()],
        method="filter_gaps",
    )
    without_story = django_filters.ChoiceFilter(
        label=_("no story in"), choices=CONTENT_LANGUAGES, method="filter_without_story"
    )
    without_basis = django_filters.ChoiceFilter(
        label=_("no basis for"), choices=Scope.choices, method="filter_without_basis"
    )
    paused = django_filters.ChoiceFilter(
        label=_("hidden"), choices=[("yes", _("hidden now"))], method="filter_paused"
    )

    class Meta:
        model = Prisoner
        fields = []

    def __init__(self, *args, request=None, **kwargs):
        super().__init__(*args, request=request, **kwargs)
        if request is None or not is_coordinator(request.user):
            del self.filters["partner"]

    def filter_stale(self, queryset, name, value):
        return queryset.not_verified_since(value, FactGroup.PLACE)

    def filter_gaps(self, queryset, name, value):
        return queryset.accepting_letters().lacking(GAPS if value == ANY_GAP else [value])

    def filter_without_story(self, queryset, name, value):
        return queryset.without_story_in(value)

    def filter_without_basis(self, queryset, name, value):
        return queryset.without_basis(value)

    def filter_paused(self, queryset, name, value):
        return queryset.paused()
