"""Where what is typed is not saved by itself."""

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from wagtail.models import WorkflowMixin

from prisoner_pages.models.section import ApprovedRevisions


def refuse_while_it_waits(request: HttpRequest, thing: object) -> JsonResponse | None:
    """A draft is approved as it was submitted: only a button changes it, never a slip of the hand."""
    is_autosave = request.method == "POST" and not request.accepts("text/html")
    if not is_autosave or not isinstance(thing, WorkflowMixin):
        return None
    if isinstance(thing, ApprovedRevisions):
        thing.is_saved_by_itself = True
        thing.latest_revision  # noqa: B018 - as it is now: what is saved later must find it so
    if not thing.workflow_in_progress:
        return None
    words = _("It waits for approval. To change it nevertheless, press the button that saves it.")
    return JsonResponse({"success": False, "error_code": "locked", "error_message": words}, status=400)
