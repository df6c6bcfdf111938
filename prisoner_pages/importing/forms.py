"""The form that takes a table in, whatever it lists."""

from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from prisoner_pages.importing.reading import MAX_FILE_BYTES
from prisoner_pages.models import Partner
from prisoner_pages.querysets.partners import PartnerQuerySet


class TableForm(forms.Form):
    """A CSV or XLSX file, and which partner brings it."""

    partner_label: Any
    file_help: Any
    partner = forms.ModelChoiceField(queryset=Partner.objects.none(), empty_label=None)
    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,  # the reader says in words what is wrong with it
        widget=forms.FileInput({"accept": ".csv,.xlsx"}),
    )

    def __init__(self, *args: Any, partners: PartnerQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        partner = cast(forms.ModelChoiceField[Partner], self.fields["partner"])
        partner.label, partner.queryset, partner.initial = self.partner_label, partners, partners.first()
        self.fields["file"].help_text = self.file_help

    @property
    def content(self) -> bytes:
        """Return the file, as far as it is read at all: one byte over the limit is enough for a refusal."""
        file: UploadedFile = self.cleaned_data["file"]
        return file.read(MAX_FILE_BYTES + 1)
