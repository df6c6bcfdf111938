"""Addresses of what comes on paper or by e-mail, below /admin/letters/."""

from django.urls import path

from letters.intake.views import event_evening, event_sheets, key_in, scan_key_in, scans

urlpatterns = [
    path("key-in/", key_in.key_in, name="key_in"),
    path("keyed-in/", key_in.keyed_in, name="keyed_in"),
    path("scans/", scans.index, name="scans"),
    path("scans/<uuid:uuid>/", scans.batch, name="scans_batch"),
    path("scans/<uuid:uuid>/do/", scans.act, name="scans_act"),
    path("scans/<uuid:uuid>/pages/<int:pk>/", scans.page_picture, name="scans_page"),
    path("scans/<uuid:uuid>/letters/<int:group>/", scan_key_in.key_in_group, name="scans_key_in"),
    path("events/<int:pk>/sheets/", event_sheets.event_sheets, name="event_sheets"),
    path("events/<int:pk>/evening/", event_evening.event_evening, name="event_evening"),
    path("<uuid:uuid>/scans/<int:pk>/", scans.letter_picture, name="letter_scan"),
]
