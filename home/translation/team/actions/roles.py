"""Giving and ending rights in a language. The first opens the admin, ending the last closes it."""

from datetime import date

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, User
from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Locale

from home.staff.actions.groups import complete_group
from home.staff.actions.sessions import end_sessions
from home.staff.roles import DOOR
from home.translation.models import LocaleRole
from home.translation.permissions import roles_today

# Read by staff in the admin, whose first language is Ukrainian.
TRANSLATORS_GROUP = "Перекладачі сторінок"
CLOSE_ENDED = "translation.close_ended"


@transaction.atomic
def give_right(
    user: User, right: str, locale: Locale, *, by: User | None, until: date | None = None
) -> LocaleRole:
    """Allow `user` to do this in the language, up to and including `until`; return the LocaleRole."""
    role, _made = LocaleRole.objects.update_or_create(
        user=user, locale=locale, right=right, defaults={"until": until}
    )
    user.groups.add(translators_group())
    end_sessions(user)
    _log(role, "give_right", by)
    return role


@transaction.atomic
def end_right(role: LocaleRole, *, by: User) -> None:
    user = role.user
    _log(role, "end_right", by)
    role.delete()
    end_sessions(user)
    if not user.locale_roles.exists():
        user.groups.remove(translators_group())


@transaction.atomic
def close_ended() -> int:
    """Close the admin to those whose last right has expired; return how many there were."""
    people = get_user_model().objects.filter(groups__name=TRANSLATORS_GROUP, is_active=True)
    ended = list(people.exclude(pk__in=roles_today().values("user")))
    translators_group().user_set.remove(*ended)
    return len(ended)


def translators_group() -> Group:
    """Return the group of those who come into the admin for the desk alone."""
    return complete_group(TRANSLATORS_GROUP, [DOOR, "translation.work_at_desk"])


def _log(role: LocaleRole, action: str, by: User | None) -> None:
    until = role.until.isoformat() if role.until else ""
    facts = {"person": role.user.get_username(), "right": role.right, "until": until}
    title = str(role.locale)
    log(role.locale, f"translation.{action}", user=by, title=title, data=facts)
