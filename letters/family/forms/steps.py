"""The pages on which a relative asks for something, one thing each."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from home.widgets import MarkedRadioSelect
from letters.choices.family import FamilyWish
from letters.text.cleaning import clean_line, clean_text
from prisoner_pages.choices import PostAnswer

MOST_WORDS, MOST_OF_A_LINE = 4000, 300
WISHES = (
    (FamilyWish.CORRECT, _("Something on the page is wrong or missing")),
    (FamilyWish.HIDE, _("The page should not be seen")),
    (FamilyWish.WITHDRAW, _("I withdraw consent, mine or theirs")),
    (FamilyWish.POST, _("Whether letters arrive there")),
)
ARRIVES = ((PostAnswer.ARRIVE, _("They arrive")), (PostAnswer.DO_NOT, _("They do not arrive")))
PRIVATE = {"autocomplete": "off"}


class Line(forms.CharField):
    """A single line, cleaned; no browser is to remember it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=MOST_OF_A_LINE, widget=forms.TextInput(attrs=PRIVATE), **kwargs)

    def to_python(self, value: Any) -> str:
        return clean_line(super().to_python(value)).text


class Words(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        kwargs |= {"max_length": MOST_WORDS, "widget": forms.Textarea(attrs={"rows": 8, **PRIVATE})}
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        cleaned = clean_text(super().to_python(value))
        return "" if cleaned.is_empty else cleaned.text


class WishForm(forms.Form):
    wish = forms.ChoiceField(
        label=_("What is it about?"),
        choices=WISHES,
        widget=MarkedRadioSelect,
        error_messages={"required": _("Choose one of the four.")},
    )


class WhoForm(forms.Form):
    """Asked where the address doesn't say it."""

    who = Line(
        label=_("Name of the person"),
        help_text=_("Or the address of the page."),
        error_messages={"required": _("Say whom it is about: a name is enough.")},
    )


class WordsForm(forms.Form):
    """In their own words. To hide a page, and to withdraw consent, no reason is asked for."""

    arrives = forms.ChoiceField(
        label=_("Do letters arrive there?"),
        choices=ARRIVES,
        widget=MarkedRadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
    heard = Line(label=_("Roughly when was that?"), help_text=_("A month is enough."), required=False)
    words = Words(
        label=_("In your own words"),
        error_messages={
            "required": _("Write a few words, so that we know what to do."),
            "max_length": _("This is too long for one time. Shorten it, and send the rest separately."),
        },
    )

    def __init__(self, data: Mapping[str, str] | None = None, *, wish: str, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if wish != FamilyWish.POST:
            del self.fields["arrives"], self.fields["heard"]
        self.fields["words"].required = wish == FamilyWish.CORRECT


class ReachForm(forms.Form):
    reach = Line(
        label=_("How may we reach you?"),
        help_text=_(
            "Only if it is safe for you: a phone number, a messenger, somebody we may ask. Without it you"
            " read the answer here, with a code."
        ),
        required=False,
    )
