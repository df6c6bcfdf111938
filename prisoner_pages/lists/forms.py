"""The form that takes a list in."""

from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from prisoner_pages.importing.reading import MAX_FILE_BYTES
from prisoner_pages.models import Partner
from prisoner_pages.querysets.partners import PartnerQuerySet


class ListForm(forms.Form):
    partner = forms.ModelChoiceField(
        label=_("Whose list it is"), queryset=Partner.objects.none(), empty_label=None
    )
    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,  # the reader says in words what is wrong with it
        widget=forms.FileInput({"accept": ".csv,.xlsx"}),
        help_text=_("CSV in UTF-8 or XLSX, up to 5 MB and 20,000 rows, with headings in the first row."),
    )

    def __init__(self, *args: Any, partners: PartnerQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ModelChoiceField, self.fields["partner"])
        field.queryset, field.initial = partners, partners.first()

    @property
    def content(self) -> bytes:
        """Return the file, as far as it is read at all: one byte over the limit is enough for a refusal."""
        file: UploadedFile = self.cleaned_data["file"]
        return file.read(MAX_FILE_BYTES + 1)
