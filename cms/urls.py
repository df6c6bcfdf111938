"""Every address we answer: `letters.urls.site` has those of the apps, top-down, and staff's come first."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, path

from cms import api
from home.urls import handler400, handler403, handler404, handler500  # noqa: F401
from letters.urls.site import admin_urlpatterns, site_urlpatterns

PUBLIC_ADDRESSES = [path("api/v1/", api.urls), *site_urlpatterns]


def addresses(role: str) -> list[URLPattern | URLResolver]:
    """Return what a host of this role answers: a public one has no admin at all."""
    return [*([] if role == "public" else admin_urlpatterns), *PUBLIC_ADDRESSES]


urlpatterns = addresses(settings.SITE_ROLE)
