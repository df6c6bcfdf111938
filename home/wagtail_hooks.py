from typing import Any

from django.contrib.auth.models import Group, Permission, User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.forms.account import NameEmailForm
from wagtail.admin.forms.choosers import (
    AnchorLinkChooserForm,
    EmailLinkChooserForm,
    ExternalLinkChooserForm,
    PhoneLinkChooserForm,
)
from wagtail.admin.menu import MenuItem, SubmenuMenuItem
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.ui.components import Component
from wagtail.admin.views.account import AvatarSettingsPanel, NotificationsSettingsPanel
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets import AdminPageChooser
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.utils import BadRequestError
from wagtail.forms import TaskStateCommentForm
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page
from wagtail.snippets.widgets import AdminSnippetChooser

from home.caching.kept_whole import may_be_kept
from home.day import urls as day_urls
from home.day.panels import MyDay
from home.guides import urls as guide_urls
from home.login.log_words import RESETS_LOGGED
from home.login.permissions import may_reset
from home.private_parts import (
    ask_in_account,
    call_root_page,
    forget_what_was_said_once,
    label_fields,
    leave_out_of_account,
    make_optional,
    say_in_each_language,
)
from home.site.requests import SiteRequest, StaffRequest
from home.site.views.root import staff_picture
from home.staff import urls as staff_urls
from home.staff.forms import MailsForm
from home.staff.permissions import CHANGED, manages_staff, may_invite

# An invitation asks for neither; who has no last name may still choose the language of the admin.
make_optional(NameEmailForm, "first_name", "last_name")
leave_out_of_account(AvatarSettingsPanel)
ask_in_account(NotificationsSettingsPanel, MailsForm)
call_root_page(_("All pages"))
# Wagtail's own words stand in its catalogue, but it asks for them once, or never.
LINK_TEXT = _("Link text")
label_fields(TaskStateCommentForm, comment=_("Comment"))
label_fields(ExternalLinkChooserForm, link_text=LINK_TEXT)
label_fields(AnchorLinkChooserForm, url=_("Anchor in the page, without #"), link_text=LINK_TEXT)
label_fields(PhoneLinkChooserForm, phone_number=_("Phone number"), link_text=LINK_TEXT)
label_fields(
    EmailLinkChooserForm,
    email_address=_("E-mail address"),
    link_text=LINK_TEXT,
    subject=_("Subject"),
    body=_("Text of the mail"),
)
say_in_each_language(
    AdminSnippetChooser,
    choose_one_text=_("Choose"),
    choose_another_text=_("Choose another"),
    link_to_chosen_text=_("Edit"),
)
forget_what_was_said_once(
    AdminSnippetChooser, "choose_one_text", "choose_another_text", "link_to_chosen_text"
)
forget_what_was_said_once(AdminPageChooser, "choose_one_text")
say_in_each_language(
    ChooserViewSet,
    choose_one_text=_("Choose"),
    choose_another_text=_("Choose another"),
    edit_item_text=_("Edit"),
    search_tab_label=_("Search"),
    create_action_label=_("Create"),
)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern | URLResolver]:
    # Wagtail lets only people with access to the admin reach these.
    return [
        path("pictures/<int:rendition_id>/", staff_picture, name="staff_picture"),
        path("second-steps/", include("home.login.urls.resets")),
        *staff_urls.urlpatterns,
        *day_urls.urlpatterns,
        *guide_urls.urlpatterns,
    ]


# What they list waits for somebody, and so My day counts it and leads to it.
IN_MY_DAY = {"workflow_objects_to_moderate", "user_objects_in_workflow_moderation"}


@hooks.register("construct_homepage_panels")
def my_day(request: StaffRequest, panels: list[Component]) -> None:
    others = [panel for panel in panels if getattr(panel, "name", "") not in IN_MY_DAY]
    panels[:] = [MyDay(), *others]


@hooks.register("insert_global_admin_css")
def colours_and_type_of_the_site() -> SafeString:
    sheets = (versioned_static(f"home/{name}.css") for name in ("fonts", "colours"))
    return format_html_join("", '<link rel="stylesheet" href="{}">', ((sheet,) for sheet in sheets))


@hooks.register("insert_global_admin_css")
def style_of_my_day() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', versioned_static("home/day.css"))


@hooks.register("insert_global_admin_css")
def style_of_guides() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', versioned_static("home/guides.css"))


@hooks.register("insert_editor_js")
def stay_where_one_was() -> SafeString:
    return format_html('<script type="module" src="{}"></script>', versioned_static("home/editor.js"))


