"""Addresses below a language's prefix that answer before Wagtail's."""

from django.urls import path

from prisoner_pages.embeds.views import embeds
from prisoner_pages.people import views as people
from prisoner_pages.syndication.views import feeds

urlpatterns = [
    path("prisoners/", people.people),
    path("prisoners/<slug:slug>/", people.person),
    path("feeds/updates.atom", feeds.updates),
    path("feeds/birthdays.ics", feeds.birthdays),
    path("embed/<slug:partner>/<slug:kind>/", embeds.frame),
    path("embed/<slug:partner>/<slug:kind>/<slug:name>/", embeds.frame),
]
