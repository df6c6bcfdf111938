"""Frames for other people’s sites, below the language, their script, and their builder, below /admin/."""

from django.urls import path

from prisoner_pages.embeds.views import builder, embeds

urlpatterns = [
    path("embed/<slug:partner>/<slug:kind>/", embeds.frame),
    path("embed/<slug:partner>/<slug:kind>/<slug:name>/", embeds.frame),
]
root_urlpatterns = [path("embed.js", embeds.script)]
staff_urlpatterns = [
    path("embeds/", builder.embed_builder, name="embed_builder"),
]
