"""Addresses of staff's pages, as mail shows them. Pure."""

from typing import Any

from django.urls import reverse

from home.settings.defaults import settings


def staff_link(name: str, *args: Any) -> str:
    return str(settings.STAFF_URL) + reverse(name, args=args)
