"""Every address we answer, top-down: staff first, then the public pages, Wagtail's last."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms import api
from home.site.views.root import alive, first_page, public_file, ready, robots, root, security_txt
from home.translation.publication.urls import link_urlpatterns
from prisoner_pages.embeds.views import embeds
from prisoner_pages.syndication.views import sitemap

handler400 = "home.site.views.errors.bad_request"
handler403 = "home.site.views.errors.permission_denied"
handler404 = "home.site.views.errors.page_not_found"
handler500 = "home.site.views.errors.server_error"

STAFF_ADDRESSES = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("desk-preview/", include(link_urlpatterns)),
]
PUBLIC_ADDRESSES = [
    path("healthz", alive),
    path("readyz", ready),
    path("media/<path:path>", public_file, name="public_file"),
    path("sitemap.xml", sitemap.sitemap),
    path("sitemap-<int:number>.xml", sitemap.part),
    path("robots.txt", robots),
    path("embed.js", embeds.script),
    path(".well-known/security.txt", security_txt),
    path("api/v1/", api.urls),
    path("", root),
    *i18n_patterns(
        path("", first_page),
        path("", include("letters.urls")),
        path("", include("prisoner_pages.urls")),
        path("", include(wagtail_urls)),
    ),
]


def addresses(role):
    """Return what a host of this role answers: a public one has no admin at all."""
    return PUBLIC_ADDRESSES if role == "public" else STAFF_ADDRESSES + PUBLIC_ADDRESSES


urlpatterns = addresses(settings.SITE_ROLE)
