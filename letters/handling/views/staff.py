"""Who is let into the letter desk in the admin, and the drawing of a letter."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from home.site.requests import StaffRequest
from letters.choices.desk import DeskWork
from letters.handling.actions.opening import open_drawing
from letters.handling.view_types import View
from letters.handling.views.privacy import NEVER_KEPT
from letters.models import LetterDrawing
from letters.permissions.letters import does, letters_seen_by, works_at_a_desk
from letters.sealing.sealed_box import LettersLocked, UnsealError

IMAGE_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
# A drawing is shown as a picture and can be nothing else.
DRAWING_POLICY = "default-src 'none'; sandbox"


def only_for(may: Callable[[User], bool]) -> Callable[[View], View]:
    """Let only users in of whom `may(user)` is true, and let no browser or proxy keep the answer."""

    def wrap(view: View) -> View:
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def answer(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not may(request.user):
                raise PermissionDenied
            response = view(request, *args, **kwargs)
            response.headers["Cache-Control"] = NEVER_KEPT
            return response

        return answer

    return wrap


# For desk staff.
private = only_for(works_at_a_desk)


def private_for(work: DeskWork) -> Callable[[View], View]:
    """Let only those in who do this DeskWork at some desk; else as `private`."""
    return only_for(lambda user: does(user, work))


@private
def drawing(request: StaffRequest, uuid: UUID) -> HttpResponse:
    letter = get_object_or_404(letters_seen_by(request.user), uuid=uuid)
    try:
        content, picture_format = open_drawing(letter=letter, by=request.user)
    except LettersLocked:
        raise
    except (LetterDrawing.DoesNotExist, UnsealError):
        raise Http404 from None
    if picture_format not in IMAGE_TYPES:
        raise Http404
    return picture_response(content, picture_format)


def picture_response(content: bytes, picture_format: str) -> HttpResponse:
    """Return a picture that can be nothing else but a picture."""
    response = HttpResponse(content, content_type=IMAGE_TYPES[picture_format])
    response.headers["Content-Security-Policy"] = DRAWING_POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
