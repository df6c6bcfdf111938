"""Addresses of what happens once letters are on paper, below /admin/letters/."""

from django.urls import path

from letters.paper.manifest_codes import Scanned
from letters.posting.views import (
    answers,
    camera_frames,
    manifest_scanning,
    recipients,
    replies,
    reply_translations,
    returns,
)

urlpatterns = [
    path("scan/", manifest_scanning.scan, name="scan"),
    path("scan/one/", manifest_scanning.scan_one, name="scan_one"),
    path("scan/frame/", camera_frames.scan_frame, name="scan_frame"),
    path("packs/<uuid:uuid>/post/", manifest_scanning.post_whole, {"kind": Scanned.PACK}, name="post_pack"),
    path("runs/<uuid:uuid>/post/", manifest_scanning.post_whole, {"kind": Scanned.RUN}, name="post_run"),
    path("bank/", recipients.bank, name="bank"),
    path("stops/", returns.stops, name="stops"),
    path("stops/<int:pk>/lift/", returns.lift, name="lift_stop"),
    path("<uuid:uuid>/come-back/", returns.letter_came_back, name="come_back"),
    path("replies/", replies.index, name="replies"),
    path("replies/add/", replies.add, name="add_reply"),
    path("replies/<uuid:uuid>/", replies.reply, name="reply"),
    path("replies/<uuid:uuid>/pages/<int:position>/", replies.page, name="reply_page"),
    path("replies/<uuid:uuid>/ask/", reply_translations.ask, name="ask_translator"),
    path("replies/<uuid:uuid>/ask/end/", reply_translations.end, name="end_request"),
    path("replies/<uuid:uuid>/translation/", reply_translations.translate, name="translate_reply"),
    path(
        "replies/<uuid:uuid>/translation/pages/<int:position>/",
        reply_translations.page,
        name="page_to_translate",
    ),
    path("replies/<uuid:uuid>/for-writer/", answers.for_writer, name="reply_for_writer"),
    path("replies/<uuid:uuid>/take-back/", answers.from_writer, name="reply_take_back"),
    path("replies/<uuid:uuid>/close/", answers.close, name="close_reply"),
    path("replies/<uuid:uuid>/consent/", replies.consent, name="reply_consent"),
    path("replies/<uuid:uuid>/share/", replies.share, name="share_reply"),
    path("replies/<uuid:uuid>/unshare/", replies.unshare, name="unshare_reply"),
]
