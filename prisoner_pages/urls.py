"""Addresses below a language's prefix that answer before Wagtail's."""

from django.urls import path

from prisoner_pages.views import embeds, people

urlpatterns = [
    path("prisoners/", people.people),
    path("prisoners/<slug:slug>/", people.person),
    path("embed/<slug:partner>/<slug:kind>/", embeds.frame),
    path("embed/<slug:partner>/<slug:kind>/<slug:name>/", embeds.frame),
]
