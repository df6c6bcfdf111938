"""Places of detention, below /admin/."""

from django.urls import path

from prisoner_pages.places import views

urlpatterns = [
    path("places/", views.places, name="places"),
    path("places/propose/", views.propose, name="propose_place"),
    path("places/file/", views.file_of_places, name="file_of_places"),
    path("places/proposed/take/", views.take_ticked, name="take_places"),
    path("places/proposed/", views.proposed, name="proposed_places"),
    path("places/proposed/<int:pk>/take/", views.take, name="take_place"),
    path("places/proposed/<int:pk>/refuse/", views.refuse, name="refuse_place"),
]
