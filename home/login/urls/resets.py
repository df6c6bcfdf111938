"""Below /admin/second-steps/, within Wagtail's admin; read by hosts that have one, and by no other."""

from django.urls import path

from home.login.views import resets

app_name = "second_steps"
urlpatterns = [
    path("", resets.index, name="index"),
    path("ask/<int:pk>/", resets.ask, name="ask"),
    path("<int:pk>/confirm/", resets.confirm, name="confirm"),
    path("<int:pk>/refuse/", resets.refuse, name="refuse"),
]
