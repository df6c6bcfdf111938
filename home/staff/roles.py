"""Who works here: each role of staff once, whatever gives it, and each thing done with whose it is. Pure.

Apps add theirs (`provides_roles`, `provides_duties`). Groups get their permissions from here, the demo its
accounts, and the page "Who may do what" is made of it, in the admin and in the guides.
"""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from home.registry import provided

DOOR = "wagtailadmin.access_admin"
ABOUT = _(
    "Made of the tables that the site itself asks. Whoever has several roles may do what each of them may."
)
# Permissions of these apps are given on the pages below one and on the pictures of a collection.
ON_THINGS = ON_PAGES, ON_PICTURES = "wagtailcore", "wagtailimages"


class RoleKind(models.TextChoices):
    """To what a role is bound, and so by what it is given."""

    ACCOUNT = "account", _("For the whole site")
    PARTNER = "partner", _("At a partner, for its own content only")
    LANGUAGE = "language", _("In a language")
    DESK = "desk", _("At a letter desk, for letters to its people")


GIVEN = {
    RoleKind.ACCOUNT: _("An administrator invites, or gives it on the page of the person: Settings, Staff."),
    RoleKind.PARTNER: _("A coordinator invites, or gives it on the page of the person: Settings, Staff."),
    RoleKind.LANGUAGE: _(
        "A coordinator invites, or gives it language by language: Settings, Staff or Rights in languages."
    ),
    RoleKind.DESK: _("A coordinator of the desk invites, or gives a seat: Invitations, Letter desks."),
}


@dataclass(frozen=True)
class DemoAccount:
    username: str
    first_name: str
    partner: str = ""  # slug
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Role:
    """What somebody of the staff is. `key` is its own among roles of the kind; `purpose` is one sentence.

    Where a group gives it, `group` is its name, at a partner also that of the partner's column. In a language
    `rights` give it, at a desk a seat (`letters.choices.desk.DeskRole` has the key).
    """

    key: str
    kind: RoleKind
    label: Any
    purpose: Any
    demo: tuple[DemoAccount, ...]
    given_by: Any = ""
    guide: str = ""  # in docs/<language>/, without `.md`
    group: str = ""
    rights: tuple[str, ...] = ()
    is_superuser: bool = False

    @property
    def group_name(self) -> str:
        return f"…: {self.group}" if self.kind == RoleKind.PARTNER else self.group

    @property
    def given(self) -> Any:
        return self.given_by or GIVEN[self.kind]


@dataclass(frozen=True, eq=False)
class Duty:
    """Something done, by whom, and the permissions (`app.codename`) that it takes, if any."""

    subject: Any
    words: Any
    by: tuple[Role, ...]
    permissions: tuple[str, ...] = ()


def roles_of(*kinds: RoleKind) -> list[Role]:
    """Return the roles of these kinds, of all for none, in the order of the apps."""
    return [role for role in provided("roles") if role.kind in (kinds or RoleKind)]


def permissions_of(role: Role, app: str = "") -> list[str]:
    """Return what the group of a role may do to all things, or of an app what it may on its own."""
    names = {DOOR, *(name for duty in provided("duties") if role in duty.by for name in duty.permissions)}
    apps = {app} if app else {app_of(name) for name in names}.difference(ON_THINGS)
    return sorted(name for name in names if app_of(name) in apps)


def app_of(permission: str) -> str:
    return permission.partition(".")[0]


def roles_by_kind() -> dict[Any, list[Role]]:
    return {kind.label: roles_of(kind) for kind in RoleKind}


def duties_by_subject() -> dict[Any, list[Duty]]:
    found: dict[Any, list[Duty]] = {}
    for duty in provided("duties"):
        if duty.by:
            found.setdefault(duty.subject, []).append(duty)
    return found
