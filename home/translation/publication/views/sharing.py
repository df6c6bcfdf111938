"""Links to previews for colleagues without a right to the text: made at the desk, opened by who logs in."""

import time

from django.contrib.auth import get_user_model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail_localize.models import Translation

from home.caching.counts import count
from home.site.read_models import BareShell
from home.site.requests import StaffRequest
from home.site.views.errors import error_response
from home.translation.choices import PreviewOf
from home.translation.desk.read_models.work import translations_of
from home.translation.desk.views.overview import for_the_desk
from home.translation.publication import preview_links
from home.translation.publication.actions.share import share_preview
from home.translation.publication.views.previews import preview_of

MOST_A_MINUTE = 60  # openings of one link


@for_the_desk
@require_POST
def share(request: StaffRequest, pk: int) -> HttpResponse:
    translation = get_object_or_404(translations_of(request.user), pk=pk)
    days = request.POST.get("days", "")
    if days not in map(str, preview_links.DAYS):
        return redirect("translation_desk:editor", pk)
    token = share_preview(translation, int(days), by=request.user)
    address = request.build_absolute_uri(reverse("shared_preview", args=[token]))
    context = {"translation": translation, "address": address, "days": int(days)}
    return render(request, "translation/publication/shared.html", context)


@require_safe
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """Show the text with its drafts to whoever has the link, as long as its maker may see it."""
    if _is_too_often(token):
        return error_response(request, 429)
    try:
        link = preview_links.read(token, now=timezone.now().timestamp())
        translation = _of(link)
        note = _("A translation in work. Underlined texts are drafts: please publish nothing of them.")
        return preview_of(request, translation, PreviewOf.DRAFTS, note=note)
    except (preview_links.LinkOver, Http404):
        return _closed(request)


def _of(link: preview_links.SharedLink) -> Translation:
    """Return the translation of a link; raise Http404 where its maker may not see it any more."""
    user = get_object_or_404(get_user_model(), pk=link.user_pk, is_active=True)
    return get_object_or_404(translations_of(user), pk=link.translation_pk)


def _is_too_often(token: str) -> bool:
    return count(f"shared preview {token}".encode(), int(time.time())) > MOST_A_MINUTE


def _closed(request: HttpRequest) -> HttpResponse:
    context = {
        "shell": BareShell(),
        "title": _("This link shows nothing any more"),
        "text": _("Its days are over, or the text is no longer shown. Ask whoever sent it for a new one."),
    }
    response = render(request, "errors/error.html", context, status=403)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
