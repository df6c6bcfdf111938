"""Registration only: the letter desk in the admin."""

from collections.abc import Iterator

from django.contrib.auth.models import Permission, User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from home.site.requests import StaffRequest
from letters.choices.desk import DeskWork
from letters.oversight.log_words import LOG_FORMATTERS
from letters.oversight.viewsets import ReasonViewSet, WatchedWordViewSet
from letters.permissions.letters import does, is_auditor, works_at_a_desk
from letters.permissions.seats import watches_over_desks
from letters.posting.views import returns
from letters.urls import staff_urlpatterns
from prisoner_pages.models import EventPage
from prisoner_pages.permissions.partners import is_coordinator


class LettersMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return works_at_a_desk(request.user)


@hooks.register("construct_homepage_panels")
def ask_to_check_places(request: StaffRequest, panels: list[Component]) -> None:
    panels.append(returns.PlacesToCheck(request.user))


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[URLResolver]:
    return [path("letters/", include((staff_urlpatterns, "letter_desk"), namespace="letter_desk"))]


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    return LettersMenuItem(_("Letters"), reverse("letter_desk:index"), icon_name="mail", order=250)


class KeyInMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return does(request.user, DeskWork.KEY_IN)


@hooks.register("register_admin_menu_item")
def register_key_in_item() -> MenuItem:
    return KeyInMenuItem(_("Key in a letter"), reverse("letter_desk:key_in"), icon_name="edit", order=251)


class PacksMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return does(request.user, DeskWork.PRINT)


@hooks.register("register_admin_menu_item")
def register_packs_item() -> MenuItem:
    return PacksMenuItem(_("Packs"), reverse("letter_desk:packs"), icon_name="copy", order=252)


class ScansMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return does(request.user, DeskWork.BRING_SCANS) or does(request.user, DeskWork.READ_SCANS)


@hooks.register("register_admin_menu_item")
def register_scans_item() -> MenuItem:
    return ScansMenuItem(_("Scans"), reverse("letter_desk:scans"), icon_name="doc-empty", order=253)


@hooks.register("register_admin_viewset")
def register_words() -> list[ModelViewSet]:
    return [WatchedWordViewSet(), ReasonViewSet()]


class LogMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return is_auditor(request.user)


class KeepingMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return is_coordinator(request.user)


@hooks.register("register_admin_menu_item")
def register_log_item() -> MenuItem:
    return LogMenuItem(_("Log of letters"), reverse("letter_desk:log"), icon_name="list-ul", order=255)


class DesksMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return watches_over_desks(request.user)


@hooks.register("register_admin_menu_item")
def register_desks_item() -> MenuItem:
    return DesksMenuItem(_("Letter desks"), reverse("letter_desk:desks"), icon_name="group", order=252)


@hooks.register("register_log_actions")
def register_desk_actions(actions: LogActionRegistry) -> None:
    for name, formatter in LOG_FORMATTERS.items():
        actions.register_action(name)(formatter)


@hooks.register("register_settings_menu_item")
def register_keeping_item() -> MenuItem:
    return KeepingMenuItem(
        _("Times of keeping"), reverse("letter_desk:keeping"), icon_name="history", order=900
    )


@hooks.register("register_permissions")
def register_permissions() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="letters", codename="audit_letters")


@hooks.register("register_page_header_buttons")
def link_to_sheets(
    page: Page, user: User, next_url: str | None = None, view_name: str | None = None
) -> Iterator[Button]:
    if isinstance(page, EventPage) and page.permissions_for_user(user).can_edit():
        url = reverse("letter_desk:event_sheets", args=[page.pk])
        yield Button(_("Letter sheets for the table"), url, icon_name="doc-full", priority=70)
