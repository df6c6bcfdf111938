from django.db import models
from django.utils.translation import gettext_lazy as _


class EventType(models.TextChoices):
    """What receivers are told; the values are part of the contract."""

    PUBLISHED = "published", _("published: new, or with a changed original text")
    GONE = "gone", _("gone from public view")
    MOVED = "moved", _("moved to another address or partner")
    FACT_CHANGED = "fact_changed", _("a fact changed")
    TRANSLATED = "translated", _("translated, or a translation changed")
    FACILITY_STATUS = "facility_status", _("the post of a place of detention changed")
    TEST = "test", _("test")


# What an endpoint can subscribe to: a test is only sent by hand.
TOLD = [choice for choice in EventType.choices if choice[0] != EventType.TEST]


class DeliveryState(models.TextChoices):
    PENDING = "pending", _("on its way")
    DELIVERED = "delivered", _("delivered")
    FAILED = "failed", _("failed")


class Problem(models.TextChoices):
    """Why an attempt failed. Never the receiver's own words."""

    UNKNOWN_HOST = "unknown_host", _("no such host")
    REFUSED_ADDRESS = "refused_address", _("the address is not one of the public internet")
    NO_CONNECTION = "no_connection", _("no connection")
    NO_TLS = "no_tls", _("no trusted certificate")
    TOO_SLOW = "too_slow", _("no answer in time")
    MALFORMED = "malformed", _("not an answer of HTTP")
    REDIRECT = "redirect", _("the receiver redirects; redirects are not followed")
    STATUS = "status", _("the receiver did not take it")
    NO_SECRET = "no_secret", _("the secret cannot be read")
    SWITCHED_OFF = "switched_off", _("the endpoint was switched off")
