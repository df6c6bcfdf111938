"""Opening languages to the public, below /admin/."""

from django.urls import path

from prisoner_pages.opening import views

urlpatterns = [
    path("open-languages/", views.all_languages, name="languages_to_open"),
    path("open-languages/<slug:code>/", views.language, name="language_to_open"),
    path("open-languages/<slug:code>/<slug:name>/", views.language_act, name="language_act"),
]
