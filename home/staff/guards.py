"""What stands before every check of a password, wherever it is asked for (`AUTHENTICATION_BACKENDS`)."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from home.staff.actions.tries import admit, forgive


class StaffBackend(ModelBackend):
    """Names and passwords, more slowly after wrong ones; `request.wait_seconds` says for how long."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **more: Any,
    ) -> User | None:
        if request is None or username is None or password is None:
            return super().authenticate(request, username=username, password=password, **more)
        if wait := admit(request, username):
            request.wait_seconds = wait  # type: ignore[attr-defined]
            raise PermissionDenied
        user = super().authenticate(request, username=username, password=password, **more)
        if user:
            forgive(request, username)
        return user
