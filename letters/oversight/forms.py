"""What coordinators send about desks and seats; the form of an account, which respects its seats."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission, User
from django.core.exceptions import ValidationError
from django.db.models import Field
from django.http import QueryDict
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from home.languages.date_fields import DayField
from home.languages.language_names import LANGUAGE_WORDS
from home.staff.forms import AccountForm
from letters.choices.desk import DeskRole
from letters.models import DeskMember, DrawChange, LetterDesk, PostageStep, WatchedWord
from letters.oversight.rules import ROLES_APART, SETTINGS
from letters.permissions.limits import Limits
from letters.permissions.seats import ADMINISTER, holds_too_much, may_seat
from letters.rules import SENDING_LIMITS, draw_bounds
from letters.text.watched_words import marks_in
from prisoner_pages.models import Partner
from prisoner_pages.people.draw_rule import DrawRule

LONGEST_NAME = 254
MOST_A_DAY = 1000
# Of a letter; what is heavier goes as a parcel.
HEAVIEST_GRAMS = 2000
MOST_STEPS = 20


def number_field(name: str, least: int, most: int) -> forms.IntegerField:
    """Return the field of a number of LetterDesk, with its bounds."""
    field = cast(Field, LetterDesk._meta.get_field(name))
    return forms.IntegerField(label=field.verbose_name, min_value=least, max_value=most)


class DeskForm(forms.ModelForm):
    """The settings of a desk."""

    electronic_chars = number_field("electronic_chars", 500, 20_000)
    openings_a_day = number_field("openings_a_day", 1, MOST_A_DAY)
    closings_a_day = number_field("closings_a_day", 1, MOST_A_DAY)
    prints_a_day = number_field("prints_a_day", 1, MOST_A_DAY)

    class Meta:
        model = LetterDesk
        fields = SETTINGS
        widgets = {"return_address_ru": forms.Textarea(attrs={"rows": 4, "lang": "ru"})}


class PostageForm(forms.Form):
    """What holds for the whole table of postage."""

    currency = forms.RegexField(
        r"\A[A-Za-z]{3}\Z",
        label=capfirst(LetterDesk._meta.get_field("postage_currency").verbose_name),
        help_text=_("Three letters, like EUR or UAH."),
        error_messages={"invalid": _("Write three letters, like EUR or UAH.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "size": 5}),
        required=False,
    )
    since = DayField(label=capfirst(LetterDesk._meta.get_field("postage_since").verbose_name), required=False)
    source = forms.URLField(
        label=capfirst(LetterDesk._meta.get_field("postage_source").verbose_name),
        help_text=_("The page of the post with its prices."),
        assume_scheme="https",
        max_length=500,
        required=False,
    )

    def clean_currency(self) -> str:
        return self.cleaned_data["currency"].upper()


class PostageStepForm(forms.Form):
    """One row of the table; an empty one is none."""

    up_to_grams = forms.IntegerField(
        label=capfirst(PostageStep._meta.get_field("up_to_grams").verbose_name),
        min_value=1,
        max_value=HEAVIEST_GRAMS,
        required=False,
    )
    price = forms.DecimalField(
        label=capfirst(PostageStep._meta.get_field("price").verbose_name),
        min_value=Decimal("0.01"),
        max_digits=8,
        decimal_places=2,
        localize=True,
        error_messages={"min_value": _("A price is more than nothing.")},
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        super().clean()
        given = self.cleaned_data
        if not self.errors and (given["up_to_grams"] is None) != (given["price"] is None):
            raise ValidationError(_("Give both, weight and price, or neither."))
        return given


class BasePostageSteps(forms.BaseFormSet):
    def clean(self) -> None:
        weights = [grams for grams, _price in self._rows()]
        if len(weights) != len(set(weights)):
            raise ValidationError(_("One weight has two prices."))

    def _rows(self) -> Iterator[tuple[int, Decimal]]:
        for form in self.forms:
            grams = form.cleaned_data.get("up_to_grams") if form.is_valid() else None
            if grams is not None:
                yield grams, form.cleaned_data["price"]

    @property
    def steps(self) -> dict[int, Decimal]:
        """The table, as {up to grams: price}."""
        return dict(self._rows())


PostageSteps = cast(
    type[BasePostageSteps],
    forms.formset_factory(
        PostageStepForm, formset=BasePostageSteps, extra=3, max_num=MOST_STEPS, validate_max=True
    ),
)


class SeatedForm(forms.Form):
    """Languages and end of a seat."""

    languages = forms.MultipleChoiceField(
        label=_("Languages (letter translators)"),
        help_text=_("Letters in other languages are not shown."),
        choices=list(LANGUAGE_WORDS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    until = DayField(
        label=_("Last day"),
        help_text=_("For those who help for a time. Empty: until the seat is taken away."),
        required=False,
    )
    is_translator = False

    def clean_until(self) -> date | None:
        until = self.cleaned_data["until"]
        if until and until < timezone.localdate():
            raise ValidationError(_("This day is over. To end the seat now, take it away."))
        return until

    def clean(self) -> dict[str, Any]:
        """Languages belong to a translator, who has at least one."""
        if self.is_translator and not self.cleaned_data.get("languages") and "languages" not in self.errors:
            self.add_error("languages", _("Choose at least one language."))
        codes = self.cleaned_data.get("languages", []) if self.is_translator else []
        self.cleaned_data["languages"] = ",".join(codes)
        return self.cleaned_data


class ChangeSeatForm(SeatedForm):
    def __init__(self, data: QueryDict | None = None, *, member: DeskMember) -> None:
        super().__init__(data, initial={"languages": member.language_codes, "until": member.until})
        self.is_translator = member.role == DeskRole.TRANSLATOR
        if not self.is_translator:
            del self.fields["languages"]


class SeatForm(SeatedForm):
    """A new seat: whose, and in which role. Accounts are not listed: a desk need not know them all."""

    person = forms.CharField(
        label=_("Account"),
        help_text=_("The account’s name or e-mail address, in full. Administrators make accounts."),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("Role"), choices=[])
    field_order = ["person", "role", "languages", "until"]

    def __init__(self, data: QueryDict | None = None, *, desk: LetterDesk, by: User) -> None:
        super().__init__(data)
        self.by = by
        cast(forms.ChoiceField, self.fields["role"]).choices = [
            (role.value, role.label) for role in DeskRole if may_seat(by, desk, role)
        ]

    def clean_person(self) -> User:
        name = self.cleaned_data["person"]
        users = get_user_model().objects.filter(is_active=True)
        found = users.filter(username=name) or users.filter(email__iexact=name)
        if len(found) != 1:
            raise ValidationError(_("No account has this name or address. Look for a slip of the pen."))
        if found[0] == self.by:
            raise ValidationError(_("Nobody gives a seat to themselves: ask another coordinator."))
        return found[0]

    def clean(self) -> dict[str, Any]:
        self.is_translator = self.cleaned_data.get("role") == DeskRole.TRANSLATOR
        return super().clean()


class LimitsForm(forms.Form):
    """A number for each limit of sending, within its bounds."""

    def __init__(self, *args: Any, current: Limits, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, bounds in SENDING_LIMITS.items():
            self.fields[kind.value] = forms.IntegerField(
                label=kind.label, min_value=bounds.least, max_value=bounds.most, initial=current[kind]
            )


class DrawForm(forms.Form):
    """By what the draw goes from the next Monday on; each number within its bounds and its step.

    `current` is what holds now, `is_set` what is set for the next Monday: the same while nothing waits.
    """

    def __init__(self, *args: Any, current: DrawRule, is_set: DrawRule, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, number in asdict(is_set).items():
            bounds = draw_bounds(name, getattr(current, name))
            self.fields[name] = forms.IntegerField(
                label=capfirst(cast(Field, DrawChange._meta.get_field(name)).verbose_name),
                min_value=bounds.least,
                max_value=bounds.most,
                initial=number,
            )

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.errors:
            return self.cleaned_data
        rule = self.cleaned_data["rule"] = DrawRule(**self.cleaned_data)
        if rule.few < rule.some:
            self.add_error("some", _("Not more than for those who have had few letters."))
        if rule.some < rule.many:
            self.add_error("many", _("Not more than for those who have had some letters."))
        if not rule.is_apart:
            least = rule.limits[0][1] + 1
            said = _("At least %(least)d: “many” begins after “some” has begun for everybody.")
            self.add_error("many_from", said % {"least": least})
        return self.cleaned_data


class OpenDeskForm(forms.Form):
    partner = forms.ModelChoiceField(
        label=_("Partner"),
        queryset=Partner.objects.open().filter(desk_staff__isnull=True, letter_desk__isnull=True),
    )


class StaffEditForm(AccountForm):
    """An account in the admin: the right to rule the site is not added to roles it must stand apart from."""

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned: dict[str, Any] = self.cleaned_data
        if self.instance.pk and holds_too_much(
            self._roles(), is_administrator=self._would_administer(cleaned)
        ):
            raise ValidationError(ROLES_APART, code="roles_apart")
        return cleaned

    def _roles(self) -> Iterable[str]:
        return DeskMember.objects.filter(user=self.instance.pk).values_list("role", flat=True)

    def _would_administer(self, cleaned: Mapping[str, Any]) -> bool:
        is_superuser = cleaned.get("is_superuser", self.instance.is_superuser)
        codename = ADMINISTER.split(".")[1]
        groups = cleaned.get("groups", self.instance.groups.all())
        given = Permission.objects.filter(codename=codename, content_type__app_label="auth")
        return (
            is_superuser
            or given.filter(group__in=groups).exists()
            or given.filter(user=self.instance.pk).exists()
        )


class WritingAidForm(WagtailAdminModelForm):
    """A beginning or an example: what a first reader would stop at is offered to nobody."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        texts = self._texts()
        if any("?" in form.cleaned_data["text"] for form in texts) and not cleaned.get("asks_for_answer"):
            self.add_error("asks_for_answer", _("There is a question in it: tick this."))
        for form in texts:
            if found := _stopped_at(form.cleaned_data["text"], form.cleaned_data["language"]):
                said = _("A first reader stops here: %(words)s. Put it another way.") % {"words": found}
                form.add_error("text", said)
        return cleaned

    def _texts(self) -> list[forms.ModelForm]:
        texts = self.formsets["texts"]
        kept = [form for form in texts.forms if form not in texts.deleted_forms] if texts.is_valid() else []
        return [form for form in kept if form.cleaned_data]


def _stopped_at(text: str, language: str) -> str:
    watched = WatchedWord.objects.for_letters(of_class=False).for_text_in(language)
    marks, _of_name = marks_in(text, "", watched, language)
    return ", ".join(text[mark.start : mark.end] for mark in marks)
