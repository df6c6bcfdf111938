"""What staff send to do what a relative asked for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from home.languages.date_fields import DayField
from letters.choices.family import FamilyAnswer
from letters.handling.forms import NoteField
from prisoner_pages.records.forms.acts import PostNoteForm


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(
        label=_("What the relative reads"),
        choices=[
            ("", "—"),
            *((each.value, each.label) for each in FamilyAnswer if each != FamilyAnswer.UNREAD),
        ],
        error_messages={"required": _("Choose what the relative reads.")},
    )
    words = NoteField(
        label=_("And in your own words"),
        required=False,
        max_length=1000,
        help_text=_(
            "The code alone opens them: you can’t read them again. Name nobody, and nothing that was asked."
        ),
    )


class FloodForm(forms.Form):
    """Which days a flood came, and how it was told for one."""

    first = DayField(label=_("First day"))
    last = DayField(label=_("Last day"))
    with_hides = forms.BooleanField(
        label=_("Also those that ask to hide a page"),
        required=False,
        help_text=_("Without the tick they stay open."),
    )
    reason = NoteField(
        label=_("Why it is a flood"),
        max_length=300,
        help_text=_("It stands in the history. Write nothing about a person."),
        error_messages={"required": _("Say why: others will want to understand it.")},
    )

    def clean(self) -> dict[str, Any]:
        super().clean()
        given = self.cleaned_data
        if not self.errors and given["last"] < given["first"]:
            self.add_error("last", _("The last day is before the first."))
        return given


class PostForm(PostNoteForm):
    """What becomes a note on the post at the place: a family told it, and no word of theirs goes along."""

    told_by: Any = None
    source: Any = None


class NameForm(forms.Form):
    """Whom a request is about, said by somebody who has read it."""

    slug = forms.SlugField(
        label=_("The last part of the record’s address"),
        help_text=_("As it stands in …/prisoners/NAME/."),
        max_length=255,
    )
