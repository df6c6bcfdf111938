"""Groups of staff, with the permissions that stand in the table of roles."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db.models import Q, QuerySet

from home.staff.roles import DOOR


def complete_group(name: str, wanted: Iterable[str] = (DOOR,)) -> Group:
    """Return the group of this name, made when it is missing, with these permissions (`app.codename`)."""
    group, _made = Group.objects.get_or_create(name=name)
    group.permissions.add(*permissions(wanted))
    return group


def permissions(names: Iterable[str]) -> QuerySet[Permission]:
    wanted = Q(pk=None)
    for name in names:
        label, codename = name.split(".")
        wanted |= Q(content_type__app_label=label, codename=codename)
    return Permission.objects.filter(wanted)
