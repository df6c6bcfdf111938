"""Public addresses, below the language."""

from django.urls import path

from letters.views import follow, write

app_name = "letters"
urlpatterns = [
    path("letters/write/", write.choose, name="choose"),
    path("letters/write/<str:slug>/", write.letter, name="letter"),
    path("letters/write/<str:slug>/about-you/", write.about, name="about"),
    path("letters/write/<str:slug>/check/", write.check, name="check"),
    path("letters/sent/", follow.sent, name="sent"),
    path("letters/status/", follow.status, name="status"),
    path("letters/confirm/<str:token>/", follow.confirm, name="confirm"),
]
