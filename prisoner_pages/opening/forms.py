"""What is asked of whoever starts a site, and whether the answers can be used."""

from typing import Any

from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _, gettext_lazy

from home.languages.info import CONTENT_LANGUAGES
from prisoner_pages.choices import PartnerKind

CODES = tuple(code for code, _name in CONTENT_LANGUAGES)


class LanguagesField(forms.CharField):
    """Codes of languages, with commas."""

    def clean(self, value: Any) -> tuple[str, ...]:
        codes = tuple(filter(None, super().clean(value).replace(",", " ").split()))
        if unknown := set(codes) - set(CODES):
            raise ValidationError(
                _("Not a language of the site: %(codes)s. Known are %(known)s.")
                % {"codes": ", ".join(sorted(unknown)), "known": ", ".join(CODES)}
            )
        return codes


class FirstSiteForm(forms.Form):
    url = forms.URLField(label=gettext_lazy("Public address of the site"), assume_scheme="https")
    languages = LanguagesField(label=gettext_lazy("Languages, with commas"), initial="uk,en")
    public = LanguagesField(
        label=gettext_lazy("Which of them are public at once (open_language opens the others later)"),
        required=False,
    )
    contact_email = forms.EmailField(label=gettext_lazy("E-mail that visitors see"))
    security_email = forms.EmailField(
        label=gettext_lazy("E-mail for reports of security faults"), required=False
    )
    partner_slug = forms.SlugField(
        label=gettext_lazy("Partner of the first editors: short name in addresses, in Latin letters")
    )
    partner_kind = forms.ChoiceField(
        label=gettext_lazy("Kind of the partner"), choices=PartnerKind.choices, initial=PartnerKind.NGO
    )
    partner_name_uk = forms.CharField(label=gettext_lazy("Name of the partner in Ukrainian"), max_length=255)
    partner_name_en = forms.CharField(label=gettext_lazy("Name of the partner in English"), max_length=255)
    administrator = forms.CharField(
        label=gettext_lazy("First administrator: name to log in with"),
        max_length=150,
        validators=[UnicodeUsernameValidator()],
    )
    administrator_email = forms.EmailField(label=gettext_lazy("E-mail of the administrator"))
