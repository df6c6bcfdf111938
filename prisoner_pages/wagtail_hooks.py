"""Registration only."""

from collections.abc import Iterator

from django.contrib.auth.models import Permission, User
from django.db.models import Model, QuerySet
from django.urls import URLPattern, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.search import SearchArea
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.query import PageQuerySet
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.snippets.models import register_snippet

from home.day.search import QuickSearch
from home.site.requests import StaffRequest
from prisoner_pages.campaigns.views import copies
from prisoner_pages.choices import FactGroup
from prisoner_pages.models import Facility, Figure, FrontEnd, Word
from prisoner_pages.partners.views import previews
from prisoner_pages.permissions.choosers import pages_for
from prisoner_pages.permissions.partners import (
    KEEP_FRONT_ENDS,
    VIEW_PARTNERS,
    is_coordinator,
    may_correct_figures,
    may_judge_post,
)
from prisoner_pages.public.adapters import PublicLinkHandler
from prisoner_pages.records.views import approval, autosave, pictures
from prisoner_pages.records.viewsets.pages import PageScreens
from prisoner_pages.records.viewsets.people import RecordViewSet
from prisoner_pages.records.viewsets.reference import FrontEndViewSet, PartnerViewSet, ReferenceGroup
from prisoner_pages.urls import staff_urlpatterns
from prisoner_pages.vocabularies.read_models import kind_of, may_keep_words

register_snippet(RecordViewSet)
register_snippet(FrontEndViewSet)
register_snippet(PartnerViewSet)
register_snippet(ReferenceGroup)
hooks.register("register_admin_viewset", PageScreens, order=1)  # after Wagtail’s, in its place

