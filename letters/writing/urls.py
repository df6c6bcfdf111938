"""Writing a letter, below the language."""

from django.urls import path

from letters.writing.views import choose, next_guest, self_posted, write

urlpatterns = [
    path("prisoners/<str:slug>/print/", self_posted.by_hand, name="by_hand"),
    path("prisoners/<str:slug>/letter.pdf", self_posted.letter, name="letter_pdf"),
    path("prisoners/<str:slug>/envelope.pdf", self_posted.envelope, name="envelope_pdf"),
    path("letters/next/", choose.next_person, name="next"),
    path("letters/next-guest/", next_guest.next_guest, name="next_guest"),
    path("letters/write/", choose.choose, name="choose"),
    path("letters/write/<str:slug>/", write.letter, name="letter"),
    path("letters/write/<str:slug>/about-you/", write.about, name="about"),
    path("letters/write/<str:slug>/check/", write.check, name="check"),
]
