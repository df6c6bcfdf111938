"""Erasing what one has written, below the language."""

from django.urls import path

from letters.erasure import views

urlpatterns = [
    path("letters/erase/", views.erase, name="erase"),
    path("letters/erase/<str:token>/", views.erase_confirmed, name="erase_confirmed"),
]
