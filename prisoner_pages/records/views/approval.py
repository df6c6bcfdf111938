"""Staff: a draft is approved or sent back where no form of it is open; what became of it is always said."""

from typing import TYPE_CHECKING, Any, TypeAlias

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.utils import get_latest_str, get_valid_next_url_from_request
from wagtail.admin.views.generic.workflow import WorkflowAction
from wagtail.admin.views.pages.workflow import WorkflowActionView as PageActionView
from wagtail.models import TaskState
from wagtail.snippets.views.snippets import WorkflowActionView

from home.site.requests import StaffRequest

DONE = {
    TaskState.STATUS_APPROVED: _("“%(title)s”: approved."),
    TaskState.STATUS_REJECTED: _("“%(title)s”: sent back to the author to be changed."),
}
NOT_DONE = _("“%(title)s”: nothing was approved. Open the draft, and approve it there.")

if TYPE_CHECKING:  # what it is mixed into
    Acting: TypeAlias = WorkflowAction
else:
    Acting = object


class SaysWhatBecame(Acting):
    """Wagtail says it of the form alone."""

    def post(self, request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().post(request, *args, **kwargs)
        self.task_state.refresh_from_db(fields=["status"])
        title = {"title": get_latest_str(self.object)}
        if words := DONE.get(self.task_state.status):
            messages.success(request, words % title)
        elif response.status_code == 302:  # a form in a window shows by itself what it refuses
            messages.error(request, NOT_DONE % title)
        return response


class ApproveRecordView(SaysWhatBecame, WorkflowActionView):
    pass


class ApprovePageView(SaysWhatBecame, PageActionView):  # type: ignore[misc]  # as it is in Wagtail
    pass


def lead_back(request: StaffRequest, page: object) -> HttpResponse | None:
    """Lead whoever submits a page to where its form was opened from, else to My day: not among all pages."""
    if "action-submit" not in request.POST or get_valid_next_url_from_request(request):
        return None
    return redirect("wagtailadmin_home")
