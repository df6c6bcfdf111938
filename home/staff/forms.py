"""What staff send about their accounts."""

from collections.abc import Iterator
from typing import Any, cast

from django import forms
from django.contrib.auth import get_user_model, password_validation
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundWidget
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.account import NotificationPreferencesForm
from wagtail.users.forms import UserEditForm

from home.languages.info import ADMIN_LANGUAGES
from home.languages.language_names import LANGUAGE_WORDS
from home.staff.given_roles import GivenRole, asks_languages, offered_by, ways_to_give
from home.staff.read_models import NAME_TAKEN, has_account, is_name_taken
from home.staff.rules import LONGEST_DEVICE_NAME


class DeviceForm(forms.Form):
    name = forms.CharField(
        label=_("Name of this device"),
        help_text=_("To help you recognise it, for example “laptop at work”. Nobody else sees it."),
        max_length=LONGEST_DEVICE_NAME,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class RolesForm(forms.Form):
    """Roles for somebody else, of those that `by` may give."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one role.")},
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        help_text=_("For translators and reviewers: only in these languages."),
        choices=list(LANGUAGE_WORDS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, by: User, held: list[GivenRole] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = {given.key for given in held or ()}
        self.offered = {given.key: given for given in offered_by(by) if given.key not in kept}
        choices = [(given.key, given.words) for given in self.offered.values()]
        cast(forms.MultipleChoiceField, self.fields["roles"]).choices = choices
        if not any(asks_languages(given.role) for given in self.offered.values()):
            del self.fields["languages"]

    @property
    def role_groups(self) -> Iterator[tuple[Any, list[BoundWidget]]]:
        """Yield (kind of roles in words, its boxes)."""
        groups: dict[Any, list[BoundWidget]] = {}
        for box in self["roles"].subwidgets:
            given = self.offered[box.data["value"]]
            groups.setdefault(given.role.kind.label, []).append(box)
        yield from groups.items()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen = [self.offered[key].role for key in cleaned.get("roles", ())]
        in_languages = [role for role in chosen if asks_languages(role)]
        languages = cleaned.get("languages", []) if in_languages else []
        if in_languages and not languages and "languages" not in self.errors:
            self.add_error("languages", _("Choose at least one language."))
        for role in in_languages:
            if strange := set(languages).difference(ways_to_give()[role.kind].languages()):
                words = ", ".join(str(LANGUAGE_WORDS[code]) for code in sorted(strange))
                about = {"role": role.label, "languages": words}
                self.add_error("languages", _("“%(role)s” is not available in: %(languages)s") % about)
        return {**cleaned, "languages": languages}


class InviteForm(RolesForm):
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    mail_language = forms.ChoiceField(
        label=_("Language of the e-mail"), choices=ADMIN_LANGUAGES, initial="uk", widget=forms.Select
    )
    field_order = ["email", "roles", "languages", "mail_language"]


class AccountForm(UserEditForm):
    """An account as administrators change it: name and address are not those of another."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first_name", "last_name"):
            self.fields[name].required = False

    def clean_username(self) -> str:
        name: str = self.cleaned_data["username"]
        if "username" in self.changed_data and is_name_taken(name, but=self.instance):
            raise ValidationError(NAME_TAKEN)
        return name

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned: dict[str, Any] = self.cleaned_data
        is_asked = {"email", "is_active"}.intersection(self.changed_data) and "email" in cleaned
        opens = cleaned.get("is_active", self.instance.is_active)
        if is_asked and opens and has_account(cleaned["email"], but=self.instance):
            self.add_error("email", _("Another account has this address."))
        return cleaned


class AcceptForm(forms.ModelForm):
    """Whoever was invited chooses name and password."""

    password = forms.CharField(
        label=_("Password"),
        help_text=_("At least 14 characters, and not a password you use anywhere else."),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Password again"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    class Meta:
        model = get_user_model()
        fields = ("username", "first_name", "last_name")
        labels = {
            "username": _("User name"),
            "first_name": _("First name"),
            "last_name": _("Last name"),
        }
        help_texts = {"username": _("Letters, digits and @ . + - _ only. Your colleagues will see it.")}
        widgets = {"username": forms.TextInput(attrs={"autocomplete": "username"})}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        password = cleaned.get("password")
        if password and password != cleaned.get("again") and "again" not in self.errors:
            self.add_error("again", _("The two passwords differ."))
        if password:
            self._judge(password, cleaned)
        return cleaned

    def _judge(self, password: str, cleaned: dict[str, Any]) -> None:
        """A password must not be like the names."""
        names = {name: cleaned.get(name, "") for name in self.Meta.fields}
        try:
            password_validation.validate_password(password, get_user_model()(**names))
        except ValidationError as error:
            self.add_error("password", error)

    @property
    def names(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class MailsForm(NotificationPreferencesForm):
    """Which mail somebody wants. There are no comments here, so none about them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("updated_comments_notifications", None)
