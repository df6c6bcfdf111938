"""Registration only: the letter desk in the admin."""

from django.contrib.auth.models import Permission
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from letters.views import staff

urlpatterns = [
    path("", staff.index, name="index"),
    path("<uuid:uuid>/", staff.detail, name="detail"),
    path("<uuid:uuid>/drawing/", staff.drawing, name="drawing"),
]


class LettersMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm("letters.view_letter")


@hooks.register("register_admin_urls")
def register_admin_urls():
    return [path("letters/", include((urlpatterns, "letter_desk"), namespace="letter_desk"))]


@hooks.register("register_admin_menu_item")
def register_menu_item():
    return LettersMenuItem(_("Letters"), reverse("letter_desk:index"), icon_name="mail", order=250)


@hooks.register("register_permissions")
def register_permissions():
    return Permission.objects.filter(
        content_type__app_label="letters", codename__in=["view_letter", "open_letter"]
    )
