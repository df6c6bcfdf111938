"""Where relatives write to us, below the language."""

from django.urls import path

from letters.family.views import tell_us

urlpatterns = [
    path("prisoners/<slug:slug>/tell-us/", tell_us.tell_us, name="tell_us"),
    path("tell-us/", tell_us.tell_us, name="tell_us_of_anybody"),
]
