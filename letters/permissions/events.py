"""Who may see how many letters an event has brought: its editors, and partners who hold or organise it."""

from django.contrib.auth.models import User

from prisoner_pages.choices import ParticipationRole
from prisoner_pages.models import EventPage
from prisoner_pages.permissions.choosers import own_pages_of
from prisoner_pages.permissions.partners import partner_ids_of

HOSTS = (ParticipationRole.HOST, ParticipationRole.ORGANISER)


def may_count_at(user: User, event: EventPage) -> bool:
    if own_pages_of(user).filter(pk=event.pk).exists():
        return True
    parts = event.participations.filter(role__in=HOSTS, partner__in=partner_ids_of(user))
    return event.live and parts.exists()
