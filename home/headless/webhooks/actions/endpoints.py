"""Creating, changing and deleting endpoints and their secrets. The caller has checked permissions.

Secrets are stored encrypted; the text is returned once, to be shown once.
"""

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from home.headless.choices import DeliveryState, EventType, Problem
from home.headless.models import Delivery, Endpoint, EndpointSecret, Event
from home.headless.webhooks.actions.events import DAY, tell, without_subject
from home.headless.webhooks.signatures import new_secret
from home.headless.webhooks.target_addresses import AddressRefused, UnknownHost, resolved, target_of

# How long the previous secret goes on signing after a rotation.
BOTH_SIGN_FOR = timedelta(days=1)
REFUSED = _(
    "We send to https addresses of the public internet only, port 443 or 8443: to no address within a"
    " network, and with no user name."
)
UNKNOWN = _("There is no host of this name.")


def add_endpoint(
    *, owner: str, url: str, events: list[str], own_only: bool, by: User | None
) -> tuple[Endpoint, str]:
    """Return (endpoint, secret). Raises ValidationError for an address to which we do not send."""
    check_address(url)
    return _add(owner=owner, url=url, events=events, own_only=own_only, by=by)


@transaction.atomic
def _add(*, owner: str, url: str, events: list[str], own_only: bool, by: User | None) -> tuple[Endpoint, str]:
    endpoint = Endpoint.objects.create(owner=owner, url=url, events=events, own_only=own_only)
    secret = _give_secret(endpoint)
    _log(endpoint, "add_webhook", by)
    return endpoint, secret


def change_endpoint(
    endpoint: Endpoint, *, url: str, events: list[str], own_only: bool, by: User | None
) -> Endpoint:
    """Return the changed endpoint. Raises ValidationError for an address to which we do not send."""
    if url != endpoint.url:
        check_address(url)
    return _change(endpoint, url=url, events=events, own_only=own_only, by=by)


@transaction.atomic
def _change(endpoint: Endpoint, *, url: str, events: list[str], own_only: bool, by: User | None) -> Endpoint:
    endpoint = _locked(endpoint)
    endpoint.url, endpoint.events, endpoint.own_only = url, events, own_only
    endpoint.free_at, endpoint.failures = None, 0
    endpoint.save()
    _log(endpoint, "change_webhook", by)
    return endpoint


@transaction.atomic
def switch_off(endpoint: Endpoint, *, by: User | None) -> None:
    """Send it nothing more; what was on its way fails."""
    endpoint = _locked(endpoint)
    endpoint.is_active = False
    endpoint.save(update_fields=["is_active"])
    now = timezone.now()
    for delivery in endpoint.deliveries.pending():
        delivery.tries.create(made_at=now, problem=Problem.SWITCHED_OFF)
    endpoint.deliveries.pending().update(state=DeliveryState.FAILED, settled_at=now)
    _log(endpoint, "switch_webhook_off", by)


@transaction.atomic
def switch_on(endpoint: Endpoint, *, by: User | None) -> None:
    endpoint = _locked(endpoint)
    endpoint.is_active, endpoint.free_at, endpoint.failures = True, None, 0
    endpoint.save(update_fields=["is_active", "free_at", "failures"])
    _log(endpoint, "switch_webhook_on", by)


@transaction.atomic
def rotate_secret(endpoint: Endpoint, *, by: User | None) -> str:
    """Return a new secret. The previous one goes on signing for a day; an older one ends at once."""
    endpoint = _locked(endpoint)
    now = timezone.now()
    for place, secret in enumerate(endpoint.secrets.valid(now)):
        secret.ends_at = now if place else now + BOTH_SIGN_FOR
        secret.save(update_fields=["ends_at"])
    _log(endpoint, "rotate_webhook_secret", by)
    return _give_secret(endpoint)


@transaction.atomic
def end_older_secret(endpoint: Endpoint, *, by: User | None) -> None:
    """Let only the newest secret sign: the receiver has it, or the previous one was leaked."""
    endpoint = _locked(endpoint)
    newest = endpoint.secrets.valid()[0]
    endpoint.secrets.valid().exclude(pk=newest.pk).update(ends_at=timezone.now())
    _log(endpoint, "end_webhook_secret", by)


@transaction.atomic
def delete_endpoint(endpoint: Endpoint, *, by: User | None) -> None:
    """Delete it with its secrets and deliveries."""
    endpoint = _locked(endpoint)
    _log(endpoint, "delete_webhook", by)
    endpoint.delete()


@transaction.atomic
def send_test(endpoint: Endpoint, *, by: User | None) -> Event:
    """Send an event without a subject; return it."""
    _log(endpoint, "test_webhook", by)
    return tell(EventType.TEST, without_subject(endpoint.owner), [endpoint])


@transaction.atomic
def send_again(delivery: Delivery, *, by: User | None) -> None:
    """Send the same event, with its id, once more, for another day."""
    delivery = Delivery.objects.select_for_update().select_related("endpoint").get(pk=delivery.pk)
    if not delivery.endpoint.is_active:
        raise ValidationError(_("This webhook is switched off."))
    put_on_its_way(delivery, at=timezone.now())
    Endpoint.objects.filter(pk=delivery.endpoint_id).update(free_at=None)
    _log(delivery.endpoint, "send_webhook_again", by)


def put_on_its_way(delivery: Delivery, *, at: datetime) -> None:
    delivery.state, delivery.attempts, delivery.settled_at = DeliveryState.PENDING, 0, None
    delivery.due_at, delivery.give_up_at = at, at + DAY
    delivery.save()


def check_address(url: str) -> None:
    """Raise ValidationError for an address to which we do not send. Uses DNS: not inside a transaction."""
    try:
        resolved(target_of(url))
    except AddressRefused:
        raise ValidationError({"url": REFUSED}) from None
    except UnknownHost:
        raise ValidationError({"url": UNKNOWN}) from None


def _give_secret(endpoint: Endpoint) -> str:
    secret = EndpointSecret(endpoint=endpoint)
    secret.text = text = new_secret()
    secret.save()
    return text


def _locked(endpoint: Endpoint) -> Endpoint:
    return Endpoint.objects.select_for_update().get(pk=endpoint.pk)


def _log(endpoint: Endpoint, action: str, by: User | None) -> None:
    """Log the action, never the address: its path may contain a secret."""
    log(endpoint, f"headless.{action}", user=by, title=endpoint.owner, data={"owner": endpoint.owner})
