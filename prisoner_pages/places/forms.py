"""What is said of the post of many places at once, and by what their list is narrowed."""

from typing import Any, cast

from django import forms
from django.db.models import Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from prisoner_pages.choices import FacilityMail
from prisoner_pages.importing.forms import TableForm
from prisoner_pages.models import Facility, Partner, PlaceProposal
from prisoner_pages.places.read_models import FOR_ENVELOPES, lacking, regions_of_places
from prisoner_pages.querysets.partners import PartnerQuerySet
from prisoner_pages.records.forms.acts import FacilityMailForm

NO_REGION = "none"
LONGEST_ADDRESS = PlaceProposal._meta.get_field("address_ru").max_length


class RegionSelect(forms.Select):
    """An option says in which language it is, where that is not the reader's."""

    languages: dict[str, str]

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if language := self.languages.get(value):
            option["attrs"]["lang"] = language
        return option


class PlacesFilter(forms.Form):
    post = forms.ChoiceField(
        label=capfirst(_("letters")), choices=[("", _("all"))] + FacilityMail.choices, required=False
    )
    region = forms.ChoiceField(label=capfirst(_("region")), required=False, widget=RegionSelect)
    incomplete = forms.BooleanField(label=_("Only where the address lacks something"), required=False)
    inhabited = forms.BooleanField(label=_("Only where somebody is held"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regions = regions_of_places()
        # A region by the first way in which its places print it.
        self.printed = {ways[0] or NO_REGION: ways for ways in regions.values()}
        named = dict(zip(self.printed, regions, strict=True))
        field = cast(forms.ChoiceField, self.fields["region"])
        offers = [(key, region.name or _("region not stated")) for key, region in named.items()]
        field.choices = [("", _("all")), *offers]
        languages = {key: region.language for key, region in named.items()}
        cast(RegionSelect, field.widget).languages = languages

    def narrow(self, places: QuerySet[Any]) -> QuerySet[Any]:
        """Return the places that are asked for; all of them where the question can't be read."""
        asked = self.cleaned_data if self.is_valid() else {}
        if post := asked.get("post"):
            places = places.filter(mail_status=post)
        if region := asked.get("region"):
            places = places.filter(region_ru__in=self.printed[region])
        if asked.get("incomplete"):
            lacks = Q()
            for name in FOR_ENVELOPES:
                lacks |= Q(**{name: ""})
            places = places.filter(lacks)
        return places.filter(people_count__gt=0) if asked.get("inhabited") else places


class ManyPlacesMailForm(FacilityMailForm):
    """The post of those ticked."""

    places = forms.ModelMultipleChoiceField(
        queryset=Facility.objects.all(),
        error_messages={"required": _("No place is chosen: tick those that are meant.")},
    )
    field_order = ("status", "since", "checked_on", "source_url")


class PlacesFileForm(TableForm):
    partner_label = capfirst(_("partner"))
    file_help = _("CSV in UTF-8 or XLSX, up to 5 MB and 1,000 places, with headings in the first row.")


class PlaceProposalForm(forms.ModelForm):
    """A place that the list lacks, or what the address of `place` lacks, with the page that says so."""

    class Meta:
        model = PlaceProposal
        fields = (
            *("name_uk", "name_ru", "kind", "address_ru", "postal_index", "region_ru"),
            *("source_url", "partner"),
        )

    def __init__(self, *args: Any, place: Facility | None, partners: PartnerQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if place is not None:
            self.instance.facility = place
            self.instance.name_uk, self.instance.name_ru = str(place)[:255], place.name_ru
            # Which address it completes: should the list come to name another, the two are not joined.
            for name in set(FOR_ENVELOPES) - set(lacking(place)):
                setattr(self.instance, name, getattr(place, name)[:LONGEST_ADDRESS])
            for name in set(self.fields) - {*lacking(place), "source_url", "partner"}:
                del self.fields[name]
        if len(partners) == 1:
            self.instance.partner = partners[0]
            del self.fields["partner"]
        else:
            cast(forms.ModelChoiceField[Partner], self.fields["partner"]).queryset = partners
