"""Staff’s screens of what relatives ask for, below /admin/letters/."""

from django.urls import path

from letters.family.views import requests

urlpatterns = [
    path("family/", requests.index, name="family"),
    path("family/flood/", requests.flood, name="family_flood"),
    path("family/<uuid:uuid>/", requests.request_page, name="family_request"),
    path("family/<uuid:uuid>/pause/", requests.pause, name="family_pause"),
    path("family/<uuid:uuid>/answer/", requests.answer, name="family_answer"),
    path("family/<uuid:uuid>/note/", requests.note_post, name="family_note"),
    path("family/<uuid:uuid>/name/", requests.name_of_record, name="family_name"),
]
