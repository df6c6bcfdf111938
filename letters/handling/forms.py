"""What staff send when they do something to a letter."""

from django import forms
from django.utils.translation import gettext_lazy as _

from letters.choices.desk import QueueStep
from letters.choices.letters import BackReason
from letters.lifecycle import BUTTONS
from letters.text.cleaning import clean_text

MAX_NOTE_CHARS = 2000


class VersionForm(forms.Form):
    """The version of the letter that the person has seen."""

    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)


class ActForm(VersionForm):
    act = forms.ChoiceField(choices=[(act.value, act.label) for act in BUTTONS])


class BringBackForm(VersionForm):
    reason = forms.ChoiceField(
        label=_("Why does it come back?"), choices=BackReason.choices, widget=forms.RadioSelect
    )


class StepForm(forms.Form):
    step = forms.ChoiceField(choices=QueueStep.choices)


class TextForm(forms.Form):
    """One text for colleagues, without hidden characters; blank is no text."""

    def clean_text(self) -> str:
        text = clean_text(self.cleaned_data["text"]).text.strip()
        if not text:
            raise forms.ValidationError(self.fields["text"].error_messages["required"])
        return text


class GlassForm(TextForm):
    text = forms.CharField(
        label=_("Why must you read this letter?"),
        max_length=MAX_NOTE_CHARS,
        widget=forms.Textarea(attrs={"rows": 3, "id": "glass-text", "autocomplete": "off"}),
        help_text=_("Read by the person who grants it and by auditors. Name nobody and quote nothing."),
    )


class NoteForm(TextForm):
    text = forms.CharField(
        label=_("Note for the desk"),
        max_length=MAX_NOTE_CHARS,
        widget=forms.Textarea(attrs={"rows": 3, "id": "note-text", "autocomplete": "off"}),
        help_text=_("Sealed as the letter is; never shown to the writer."),
    )
