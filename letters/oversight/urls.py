"""Addresses of those who watch over letters without reading them, below /admin/letters/."""

from django.urls import path

from letters.handling.views import emergency_access
from letters.numbers import views as numbers
from letters.oversight.views import desks
from letters.screening.views import closed

OVERSIGHT_URLS = [
    path("numbers/", numbers.numbers, name="numbers"),
    path("numbers/<slug:file_format>/", numbers.export, name="export_numbers"),
    path("desks/", desks.desks, name="desks"),
    path("desks/<int:pk>/", desks.desk, name="desk"),
    path("desks/<int:pk>/postage/", desks.postage, name="postage"),
    path("desks/<int:pk>/seats/", desks.add_seat, name="add_seat"),
    path("desks/<int:pk>/seats/<int:seat_pk>/", desks.edit_seat, name="edit_seat"),
    path("desks/<int:pk>/seats/<int:seat_pk>/end/", desks.end_seat, name="end_seat"),
    path("closed/", closed.closed, name="closed"),
    path("<uuid:uuid>/bring-back/", closed.bring_back_one, name="bring_back"),
    path("glass/", emergency_access.glass, name="glass"),
    path("glass/<int:pk>/grant/", emergency_access.grant, name="grant_glass"),
    path("<uuid:uuid>/glass/", emergency_access.ask, name="ask_glass"),
]
