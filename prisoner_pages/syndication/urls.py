"""Feeds and calendars, below the language; the sitemap of all languages."""

from django.urls import path

from prisoner_pages.syndication.views import feeds, sitemap

urlpatterns = [
    path("feeds/updates.atom", feeds.updates),
    path("feeds/birthdays.ics", feeds.birthdays),
]
root_urlpatterns = [
    path("sitemap.xml", sitemap.sitemap),
    path("sitemap-<int:number>.xml", sitemap.part),
]
