"""The buttons of a record: what may be done to it at once."""

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from prisoner_pages.models import Prisoner
from prisoner_pages.records.actions.acts import ACTS, Act

CONSENTS_TAB = _("Bases")


def acts_for(record: Prisoner, user: User) -> list[tuple[str, Act, str]]:
    """Return [(name, act, address)] of what the user may do to the record now."""
    return [
        (name, act, reverse("record_act", args=[record.pk, name]))
        for name, act in ACTS.items()
        if act.may(user, record.partner) and act.is_offered(record)
    ]
