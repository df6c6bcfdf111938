"""For those who watch over letters without reading them, below /admin/letters/."""

from django.urls import path

from letters.oversight.views import desks, draw, limits, retention

urlpatterns = [
    path("desks/", desks.desks, name="desks"),
    path("desks/<int:pk>/", desks.desk, name="desk"),
    path("desks/<int:pk>/postage/", desks.postage, name="postage"),
    path("desks/<int:pk>/seats/", desks.add_seat, name="add_seat"),
    path("desks/<int:pk>/seats/<int:seat_pk>/", desks.edit_seat, name="edit_seat"),
    path("desks/<int:pk>/seats/<int:seat_pk>/end/", desks.end_seat, name="end_seat"),
    path("keeping/", retention.keeping, name="keeping"),
    path("limits/", limits.limits, name="limits"),
    path("draw/", draw.draw, name="draw"),
    path("log/", retention.log, name="log"),
    path("<uuid:uuid>/erase/", retention.erase, name="erase"),
]
