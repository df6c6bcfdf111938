"""Who translates what, below /admin/desk/."""

from django.urls import path

from home.translation.team.views import assignments, languages, mail, roles, unchanged

urlpatterns = [
    path("mail/", mail.mail, name="mail"),
    path("hand-out/", assignments.hand_out_texts, name="hand_out"),
    path("<int:pk>/take/", assignments.take, name="take"),
    path("<int:pk>/give-back/", assignments.return_to_all, name="give_back"),
    path("languages/", languages.languages, name="languages"),
    path("languages/<int:pk>/", languages.rules, name="rules"),
    path("roles/", roles.roles, name="roles"),
    path("roles/<int:pk>/end/", roles.end, name="end_role"),
    path("<int:pk>/approve-unchanged/", unchanged.approve_all_unchanged, name="approve_unchanged"),
]
