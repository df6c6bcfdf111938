"""Registration only: the letter desk in the admin."""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.auth.models import Permission, User
from django.db.models import QuerySet
from django.urls import URLResolver, include, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from home.site.requests import StaffRequest
from letters.choices.desk import DeskWork
from letters.oversight.log_words import LOG_FORMATTERS
from letters.oversight.viewsets import (
    AdviceViewSet,
    PostCountryViewSet,
    ReasonViewSet,
    WatchedWordViewSet,
    WritingAidViewSet,
)
from letters.permissions.letters import does, is_auditor, works_at_a_desk
from letters.permissions.seats import watches_over_desks
from prisoner_pages.models import EventPage
from prisoner_pages.permissions.partners import is_coordinator


class DeskMenuItem(MenuItem):
    """A line of the menu, for those of whom `may(user)` is true."""

    def __init__(self, may: Callable[[User], bool], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.may = may

    def is_shown(self, request: StaffRequest) -> bool:
        return self.may(request.user)


def add_item(
    may: Callable[[User], bool], label: str | Promise, page: str, icon: str, order: int, menu: str = "admin"
) -> None:
    def item() -> MenuItem:
        return DeskMenuItem(may, label, reverse(f"letter_desk:{page}"), icon_name=icon, order=order)

    hooks.register(f"register_{menu}_menu_item", item)


def doing(*works: DeskWork) -> Callable[[User], bool]:
    return lambda user: any(does(user, work) for work in works)


add_item(works_at_a_desk, _("Letters"), "index", "mail", 250)
add_item(doing(DeskWork.KEY_IN), _("Key in a letter"), "key_in", "edit", 251)
add_item(doing(DeskWork.PRINT), _("Packs"), "packs", "copy", 252)
add_item(watches_over_desks, _("Letter desks"), "desks", "group", 252)
add_item(doing(DeskWork.BRING_SCANS, DeskWork.READ_SCANS), _("Scans"), "scans", "doc-empty", 253)
add_item(is_auditor, _("Log of letters"), "log", "list-ul", 255)
add_item(is_coordinator, _("Times of keeping"), "keeping", "history", 900, menu="settings")
add_item(is_coordinator, _("Limits of letters"), "limits", "cogs", 901, menu="settings")


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[URLResolver]:
    return [path("letters/", include("letters.urls.desk"))]


@hooks.register("register_admin_viewset")
def register_words() -> list[ModelViewSet]:
    return [
        WatchedWordViewSet(),
        AdviceViewSet(),
        WritingAidViewSet(),
        ReasonViewSet(),
        PostCountryViewSet(),
    ]


@hooks.register("register_log_actions")
def register_desk_actions(actions: LogActionRegistry) -> None:
    for name, formatter in LOG_FORMATTERS.items():
        actions.register_action(name)(formatter)


@hooks.register("register_permissions")
def register_permissions() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="letters", codename="audit_letters")


@hooks.register("register_page_header_buttons")
def link_to_table(
    page: Page, user: User, next_url: str | None = None, view_name: str | None = None
) -> Iterator[Button]:
    if isinstance(page, EventPage) and page.permissions_for_user(user).can_edit():
        evening = reverse("letter_desk:event_evening", args=[page.pk])
        yield Button(_("The letter table"), evening, icon_name="mail", priority=69)
        url = reverse("letter_desk:event_sheets", args=[page.pk])
        yield Button(_("Letter sheets for the table"), url, icon_name="doc-full", priority=70)
