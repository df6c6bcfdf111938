"""Public addresses, below the language."""

from django.urls import path

from letters.erasure import views as erase
from letters.following.views import confirm, sent, status
from letters.writing.views import self_posted, write

app_name = "letters"
urlpatterns = [
    path("prisoners/<str:slug>/letter.pdf", self_posted.letter, name="letter_pdf"),
    path("prisoners/<str:slug>/envelope.pdf", self_posted.envelope, name="envelope_pdf"),
    path("letters/write/", write.choose, name="choose"),
    path("letters/write/<str:slug>/", write.letter, name="letter"),
    path("letters/write/<str:slug>/about-you/", write.about, name="about"),
    path("letters/write/<str:slug>/check/", write.check, name="check"),
    path("letters/sent/", sent, name="sent"),
    path("letters/status/", status, name="status"),
    path("letters/erase/", erase.erase, name="erase"),
    path("letters/erase/<str:token>/", erase.erase_confirmed, name="erase_confirmed"),
    path("letters/confirm/<str:token>/", confirm, name="confirm"),
]
