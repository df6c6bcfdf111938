"""Accounts of staff, below /admin/."""

from django.urls import URLPattern, path

from home.staff.views import invitations, people, sessions

urlpatterns = [
    path("me/sessions/", sessions.sessions, name="my_sessions"),
    path("me/sessions/end-others/", sessions.end_others, name="end_my_other_sessions"),
    path("me/sessions/<uuid:uuid>/end/", sessions.end, name="end_my_session"),
    path("me/logged-in/", sessions.logged_in_again, name="logged_in_again"),
    path("people/", people.people, name="staff_people"),
    path("people/<int:pk>/", people.person, name="staff_person"),
    path("people/<int:pk>/end-role/", people.end_role, name="staff_end_role"),
    path("people/<int:pk>/leave/", people.leave, name="staff_leave"),
    path("people/invitations/", invitations.invitations, name="staff_invitations"),
    path("people/invitations/<int:pk>/again/", invitations.again, name="staff_invite_again"),
    path("people/invitations/<int:pk>/take-back/", invitations.withdraw, name="staff_take_back"),
]
# For people who have no account yet: a project puts them before Wagtail's.
open_urlpatterns: list[URLPattern] = [
    path("admin/invitation/<str:token>/", invitations.accepting, name="staff_invitation")
]
