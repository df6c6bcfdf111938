"""Registration only."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from home.site.requests import StaffRequest
from home.translation import urls
from home.translation.desk.read_models.questions import may_answer_here
from home.translation.desk.views.wagtail_overrides import edit_at_desk, submit_page, submit_snippet, update
from home.translation.glossary.viewsets import GlossaryViewSet
from home.translation.permissions import knows_the_way, leads
from home.translation.publication.views.source_changes import offer_button, tell_after_publishing


@hooks.register("register_admin_viewset")
def register_glossary() -> GlossaryViewSet:
    return GlossaryViewSet()


@hooks.register("register_admin_urls")
def register_desk() -> list[URLResolver]:
    return [path("desk/", include(urls))]


# Before those of wagtail-localize, whose forms bypass approval; its buttons point here.
@hooks.register("register_admin_urls", order=-100)
def lead_to_desk() -> list[URLPattern]:
    return [
        path("localize/submit/page/<int:page_id>/", submit_page, name="desk_for_page"),
        path(
            "localize/submit/snippet/<slug:app_label>/<slug:model_name>/<str:pk>/",
            submit_snippet,
            name="desk_for_snippet",
        ),
        path("localize/update/<int:translation_source_id>/", update, name="desk_for_source"),
    ]


# After ours that say something of pictures (order -1), before wagtail-localize's own (order 0).
hooks.register("before_edit_page", edit_at_desk, order=-0.5)
hooks.register("before_edit_snippet", edit_at_desk, order=-0.5)


hooks.register("register_page_header_buttons", offer_button)
hooks.register("after_edit_page", tell_after_publishing)
hooks.register("after_edit_snippet", tell_after_publishing)


@hooks.register("construct_reports_menu")
def leave_out_reports_of_libraries(request: HttpRequest, items: list[MenuItem]) -> None:
    """One is closed here, since the desk tells it; one names kinds of pages as the code does."""
    left_out = {
        reverse("wagtail_localize:translations_report"),
        reverse("wagtailadmin_reports:page_types_usage"),
    }
    items[:] = [item for item in items if item.url not in left_out]


@hooks.register("before_serve_page")
def keep_languages_apart(page: Page, request: HttpRequest, _args: Any, _kwargs: Any) -> None:
    """Answer 404 where a language has no first page: Wagtail would show Ukrainian pages at its address."""
    if page.locale.language_code != get_language():
        raise Http404


class DeskMenuItem(MenuItem):
    """An item for those of whom `is_theirs` holds, leading to a page of the desk."""

    def __init__(self, label: str | Promise, page: str, is_theirs: Callable[[User], bool], **kwargs: Any):
        super().__init__(label, reverse(f"translation_desk:{page}"), **kwargs)
        self.is_theirs = is_theirs

    def is_shown(self, request: StaffRequest) -> bool:
        return self.is_theirs(request.user)


@hooks.register("register_admin_menu_item")
def register_desk_item() -> MenuItem:
    return DeskMenuItem(_("Translation of pages"), "index", knows_the_way, icon_name="globe", order=240)


@hooks.register("register_admin_menu_item")
def register_questions_item() -> MenuItem:
    words = _("Questions of translators")
    return DeskMenuItem(words, "questions", may_answer_here, icon_name="help", order=241)


@hooks.register("register_settings_menu_item")
def register_roles_item() -> MenuItem:
    return DeskMenuItem(_("Rights in languages"), "roles", leads, icon_name="group", order=910)


LOG_ACTIONS = {
    "translation.share_preview": (
        _("Share a preview of a translation"),
        _("Shared a preview of a translation"),
    ),
    "translation.change_rules": (_("Change the rules of a language"), _("Changed the rules of a language")),
    "translation.give_right": (_("Give a right in a language"), _("Gave a right in a language")),
    "translation.look_over_file": (_("Look at a file"), _("Looked at a file of a translation")),
    "translation.take_glossary": (_("Take over a file"), _("Took the term from a file")),
    "translation.take_file": (_("Take over a file"), _("Took texts from a file of a translation")),
    "translation.propose_words": (_("Propose words of the interface"), _("Proposed words of the interface")),
    "translation.withdraw_words": (_("Withdraw proposed words"), _("Withdrew words of the interface")),
    "translation.detach": (_("Make it a page of its own"), _("Made a page of its own of a translation")),
    "translation.end_right": (_("End a right in a language"), _("Ended a right in a language")),
}


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    for name, (label, message) in LOG_ACTIONS.items():
        actions.register_action(name, label, message)
