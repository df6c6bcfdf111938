"""Webhooks of a partner: its moderators manage them, coordinators manage all. home.headless does the work."""

from typing import Any

from django.contrib.auth.models import User

from home.headless.models import Delivery, Endpoint
from home.headless.webhooks.actions import endpoints
from prisoner_pages.models import Partner
from prisoner_pages.permissions.partners import may_keep_webhooks, require, require_moderator

# What a button does to a webhook. Those in GIVES_SECRET return one, to be shown once.
ACTS = {
    "rotate": endpoints.rotate_secret,
    "end-older": endpoints.end_older_secret,
    "off": endpoints.switch_off,
    "on": endpoints.switch_on,
    "test": endpoints.send_test,
    "delete": endpoints.delete_endpoint,
}
GIVES_SECRET = {"rotate"}


def add_webhook(partner: Partner, *, by: User | None, **fields: Any) -> tuple[Endpoint, str]:
    """Return (endpoint, secret). Raises ValidationError for an address to which we do not send."""
    require_moderator(by, partner)
    return endpoints.add_endpoint(owner=partner.slug, by=by, **fields)


def change_webhook(endpoint: Endpoint, *, by: User | None, **fields: Any) -> Endpoint:
    """Raises ValidationError for an address to which we do not send."""
    require(by is None or may_keep_webhooks(by, endpoint.owner))
    return endpoints.change_endpoint(endpoint, by=by, **fields)


def act_on_webhook(endpoint: Endpoint, name: str, *, by: User | None) -> Any:
    require(by is None or may_keep_webhooks(by, endpoint.owner))
    return ACTS[name](endpoint, by=by)


def send_again(delivery: Delivery, *, by: User | None) -> None:
    """Raises ValidationError where the webhook is switched off."""
    require(by is None or may_keep_webhooks(by, delivery.endpoint.owner))
    endpoints.send_again(delivery, by=by)
