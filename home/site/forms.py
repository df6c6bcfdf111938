"""The form by which staff log in."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _, ngettext
from wagtail.admin.forms.auth import LoginForm


class StaffLoginForm(LoginForm):
    """Wagtail's form, with its password field labelled in the reader's language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Password")

    def get_invalid_login_error(self) -> ValidationError:
        """Say how long to wait after too many wrong passwords, whether there is such an account or not."""
        seconds = getattr(self.request, "wait_seconds", 0)
        if not seconds:
            return super().get_invalid_login_error()
        return ValidationError(
            ngettext(
                "Too many wrong passwords. Wait %(count)d second, then try again.",
                "Too many wrong passwords. Wait %(count)d seconds, then try again.",
                seconds,
            )
            % {"count": seconds},
            code="too_soon",
        )
