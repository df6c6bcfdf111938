"""Requests whose sender is known."""

from django.contrib.auth.models import User
from django.http import HttpRequest


class StaffRequest(HttpRequest):
    """A request that a view takes only from somebody who is logged in."""

    user: User
