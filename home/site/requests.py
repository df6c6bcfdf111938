"""Requests about which more is known than Django says."""

from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest


class SiteRequest(HttpRequest):
    """A request that our own middleware and views have left notes on."""

    refused_form: dict[str, str]  # its texts by their names, where the input guard refuses it
    shown_page: Any  # a Page, or what stands for one


class StaffRequest(SiteRequest):
    """A request that a view takes only from somebody who is logged in."""

    user: User
