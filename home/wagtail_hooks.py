from django.templatetags.static import static
from django.urls import path
from wagtail import hooks

from home.views import staff_picture


@hooks.register("register_admin_urls")
def admin_urls():
    # Wagtail lets only people with access to the admin reach these.
    return [path("pictures/<int:rendition_id>/", staff_picture, name="staff_picture")]


@hooks.register("get_avatar_url")
def one_avatar_for_everyone(user, size):
    """No portraits of staff: an uploaded one would be a file outside our picture rules."""
    return static("wagtailadmin/images/default-user-avatar.png")
