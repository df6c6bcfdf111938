"""What a first reader sends about a letter. Each form knows the letter; none changes it."""

from typing import Any, cast

from django import forms
from django.contrib.auth.models import User
from django.http import QueryDict
from django.utils.translation import get_language, gettext_lazy as _

from home.languages.info import TEXT_LANGUAGES
from home.translation.text.paragraphs import paragraphs_of
from letters.choices.words import ChipKind
from letters.handling.forms import DrawingField, NoteField, VersionForm
from letters.handling.read_models import labels_of
from letters.lifecycle import CLOSED
from letters.models import Letter
from letters.permissions.letters import letters_seen_by
from letters.text.parts import Span, places_of

OTHERS_SHOWN = 20


class ScreeningForm(VersionForm):
    def __init__(self, data: QueryDict | None = None, *, letter: Letter, user: User, text: str = "") -> None:
        prefix_ids = f"id_{type(self).__name__.lower()}_%s"
        super().__init__(data, auto_id=prefix_ids, initial={"version": letter.version})
        self.letter, self.user, self.text = letter, user, text


class AcceptForm(ScreeningForm):
    language = forms.ChoiceField(label=_("Language of the letter"), choices=TEXT_LANGUAGES, required=False)
    drawing = DrawingField(required=False)
    note = NoteField(
        label=_("Note to the translator"),
        rows=2,
        help_text=_("The translator is not told who wrote the letter: name nobody here."),
        required=False,
    )

    def __init__(self, data: QueryDict | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        known = [code for code, _name in TEXT_LANGUAGES]
        if self.letter.language not in known:
            cast(forms.ChoiceField, self.fields["language"]).choices = [("", "—"), *TEXT_LANGUAGES]
        self.initial["language"] = self.letter.language
        if not self.letter.has_drawing:
            del self.fields["drawing"]


class ReasonsForm(ScreeningForm):
    """Chips of one kind, by their labels in the language of the screen."""

    kind = ChipKind.RETURN
    reasons = forms.MultipleChoiceField(
        label=_("Why"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one reason.")},
    )

    def __init__(self, data: QueryDict | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        cast(forms.ChoiceField, self.fields["reasons"]).choices = labels_of(self.kind, get_language())


class AskForm(ReasonsForm):
    kind = ChipKind.ASK
    is_needed = forms.BooleanField(
        label=_("It cannot be decided without the writer, though they left it to us"), required=False
    )


class HideForm(ScreeningForm):
    """Whole paragraphs by their number, and words exactly as they stand, one a line."""

    paragraphs = forms.TypedMultipleChoiceField(
        label=_("Whole paragraphs"), coerce=int, widget=forms.CheckboxSelectMultiple, required=False
    )
    words = forms.CharField(
        label=_("Words exactly as they stand in the letter, one a line"),
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
        max_length=2000,
        required=False,
    )

    def __init__(self, data: QueryDict | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.found = paragraphs_of(self.text)
        texts = [(number, paragraph.text) for number, paragraph in enumerate(self.found)]
        cast(forms.ChoiceField, self.fields["paragraphs"]).choices = texts

    def clean_words(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["words"].splitlines() if line.strip()]
        if any(not places_of(self.text, line) for line in lines):
            raise forms.ValidationError(_("Some of these words do not stand in the letter like that."))
        return lines

    @property
    def spans(self) -> list[Span]:
        chosen = [self.found[number] for number in self.cleaned_data["paragraphs"]]
        words = [span for line in self.cleaned_data["words"] for span in places_of(self.text, line)]
        return [*(Span(start=each.start, end=each.end) for each in chosen), *words]


class OtherLetterField(forms.ModelChoiceField):
    def label_from_instance(self, letter: Letter) -> str:
        return f"{letter.received_on:%d.%m.%Y}, {letter.get_state_display()}, {letter.language or '—'}"


class DuplicateForm(ScreeningForm):
    of = OtherLetterField(
        label=_("The letter that goes on"),
        queryset=Letter.objects.none(),
        to_field_name="uuid",
        empty_label=None,
        widget=forms.RadioSelect,
    )

    def __init__(self, data: QueryDict | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        others = letters_seen_by(self.user).filter(prisoner=self.letter.prisoner).exclude(pk=self.letter.pk)
        open_ones = others.exclude(state__in=CLOSED).order_by("-received_on", "-pk")
        newest = list(open_ones.values_list("pk", flat=True)[:OTHERS_SHOWN])
        field = cast(forms.ModelChoiceField, self.fields["of"])
        field.queryset = Letter.objects.filter(pk__in=newest).order_by("-received_on", "-pk")
