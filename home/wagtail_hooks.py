from django.templatetags.static import static
from django.urls import path
from wagtail import hooks
from wagtail.admin.menu import SubmenuMenuItem
from wagtail.api.v2.utils import BadRequestError
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet

from home.site.views.root import staff_picture


@hooks.register("register_admin_urls")
def admin_urls():
    # Wagtail lets only people with access to the admin reach these.
    return [path("pictures/<int:rendition_id>/", staff_picture, name="staff_picture")]


@hooks.register("before_serve_page", order=-1)  # whatever another hook answers in its place
def note_shown_page(page, request, args, kwargs):
    request.shown_page = page


class NoPictures(ImagesAdminAPIViewSet):
    """In place of Wagtail's list of pictures, which nothing of ours asks: it tells addresses of originals."""

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        raise BadRequestError("pictures are chosen in the admin")


@hooks.register("construct_admin_api", order=1)
def no_pictures(router):
    router.register_endpoint("images", NoPictures)


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
