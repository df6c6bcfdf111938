"""The first reading, below /admin/letters/."""

from django.urls import path

from letters.screening.views import closed, screening

urlpatterns = [
    path("<uuid:uuid>/screen/", screening.screen, name="screen"),
    path("<uuid:uuid>/screen/<slug:name>/", screening.decide, name="screen_act"),
    path("closed/", closed.closed, name="closed"),
    path("<uuid:uuid>/bring-back/", closed.bring_back_one, name="bring_back"),
]