# Action -> (label, what the history says). Written by prisoner_pages.facts.actions.changes.log_record.
LOG_ACTIONS = {
    "import_create": (_("Import"), _("Made the record from a list")),
    "import_change": (_("Import"), _("Took changed facts from a list")),
    "import_publish": (_("Import and publish"), _("Published the record with a list")),
    "import_claim": (_("Import a claim"), _("Set a list’s value beside the record’s own")),
    "propose": (_("Propose"), _("Another partner stated other facts")),
    "hold_text": (_("Hold a text back"), _("Left a text of a list unpublished until an editor has read it")),
    "create_story": (_("Create story"), _("Made the draft story")),
    "pause": (_("Pause"), _("Took the person out of public view")),
    "resume": (_("Resume"), _("Returned the person to public view")),
    "hold_letters": (_("Hold letters"), _("Stopped the printing of letters")),
    "release_letters": (_("Release letters"), _("Let letters be printed again")),
    "refuse_answers": (_("Refuse answers"), _("Said that answering brings punishment")),
    "allow_answers": (_("Let answers through"), _("Let answers be passed on again")),
    "transfer_place": (_("Transfer"), _("Changed the place of detention")),
    "set_status": (_("Status"), _("Changed the status")),
    "correct_place": (_("Place"), _("Wrote the place of detention anew; nobody was moved")),
    "assign": (_("Give to a colleague"), _("Said who looks after the record")),
    "ask_for_translation": (_("Ask for a translation"), _("Asked for a translation of the story")),
    "prepare_announcement": (_("Prepare an announcement"), _("Prepared an announcement about the person")),
    "confirm_announcement": (_("Announce"), _("Confirmed the announcement about the person")),
    "end_announcement": (_("End an announcement"), _("Ended the announcement; letters go on")),
    "leave_out_of_announcement": (_("Leave out"), _("Left the person out of an announcement")),
    "overrule_stop": (_("Let pass"), _("Answered for what had stopped the page")),
    "add_organisation": (_("Add an organisation"), _("Added an organisation that takes part")),
    "undo_bulk_change": (_("Undo"), _("Took back what was done to many records at once")),
    "part_records": (_("Not the same person"), _("Said that another record is about another person")),
    "merge_records": (_("Merge"), _("Let the record take the place of another of the same person")),
    "merge_away": (_("Merge"), _("Another record of the same person took the place of this one")),
    "undo_merge": (_("Undo"), _("Parted two records that had been merged")),
    "hand_over": (_("Hand over"), _("Gave the record to another partner")),
    "show_claim": (_("Show a claim"), _("Let a source’s value stand beside the record’s own")),
    "take_claim": (_("Take a claim"), _("Put a source’s other value into a draft")),
    "settle_claim": (_("Close a claim"), _("Closed a source’s other value")),
    "read_private": (_("Read the private record"), _("Read the private record")),
    "write_private": (_("Change the private record"), _("Changed the private record")),
    "read_consent": (_("Read a basis"), _("Read who gave a basis, and its proof")),
    "verify": (_("Verify"), _("Said that facts still hold")),
    "complete_for_letters": (_("Fill in for letters"), _("Wrote what letters need into a draft")),
    "take_place": (_("Take"), _("Added a place that a partner had proposed")),
    "propose_place": (_("Propose a place"), _("Proposed a place or its address")),
    "refuse_place": (_("Refuse"), _("Refused a proposed place or address")),
    "close_place": (_("Already in the list"), _("Closed a proposal: the list holds it already")),
    "complete_address": (_("Postal address"), _("Completed the postal address")),
    "set_mail_status": (_("Letters"), _("Said whether letters reach the person")),
    "set_facility_mail": (_("Post"), _("Said how the post stands at the place")),
    "keep_copy": (_("Copy of a source"), _("Kept a copy of a source")),
    "read_copy": (_("Copy of a source"), _("Read a copy of a source")),
    "delete_copy": (_("Copy of a source"), _("Deleted a copy of a source")),
    "mark_link_dead": (_("Dead link"), _("Said that the link of a source is dead")),
    "note_post": (_("Note on the post"), _("Noted what is told of letters at the place")),
    "take_post_note": (_("Note on the post"), _("Let a note on the post count")),
    "refuse_post_note": (_("Note on the post"), _("Refused a note on the post")),
    "read_post_note": (_("Note on the post"), _("Read who told of the post")),
    "give_consent": (_("Record a basis"), _("Recorded a basis")),
    "confirm_consent": (_("Confirm a basis"), _("Confirmed a basis")),
    "withdraw_consent": (_("Withdraw a basis"), _("Ended a basis")),
    "make_secret_key": (_("Secret key"), _("Made a secret key; the one before is void")),
    "name_in_picture": (_("Name in a picture"), _("Said that a picture shows the person")),
    "unname_in_picture": (_("Take out of a picture"), _("Said that a picture does not show the person")),
    "say_nobody_is_shown": (_("Nobody in the picture"), _("Said that nobody can be recognised")),
    "name_people": (_("People in the picture"), _("Said whom the picture shows")),
    "merge_words": (_("Replace a word"), _("Let the word take the place of another")),
    "refuse_word": (_("Refuse a word"), _("Refused a proposed word")),
    "take_back_figure": (_("Take a figure back"), _("Took the figure back")),
    "correct_figure": (_("Put a figure right"), _("Put the figure in the place of a wrong one")),
    "arrange_frame": (_("Menu and footer"), _("Arranged menu, footer and contact of the site")),
    "send_on": (_("Send an old address on"), _("Let an old address lead elsewhere")),
    "stop_sending_on": (_("Remove an old address"), _("Let an old address lead nowhere any more")),
    "add_partner": (_("Add a partner"), _("Added the partner, to be named in campaigns and events")),
    "open_partner": (_("Open a partner"), _("Let the partner keep people here")),
    "close_partner": (_("Close a partner"), _("Closed the partner; nobody works here for it any more")),
    "switch_off_front_end": (_("Switch off a front end"), _("Switched the front end off with its partner")),
    "reopen_partner": (_("Reopen a partner"), _("Opened the partner again")),
    "take_back_nobody_is_shown": (_("Nobody in the picture"), _("Took back that nobody can be recognised")),
}


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    for name, (label, message) in LOG_ACTIONS.items():
        actions.register_action(f"prisoner_pages.{name}", label, message)


