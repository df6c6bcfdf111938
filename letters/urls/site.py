"""All that a site with these apps answers, top-down, Wagtail's last: a project puts it into its own urls.

Apart from the addresses of letters: Wagtail's admin asks the apps for theirs the moment it is named here.
"""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path
from wagtail import urls as wagtail_urls

from home import urls as home_urls
from home.site.views.root import first_page
from home.staff import urls as staff_urls
from home.translation.publication.urls import link_urlpatterns
from prisoner_pages import urls as people_urls

Address = URLPattern | URLResolver

site_urlpatterns = [
    *home_urls.urlpatterns,
    *people_urls.root_urlpatterns,
    *i18n_patterns(
        path("", first_page),
        path("", include("letters.urls")),
        path("", include("prisoner_pages.urls")),
        path("", include(wagtail_urls)),
    ),
]


def admin_addresses() -> list[Address]:
    """Return those of the staff: its login first, which takes the place of Wagtail's.

    By their names: once Wagtail's admin is imported it asks the apps for views that a public host lacks.
    """
    return [
        path("admin/", include("home.login.urls")),
        *staff_urls.open_urlpatterns,
        path("admin/", include("wagtail.admin.urls")),
        path("documents/", include("wagtail.documents.urls")),
        path("desk-preview/", include(link_urlpatterns)),
    ]


def addresses(role: str, *others: Address) -> list[Address]:
    """Return what a host of this role answers, with a project's own before Wagtail's.

    A public host has no admin at all, nor the apps that its login is made of.
    """
    return [*([] if role == "public" else admin_addresses()), *others, *site_urlpatterns]
