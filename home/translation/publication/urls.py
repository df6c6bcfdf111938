"""Opening, previews and publishing, below /admin/desk/."""

from django.urls import path

from home.translation.publication.views import opening, previews, publishing, sharing, source_changes

urlpatterns = [
    path("open/", opening.texts, name="open"),
    path("open/bulk/", opening.ask, name="open_in_bulk"),
    path("open/<int:pk>/", opening.bulk_job, name="bulk_job"),
    path("open/<int:pk>/stop/", opening.stop, name="stop_bulk"),
    path("originals/<int:pk>/changes/", source_changes.changes, name="changes"),
    path("<int:pk>/preview/", previews.preview, name="preview"),
    path("<int:pk>/preview/link/", sharing.share, name="share"),
    path("<int:pk>/publish/", publishing.publish, name="publish"),
    path("<int:pk>/publish/plan/", publishing.schedule, name="schedule"),
    path("<int:pk>/publish/cancel/", publishing.unschedule, name="unschedule"),
]
# Outside the admin, on the staff's host alone: previews for people who have a link and no account.
link_urlpatterns = [path("<str:token>/", sharing.shared, name="shared_preview")]
