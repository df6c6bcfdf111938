"""Making, changing and ending endpoints, and their secrets. Whoever calls has asked for the right to.

Secrets are stored sealed; the text is returned once, to be shown once.
"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from home.headless.choices import DeliveryState, EventType, Problem
from home.headless.models import Delivery, Endpoint, EndpointSecret
from home.headless.webhooks.actions.events import DAY, tell
from home.headless.webhooks.actions.log_follower import begin_anew_if_nobody_is_told
from home.headless.webhooks.signatures import new_secret
from home.headless.webhooks.target_addresses import AddressRefused, UnknownHost, resolved, target_of

# How long the secret before goes on signing after a rotation.
BOTH_SIGN_FOR = timedelta(days=1)
REFUSED = _(
    "We send to https addresses of the public internet only, port 443 or 8443: to no address within a"
    " network, and with no user name."
)
UNKNOWN = _("There is no host of this name.")


def add_endpoint(*, owner, url, events, own_only, by):
    """Return (endpoint, secret). Raises ValidationError for an address to which we do not send."""
    check_address(url)
    return _add(owner=owner, url=url, events=events, own_only=own_only, by=by)


@transaction.atomic
def _add(*, owner, url, events, own_only, by):
    begin_anew_if_nobody_is_told()
    endpoint = Endpoint.objects.create(owner=owner, url=url, events=events, own_only=own_only)
    secret = _give_secret(endpoint)
    _log(endpoint, "add_webhook", by)
    return endpoint, secret


def change_endpoint(endpoint, *, url, events, own_only, by):
    """Raises ValidationError for an address to which we do not send."""
    if url != endpoint.url:
        check_address(url)
    return _change(endpoint, url=url, events=events, own_only=own_only, by=by)


@transaction.atomic
def _change(endpoint, *, url, events, own_only, by):
    endpoint = _locked(endpoint)
    endpoint.url, endpoint.events, endpoint.own_only = url, events, own_only
    endpoint.free_at, endpoint.failures = None, 0
    endpoint.save()
    _log(endpoint, "change_webhook", by)
    return endpoint


@transaction.atomic
def switch_off(endpoint, *, by):
    """Tell it nothing more; what was on its way fails."""
    endpoint = _locked(endpoint)
    endpoint.is_active = False
    endpoint.save(update_fields=["is_active"])
    now = timezone.now()
    for delivery in endpoint.deliveries.pending():
        delivery.tries.create(made_at=now, problem=Problem.SWITCHED_OFF)
    endpoint.deliveries.pending().update(state=DeliveryState.FAILED, settled_at=now)
    _log(endpoint, "switch_webhook_off", by)


@transaction.atomic
def switch_on(endpoint, *, by):
    endpoint = _locked(endpoint)
    begin_anew_if_nobody_is_told()
    endpoint.is_active, endpoint.free_at, endpoint.failures = True, None, 0
    endpoint.save(update_fields=["is_active", "free_at", "failures"])
    _log(endpoint, "switch_webhook_on", by)


@transaction.atomic
def rotate_secret(endpoint, *, by):
    """Return a new secret. The one before signs beside it for a day; one older than that ends at once."""
    endpoint = _locked(endpoint)
    now = timezone.now()
    for place, secret in enumerate(endpoint.secrets.valid(now)):
        secret.ends_at = now if place else now + BOTH_SIGN_FOR
        secret.save(update_fields=["ends_at"])
    _log(endpoint, "rotate_webhook_secret", by)
    return _give_secret(endpoint)


@transaction.atomic
def end_older_secret(endpoint, *, by):
    """Let the newest secret alone sign: the receiver has it, or the one before is known to others."""
    endpoint = _locked(endpoint)
    newest = endpoint.secrets.valid().first()
    endpoint.secrets.valid().exclude(pk=newest.pk).update(ends_at=timezone.now())
    _log(endpoint, "end_webhook_secret", by)


@transaction.atomic
def delete_endpoint(endpoint, *, by):
    """Forget it with its secrets and its log."""
    endpoint = _locked(endpoint)
    _log(endpoint, "delete_webhook", by)
    endpoint.delete()


@transaction.atomic
def send_test(endpoint, *, by):
    """Put an event of no subject on its way."""
    _log(endpoint, "test_webhook", by)
    body = {"subject": None, "owner": endpoint.owner, "languages": [], "urls": [], "tags": []}
    return tell(EventType.TEST, body, [endpoint])


@transaction.atomic
def send_again(delivery, *, by):
    """Put the same event, with its id, on its way once more, for another day."""
    delivery = Delivery.objects.select_for_update().select_related("endpoint").get(pk=delivery.pk)
    if not delivery.endpoint.is_active:
        raise ValidationError(_("This webhook is switched off."))
    put_on_its_way(delivery, at=timezone.now())
    Endpoint.objects.filter(pk=delivery.endpoint_id).update(free_at=None)
    _log(delivery.endpoint, "send_webhook_again", by)


def put_on_its_way(delivery, *, at):
    delivery.state, delivery.attempts, delivery.settled_at = DeliveryState.PENDING, 0, None
    delivery.due_at, delivery.give_up_at = at, at + DAY
    delivery.save()


def check_address(url):
    """Raises ValidationError for an address to which we do not send. Asks for the name: in no transaction."""
    try:
        resolved(target_of(url))
    except AddressRefused:
        raise ValidationError({"url": REFUSED}) from None
    except UnknownHost:
        raise ValidationError({"url": UNKNOWN}) from None


def _give_secret(endpoint):
    secret = EndpointSecret(endpoint=endpoint)
    secret.text = text = new_secret()
    secret.save()
    return text


def _locked(endpoint):
    return Endpoint.objects.select_for_update().get(pk=endpoint.pk)


def _log(endpoint, action, by):
    """Never the address: its path may hold a word that opens something."""
    log(endpoint, f"headless.{action}", user=by, title=endpoint.owner, data={"owner": endpoint.owner})
