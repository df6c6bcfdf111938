"""Desks: who handles the letters to a partner's people."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction

from letters.models import LetterDesk

SCREENER_PERMISSIONS = [
    ("wagtailadmin", "access_admin"),
    ("letters", "view_letter"),
    ("letters", "open_letter"),
]


@transaction.atomic
def create_desk(*, partner):
    """Give the partner a letter desk with a group of screeners; return the desk. Idempotent."""
    desk = LetterDesk.objects.select_related("screeners").filter(partner=partner).first()
    if desk:
        return desk
    group, _made = Group.objects.get_or_create(name=f"Screeners {partner.slug}")
    for app, codename in SCREENER_PERMISSIONS:
        group.permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    return LetterDesk.objects.create(partner=partner, screeners=group)
