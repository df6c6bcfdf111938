"""Accounts of staff, below /admin/."""

from django.urls import path

from home.staff.views import sessions

urlpatterns = [
    path("me/sessions/", sessions.sessions, name="my_sessions"),
    path("me/sessions/end-others/", sessions.end_others, name="end_my_other_sessions"),
    path("me/sessions/<uuid:uuid>/end/", sessions.end, name="end_my_session"),
    path("me/logged-in/", sessions.logged_in_again, name="logged_in_again"),
]
