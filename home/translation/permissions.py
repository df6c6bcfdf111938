"""Who may do what in a language; the desk needs no permissions on pages."""

from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail.permissions import policy_registry

from home.languages.ordering import by_alphabet
from home.translation.choices import Right
from home.translation.models import LocalePolicy, LocaleRole
from home.translation.translatables import PageOrWord


class NotYours(PermissionError):
    """The person does not have this right in this language."""


class OwnText(PermissionError):
    """A second person has to review this text in this language."""


def rights_of(user: User) -> dict[int, set[str]]:
    """Return the rights that hold today as {locale pk: {Right}}, in one query."""
    rights: dict[int, set[str]] = {}
    for locale, right in roles_today().filter(user=user).values_list("locale", "right"):
        rights.setdefault(locale, set()).add(right)
    return rights


def roles_today() -> QuerySet[LocaleRole]:
    """Return the rights that hold today."""
    holds = Q(until=None) | Q(until__gte=timezone.localdate())
    return LocaleRole.objects.filter(holds, user__is_active=True)


def people_with(right: str, locales: Iterable[Locale | int]) -> QuerySet[User]:
    """Return the people who have this right today in one of the languages, by name."""
    roles = roles_today().filter(right=right, locale__in=locales)
    people = get_user_model().objects.filter(pk__in=roles.values("user"))
    return people.order_by(*by_alphabet("first_name", "last_name", "username"))


def people_by_right(locales: Iterable[Locale]) -> dict[tuple[int, str], list[User]]:
    """Return {(locale pk, right): [people]} of those who have rights today, by name, in one query."""
    found: dict[tuple[int, str], list[User]] = {}
    roles = roles_today().filter(locale__in=locales).select_related("user")
    for role in roles.order_by(*by_alphabet("user__first_name", "user__last_name", "user__username")):
        found.setdefault((role.locale_id, Right(role.right)), []).append(role.user)
    return found


def leads(user: User) -> bool:
    """Say whether the person may give rights in languages and see the work of every language."""
    return user.has_perm("translation.change_localerole")


def knows_the_way(user: User) -> bool:
    """Say, without a query, whether the person is shown the link to the desk; `works_here` checks entry."""
    return leads(user) or user.has_perm("translation.work_at_desk")


def works_here(user: User) -> bool:
    return leads(user) or bool(rights_of(user))


def hands_out_in(user: User) -> set[int]:
    """Return the pks of the languages in which the person assigns texts and sets due dates."""
    if leads(user):
        return set(Locale.objects.values_list("pk", flat=True))
    return {locale for locale, rights in rights_of(user).items() if Right.PUBLISH in rights}


def require(user: User | None, right: str, locale: Locale) -> None:
    """Raise NotYours unless `user` has `right` in the locale. None is the system and may."""
    require_one_of(user, {right}, locale)


def require_one_of(user: User | None, rights: Iterable[str], locale: Locale) -> None:
    """Raise NotYours unless `user` has one of the rights in the locale. None is the system and may."""
    if user is not None and not set(rights) & set(rights_of(user).get(locale.pk, ())):
        raise NotYours


def require_lead(user: User | None) -> None:
    """Raise NotYours unless the person leads the desk. None is the system and may."""
    if user is not None and not leads(user):
        raise NotYours


def may_judge_change(user: User, original: PageOrWord) -> bool:
    """Say whether the person may decide what a change of the original means: whoever may change it may.

    Neither decision publishes a word that is not public already: that takes a reviewer.
    """
    if leads(user):
        return True
    if isinstance(original, Page):
        return original.permissions_for_user(user).can_edit()
    policy = policy_registry.get_by_type(type(original))
    return policy.user_has_permission_for_instance(user, "change", original)


def needs_review(locale: Locale) -> bool:
    """Say whether another person must approve what a translator wrote; yes unless decided otherwise."""
    needed = LocalePolicy.objects.filter(locale=locale).values_list("needs_review", flat=True).first()
    return needed is not False
