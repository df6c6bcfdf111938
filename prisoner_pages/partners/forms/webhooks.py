"""Forms of webhooks. Field names are the actions' own."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from home.headless.choices import TOLD
from prisoner_pages.models import Partner
from prisoner_pages.permissions.partners import is_coordinator
from prisoner_pages.records.forms.acts import ActForm


class WebhookForm(ActForm):
    url = forms.URLField(
        label=_("address"),
        max_length=500,
        assume_scheme="https",
        help_text=_(
            "Where we send to, with https. It answers within five seconds, with a status of 200 to 299."
        ),
    )
    events = forms.MultipleChoiceField(
        label=_("events"),
        choices=TOLD,
        initial=[value for value, _label in TOLD],
        widget=forms.CheckboxSelectMultiple,
    )
    own_only = forms.BooleanField(
        label=_("only what is the partner’s own"),
        required=False,
        help_text=_("Otherwise of everything public, of all partners."),
    )


class NewWebhookForm(WebhookForm):
    partner = forms.ModelChoiceField(label=_("partner"), queryset=Partner.objects.none(), empty_label=None)
    field_order = ["partner"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everyone = Partner.objects.with_workspace().open()
        field: Any = self.fields["partner"]
        field.queryset = everyone if is_coordinator(user) else Partner.objects.moderated_by(user)
