"""Overview, editor, words and questions, below /admin/desk/."""

from django.urls import path

from home.translation.desk.views import drawer, editor, history, overview, questions, strings, words

urlpatterns = [
    path("", overview.index, name="index"),
    path("words/", words.words, name="words"),
    path("units/<int:pk>/history/", history.history, name="history"),
    path("session/", strings.session, name="session"),
    path("units/<int:pk>/save/", strings.save, name="save_unit"),
    path("units/<int:pk>/approve/", strings.act, {"action": "approve"}, name="approve_unit"),
    path("units/<int:pk>/return/", strings.act, {"action": "return"}, name="return_unit"),
    path("units/<int:pk>/keep/", strings.act, {"action": "keep"}, name="keep_unit"),
    path("units/<int:pk>/leave-out/", strings.act, {"action": "leave_out"}, name="leave_out_unit"),
    path("questions/", questions.questions, name="questions"),
    path("questions/<int:pk>/answer/", questions.answer, name="answer"),
    path("units/<int:pk>/help/", drawer.show, name="help"),
    path("units/<int:pk>/ask/", drawer.ask, name="ask"),
    path("units/<int:pk>/set-aside/", drawer.set_aside, name="set_aside"),
    path("units/<int:pk>/draft/", drawer.draft, name="draft"),
    path("<int:pk>/", editor.editor, name="editor"),
]
