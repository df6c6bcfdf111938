"""Forms for who works on which text, by when."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from home.languages.date_fields import DayField, MomentField
from home.translation.choices import Right
from home.translation.models import LocalePolicy
from home.translation.permissions import people_with

NOBODY = "nobody"


class PersonField(forms.ModelChoiceField):
    """A person, nobody, or no change: cleaned to a user, NOBODY or None."""

    def __init__(self, *, label: Any) -> None:
        super().__init__(
            get_user_model().objects.none(), label=label, required=False, empty_label=_("as it is")
        )

    def offer(self, people: QuerySet[User]) -> None:
        self.queryset = people
        self.choices = [
            ("", self.empty_label),
            (NOBODY, _("nobody")),
            *((one.pk, name_of(one)) for one in people),
        ]

    def to_python(self, value: Any) -> Any:
        return NOBODY if value == NOBODY else super().to_python(value)


def name_of(person: User) -> str:
    return person.get_full_name() or person.get_username()


class HandOutForm(forms.Form):
    """What to change on the chosen texts; what is left empty stays unchanged."""

    fields: dict[str, Any]
    translator = PersonField(label=_("Translator"))
    reviewer = PersonField(label=_("Reviewer"))
    due = DayField(label=_("Due"), required=False)
    no_due = forms.BooleanField(label=_("No due day"), required=False)

    def __init__(self, *args: Any, locales: Iterable[Locale], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["translator"].offer(people_with(Right.TRANSLATE, locales))
        self.fields["reviewer"].offer(people_with(Right.REVIEW, locales))

    @property
    def people(self) -> dict[Right, User | None]:
        """Return {Right: person or None} of the assignments to change."""
        given = {Right.TRANSLATE: "translator", Right.REVIEW: "reviewer"}
        chosen = {right: self.cleaned_data[name] for right, name in given.items() if self.cleaned_data[name]}
        return {right: None if person == NOBODY else person for right, person in chosen.items()}

    @property
    def sets_due(self) -> bool:
        return bool(self.cleaned_data["due"] or self.cleaned_data["no_due"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("due") and cleaned.get("no_due"):
            self.add_error("no_due", _("Either a day or none."))
        if not self.errors and not self.people and not self.sets_due:
            raise forms.ValidationError(_("Say what is to change: a person or a day."))
        return cleaned


class RulesForm(forms.ModelForm):
    class Meta:
        model = LocalePolicy
        fields = ["needs_review", "allows_machine"]


class ScheduleForm(forms.Form):
    publish_at = MomentField(label=_("Publish at"), help_text=_("By the clock of Kyiv."))
