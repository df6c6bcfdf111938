"""Places of detention, below /admin/."""

from django.urls import path

from prisoner_pages.places import views

urlpatterns = [path("places/", views.places, name="places")]
