"""Roles at a letter desk; what each may do is read from the tables of `lifecycle`. Pure."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from home.languages.info import CONTENT_LANGUAGES
from home.staff.roles import DemoAccount, Duty, Role, RoleKind
from letters.choices.desk import DeskRole
from letters.choices.letters import LetterPart
from letters.lifecycle import ACCESS_ASKED_BY, ACCESS_GRANTED_BY, ACT_RULES, DESK_WORK, STATES
from prisoner_pages.roles import ACROSS, ADMINISTRATOR, AUDITOR, COORDINATOR, PARTNERS, PEOPLE, may

READ_BY_DEMO = tuple(code for code, _name in CONTENT_LANGUAGES)


def at_desk(role: DeskRole, purpose: Any, account: DemoAccount, **more: Any) -> Role:
    return Role(role.value, RoleKind.DESK, role.label, purpose, (account,), **{"guide": role.value, **more})


ROLES = (
    at_desk(
        DeskRole.SCREENER,
        _("Reads each letter first, and says what becomes of it."),
        DemoAccount("screener", "Перша читачка листів"),
    ),
    at_desk(
        DeskRole.TRANSLATOR,
        _("Translates letters in their own languages into Russian."),
        DemoAccount("letter-translator", "Перекладач листів", languages=READ_BY_DEMO),
    ),
    at_desk(
        DeskRole.READER,
        _("Compares letter and translation, and approves what goes on paper."),
        DemoAccount("second-reader", "Друга читачка листів"),
    ),
    at_desk(
        DeskRole.DISPATCHER,
        _("Prints, packs and posts, and brings in the replies."),
        DemoAccount("dispatcher", "Відправник листів"),
    ),
    at_desk(
        DeskRole.COORDINATOR,
        _("Gives seats and keeps the desk at work; reads no letter."),
        DemoAccount("coordinator", "Координаторка"),
        given_by=_("A coordinator of the site gives the seat: Letter desks."),
        guide="desk-coordinator",
    ),
)
MODERATION, OVERSIGHT = _("Lists for the first reading"), _("Oversight of letters")


def seats(roles: Collection[str]) -> tuple[Role, ...]:
    return tuple(role for role in ROLES if role.key in roles)


def as_duties(subject: Any, table: Mapping[Any, Collection[str]]) -> Iterator[Duty]:
    for what, roles in table.items():
        yield Duty(subject, what.label, seats(roles))


def readers_of(part: LetterPart) -> set[DeskRole]:
    """Return who opens it in one state or another."""
    opened_by = (row.opened_by.items() for row in STATES.values())
    return {role for rights in opened_by for role, parts in rights if part in parts}


IN_TABLES = (
    *as_duties(_("What is done to a letter"), {act: rule.by for act, rule in ACT_RULES.items()}),
    *as_duties(_("What of a letter is read"), {part: readers_of(part) for part in LetterPart}),
    *as_duties(_("Other work at a letter desk"), DESK_WORK),
)
DUTIES = (
    *IN_TABLES,
    Duty(OVERSIGHT, _("ask to read a letter in an emergency"), seats(ACCESS_ASKED_BY)),
    Duty(
        OVERSIGHT, _("let another person read a letter in an emergency"), (*seats(ACCESS_GRANTED_BY), AUDITOR)
    ),
    Duty(PEOPLE, _("read what a relative of one’s own people writes; each time is logged"), PARTNERS),
    Duty(PEOPLE, _("read what a relative writes of somebody whom no record names"), (COORDINATOR,)),
    Duty(PEOPLE, _("close a flood of family requests that nobody has read, with a reason"), ACROSS),
    Duty(
        OVERSIGHT,
        _("open a letter desk, name its coordinator, set times of keeping, limits of letters and the draw"),
        ACROSS,
    ),
    Duty(OVERSIGHT, _("read the log of all letters"), (AUDITOR, ADMINISTRATOR), ("letters.audit_letters",)),
    Duty(
        MODERATION,
        _("keep watched words, advice to writers, beginnings and examples, and reasons for letters"),
        ACROSS,
        may("add change delete view", "watchedword", app="letters")
        + may("add change view", "advicereason", app="letters")
        + may("add change view", "writingaid", app="letters")
        + may("add change view", "reasonchip", app="letters"),
    ),
    Duty(
        MODERATION,
        _("keep the countries whose post takes letters to Russia"),
        ACROSS,
        may("add change delete view", "postcountry", app="letters"),
    ),
)
