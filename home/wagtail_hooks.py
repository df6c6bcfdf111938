from django.templatetags.static import static
from django.urls import path
from wagtail import hooks
from wagtail.admin.menu import SubmenuMenuItem

from home.views import staff_picture


@hooks.register("register_admin_urls")
def admin_urls():
    # Wagtail lets only people with access to the admin reach these.
    return [path("pictures/<int:rendition_id>/", staff_picture, name="staff_picture")]


@hooks.register("get_avatar_url")
def one_avatar_for_everyone(user, size):
    """No portraits of staff: an uploaded one would be a file outside our picture rules."""
    return static("wagtailadmin/images/default-user-avatar.png")


@hooks.register("construct_help_menu")
def help_on_this_site(request, menu_items):
    """Keep out what leads to another site: guides to the software, in words that are not ours."""
    menu_items[:] = [item for item in menu_items if not item.url.startswith("http")]


@hooks.register("construct_main_menu")
def settings_without_version(request, menu_items):
    """The settings menu tells the version of the software at its foot; ours tells nothing."""
    for place, item in enumerate(menu_items):
        if item.name == "settings":
            menu_items[place] = SubmenuMenuItem(
                item.label, item.menu, name=item.name, icon_name=item.icon_name, order=item.order
            )
