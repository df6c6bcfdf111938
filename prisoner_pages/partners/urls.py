"""Partners, their front ends and webhooks, below /admin/."""

from django.urls import path

from prisoner_pages.partners.views import front_ends, partners, previews, roles, webhooks

urlpatterns = [
    path("who-may-do-what/", roles.who_may_do_what, name="who_may_do_what"),
    path("partners/", partners.partners, name="partners"),
    path("partners/new/", partners.new_partner, name="new_partner"),
    path("partners/<int:pk>/", partners.partner, name="partner"),
    path("partners/<int:pk>/workspace/", partners.open_workspace, name="open_workspace"),
    path("partners/<int:pk>/close/", partners.close, name="close_partner"),
    path("partners/<int:pk>/reopen/", partners.reopen, name="reopen_partner"),
    path("front-ends/<int:pk>/secret/", front_ends.secret_key, name="front_end_secret"),
    path(
        "front-ends/<int:front_end>/preview/<slug:kind>/<int:pk>/",
        previews.front_end_preview,
        name="front_end_preview",
    ),
    path("webhooks/", webhooks.webhooks, name="webhooks"),
    path("webhooks/add/", webhooks.new_webhook, name="new_webhook"),
    path("webhooks/<int:pk>/", webhooks.webhook, name="webhook"),
    path("webhooks/<int:pk>/do/<slug:name>/", webhooks.webhook_act, name="webhook_act"),
    path("webhooks/deliveries/<int:pk>/again/", webhooks.webhook_again, name="webhook_again"),
]
