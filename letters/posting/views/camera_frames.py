"""What the camera of the scanning page sees, read for browsers that read no codes themselves."""

import time

from django.http import HttpRequest, JsonResponse, UnreadablePostError
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from home.caching.counts import count
from letters.choices.desk import DeskWork
from letters.handling.views.staff import private_for
from letters.posting.camera_frames import MAX_FRAME_BYTES, FramesBusy, FrameUnreadable, codes_seen

# The page sends two a second; somebody may have it open on a telephone and a computer.
MOST_A_MINUTE = 240  # of one person


@private_for(DeskWork.HAND_OVER)
@require_POST
def scan_frame(request: HttpRequest) -> JsonResponse:
    """Return what the codes in view say, as {"codes"}, or why there is no answer, as {"fault"}.

    The picture is the body itself, a JPEG. It is neither stored nor logged.
    """
    if request.content_type != "image/jpeg":
        return _refused(_("This is not a picture from the camera."), 415)
    if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_FRAME_BYTES:
        return _refused(_("The picture from the camera is too large."), 413)
    if count(f"frames of {request.user.pk}".encode(), int(time.time())) > MOST_A_MINUTE:
        return _refused(
            _("Too many pictures within a minute. Wait a little, or type the numbers below."), 429
        )
    try:
        return JsonResponse({"codes": codes_seen(request.body)})
    except FramesBusy:
        return _refused(_("The server is busy. Keep the camera on, or type the numbers below."), 503)
    except (FrameUnreadable, UnreadablePostError):
        return _refused(_("This is not a picture from the camera."), 422)


def _refused(fault: str, status: int) -> JsonResponse:
    return JsonResponse({"fault": fault}, status=status)
