"""Registration only."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

# Action -> (label, what the history says). Written by home.headless.webhooks.actions.endpoints.
LOG_ACTIONS = {
    "add_webhook": (_("Add a webhook"), _("Added a webhook")),
    "change_webhook": (_("Change a webhook"), _("Changed a webhook")),
    "switch_webhook_off": (_("Switch a webhook off"), _("Switched a webhook off")),
    "switch_webhook_on": (_("Switch a webhook on"), _("Switched a webhook on")),
    "rotate_webhook_secret": (_("New secret"), _("Gave a webhook a new secret")),
    "end_webhook_secret": (_("End the older secret"), _("Ended a webhook’s older secret")),
    "test_webhook": (_("Test a webhook"), _("Sent a test event")),
    "send_webhook_again": (_("Send again"), _("Sent an event again")),
    "delete_webhook": (_("Delete a webhook"), _("Deleted a webhook")),
}


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    for name, (label, message) in LOG_ACTIONS.items():
        actions.register_action(f"headless.{name}", label, message)
