"""Every address we answer: `letters.urls.site` has those of the apps, top-down, and staff's come first."""

from django.conf import settings
from django.urls import path

from cms import api
from home.urls import handler400, handler403, handler404, handler500  # noqa: F401
from letters.urls import site


def addresses(role: str) -> list[site.Address]:
    """Return what a host of this role answers."""
    return site.addresses(role, path("api/v1/", api.urls))


urlpatterns = addresses(settings.SITE_ROLE)
