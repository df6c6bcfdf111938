"""What closing a partner would do, and what has to be done before it."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from home.headless.models import Endpoint
from home.languages.ordering import by_alphabet
from home.models import Invitation
from home.staff.given_roles import GivenRole, held_by
from home.staff.permissions import invitations_of
from home.staff.roles import RoleKind
from prisoner_pages.models import Announcement, FrontEnd, Partner, Prisoner, PrisonerPage
from prisoner_pages.partners.letter_desks import in_work_at_desk, letter_desks

LETTERS_GO_ON = gettext_lazy("Its people stay, and so do letters to them: say whose desk handles these.")


# --- Before ---------------------------------------------------------------------------------------
def reasons_against_closing(partner: Partner, *, by: User) -> Iterator[str]:
    """Say in sentences what has to be done before."""
    if partner.closed_on:
        yield _("The partner is closed already.")
    if served := list(partner.desk_for.with_letters()):
        names = ", ".join(map(str, served))
        yield _("Its letter desk also works for: %s. Give them another desk first.") % names
    if Announcement.objects.waiting().filter(partner=partner).exists():
        yield _("One of its announcements waits: confirm or end it first.")
    if User.objects.filter(has_role_at(partner), pk=by.pk).exists():
        yield _("You work for this partner yourself: another coordinator has to close it.")
    yield from in_work_at_desk(partner)


def needs_letter_desk(partner: Partner) -> bool:
    """Say whether letters to its people would lie at a desk where nobody sits any more."""
    return partner.letter_desk_id is None and bool(letter_desks())


def desks_for_letters(partner: Partner) -> QuerySet[Partner]:
    """Return the partners at whose own desk somebody sits."""
    staffed = [desk.partner for desk in letter_desks().values() if desk.seated]
    found = Partner.objects.with_workspace().open().filter(pk__in=staffed, letter_desk=None)
    return found.exclude(pk=partner.pk)


def successors_of(partner: Partner) -> QuerySet[Partner]:
    return Partner.objects.with_workspace().open().exclude(pk=partner.pk)


def who_handles_letters(
    partner: Partner, successor: Partner | None, chosen: Partner | None
) -> Partner | None:
    """Return whose desk handles letters to its people from now on: as chosen, as until now, or that of who
    goes on with them.
    """
    current = partner.letter_desk
    if chosen or not successor or (current and desks_for_letters(partner).filter(pk=current.pk).exists()):
        return chosen or current
    return successor.desk


# --- What ends ------------------------------------------------------------------------------------
def members_of(partner: Partner) -> QuerySet[User]:
    """Return the accounts with a role at the partner or a seat at its letter desk, by name."""
    desk = letter_desks().get(partner.pk)
    works_here = Q(groups__in=[partner.editors_id, partner.moderators_id]) | Q(
        pk__in=desk.seated if desk else ()
    )
    found = User.objects.filter(works_here, is_active=True).distinct()
    return found.order_by(*by_alphabet("first_name", "last_name", "username"))


def has_role_at(partner: Partner) -> Q:
    """Return the condition of accounts with a role or a seat here, of those who can’t log in now, too."""
    desk = letter_desks().get(partner.pk)
    return Q(groups__in=[partner.editors_id, partner.moderators_id]) | Q(pk__in=desk.given if desk else ())


def roles_here(user: User, partner: Partner) -> list[GivenRole]:
    return [given for given in held_by(user) if _is_at(given, partner)]


def is_only_here(user: User, partner: Partner) -> bool:
    """Say whether the account has no other role, and so ends with the partner."""
    return not user.is_superuser and all(_is_at(given, partner) for given in held_by(user))


def _is_at(given: GivenRole, partner: Partner) -> bool:
    return given.role.kind in (RoleKind.PARTNER, RoleKind.DESK) and given.place == partner.slug


def invitations_to(partner: Partner, *, by: User) -> list[Invitation]:
    """Return those that wait, of those that `by` may take back."""
    return [
        invitation
        for invitation in invitations_of(by)
        if any(key.endswith(f":{partner.slug}") for key in invitation.roles)
    ]


def front_ends_of(partner: Partner) -> QuerySet[FrontEnd]:
    return FrontEnd.objects.in_use().filter(partner=partner)


def webhooks_of(partner: Partner) -> QuerySet[Endpoint]:
    return Endpoint.objects.active().of([partner.slug])


def what_would_end(partner: Partner, *, by: User) -> list[str]:
    """Say in sentences what closing would do beside its people."""
    members = list(members_of(partner))
    ending = [user for user in members if is_only_here(user, partner)]
    return [
        *_named(_("These accounts will be closed: %s"), ending),
        *_named(_("These accounts lose their roles here and keep others: %s"), set(members) - set(ending)),
        *_counted(partner, by),
        _("Its page and its part in campaigns stay on the site"),
    ]


def _counted(partner: Partner, by: User) -> Iterator[str]:
    if count := len(invitations_to(partner, by=by)):
        yield ngettext("%d invitation will be withdrawn", "%d invitations will be withdrawn", count) % count
    if count := front_ends_of(partner).count():
        yield (
            ngettext("%d front end will be switched off", "%d front ends will be switched off", count) % count
        )
    if count := webhooks_of(partner).count():
        yield ngettext("%d webhook will be switched off", "%d webhooks will be switched off", count) % count
    if count := _changed_drafts(partner):
        yield (
            ngettext(
                "%d record or story has unpublished changes: they stay drafts",
                "%d records and stories have unpublished changes: they stay drafts",
                count,
            )
            % count
        )


def _named(words: str, users: Any) -> list[str]:
    names = sorted(user.get_full_name() or user.get_username() for user in users)
    return [words % ", ".join(names)] if names else []


def _changed_drafts(partner: Partner) -> int:
    records = Prisoner.objects.filter(partner=partner, has_unpublished_changes=True).count()
    return (
        records + PrisonerPage.objects.filter(prisoner__partner=partner, has_unpublished_changes=True).count()
    )
