"""What dispatchers send about letters on paper: numbers of a manifest, why one came back, what was found."""

from django import forms
from django.utils.translation import gettext_lazy as _

from letters.choices.letters import ReturnReason
from letters.handling.actions.bulk import MOST_AT_ONCE
from letters.text.cleaning import clean_text

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


class CameBackForm(NumbersForm):
    mode = RETURN
    reason = forms.ChoiceField(
        label=_("Why did they come back?"),
        choices=ReturnReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say why.")},
    )

    field_order = ["nonce", "codes", "reason"]


class ReturnForm(forms.Form):
    """Why the post brought one letter back; `version` is what the dispatcher has seen of the letter."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    reason = forms.ChoiceField(
        label=_("Why did it come back?"),
        choices=ReturnReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say why.")},
    )


class LiftForm(forms.Form):
    note = forms.CharField(
        label=_("What was found"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
        error_messages={"required": _("Write what was found: the others rely on it.")},
    )

    def clean_note(self) -> str:
        text = clean_text(self.cleaned_data["note"]).text.strip()
        if not text:
            raise forms.ValidationError(self.fields["note"].error_messages["required"])
        return text