@hooks.register("construct_page_chooser_queryset")
def offer_public_pages_and_own(pages: PageQuerySet, request: StaffRequest) -> PageQuerySet:
    return pages.filter(pk__in=pages_for(request.user).values("pk"))


# Before the desk for translations, which answers for the page in place of Wagtail's form.
hooks.register("before_edit_page", pictures.tell_on_opening, order=-1)
for edited in ("before_edit_page", "before_edit_snippet"):
    hooks.register(edited, autosave.note_autosave, order=-1)
    hooks.register(edited, autosave.refuse_while_it_waits, order=-1)
hooks.register("before_copy_page", copies.copy_of_gathering)
hooks.register("after_edit_page", pictures.tell_on_leaving)
hooks.register("after_create_page", pictures.tell_on_leaving)
# After all that others have to tell: the first answer of a hook is the last.
hooks.register("after_edit_page", approval.lead_back, order=1)
hooks.register("after_create_page", approval.lead_back, order=1)
hooks.register("after_create_snippet", pictures.name_owner)
hooks.register("register_page_header_buttons", previews.offer_previews)
hooks.register("register_page_header_buttons", copies.offer_copy)
hooks.register("after_edit_snippet", pictures.name_owner)


@hooks.register("insert_global_admin_css")
def style_of_forms() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', versioned_static("prisoner_pages/admin.css"))


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[URLPattern]:
    return staff_urlpatterns


class RecordsMenuItem(MenuItem):
    """For those who keep records."""

    def is_shown(self, request: StaffRequest) -> bool:
        return request.user.has_perm("prisoner_pages.change_prisoner")


class PeopleSearch(QuickSearch):
    """For those who keep records."""

    def is_shown(self, request: StaffRequest) -> bool:
        return request.user.has_perm("prisoner_pages.change_prisoner")


@hooks.register("register_admin_search_area")
def search_people() -> SearchArea:
    prompt = _("Find a person, in any alphabet and spelling")
    people = reverse("wagtailsnippets_prisoner_pages_prisoner:list")
    return PeopleSearch(_("People"), people, name="prisoners", icon_name="group", prompt=prompt)


@hooks.register("register_admin_menu_item")
def register_claims() -> MenuItem:
    return RecordsMenuItem(_("To decide"), reverse("claims_to_decide"), icon_name="help", order=115)


@hooks.register("register_admin_menu_item")
def register_announcements() -> MenuItem:
    return RecordsMenuItem(
        _("Announcements"), reverse("announcements"), name="announcements", icon_name="openquote", order=114
    )


@hooks.register("register_admin_menu_item")
def register_verification() -> MenuItem:
    places = reverse("places_to_verify", args=[FactGroup.PLACE.value])
    return RecordsMenuItem(_("To verify"), places, name="verification", icon_name="check", order=113)


@hooks.register("register_admin_menu_item")
def register_lists() -> MenuItem:
    return RecordsMenuItem(_("Lists to take"), reverse("lists"), icon_name="upload", order=117)


@hooks.register("register_admin_menu_item")
def register_gaps() -> MenuItem:
    return RecordsMenuItem(
        _("Missing for letters"), reverse("letter_sheet"), name="gaps", icon_name="mail", order=116
    )


@hooks.register("register_admin_menu_item")
def register_places() -> MenuItem:
    return RecordsMenuItem(
        _("Places and post"), reverse("places"), name="places", icon_name="home", order=118
    )


@hooks.register("register_admin_menu_item")
def register_embeds() -> MenuItem:
    return RecordsMenuItem(_("Embeds for your site"), reverse("embed_builder"), icon_name="code", order=125)


class FrontEndsMenuItem(MenuItem):
    """For those who keep front ends."""

    def is_shown(self, request: StaffRequest) -> bool:
        return request.user.has_perm(KEEP_FRONT_ENDS)


@hooks.register("register_admin_menu_item")
def register_webhooks() -> MenuItem:
    return FrontEndsMenuItem(_("Webhooks"), reverse("webhooks"), icon_name="link-external", order=126)


