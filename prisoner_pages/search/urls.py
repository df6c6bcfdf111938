"""Below a language."""

from django.urls import path

from prisoner_pages.search import views

urlpatterns = [path("search/suggestions/", views.suggestions)]
