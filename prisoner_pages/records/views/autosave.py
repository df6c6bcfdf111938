"""What is typed is saved by itself: over nothing saved meanwhile, and not while a draft waits."""

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from wagtail.models import WorkflowMixin

from home.staff.views.kept_form import is_autosave
from prisoner_pages.models.section import ApprovedRevisions


def note_autosave(request: HttpRequest, thing: object) -> None:
    """Let what is saved know that nobody pressed a button, and what was the newest when it was sent."""
    if is_autosave(request) and isinstance(thing, ApprovedRevisions):
        thing.is_saved_by_itself = True
        thing.latest_revision  # noqa: B018 - as it is now: what is saved later must find it so


def refuse_while_it_waits(request: HttpRequest, thing: object) -> JsonResponse | None:
    """A draft is approved as it was submitted: only a button changes it, never a slip of the hand."""
    if not is_autosave(request) or not isinstance(thing, WorkflowMixin) or not thing.workflow_in_progress:
        return None
    words = _("It waits for approval. To change it nevertheless, press the button that saves it.")
    return JsonResponse({"success": False, "error_code": "locked", "error_message": words}, status=400)
