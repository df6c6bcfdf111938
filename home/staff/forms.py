"""What staff send about their accounts."""

from django import forms
from django.utils.translation import gettext_lazy as _

from home.staff.rules import LONGEST_DEVICE_NAME


class DeviceForm(forms.Form):
    name = forms.CharField(
        label=_("Name of this device"),
        help_text=_("So that you know it again, like “laptop at work”. Nobody else sees it."),
        max_length=LONGEST_DEVICE_NAME,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
