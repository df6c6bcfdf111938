"""Statistics, below /admin/letters/."""

from django.urls import path

from letters.numbers import views

urlpatterns = [
    path("numbers/", views.numbers, name="numbers"),
    path("numbers/<slug:file_format>/", views.export, name="export_numbers"),
]
