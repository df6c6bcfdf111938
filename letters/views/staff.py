"""The letter desk in the admin: which letters wait, and one letter opened. Every opening is logged."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from letters.actions.open import open_drawing, open_letter
from letters.choices import CensorWish, DelayWish, LetterState
from letters.models import LetterDrawing
from letters.permissions import letters_seen_by
from letters.sealing import UnsealError
from letters.views.privacy import NEVER_KEPT

LETTERS_A_PAGE = 50
IMAGE_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
# A drawing is shown as a picture and can be nothing else.
DRAWING_POLICY = "default-src 'none'; sandbox"
# The letter is there, its key is not: no fault of the request, and nothing a retry mends.
SEALED_FOR_ANOTHER_KEY = 409


def private(view):
    """Let only desk staff in, and let no browser or proxy keep the answer."""

    def answer(request, *args, **kwargs):
        if not request.user.has_perm("letters.view_letter"):
            raise PermissionDenied
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = NEVER_KEPT
        return response

    return answer


@private
def index(request):
    """The letters of this user's desks, oldest first."""
    state = request.GET.get("state", "")
    letters = letters_seen_by(request.user).listed()
    if state in LetterState.values:
        letters = letters.in_state(state)
    page = Paginator(letters, LETTERS_A_PAGE).get_page(request.GET.get("p"))
    context = {"page_obj": page, "states": LetterState.choices, "state": state}
    return render(request, "letters/staff/index.html", context)


@private
def detail(request, uuid):
    letter = get_object_or_404(letters_seen_by(request.user).listed(), uuid=uuid)
    try:
        opened = open_letter(letter=letter, by=request.user)
    except UnsealError as fault:
        context = {"letter": letter, "fault": str(fault)}
        return render(request, "letters/staff/detail.html", context, status=SEALED_FOR_ANOTHER_KEY)
    context = {
        "letter": letter,
        "opened": opened,
        "censor_wish": CensorWish(opened.wishes["censor"]).label,
        "delay_wish": DelayWish(opened.wishes["delay"]).label,
        "log": letter.log.order_by("number"),
    }
    return render(request, "letters/staff/detail.html", context)


@private
def drawing(request, uuid):
    letter = get_object_or_404(letters_seen_by(request.user), uuid=uuid)
    try:
        content, picture_format = open_drawing(letter=letter, by=request.user)
    except (LetterDrawing.DoesNotExist, UnsealError):
        raise Http404 from None
    response = HttpResponse(content, content_type=IMAGE_TYPES[picture_format])
    response.headers["Content-Security-Policy"] = DRAWING_POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
