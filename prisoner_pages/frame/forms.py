"""Forms of what stands around every page, and of an address that is sent on."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from home.models import SiteSettings
from prisoner_pages.frame.read_models.entries import Entry, Where
from prisoner_pages.frame.read_models.old_addresses import Target, path_in, reason_against, target_of

LAST = 99
CONTACT = ("contact_email", "security_email", "postal_address")


class FrameForm(forms.ModelForm):
    """Contact of the site, and for each entry where it stands and as which in order."""

    class Meta:
        model = SiteSettings
        fields = CONTACT

    def __init__(self, *args: Any, entries: Sequence[Entry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entries = entries
        for number, entry in enumerate(entries, start=1):
            self._add(entry, number)
        for field in self.fields.values():
            field.label = capfirst(field.label)

    def _add(self, entry: Entry, number: int) -> None:
        choices = [(where.value, where.label) for where in entry.allowed]
        self.fields[f"{entry.name}-where"] = forms.ChoiceField(
            label=_("where %s stands") % entry.words, choices=choices, initial=entry.where.value
        )
        self.fields[f"{entry.name}-order"] = forms.IntegerField(
            label=_("as which %s stands there") % entry.words, min_value=1, max_value=LAST, initial=number
        )

    @property
    def contact(self) -> list[Any]:
        return [self[name] for name in CONTACT]

    @property
    def rows(self) -> list[tuple[Entry, Any, Any]]:
        return [(each, self[f"{each.name}-where"], self[f"{each.name}-order"]) for each in self.entries]

    def standing(self, where: Where) -> list[str]:
        """Return the paths that are to stand there, in order."""
        said = self.cleaned_data
        there = [each for each in self.entries if said[f"{each.name}-where"] == where]
        return [each.path for each in sorted(there, key=lambda each: said[f"{each.name}-order"])]


class OldAddressForm(forms.Form):
    old = forms.CharField(
        label=capfirst(_("old address")),
        max_length=255,
        help_text=_("As it was linked to, like /uk/old-page/. One that still has a page is not sent on."),
    )
    new = forms.CharField(
        label=capfirst(_("where it leads now")),
        max_length=255,
        help_text=_("A page of this site, like /uk/campaigns/, or an address of another site, with https."),
    )
    is_permanent = forms.BooleanField(
        label=capfirst(_("for good")),
        required=False,
        help_text=_("Browsers and search engines remember it, and can hardly be told otherwise later."),
    )

    def clean_old(self) -> str:
        path = path_in(self.cleaned_data["old"])
        if reason := reason_against(path):
            raise ValidationError(reason)
        return path

    def clean_new(self) -> Target:
        target = target_of(self.cleaned_data["new"])
        if target is None:
            raise ValidationError(
                _("Nothing public stands there, or it is a person’s page: lead to another page of the site.")
            )
        return target

    def clean(self) -> dict[str, Any]:
        super().clean()
        said = self.cleaned_data
        if "old" in said and "new" in said and path_in(said["new"].link) == said["old"]:
            self.add_error("new", _("This is the old address itself."))
        return said
