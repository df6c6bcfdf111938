"""People, below the language, before Wagtail’s addresses."""

from django.urls import path

from prisoner_pages.people import views

urlpatterns = [
    path("prisoners/", views.people),
    path("prisoners/<slug:slug>/", views.person),
    path("statistics/", views.statistics),
]
