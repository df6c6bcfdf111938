"""Staff's screens of campaigns and events, below /admin/."""

from django.urls import path

from prisoner_pages.campaigns.views import organisations, recipients

urlpatterns = [
    path("organisations/<int:pk>/add/", organisations.organisation, name="add_organisation"),
    path("campaigns/recipients/", recipients.count_recipients, name="count_recipients"),
]
