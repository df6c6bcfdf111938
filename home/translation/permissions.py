"""Who may do what in a language; the desk asks for no right on pages."""

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail.permissions import policy_registry

from home.translation.choices import Right
from home.translation.models import LocalePolicy, LocaleRole


class NotYours(PermissionError):
    """The person has not this right in this language."""


class OwnText(PermissionError):
    """A second person has to review this text in this language."""


def rights_of(user):
    """Return {locale pk: {Right}} that hold today, in one query."""
    rights = {}
    for locale, right in roles_today().filter(user=user).values_list("locale", "right"):
        rights.setdefault(locale, set()).add(right)
    return rights


def roles_today():
    """Return the rights that hold today."""
    holds = Q(until=None) | Q(until__gte=timezone.localdate())
    return LocaleRole.objects.filter(holds, user__is_active=True)


def people_with(right, locales):
    """Return the people who have this right today in one of the languages, by name."""
    roles = roles_today().filter(right=right, locale__in=locales)
    people = get_user_model().objects.filter(pk__in=roles.values("user"))
    return people.order_by("first_name", "last_name", "username")


def people_by_right(locales):
    """Return {(locale pk, right): [people]} of those who have rights today, by name, in one query."""
    found = {}
    roles = roles_today().filter(locale__in=locales).select_related("user")
    for role in roles.order_by("user__first_name", "user__last_name", "user__username"):
        found.setdefault((role.locale_id, Right(role.right)), []).append(role.user)
    return found


def leads(user):
    """May the person give rights in languages, and see every language's work?"""
    return user.has_perm("translation.change_localerole")


def knows_the_way(user):
    """May the person be shown the way to the desk? Costs no query; whether it opens, `works_here` says."""
    return leads(user) or user.has_perm("translation.work_at_desk")


def works_here(user):
    return leads(user) or bool(rights_of(user))


def hands_out_in(user):
    """Return the pks of the languages in which the person says who works on what, and by when."""
    if leads(user):
        return set(Locale.objects.values_list("pk", flat=True))
    return {locale for locale, rights in rights_of(user).items() if Right.PUBLISH in rights}


def require(user, right, locale):
    """Raise NotYours unless `user` has `right` in the locale. None is the system and may."""
    require_one_of(user, {right}, locale)


def require_one_of(user, rights, locale):
    """Raise NotYours unless `user` has one of the rights in the locale. None is the system and may."""
    if user is not None and not set(rights) & set(rights_of(user).get(locale.pk, ())):
        raise NotYours


def require_lead(user):
    """Raise NotYours unless the person leads the desk. None is the system and may."""
    if user is not None and not leads(user):
        raise NotYours


def may_judge_change(user, original):
    """May the person say what a change of the original means for its translations? As for changing it.

    Neither answer puts a word before the public that is not there already: that takes a reviewer.
    """
    if leads(user):
        return True
    if isinstance(original, Page):
        return original.permissions_for_user(user).can_edit()
    policy = policy_registry.get_by_type(type(original))
    return policy.user_has_permission_for_instance(user, "change", original)


def needs_review(locale):
    """Must another person approve what a translator wrote? Where nobody has decided, yes."""
    needed = LocalePolicy.objects.filter(locale=locale).values_list("needs_review", flat=True).first()
    return needed is not False