# Action -> (label, what the history says). Written by home.staff.actions and by the apps' ways to give roles.
LOG_ACTIONS = {
    "home.invite": (_("Invite"), _("Invited somebody")),
    "home.invite_again": (_("Invite again"), _("Sent an invitation again")),
    "home.take_back_invitation": (_("Take an invitation back"), _("Took an invitation back")),
    "home.accept_invitation": (_("Accept an invitation"), _("Made an account by invitation")),
    "home.give_role": (_("Assign a role"), _("Gave a role")),
    "home.take_role": (_("End a role"), _("Ended a role")),
    CHANGED: (_("Change an account"), _("Changed an account")),
    "home.close_account": (_("Close an account"), _("Closed an account")),
}


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    for name, (label, message) in LOG_ACTIONS.items():
        actions.register_action(name, label, message)


@hooks.register("before_bulk_action")
def accounts_one_by_one(request: HttpRequest, kind: str, objects: Any, action: Any) -> None:
    """Many at once would pass by the proof and the log of who changed whom."""
    if issubclass(action.model, User | Group):
        raise PermissionDenied


class InvitationsMenuItem(MenuItem):
    """For whoever may give a role to somebody; who manages the staff comes to the list of all people."""

    def is_shown(self, request: StaffRequest) -> bool:
        return not manages_staff(request.user) and may_invite(request.user)


class PeopleMenuItem(MenuItem):
    def is_shown(self, request: StaffRequest) -> bool:
        return manages_staff(request.user)


@hooks.register("register_admin_menu_item")
def register_invitations() -> MenuItem:
    return InvitationsMenuItem(_("Invitations"), reverse("staff_invitations"), icon_name="mail", order=254)


@hooks.register("register_settings_menu_item")
def register_people() -> MenuItem:
    return PeopleMenuItem(_("Staff"), reverse("staff_people"), name="staff", icon_name="group", order=604)


class ForResets(MenuItem):
    def is_shown(self, request: StaffRequest) -> bool:
        return may_reset(request.user)


@hooks.register("register_settings_menu_item")
def second_steps() -> MenuItem:
    return ForResets(_("Two-step login"), reverse("second_steps:index"), icon_name="key", order=650)


@hooks.register("register_log_actions")
def say_what_was_done_to_logins(actions: LogActionRegistry) -> None:
    for name, (label, words) in RESETS_LOGGED.items():
        actions.register_action(name, label, words)


@hooks.register("register_permissions")
def right_to_reset() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="home", codename="reset_second_step")


@hooks.register("register_account_menu_item")
def own_login(request: HttpRequest) -> dict[str, Any]:
    return {"url": reverse("mfa_index"), "label": _("Login settings"), "help_text": ""}


@hooks.register("register_account_menu_item")
def where_one_is_logged_in(request: HttpRequest) -> dict[str, Any]:
    return {"url": reverse("my_sessions"), "label": _("My sessions"), "help_text": ""}


@hooks.register("before_serve_page", order=-1)  # before any hook that answers instead
def note_shown_page(page: Page, request: SiteRequest, args: Any, kwargs: Any) -> None:
    request.shown_page = page
    may_be_kept()


class NoPictures(ImagesAdminAPIViewSet):
    """Replaces Wagtail's list of pictures, which we don't use and which reveals addresses of originals."""

    def initial(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        raise BadRequestError("pictures are chosen in the admin")


@hooks.register("construct_admin_api", order=1)
def no_pictures(router: WagtailAPIRouter) -> None:
    router.register_endpoint("images", NoPictures)


@hooks.register("get_avatar_url")
def one_avatar_for_everyone(user: User, size: int) -> str:
    """Show no portraits of staff: an uploaded one would be a file outside our rules for pictures."""
    return static("wagtailadmin/images/default-user-avatar.png")


@hooks.register("construct_help_menu")
def help_on_this_site(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Remove links to other sites: guides to the software, in words that are not ours."""
    menu_items[:] = [item for item in menu_items if not item.url.startswith("http")]


@hooks.register("construct_main_menu")
def settings_without_version(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Leave out the version of the software, which Wagtail's settings menu shows at its foot."""
    for place, item in enumerate(menu_items):
        if item.name == "settings" and isinstance(item, SubmenuMenuItem):
            menu_items[place] = SubmenuMenuItem(
                item.label, item.menu, name=item.name, icon_name=item.icon_name, order=item.order
            )
