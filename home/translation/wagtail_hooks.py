"""Registration only."""

from django.http import Http404
from django.urls import include, path, reverse
from django.utils.translation import get_language, gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from home.translation import urls
from home.translation.desk.read_models.questions import may_answer_here
from home.translation.desk.views.wagtail_overrides import edit_at_desk, submit_page, submit_snippet, update
from home.translation.glossary.viewsets import GlossaryViewSet
from home.translation.permissions import knows_the_way, leads
from home.translation.publication.views.source_changes import offer_button, tell_after_publishing


@hooks.register("register_admin_viewset")
def register_glossary():
    return GlossaryViewSet()


@hooks.register("register_admin_urls")
def register_desk():
    return [path("desk/", include(urls))]


# Before those of wagtail-localize, whose forms publish and alias past approval; where its buttons point to.
@hooks.register("register_admin_urls", order=-100)
def lead_to_desk():
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


@hooks.register("before_serve_page")
def keep_languages_apart(page, request, _args, _kwargs):
    """Where a language has no first page, Wagtail looks below the Ukrainian one under its address."""
    if page.locale.language_code != get_language():
        raise Http404


class DeskMenuItem(MenuItem):
    def is_shown(self, request):
        return knows_the_way(request.user)


@hooks.register("register_admin_menu_item")
def register_desk_item():
    address = reverse("translation_desk:index")
    return DeskMenuItem(_("Translation of pages"), address, icon_name="globe", order=240)


class QuestionsMenuItem(MenuItem):
    def is_shown(self, request):
        return may_answer_here(request.user)


@hooks.register("register_admin_menu_item")
def register_questions_item():
    address = reverse("translation_desk:questions")
    return QuestionsMenuItem(_("Questions of translators"), address, icon_name="help", order=241)


class RolesMenuItem(MenuItem):
    def is_shown(self, request):
        return leads(request.user)


@hooks.register("register_settings_menu_item")
def register_roles_item():
    address = reverse("translation_desk:roles")
    return RolesMenuItem(_("Rights in languages"), address, icon_name="group", order=910)


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
def register_log_actions(actions):
    for name, (label, message) in LOG_ACTIONS.items():
        actions.register_action(name, label, message)
