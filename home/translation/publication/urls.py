"""Outside the admin, on the staff's host alone: previews for people who have a link and no account."""

from django.urls import path

from home.translation.publication.views import sharing

urlpatterns = [path("<str:token>/", sharing.shared, name="shared_preview")]
