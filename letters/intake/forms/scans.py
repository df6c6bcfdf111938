"""Files of scans as staff bring them, and what is done to their pages."""

from collections.abc import Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from home.languages.ordering import by_alphabet
from letters.choices.scans import ScanAct, ScanKind, ScanTrouble
from letters.intake.forms.letters import PageField
from letters.models import LetterDesk
from prisoner_pages.models import CampaignPage, EventPage

if TYPE_CHECKING:
    from letters.intake.actions.scans import FoundFile


SUFFIXES = {
    ".pdf": ScanKind.PDF,
    ".jpg": ScanKind.PICTURE,
    ".jpeg": ScanKind.PICTURE,
    ".png": ScanKind.PICTURE,
    ".webp": ScanKind.PICTURE,
}
# A PDF may begin with something else, as some scanners write it; readers look this far.
PDF_WITHIN_BYTES = 1024
MOST_FILES = 10


def looked_at(file: UploadedFile) -> "FoundFile":
    """Return (ScanKind, bytes, ScanTrouble or ""); its name only says what the file should be."""
    content = file.read()
    named = SUFFIXES.get(PurePath(file.name or "").suffix.lower())
    found = kind_of(content)
    if not content:
        return "", b"", ScanTrouble.EMPTY
    if named is None or found is None:
        return "", b"", ScanTrouble.UNKNOWN
    return (found, content, "") if found == named else ("", b"", ScanTrouble.MISNAMED)


def kind_of(content: bytes) -> ScanKind | None:
    is_webp = content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    if content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or is_webp:
        return ScanKind.PICTURE
    return ScanKind.PDF if b"%PDF-" in content[:PDF_WITHIN_BYTES] else None


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files, each as `looked_at` returns it; refused only when none of them can be read."""

    def clean(self, data: Any, initial: Any = None) -> "list[FoundFile]":
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if not files:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(files) > MOST_FILES:
            raise ValidationError(_("At most 10 files at once."), code="too_many")
        found = [looked_at(file) for file in files]
        if all(trouble for _kind, _content, trouble in found):
            raise ValidationError(
                [
                    _("File %(number)d: %(why)s") % {"number": number, "why": ScanTrouble(trouble).label}
                    for number, (_kind, _content, trouble) in enumerate(found, start=1)
                ]
            )
        return found


class ScanForm(forms.Form):
    """Scans for one of `desks`."""

    uuid = forms.UUIDField(widget=forms.HiddenInput)
    desk = forms.ModelChoiceField(queryset=LetterDesk.objects.none(), label=_("Desk"), empty_label=None)
    files = ManyFilesField(  # type: ignore[assignment]  # a field, not what was sent
        label=_("Scans or photos"),
        help_text=_(
            "PDF, JPEG, PNG or WebP; up to 10 files and 24 MB at once, 100 pages in a file."
            " Put a blank sheet between two letters. Sheets of an event part themselves by their code."
        ),
        widget=ManyFilesInput(attrs={"accept": ",".join(SUFFIXES)}),
        error_messages={"required": _("Choose at least one file.")},
    )
    event = PageField(EventPage, label=_("Event"), empty_label=_("as the sheets say, or none"))
    campaign = PageField(CampaignPage, label=_("Campaign"), empty_label=_("as the event says, or none"))

    def __init__(self, *args: Any, desks: Sequence[LetterDesk], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        desk = cast(forms.ModelChoiceField, self.fields["desk"])
        choices = LetterDesk.objects.filter(pk__in=[each.pk for each in desks])
        desk.queryset = choices.select_related("partner").order_by(*by_alphabet("partner__name_uk"))
        if len(desks) == 1:
            desk.widget = forms.HiddenInput()
            self.initial.setdefault("desk", desks[0].pk)


class ScanActForm(forms.Form):
    """`page` says which page is meant, or the group it stands in."""

    version = forms.IntegerField(min_value=1)
    page = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    act = forms.ChoiceField(choices=ScanAct.choices)
