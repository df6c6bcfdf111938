"""The forms of the four steps: clean input, change nothing. Their fields travel on as hidden fields."""

from collections.abc import Callable, Mapping
from typing import Any, BinaryIO, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import EmailValidator
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _, ngettext_lazy

from home.languages.date_fields import DayField
from home.languages.info import TEXT_LANGUAGES
from home.pictures.reencoding import EncodedPicture, PictureRefused
from home.widgets import LanguageSelect, MarkedRadioSelect
from letters.choices.letters import CensorWish, DelayWish, Keeping
from letters.permissions.limits import MAX_NAME_CHARS
from letters.retention.rules import RETENTION_RULES
from letters.sealing.sealed_box import has_release_key
from letters.text.cleaning import MAX_CHARS, MAX_LINES, Cleaned, clean_line, clean_text
from letters.writing.drawing_size import shrunk, unpacked

# What people write in, by its own name; the translators read many more, which are recognised.
LETTER_LANGUAGES = [("", _("Detect automatically")), *TEXT_LANGUAGES]


class CleanedTextField(forms.CharField):
    """A text as `clean_text` leaves it; `is_changed` on the form's data tells that something was dropped."""

    def __init__(self, *, clean: Callable[[str | None], Cleaned], **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)
        self.clean_with = clean

    def to_python(self, value: Any) -> str:
        return self.clean_with(super().to_python(value)).text


class BodyBound(forms.BoundField):
    """Described by its length, too, which stands below it (length.html)."""

    described_by = "letter-length"

    @property
    def aria_describedby(self) -> str:
        return f"{self.described_by} {super().aria_describedby}".rstrip()


class LanguageBound(BodyBound):
    """Described by the languages that need no wait (languages.html)."""

    described_by = "letter-languages"


class LanguageField(forms.ChoiceField):
    bound_field_class = LanguageBound


class LetterForm(forms.Form):
    """The letter itself."""

    body = CleanedTextField(
        clean=clean_text,
        label=_("Your letter"),
        widget=forms.Textarea(attrs={"class": "letter-text", "rows": 16}),
        bound_field_class=BodyBound,
        error_messages={"required": _("Write your letter first: a few lines are enough.")},
    )
    language = LanguageField(
        label=_("Language of your letter"),
        choices=LETTER_LANGUAGES,
        widget=LanguageSelect,
        required=False,
        error_messages={"invalid_choice": _("Choose a language from the list.")},
    )

    def clean_body(self) -> str:
        cleaned = clean_text(self.cleaned_data["body"])
        if cleaned.is_empty:
            raise ValidationError(self.fields["body"].error_messages["required"], code="required")
        if (over := len(cleaned.text) - MAX_CHARS) > 0:
            raise ValidationError(_too_long(over), code="too_long")
        if cleaned.line_count > MAX_LINES:
            raise ValidationError(_too_many_lines(cleaned.line_count - MAX_LINES), code="too_many_lines")
        return cleaned.text

    @property
    def has_dropped_characters(self) -> bool:
        """Were there characters that cannot be seen, or piled marks, in what was sent?"""
        return clean_text(self.data.get("body", "")).is_changed


def _too_long(over: int) -> str:
    return ngettext_lazy(
        "Your letter is %(over)d character too long. Shorten it, or write a second letter.",
        "Your letter is %(over)d characters too long. Shorten it, or write a second letter.",
        over,
    ) % {"over": over}


def _too_many_lines(over: int) -> str:
    return ngettext_lazy(
        "Your letter has %(over)d line too many. Join some lines, or write a second letter.",
        "Your letter has %(over)d lines too many. Join some lines, or write a second letter.",
        over,
    ) % {"over": over}


class MailboxValidator(EmailValidator):
    """As Django's, but the host must have a name: few take mail at a bare number, and it may be anybody's."""

    def validate_domain_part(self, domain_part: str) -> bool:
        return bool(self.domain_regex.match(domain_part))


class OneAddressField(forms.CharField):
    """One e-mail address, without a display name."""

    default_validators = [
        MailboxValidator(
            _("Write one e-mail address, like name@example.org, or leave this empty."), allowlist=[]
        )
    ]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=254, **kwargs)
        self.error_messages["max_length"] = _("This e-mail address is too long.")


