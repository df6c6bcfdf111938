"""Staff's screens of campaigns and events, and of published figures, below /admin/."""

from django.urls import path

from prisoner_pages.campaigns.views import figures, organisations

urlpatterns = [
    path("organisations/<int:pk>/add/", organisations.organisation, name="add_organisation"),
    path("figures/<int:pk>/correct/", figures.correct, name="correct_figure"),
    path("figures/<int:pk>/take-back/", figures.take_back, name="take_back_figure"),
]
