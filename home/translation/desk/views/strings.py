"""One string at a time, for a page that saves by itself: every answer is JSON, also a refusal."""

from collections.abc import Callable, Container
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from home.site.requests import StaffRequest
from home.translation.choices import Right
from home.translation.core.read_models.returned_drafts import returned_in
from home.translation.desk.forms.strings import version_in
from home.translation.desk.read_models.string_rows import PreparedUnit, prepare, prepare_one, successor_of
from home.translation.desk.read_models.work import may, units_of_the_desk
from home.translation.desk.views.decisions import Fault, decide, save as save_text
from home.translation.desk.views.editor import rights_in
from home.translation.desk.views.overview import for_the_desk
from home.translation.text.markup import written


def answering_json(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer in JSON whatever happens, unstored: the page must never get a login form instead."""

    @wraps(view)
    def answer(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except Http404:
            response = JsonResponse({"fault": _("There is no such text.")}, status=404)
        except PermissionDenied:
            response = JsonResponse({"fault": _("You have no such right in this language.")}, status=403)
        response.headers["Cache-Control"] = "no-store"
        return response

    return answer


@require_POST
@answering_json
def save(request: StaffRequest, pk: int) -> HttpResponse:
    unit, rights = _found(request, pk)
    try:
        saved = save_text(unit, request.POST.get("text", ""), by=request.user, version=_version(request))
    except Fault as fault:
        return _refused(unit, fault)
    return _done(request, saved, unit, rights)


@require_POST
@answering_json
def act(request: StaffRequest, pk: int, action: str) -> HttpResponse:
    """Approve, return, keep or leave out."""
    unit, rights = _found(request, pk)
    try:
        decided: PreparedUnit = decide(unit, action, request.POST, by=request.user, version=_version(request))
    except Fault as fault:
        return _refused(unit, fault)
    decided.returned = returned_in(unit.translation).get(unit.pk) if action == "return" else None
    return _done(request, decided, unit, rights)


@require_GET
@answering_json
@for_the_desk
def session(request: StaffRequest) -> JsonResponse:
    """Answer with a token of the current session, for a page left open while its session ended."""
    return JsonResponse({"token": get_token(request), "person": request.user.pk})


def _found(request: StaffRequest, pk: int) -> tuple[PreparedUnit, set[Right]]:
    unit = get_object_or_404(units_of_the_desk().with_drafts().with_original(), pk=pk)
    rights = may(request.user, unit.translation.target_locale)
    if not rights:
        raise Http404
    return prepare_one(unit), rights


def _version(request: StaffRequest) -> int | None:
    return version_in(request.POST.get("version", ""))


def _done(
    request: StaffRequest, unit: PreparedUnit, was: PreparedUnit, rights: Container[Right]
) -> JsonResponse:
    """Answer with what the page shows of the string from now on."""
    prepare(unit, is_rich=was.is_rich)
    context = {"unit": unit, "translation": unit.translation, **rights_in(rights)}
    return JsonResponse(
        {
            "version": unit.version,
            "text": unit.shown,
            "state": unit.state,
            "foot": render_to_string("translation/desk/string_foot.html", context, request),
        }
    )


def _refused(unit: PreparedUnit, fault: Fault) -> JsonResponse:
    """Say why; after a conflict also what the text is now, and in which string the work can go on."""
    answer = {"fault": str(fault)}
    if fault.unit is None:
        return JsonResponse(answer, status=400)
    if fault.unit.is_active:
        stands = written(fault.unit.draft or "", rich=unit.is_rich)
        return JsonResponse({**answer, "stands": stands, "version": fault.unit.version}, status=409)
    successor = successor_of(fault.unit)
    return JsonResponse({**answer, "successor": successor and successor.pk}, status=409)
