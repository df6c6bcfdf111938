"""What a translator and a second reader send about a letter's Russian text."""

import re
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language, gettext_lazy as _

from letters.choices.words import ChipKind
from letters.handling.forms import DrawingField, NoteField, VersionForm
from letters.handling.read_models import labels_of
from letters.permissions.limits import MAX_NAME_CHARS
from letters.text.cleaning import clean_line, clean_text
from letters.text.transliteration import RUSSIAN

# More than can ever be printed, so that a text is kept however long and the check says what is too much.
MAX_SAVED_CHARS = 60_000
MAX_ROWS = 500
MAX_REASON_CHARS = 300
MAX_REASONS = 100
MAX_VERSION = 2**31 - 1
REASON = re.compile(r"reason-([0-9a-f]{16})")


class TextVersionForm(VersionForm):
    """Which letter and which text its sender has seen."""

    text_version = forms.IntegerField(min_value=0, max_value=MAX_VERSION, widget=forms.HiddenInput)


class TextForm(TextVersionForm):
    """The text as fields `row`, one a paragraph of the original, and fields `reason-<key of a remark>`."""

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self.rows = [clean_text(row).text for row in data.getlist("row")]
        given = [(REASON.fullmatch(name), data.get(name)) for name in data]
        self.reasons = {
            match[1]: clean_line(text).text[:MAX_REASON_CHARS] for match, text in given[:2000] if match
        }

    def clean(self) -> dict[str, Any] | None:
        if not self.rows:
            raise forms.ValidationError(_("No text came with the form."))
        if sum(map(len, self.rows)) > MAX_SAVED_CHARS or len(self.rows) > MAX_ROWS:
            raise forms.ValidationError(_("The text is too long to be kept."))
        if len(self.reasons) > MAX_REASONS:
            raise forms.ValidationError(_("There are too many reasons."))
        return super().clean()


class DecisionForm(VersionForm):
    """One of several forms on a page: `ids` keeps the ids of its fields its own."""

    ids = ""

    def __init__(self, data: QueryDict | None = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, auto_id=self.ids, initial=initial)


class ApproveForm(DecisionForm):
    """The yes of a second reader, with the writer's name as it goes on paper; empty keeps to the rule."""

    ids = "id_approve_%s"

    signature = forms.CharField(
        label=_("Signed, as printed"),
        help_text=_("Spelt by rule. Correct it where Russian spells the name otherwise."),
        max_length=MAX_NAME_CHARS,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "lang": RUSSIAN}),
    )

    def clean_signature(self) -> str:
        return clean_line(self.cleaned_data["signature"]).text


class SendBackForm(DecisionForm):
    """Chips, a note, or both."""

    ids = "id_back_%s"

    reasons = forms.MultipleChoiceField(label=_("Why"), widget=forms.CheckboxSelectMultiple, required=False)
    note = NoteField(label=_("In your words"), required=False)

    def __init__(self, data: QueryDict | None = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        cast(forms.ChoiceField, self.fields["reasons"]).choices = labels_of(
            ChipKind.SEND_BACK, get_language()
        )

    def clean(self) -> dict[str, Any]:
        super().clean()
        given = self.cleaned_data
        if not self.errors and not given.get("reasons") and not given.get("note"):
            raise forms.ValidationError(_("Say why: choose a reason or write what is to be changed."))
        return given


class DrawingForm(DecisionForm):
    ids = "id_drawing_%s"
    drawing = DrawingField()
