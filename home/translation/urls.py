"""Addresses of the page translation desk, below /admin/desk/."""

from django.urls import path

from home.translation.desk.views import drawer, editor, history, questions, strings, words
from home.translation.desk.views.overview import index
from home.translation.exchange.views import files
from home.translation.interface import views as interface
from home.translation.publication.views import opening, previews, publishing, sharing
from home.translation.publication.views.source_changes import changes
from home.translation.team.views import assignments, languages, mail, roles, unchanged

app_name = "translation_desk"
urlpatterns = [
    path("", index, name="index"),
    path("open/", opening.texts, name="open"),
    path("open/bulk/", opening.ask, name="open_in_bulk"),
    path("open/<int:pk>/", opening.bulk_job, name="bulk_job"),
    path("open/<int:pk>/stop/", opening.stop, name="stop_bulk"),
    path("words/", words.words, name="words"),
    path("mail/", mail.mail, name="mail"),
    path("hand-out/", assignments.hand_out_texts, name="hand_out"),
    path("<int:pk>/take/", assignments.take, name="take"),
    path("<int:pk>/give-back/", assignments.return_to_all, name="give_back"),
    path("languages/", languages.languages, name="languages"),
    path("languages/<int:pk>/", languages.rules, name="rules"),
    path("units/<int:pk>/history/", history.history, name="history"),
    path("roles/", roles.roles, name="roles"),
    path("roles/<int:pk>/end/", roles.end, name="end_role"),
    path("session/", strings.session, name="session"),
    path("units/<int:pk>/save/", strings.save, name="save_unit"),
    path("units/<int:pk>/approve/", strings.act, {"action": "approve"}, name="approve_unit"),
    path("units/<int:pk>/return/", strings.act, {"action": "return"}, name="return_unit"),
    path("units/<int:pk>/keep/", strings.act, {"action": "keep"}, name="keep_unit"),
    path("units/<int:pk>/leave-out/", strings.act, {"action": "leave_out"}, name="leave_out_unit"),
    path("interface/", interface.interface, name="interface"),
    path("interface/<slug:language>/", interface.words, name="interface_words"),
    path("interface/<slug:language>/proposals.po", interface.export, name="export_words"),
    path("interface/<slug:language>/<int:pk>/withdraw/", interface.withdraw, name="withdraw_words"),
    path("<int:pk>/files/", files.files, name="files"),
    path("<int:pk>/files/take/", files.take, name="take_file"),
    path("<int:pk>/files/<slug:name>/", files.fetch, name="fetch_file"),
    path("questions/", questions.questions, name="questions"),
    path("questions/<int:pk>/answer/", questions.answer, name="answer"),
    path("units/<int:pk>/help/", drawer.show, name="help"),
    path("units/<int:pk>/ask/", drawer.ask, name="ask"),
    path("units/<int:pk>/set-aside/", drawer.set_aside, name="set_aside"),
    path("units/<int:pk>/draft/", drawer.draft, name="draft"),
    path("originals/<int:pk>/changes/", changes, name="changes"),
    path("<int:pk>/", editor.editor, name="editor"),
    path("<int:pk>/preview/", previews.preview, name="preview"),
    path("<int:pk>/preview/link/", sharing.share, name="share"),
    path("<int:pk>/publish/", publishing.publish, name="publish"),
    path("<int:pk>/publish/plan/", publishing.schedule, name="schedule"),
    path("<int:pk>/publish/cancel/", publishing.unschedule, name="unschedule"),
    path("<int:pk>/approve-unchanged/", unchanged.approve_all_unchanged, name="approve_unchanged"),
]
