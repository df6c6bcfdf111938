"""What dispatchers send about letters on paper: numbers of a manifest, why one came back, what was found."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from letters.choices.letters import ReturnReason
from letters.handling.actions.bulk import MOST_AT_ONCE
from letters.handling.forms import NoteField, VersionForm

POST, RETURN = "post", "return"
# Longer than any code; what is longer is shown shortened and is nobody's number.
LONGEST_CODE = 80


class NonceForm(forms.Form):
    """The same form sent twice is one sending."""

    nonce = forms.UUIDField(widget=forms.HiddenInput)


class NumbersForm(NonceForm):
    """Numbers or codes, one a line."""

    mode = POST
    codes = forms.CharField(
        label=_("Numbers from the manifest, one a line"),
        max_length=20_000,
        widget=forms.Textarea(
            attrs={"rows": 4, "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": _("Type at least one number.")},
    )

    def clean_codes(self) -> list[str]:
        """Return the lines, each once."""
        lines = [line.strip()[:LONGEST_CODE] for line in self.cleaned_data["codes"].splitlines()]
        codes = list(dict.fromkeys(line for line in lines if line))
        if len(codes) > MOST_AT_ONCE:
            raise forms.ValidationError(
                _("At most %(most)s numbers at once: send the rest in a second go.") % {"most": MOST_AT_ONCE}
            )
        return codes


class ReasonField(forms.ChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=ReturnReason.choices, widget=forms.RadioSelect, **kwargs)
        self.error_messages["required"] = _("Say why.")


class CameBackForm(NumbersForm):
    mode = RETURN
    reason = ReasonField(label=_("Why did they come back?"))

    field_order = ["nonce", "codes", "reason"]


class ReturnForm(VersionForm):
    """Why the post brought one letter back."""

    reason = ReasonField(label=_("Why did it come back?"))


class LiftForm(forms.Form):
    note = NoteField(
        label=_("What was found"),
        error_messages={"required": _("Write what was found: the others rely on it.")},
    )
