"""Who finds what relatives ask for, and who reads their words."""

from django.contrib.auth.models import User

from letters.models import FamilyRequest
from letters.querysets.family import FamilyRequestQuerySet
from prisoner_pages.models import Prisoner
from prisoner_pages.permissions.partners import is_coordinator, partner_ids_of, partners_for


def receives_family_requests(user: User) -> bool:
    """Editors and moderators of a partner, and coordinators."""
    return is_coordinator(user) or (user.is_active and bool(partner_ids_of(user)))


def family_requests_for(user: User) -> FamilyRequestQuerySet:
    """Return those about records of the user's partners; for coordinators all, those of no record too."""
    if is_coordinator(user):
        return FamilyRequest.objects.all()
    return FamilyRequest.objects.of_partners(partners_for(user))


def may_read_family(user: User, record: Prisoner | None) -> bool:
    """Editors and moderators of the record's own partner. Where there is no record, coordinators.

    Administrators read nothing of it, whatever else they may.
    """
    if record is not None:
        return user.is_active and record.partner_id in partner_ids_of(user)
    return is_coordinator(user) and not user.is_superuser
