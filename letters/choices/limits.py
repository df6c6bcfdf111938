"""What of the ways in coordinators may make wider or narrower; how far: `letters.rules`."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SendingLimit(models.TextChoices):
    NETWORK_CALM = "network_calm", _("letters of one network in ten minutes before the rest stand as a flood")
    UNPROVEN_CALM = (
        "unproven_calm",
        _("of these, letters without proof of work before the rest stand as a flood"),
    )
    NETWORK_MOST = "network_most", _("letters of one network in ten minutes before no more are taken")
    NOBODY_CALM = (
        "nobody_calm",
        _("letters of no known network, as over Tor, in ten minutes before the rest stand as a flood"),
    )
    SERVER_CALM = (
        "server_calm",
        _("letters of one partner’s server in ten minutes before the rest stand as a flood"),
    )
    EVENT_NETWORK = (
        "event_network",
        _("letters of one network with the code of an event in an hour before the rest stand as a flood"),
    )
    EVENT_ALL = (
        "event_all",
        _("letters of all networks with one such code in an hour before the rest stand as a flood"),
    )
    EVENT_DAY = "event_day", _("letters with one such code in a day before it widens nothing any more")
    PROOF_COST = "proof_cost", _("work of one try at the proof of work; a proof takes some hundreds of tries")
