"""Files out and back, below /admin/desk/."""

from django.urls import path

from home.translation.exchange.views import files

urlpatterns = [
    path("<int:pk>/files/", files.files, name="files"),
    path("<int:pk>/files/take/", files.take, name="take_file"),
    path("<int:pk>/files/<slug:name>/", files.fetch, name="fetch_file"),
]
