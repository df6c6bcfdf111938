"""Addresses of staff's pages, as mail shows them. Pure."""

from typing import Any

from django.conf import settings
from django.urls import reverse


def staff_link(name: str, *args: Any) -> str:
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + reverse(name, args=args)
