"""What staff type in of a letter that came on paper or by e-mail. The same checks as on the site."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy as _

from home.languages.info import CONTENT_LANGUAGES
from home.languages.ordering import by_alphabet
from home.pictures.reencoding import NO_READER, EncodedPicture, PictureRefused
from letters.choices.letters import CensorWish, Channel, DelayWish
from letters.intake.scan_pages import ReaderBroken, ScanUnreadable, codes_in
from letters.paper_sizes import EVENT_SHEET, SHEETS, choices_of
from letters.text.cleaning import clean_text
from letters.writing.content import Content
from letters.writing.forms.steps import AboutForm, DrawingForm, LetterForm
from prisoner_pages.models import CampaignPage, EventPage, Prisoner
from prisoner_pages.people.read_models.names import told_apart
from prisoner_pages.public.read_models.words import Words
from prisoner_pages.querysets.records import PrisonerQuerySet

# Set and printed while somebody waits.
MOST_SHEETS = 300
BROUGHT_IN = [Channel.PAPER, Channel.EMAIL]


class PageField(forms.ModelChoiceField):
    """A live campaign or event, by its page in the source locale; the address names it by its slug."""

    def __init__(self, model: type[CampaignPage] | type[EventPage], **kwargs: Any) -> None:
        pages = model.objects.live().source().order_by(*by_alphabet("title"))
        super().__init__(queryset=pages, to_field_name="slug", required=False, **kwargs)


class PersonField(forms.ModelChoiceField):
    """One of the people who may be written to, by the name in the language of the screen."""

    def choose_among(self, people: PrisonerQuerySet) -> None:
        self.queryset = people.named(get_language()).select_related("home_place")

    def label_from_instance(self, person: Prisoner) -> str:
        apart = ", ".join(map(str, told_apart(person, Words(get_language()))))
        name = cast(Any, person).listed_name
        return f"{name} ({apart})" if apart else name


class KeyInForm(LetterForm, AboutForm, DrawingForm):
    """`people` are those to whom this user may key letters in (letters.writing.read_models.recipients)."""

    consent = None  # type: ignore[assignment]  # how a form leaves a field of its base out
    prisoner = PersonField(
        queryset=None,
        to_field_name="slug",
        label=_("Recipient"),
        empty_label=_("Choose a person"),
        error_messages={
            "required": _("Choose whom the letter is to."),
            "invalid_choice": _("No letters are taken for this person now. Choose another one."),
        },
    )
    channel = forms.ChoiceField(
        label=_("How it came"),
        choices=[(channel.value, channel.label) for channel in BROUGHT_IN],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say how the letter came.")},
    )
    campaign = PageField(CampaignPage, label=_("Campaign"), empty_label=_("none"))
    event = PageField(EventPage, label=_("Event"), empty_label=_("none"))
    field_order = [
        "prisoner",
        "channel",
        "event",
        "campaign",
        "body",
        "language",
        "name",
        "email",
        "censor",
        "delay",
        "for_release",
        "drawing",
    ]

    def __init__(self, *args: Any, people: PrisonerQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(PersonField, self.fields["prisoner"]).choose_among(people)
        self._say_it_of_another()
        self.initial = {
            "channel": Channel.PAPER,
            "censor": CensorWish.DO,
            "delay": DelayWish.ERASE,
            **self.initial,
        }

    def _say_it_of_another(self) -> None:
        """Say of the writer what the site's form says to them."""
        self.fields["body"].label = _("Text, word for word")
        self.fields["body"].error_messages["required"] = _("Type the text of the letter.")
        self.fields["body"].widget.attrs["class"] = "letter-typed"
        self.fields["body"].bound_field_class = None  # no length stands below it here
        self.fields["language"].label = _("Language of the letter")
        for name, label, help_text in WORDS:
            if name in self.fields:
                self.fields[name].label, self.fields[name].help_text = label, help_text
        for name in ("name", "email"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean_drawing(self) -> EncodedPicture | None:
        """Return the picture, or None. One with a code in it is refused: it is printed for the prison."""
        picture = super().clean_drawing()
        try:
            has_code = picture is not None and bool(codes_in(picture))
        except (ScanUnreadable, ReaderBroken):
            raise PictureRefused(NO_READER) from None
        if has_code:
            raise ValidationError(WITH_CODE, code="with_code")
        return picture

    def content(self) -> Content:
        """Return the Content of the letter. Only of a valid form."""
        typed = self.cleaned_data
        return Content(
            prisoner=typed["prisoner"].slug,
            body=typed["body"],
            name=typed["name"],
            email=typed["email"],
            language=typed["language"],
            censor_wish=typed["censor"],
            delay_wish=typed["delay"],
            is_for_release=typed.get("for_release", False),
            campaign=typed["campaign"].slug if typed["campaign"] else "",
            event=typed["event"].slug if typed["event"] else "",
            drawing=typed["drawing"],
            page_count=clean_text(typed["body"]).page_count,
        )


WITH_CODE = _(
    "A code, as that of a sheet, is in this picture, and would go to the prison with it. Cut out the drawing"
    " alone, without code or slip, and choose it again."
)
WORDS: list[tuple[str, Any, Any]] = [
    ("name", _("Name as signed"), _("As it stands under the letter. Leave it empty when there is none.")),
    (
        "email",
        _("E-mail of the writer"),
        _("Only if the writer wishes to hear from us. Nobody sees it after this."),
    ),
    (
        "for_release",
        _("Keep a sealed copy, to hand over after their release"),
        _("Only if the writer says so on the sheet or in the mail."),
    ),
]


class EventSheetsForm(forms.Form):
    """How many letter sheets of which kind; `people` are those who may be written to."""

    count = forms.IntegerField(label=_("How many sheets"), min_value=1, max_value=MOST_SHEETS, initial=20)
    paper = forms.ChoiceField(label=_("Paper"), choices=lambda: choices_of(SHEETS), initial=EVENT_SHEET)
    language = forms.ChoiceField(label=_("Language of the sheet"), choices=CONTENT_LANGUAGES)
    prisoner = PersonField(
        queryset=None,
        to_field_name="slug",
        required=False,
        label=_("Recipient on all of them"),
        empty_label=_("each guest chooses"),
        error_messages={"invalid_choice": _("No letters are taken for this person now. Choose another one.")},
    )

    def __init__(self, *args: Any, people: PrisonerQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(PersonField, self.fields["prisoner"]).choose_among(people)
