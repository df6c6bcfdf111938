"""What has become of a letter, below the language."""

from django.urls import path

from letters.following import views

urlpatterns = [
    path("letters/sent/", views.sent, name="sent"),
    path("letters/status/", views.status, name="status"),
    path("letters/status/reminder.ics", views.reminder, name="reminder"),
    path("letters/confirm/<str:token>/", views.confirm, name="confirm"),
]
