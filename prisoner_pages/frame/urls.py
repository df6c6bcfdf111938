"""Menu, footer, contact and old addresses, below /admin/."""

from django.urls import path

from prisoner_pages.frame.views import frame, old_addresses

urlpatterns = [
    path("site-frame/", frame.site_frame, name="site_frame"),
    path("old-addresses/", old_addresses.old_addresses, name="old_addresses"),
    path("old-addresses/<int:pk>/remove/", old_addresses.remove_old_address, name="remove_old_address"),
]
