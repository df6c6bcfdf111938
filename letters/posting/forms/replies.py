"""What a dispatcher sends of a prisoner's reply, and who agreed that it may be shared."""

from typing import Any, cast

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from home.languages.date_fields import PastDayField
from home.languages.info import CONTENT_LANGUAGES
from home.languages.language_names import LANGUAGE_WORDS
from home.pictures.reencoding import EncodedPicture, reencode
from letters.choices.desk import Act, DeskWork
from letters.handling.forms import NoteField, VersionForm
from letters.intake.forms.letters import PersonField
from letters.intake.forms.scans import ManyFilesInput
from letters.lifecycle import ACT_RULES
from letters.models import Letter, PrintedLetter, Reply
from letters.paper.manifest_codes import Scanned, read_code
from letters.permissions.letters import desks_for, reply_translators
from letters.querysets.letters import people_at
from letters.text.cleaning import clean_line
from letters.writing.forms.steps import CleanedTextField
from prisoner_pages.models import Prisoner

MAX_REPLY_CHARS, MAX_REPLY_PAGES = 50_000, 20


class PicturesField(forms.FileField):
    """Pictures in the order in which they were chosen, each made anew (EncodedPicture)."""

    widget = ManyFilesInput(attrs={"accept": "image/jpeg,image/png,image/webp"})

    def clean(self, data: Any, initial: Any = None) -> list[EncodedPicture]:
        files = [file for file in data or [] if file]
        if len(files) > MAX_REPLY_PAGES:
            raise ValidationError(_("At most %(most)s pictures.") % {"most": MAX_REPLY_PAGES})
        return [reencode(super(PicturesField, self).clean(file, initial)) for file in files]


class ReplyForm(forms.Form):
    number = forms.CharField(
        label=_("Number on our letter"),
        help_text=_("If the reply names it, or the letter is known; the person is found by it."),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    prisoner = PersonField(
        queryset=None,
        label=pgettext_lazy("a person", "From"),
        required=False,
        empty_label=_("Choose a person"),
    )
    received_on = PastDayField(label=_("Received on"))
    text = NoteField(label=_("The reply, typed"), required=False, max_length=MAX_REPLY_CHARS, rows=10)
    pages = PicturesField(
        label=_("Photos or scans"),
        help_text=_("JPEG, PNG or WebP, at most 10 MB each, in the order of the pages."),
        required=False,
    )
    is_answered = forms.BooleanField(label=_("Mark the letter as answered"), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.desks = desks_for(user, DeskWork.BRING_REPLIES)
        people = Prisoner.objects.filter(people_at([desk.partner_id for desk in self.desks]))
        cast(PersonField, self.fields["prisoner"]).choose_among(people)
        self.initial.setdefault("received_on", timezone.localdate())

    def clean_number(self) -> Letter | None:
        """Return the letter with this number on paper, None where the field is empty."""
        typed = self.cleaned_data["number"]
        if not typed.strip():
            return None
        code = read_code(typed)
        printed = PrintedLetter.objects.select_related("letter__prisoner__partner")
        number = code.value if code and code.kind is Scanned.LETTER else None
        found = printed.filter(number=number, run__pack__desk__in=self.desks).first() if number else None
        if found is None:
            raise ValidationError(_("No letter of your desk has this number."))
        return found.letter

    def clean(self) -> dict[str, Any]:
        letter, person = self.cleaned_data.get("number"), self.cleaned_data.get("prisoner")
        if "number" in self.errors or "prisoner" in self.errors:
            return self.cleaned_data
        if letter is None and person is None:
            self.add_error("prisoner", _("Choose whose reply it is, or type the number on our letter."))
        elif letter and person and letter.prisoner_id != person.pk:
            self.add_error("number", _("This number is of a letter to another person."))
        self.cleaned_data["prisoner"] = person or (letter and letter.prisoner)
        if self.cleaned_data.get("is_answered"):
            self._require_sent(letter)
        return self.cleaned_data

    def _require_sent(self, letter: Letter | None) -> None:
        if letter is None:
            self.add_error("is_answered", _("Type the number of the letter that was answered."))
        elif letter.state not in ACT_RULES[Act.RECORD_ANSWER].before:
            state = letter.get_state_display()
            self.add_error("is_answered", _("The letter is in the state “%(state)s”.") % {"state": state})


class WriterForm(VersionForm):
    """What goes to the writer beside the reply itself."""

    translation = NoteField(
        label=_("Translation for the writer"),
        help_text=_("Without one the writer finds the reply as it was written."),
        required=False,
        max_length=MAX_REPLY_CHARS,
        rows=8,
    )
    language = forms.ChoiceField(label=_("Language of the translation"), choices=CONTENT_LANGUAGES)


class TranslatorForm(VersionForm):
    """Whom a dispatcher asks to translate a reply, and what of it that person reads."""

    whom = forms.ChoiceField(label=_("Whom to ask, into which language"))
    text = NoteField(
        label=_("What the translator reads"),
        help_text=_(
            "Take out what tells who the writer is, and who wrote: names, the signature, an address, a"
            " telephone number."
        ),
        required=False,
        max_length=MAX_REPLY_CHARS,
        rows=8,
    )
    pages = forms.TypedMultipleChoiceField(
        label=_("Pages that the translator sees"),
        help_text=_("Only where the words are not typed. Never an envelope, nor a page with a name."),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, data: QueryDict | None = None, *, reply: Reply, initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, auto_id="id_ask_%s", initial=initial)
        self.able = {f"{user.pk} {code}": (user, code) for user, code in reply_translators(reply.desk)}
        cast(forms.ChoiceField, self.fields["whom"]).choices = [
            (key, f"{user.get_username()}: {LANGUAGE_WORDS[code]}") for key, (user, code) in self.able.items()
        ]
        pages = reply.pages.values_list("position", flat=True)
        cast(forms.ChoiceField, self.fields["pages"]).choices = [(page, page) for page in pages]

    def clean_whom(self) -> tuple[User, str]:
        return self.able[self.cleaned_data["whom"]]

    def first_for(self, language: str) -> str:
        """Return the choice that is ready for a writer of this language, "" where nobody knows it."""
        return next((key for key, (_user, code) in self.able.items() if code == language), "")


class HandBackForm(VersionForm):
    """What a translator made of a reply."""

    text = NoteField(label=_("Translation"), max_length=MAX_REPLY_CHARS, rows=14)


class CloseForm(VersionForm):
    """Nothing brings back what is deleted, so it is said twice."""

    sure = forms.BooleanField(
        label=_(
            "Yes, delete the desk’s own copy for good: from now on the writer’s code alone opens the reply"
        ),
        error_messages={"required": _("Tick the box first: nothing brings the copy back.")},
    )


class AgreementForm(VersionForm):
    """Who agreed that a reply may be shared; `version` is what the person has seen of the reply."""

    who = CleanedTextField(clean=clean_line, label=_("Who agreed"), max_length=200)
    on = PastDayField(label=_("When"))
    how = NoteField(label=_("How they said so"), max_length=1000)
