"""Addresses outside any language, and the pages of errors, which a project names in its own urls."""

from django.urls import path

from home.site.views.root import public_file, robots, root, security_txt

handler400 = "home.site.views.errors.bad_request"
handler403 = "home.site.views.errors.permission_denied"
handler404 = "home.site.views.errors.page_not_found"
handler500 = "home.site.views.errors.server_error"

urlpatterns = [
    path("media/<path:path>", public_file, name="public_file"),
    path("robots.txt", robots),
    path(".well-known/security.txt", security_txt),
    path("", root),
]
