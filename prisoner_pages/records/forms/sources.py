"""Forms about the sources of one record: a link that is dead, a copy that is kept."""

from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from home.languages.date_fields import PastDayField
from prisoner_pages.models import Prisoner, Source
from prisoner_pages.policies import MAX_COPY_BYTES
from prisoner_pages.records.forms.acts import SOURCE_URL, ActForm
from prisoner_pages.records.read_models.sources import source_in_words


class SourceChoice(forms.ModelChoiceField):
    def label_from_instance(self, source: Any) -> str:
        return f"{source_in_words(source)}: {source.url}"


class DeadLinkForm(ActForm):
    """Which link of the record is dead, since which day, and where a copy of the page is kept."""

    source = SourceChoice(label=_("source"), queryset=Source.objects.none())
    on = PastDayField(label=_("seen dead on"), initial=timezone.localdate)
    archive_url = forms.URLField(
        **SOURCE_URL
        | {
            "label": _("archived copy elsewhere"),
            "help_text": _("Of an archive of the web: pages lead there instead. Empty: they lead nowhere."),
        },
        max_length=500,
    )

    def __init__(self, *args: Any, record: Prisoner, **kwargs: Any) -> None:
        super().__init__(*args, record=record, **kwargs)
        cast(SourceChoice, self.fields["source"]).queryset = Source.objects.filter(prisoner=record).exclude(
            url=""
        )


class CopyForm(ActForm):
    source = SourceChoice(label=_("source"), queryset=Source.objects.none())
    file = forms.FileField(
        label=_("file"),
        widget=forms.FileInput({"accept": ".pdf,.jpg,.jpeg,.png,.webp"}),
        help_text=_("The page printed to a PDF, or a picture of it: JPEG, PNG or WebP. Up to 5 MB."),
    )

    def __init__(self, *args: Any, record: Prisoner, **kwargs: Any) -> None:
        super().__init__(*args, record=record, **kwargs)
        cast(SourceChoice, self.fields["source"]).queryset = Source.objects.filter(prisoner=record)

    @property
    def content(self) -> bytes:
        """Return the file, as far as it is read at all: one byte over the limit is enough for a refusal."""
        file: UploadedFile = self.cleaned_data["file"]
        return file.read(MAX_COPY_BYTES + 1)
