"""My day, below /admin/."""

from django.urls import path

from home.day import views

urlpatterns = [path("my-day/<slug:name>/", views.day_list, name="my_day_list")]
