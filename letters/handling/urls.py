"""The queue, a letter and many at once, below /admin/letters/."""

from django.urls import path

from letters.handling.views import bulk, emergency_access, letter, near_duplicates, queue, staff

urlpatterns = [
    path("", queue.index, name="index"),
    path("next/", queue.take_next, name="next"),
    path("bulk/", bulk.do_bulk, name="do_bulk"),
    path("bulk/<uuid:uuid>/", bulk.bulk, name="bulk"),
    path("bulk/<uuid:uuid>/undo/", bulk.undo_bulk, name="undo_bulk"),
    path("similar/<slug:group>/", near_duplicates.similar, name="similar"),
    path("<uuid:uuid>/", letter.detail, name="detail"),
    path("<uuid:uuid>/do/", letter.act, name="act"),
    path("<uuid:uuid>/undo/", letter.undo_act, name="undo"),
    path("<uuid:uuid>/take/", letter.take, name="take"),
    path("<uuid:uuid>/give-back/", letter.give_back, name="give_back"),
    path("<uuid:uuid>/take-over/", letter.take_from_other, name="take_over"),
    path("<uuid:uuid>/note/", letter.add_note, name="note"),
    path("<uuid:uuid>/drawing/", staff.drawing, name="drawing"),
    path("glass/", emergency_access.access_requests, name="access_requests"),
    path("glass/<int:pk>/grant/", emergency_access.grant, name="grant_access"),
    path("<uuid:uuid>/glass/", emergency_access.ask, name="ask_access"),
]
