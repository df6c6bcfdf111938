"""Two addresses: one that answers without a database, one that fails with words of its visitor."""

import logging

from django.urls import path

from home.site.views.errors import server_error
from home.site.views.root import robots

handler500 = server_error


def fails(request, slug):
    logging.getLogger("letters").warning("Letter held", extra={"event": "held", "body": slug})
    raise ValueError(f"could not read {slug} {request.GET}")


urlpatterns = [path("robots.txt", robots, name="robots"), path("broken/<slug:slug>/", fails, name="broken")]