class PartnersMenuItem(MenuItem):
    """For coordinators, and for auditors, who only look."""

    def is_shown(self, request: StaffRequest) -> bool:
        return request.user.has_perm(VIEW_PARTNERS)


@hooks.register("register_admin_menu_item")
def register_partners() -> MenuItem:
    return PartnersMenuItem(_("Partners"), reverse("partners"), name="partners", icon_name="group", order=129)


class CoordinatorsMenuItem(MenuItem):
    """For coordinators."""

    def is_shown(self, request: StaffRequest) -> bool:
        return is_coordinator(request.user)


@hooks.register("register_settings_menu_item")
def register_roles() -> MenuItem:
    return CoordinatorsMenuItem(
        _("Who may do what"), reverse("who_may_do_what"), icon_name="group", order=905
    )


@hooks.register("register_settings_menu_item")
def register_languages() -> MenuItem:
    return CoordinatorsMenuItem(
        _("Open languages"), reverse("languages_to_open"), icon_name="globe", order=904
    )


@hooks.register("register_settings_menu_item")
def register_frame() -> MenuItem:
    return CoordinatorsMenuItem(_("Menu and footer"), reverse("site_frame"), icon_name="site", order=902)


@hooks.register("register_settings_menu_item")
def register_old_addresses() -> MenuItem:
    return CoordinatorsMenuItem(_("Old addresses"), reverse("old_addresses"), icon_name="redirect", order=903)


@hooks.register("construct_settings_menu")
def old_addresses_have_a_screen_of_ours(request: StaffRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name != "redirects"]


# After Wagtail's own handler, in whose place this one comes.
@hooks.register("register_rich_text_features", order=1)
def links_lead_to_what_is_public(features: FeatureRegistry) -> None:
    features.register_link_type(PublicLinkHandler)


@hooks.register("construct_search")
@hooks.register("construct_main_menu")
def nothing_of_ours_is_a_document(request: StaffRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name != "documents"]


# Menu items of what a partner has no use for; the views behind them are closed on their own.
FOR_COORDINATORS = {"reports", "snippets"}


@hooks.register("construct_main_menu")
def show_what_can_be_used(request: StaffRequest, items: list[MenuItem]) -> None:
    if not is_coordinator(request.user):
        items[:] = [item for item in items if item.name not in FOR_COORDINATORS]


@hooks.register("register_permissions")
def register_permissions() -> QuerySet[Permission]:
    return Permission.objects.filter(
        content_type__app_label="prisoner_pages", codename__in=["all_partners", "access_private"]
    )


@hooks.register("register_snippet_listing_buttons")
def offer_state_of_the_post(snippet: Model, user: User, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(snippet, Facility) and may_judge_post(user):
        yield Button(
            _("How does the post stand?"), reverse("facility_mail", args=[snippet.pk]), icon_name="mail"
        )
    if isinstance(snippet, Facility) and user.has_perm("prisoner_pages.change_prisoner"):
        yield Button(
            _("Do letters arrive at the place?"), reverse("post_notes", args=[snippet.pk]), icon_name="mail"
        )


@hooks.register("register_snippet_listing_buttons")
def offer_uses(snippet: Model, user: User, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(snippet, Word) and may_keep_words(user, type(snippet)):
        address = reverse("word_uses", args=[kind_of(snippet), snippet.pk])
        yield Button(_("Where used, replace"), address, icon_name="tag")


@hooks.register("register_snippet_listing_buttons")
def offer_corrections(snippet: Model, user: User, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(snippet, Figure) and not snippet.taken_back_at and may_correct_figures(user):
        yield Button(_("Put right"), reverse("correct_figure", args=[snippet.pk]), icon_name="edit")
        yield Button(_("Take back"), reverse("take_back_figure", args=[snippet.pk]), icon_name="bin")


@hooks.register("register_snippet_listing_buttons")
def offer_secret_key(snippet: Model, user: User, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(snippet, FrontEnd):
        yield Button(_("Secret key"), reverse("front_end_secret", args=[snippet.pk]), icon_name="key")
