"""What is written in the drawer, and answers."""

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_SIGNATURE = 20_000  # characters; it holds words of the text


class QuestionForm(forms.Form):
    text = forms.CharField(label=_("Question"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class AnswerForm(forms.Form):
    text = forms.CharField(label=_("Answer"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why it is right"), max_length=500)
    signature = forms.CharField(max_length=LONGEST_SIGNATURE)


class MachineForm(forms.Form):
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1)
