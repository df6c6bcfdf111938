"""Feeds and calendars, below the language."""

from django.urls import path

from prisoner_pages.syndication.views import feeds

urlpatterns = [
    path("feeds/updates.atom", feeds.updates),
    path("feeds/birthdays.ics", feeds.birthdays),
]
