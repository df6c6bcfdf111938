"""Guides for staff, below /admin/."""

from django.urls import path

from home.guides import views

urlpatterns = [
    path("guides/", views.guides, name="guides"),
    path("guides/pictures/<slug:name>.png", views.guide_picture, name="guide_picture"),
    path("guides/<slug:name>/", views.guide, name="guide"),
]
