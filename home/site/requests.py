"""Requests about which more is known than Django says."""

from django.contrib.auth.models import User
from django.http import HttpRequest
from wagtail.models import Page


class SiteRequest(HttpRequest):
    """A request that our own middleware and views have left notes on."""

    refused_form: dict[str, str]  # its texts by their names, where the input guard refuses it
    shown_page: Page


class StaffRequest(SiteRequest):
    """A request that a view takes only from somebody who is logged in."""

    user: User
