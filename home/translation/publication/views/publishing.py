"""Publishing a translation from the desk, now or later, after showing what will be missing or outdated."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail_localize.models import Translation

from home.site.requests import StaffRequest
from home.translation.choices import Right
from home.translation.core.actions.publish import NotReady, publish_translation, reasons_against
from home.translation.core.read_models.changed_originals import removed_units
from home.translation.core.read_models.plan import plan
from home.translation.desk.read_models.assignees import eyes_in
from home.translation.desk.read_models.work import may, translations_of
from home.translation.desk.views.overview import for_the_desk
from home.translation.models import Unit
from home.translation.publication.actions.schedule import cancel_publishing, plan_publishing
from home.translation.team.forms import ScheduleForm
from home.translation.text.markup import words_of


def _asked(request: StaffRequest, pk: int) -> Translation:
    translation = get_object_or_404(translations_of(request.user), pk=pk)
    if Right.PUBLISH not in may(request.user, translation.target_locale):
        raise PermissionDenied
    return translation


@for_the_desk
def publish(request: StaffRequest, pk: int) -> HttpResponse:
    """Show what is in the way, what will be left out and what stays outdated; publish after confirmation."""
    translation = _asked(request, pk)
    refused: list[str | Promise] = []
    if request.method == "POST":
        try:
            publish_translation(translation, by=request.user)
        except NotReady as fault:
            refused = fault.reasons
        else:
            messages.success(request, _("Published."))
            return redirect("translation_desk:editor", pk)
    return _show(request, translation, refused, ScheduleForm())


@for_the_desk
@require_POST
def schedule(request: StaffRequest, pk: int) -> HttpResponse:
    translation, form = _asked(request, pk), ScheduleForm(request.POST)
    refused: list[str | Promise] = []
    if form.is_valid():
        try:
            plan_publishing(translation, form.cleaned_data["publish_at"], by=request.user)
        except NotReady as fault:
            refused = fault.reasons
        else:
            messages.success(request, _("Planned."))
            return redirect("translation_desk:publish", pk)
    return _show(request, translation, refused, form)


@for_the_desk
@require_POST
def unschedule(request: StaffRequest, pk: int) -> HttpResponse:
    cancel_publishing(_asked(request, pk), by=request.user)
    messages.success(request, _("The plan is cancelled."))
    return redirect("translation_desk:publish", pk)


def _show(
    request: StaffRequest, translation: Translation, refused: list[str | Promise], form: ScheduleForm
) -> HttpResponse:
    older = Unit.objects.filter(translation=translation).active().unapproved().exclude(carried_text="")
    context = {
        "translation": translation,
        "left_out": [words_of(text) for text in plan(translation).left_out],
        "older": [words_of(unit.string.data) for unit in older.select_related("string")],
        "removed": [words_of(unit.string.data) for unit in removed_units(translation)],
        "reasons": refused or reasons_against(translation),
        "form": form,
        "eyes": eyes_in(translation.target_locale),
    }
    status = 400 if form.errors else 409 if refused else 200
    return render(request, "translation/publication/publish.html", context, status=status)
