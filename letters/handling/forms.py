"""What staff send when they do something to a letter."""

from typing import Any

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


class NoteField(forms.CharField):
    """A text in somebody's own words, without hidden characters; blank is no text."""

    def __init__(
        self, *, rows: int = 3, max_length: int = MAX_NOTE_CHARS, id_: str = "", **kwargs: Any
    ) -> None:
        attrs = {"rows": rows, "autocomplete": "off"} | ({"id": id_} if id_ else {})
        super().__init__(widget=forms.Textarea(attrs=attrs), max_length=max_length, **kwargs)

    def to_python(self, value: Any) -> str:
        return clean_text(super().to_python(value)).text.strip()


class DrawingField(forms.TypedChoiceField):
    """Yes or no to the drawing, as a bool; None where nothing is chosen."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Does the drawing go with the letter?"),
            choices=[("yes", _("Yes")), ("no", _("No"))],
            coerce=lambda value: value == "yes",
            empty_value=None,
            widget=forms.RadioSelect,
            **kwargs,
        )


class AccessForm(forms.Form):
    text = NoteField(
        label=_("Why must you read this letter?"),
        id_="access-text",
        help_text=_("Read by the person who grants it and by auditors. Name nobody and quote nothing."),
    )


class NoteForm(forms.Form):
    text = NoteField(
        label=_("Note for the desk"),
        id_="note-text",
        help_text=_("Sealed as the letter is; never shown to the writer."),
    )
