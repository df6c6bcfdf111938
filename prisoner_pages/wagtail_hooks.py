"""Registration only."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from prisoner_pages.pickers import pages_for
from prisoner_pages.viewsets import RecordViewSet, ReferenceGroup

register_snippet(RecordViewSet)
register_snippet(ReferenceGroup)

# Action -> (label, what the history says). Written by prisoner_pages.actions.records.log_record.
LOG_ACTIONS = {
    "import_create": (_("Import"), _("Made the record from a list")),
    "import_change": (_("Import"), _("Took changed facts from a list")),
    "import_publish": (_("Import and publish"), _("Published the record with a list")),
    "import_claim": (_("Import a claim"), _("Set a list’s value beside the record’s own")),
    "hold_text": (_("Hold a text back"), _("Left a text of a list unpublished until an editor has read it")),
    "create_story": (_("Create story"), _("Made the draft story")),
    "pause": (_("Pause"), _("Took the person out of public view")),
    "resume": (_("Resume"), _("Returned the person to public view")),
    "hold_letters": (_("Hold letters"), _("Stopped the printing of letters")),
    "release_letters": (_("Release letters"), _("Let letters be printed again")),
    "transfer_place": (_("Transfer"), _("Changed the place of detention")),
    "hand_over": (_("Hand over"), _("Gave the record to another partner")),
    "verify": (_("Verify"), _("Said that facts still hold")),
    "set_mail_status": (_("Letters"), _("Said whether letters reach the person")),
    "set_facility_mail": (_("Post"), _("Said how the post stands at the place")),
    "give_consent": (_("Record a basis"), _("Recorded a basis")),
    "confirm_consent": (_("Confirm a basis"), _("Confirmed a basis")),
    "withdraw_consent": (_("Withdraw a basis"), _("Ended a basis")),
}


@hooks.register("register_log_actions")
def register_log_actions(actions):
    for name, (label, message) in LOG_ACTIONS.items():
        actions.register_action(f"prisoner_pages.{name}", label, message)


@hooks.register("construct_page_chooser_queryset")
def offer_public_pages_and_own(pages, request):
    return pages.filter(pk__in=pages_for(request.user).values("pk"))
