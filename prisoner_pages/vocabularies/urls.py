"""Words of the lists, below /admin/."""

from django.urls import path

from prisoner_pages.vocabularies import views

urlpatterns = [
    path("words/proposed/", views.proposed_words, name="proposed_words"),
    path("words/<slug:kind>/<int:pk>/", views.word, name="word_uses"),
    path("words/<slug:kind>/<int:pk>/merge/", views.merge, name="merge_word"),
    path("words/<slug:kind>/<int:pk>/take/", views.take, name="take_word"),
    path("words/<slug:kind>/<int:pk>/refuse/", views.refuse, name="refuse_word"),
]