class AboutForm(forms.Form):
    """About the writer: as little as possible. What is chosen already brings a letter there unasked."""

    name = CleanedTextField(
        clean=clean_line,
        label=_("Your name under the letter"),
        help_text=format_lazy(
            "{} {}",
            _("A first name or a made-up name is enough. You may leave it empty."),
            _("In a letter translated into Russian it is written in Russian letters."),
        ),
        required=False,
        max_length=MAX_NAME_CHARS,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"max_length": _("This name is too long: at most 100 characters.")},
    )
    email = OneAddressField(
        label=_("Your e-mail address"),
        help_text=_(
            "Only if you wish to hear from us. The prison never sees it. You can follow your letter without"
            " it."
        ),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    censor = forms.ChoiceField(
        label=_("If something has to be left out because of the censor"),
        choices=CensorWish.choices,
        initial=CensorWish.DO,
        widget=MarkedRadioSelect,
        error_messages=dict.fromkeys(
            ["required", "invalid_choice"], _("Choose what we do if something has to be left out.")
        ),
    )
    delay = forms.ChoiceField(
        label=_("If the letter cannot be sent within 180 days"),
        choices=DelayWish.choices,
        initial=DelayWish.KEEP,
        widget=MarkedRadioSelect,
        error_messages=dict.fromkeys(
            ["required", "invalid_choice"], _("Choose what we do if the letter cannot be sent.")
        ),
    )
    for_release = forms.BooleanField(
        label=_("Keep a sealed copy, to hand over after their release"),
        help_text=_(
            "Once your letter has gone, a copy is sealed with a key that lies on none of our servers: nobody"
            " can read it there. With the code of your letter you can have the copy erased at any time."
        ),
        required=False,
    )
    consent = forms.BooleanField(
        label=_("I have read what happens to my letter"),
        error_messages={"required": _("Read what happens to your letter and tick the box.")},
    )

    def __init__(self, *args: Any, of_class: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if of_class:
            del self.fields["email"]
            self.fields["name"].label = _("Your first name, or a made-up one")
            self.fields["name"].help_text = _("No surname, please. You may also leave this empty.")
        if of_class or not has_release_key():
            # Nothing is promised that cannot be kept; what is sent all the same is ignored.
            del self.fields["for_release"]


class DrawingForm(forms.Form):
    """One drawing or photo, on the last step."""

    drawing = forms.FileField(
        label=_("A drawing or a photo"),
        help_text=_("One JPEG, PNG or WebP picture of at most 10 MB. It is printed in black and white."),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={"empty": _("This file is empty. Choose another picture.")},
    )

    def clean_drawing(self) -> EncodedPicture | None:
        """Return the picture made anew and small, or None."""
        files = self.files.getlist("drawing") if hasattr(self.files, "getlist") else []
        if len(files) > 1:
            raise ValidationError(_("Choose one picture only."), code="too_many")
        if not self.cleaned_data["drawing"]:
            return None
        return _picture(self.cleaned_data["drawing"])


def _picture(file: UploadedFile) -> EncodedPicture:
    if not (file.name or "").lower().endswith((".jpg", ".jpeg", ".png", ".webp")):
        raise PictureRefused(_("This file is not a picture we can use. Choose a JPEG, PNG or WebP file."))
    return shrunk(cast(BinaryIO, file))


class CarriedDrawingForm(DrawingForm):
    """The picture chosen on this page; else the one chosen before, which the form has carried along."""

    kept_drawing = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        chosen = data.get("drawing")
        return data if chosen or self.errors else data | {"drawing": unpacked(data["kept_drawing"])}


class EraseByEmailForm(forms.Form):
    """The address under which letters were sent."""

    email = OneAddressField(
        label=_("The e-mail address you gave with your letter"),
        error_messages={"required": _("Write the e-mail address you gave with your letter.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class KeepingForm(forms.Form):
    """A number of days for each kind that may be shortened: at most what the privacy page promises."""

    def __init__(self, *args: Any, current: Mapping[Keeping, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, rule in RETENTION_RULES.items():
            if rule.can_be_shortened:
                self.fields[kind.value] = forms.IntegerField(
                    label=kind.label, min_value=rule.least, max_value=rule.days, initial=current[kind]
                )


class LogFilterForm(forms.Form):
    """What an auditor asks the log for."""

    letter = forms.UUIDField(label=_("Letter"), required=False)
    day = DayField(label=_("Day"), required=False)
    person = forms.CharField(label=_("Account"), required=False, max_length=150)


class CodeForm(forms.Form):
    """The code of a letter; whatever is wrong with one that was typed is answered like an unknown code."""

    code = forms.CharField(
        label=_("Your code"),
        help_text=_("24 digits, shown to you after sending; older codes have 16."),
        error_messages={"required": _("Type the digits of your code.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 64}),
    )
