"""Addresses below a language's prefix that answer before Wagtail's."""

from django.urls import path

from prisoner_pages.views import people

urlpatterns = [
    path("prisoners/", people.people),
    path("prisoners/<slug:slug>/", people.person),
]
