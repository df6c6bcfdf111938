"""Whom a campaign asks letters for: by name and by rule, with the number of them."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.forms.widgets import Script
from django.urls import reverse

from home.widgets import BoxesToFind
from prisoner_pages.models import Prisoner
from prisoner_pages.people.filters.rule import RuleField
from prisoner_pages.permissions.choosers import records_for

LONGEST_KEY = 18  # digits


class PeopleField(forms.ModelMultipleChoiceField):
    def clean(self, value: Any) -> Any:
        """Refuse what is longer than any key: SQLite cannot look for it."""
        if any(len(str(each)) > LONGEST_KEY for each in value or ()):
            raise ValidationError(self.error_messages["invalid_pk_value"], params={"pk": ""})
        return super().clean(value)


class RecipientsForm(forms.Form):
    """What the form of a campaign says of them, while it is filled in."""

    recipients: Any = PeopleField(Prisoner.objects.none(), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["recipients"].queryset = records_for(user)  # type: ignore[attr-defined]
        self.fields["recipient_rule"] = RuleField()


class RecipientBoxes(BoxesToFind):
    """Beside them stands how many they are, with those whom the rule of the campaign names."""

    template_name = "prisoner_pages/records/recipients.html"

    class Media:
        js = [Script("prisoner_pages/recipients.js", type="module")]

    def __init__(self, counted: str = "") -> None:
        super().__init__()
        self.counted = counted

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"counted": self.counted, "counted_at": reverse("count_recipients")}
        return context
