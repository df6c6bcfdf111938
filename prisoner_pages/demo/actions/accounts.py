"""The accounts of the demo, one a role. All lie in one group, so that production can see they exist."""

from dataclasses import dataclass
from enum import StrEnum

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import Locale
from wagtail.users.models import UserProfile

from home.languages.info import SOURCE_LANGUAGE
from home.translation.choices import Right
from home.translation.team.actions.roles import give_right
from prisoner_pages.models import Partner
from prisoner_pages.partners.actions.workspaces import auditors_group, coordinators_group

# Whoever asks whether a demo account exists asks for this group (`demo_accounts`).
DEMO_GROUP = "Демонстраційні облікові записи"


class Role(StrEnum):
    EDITOR = "editor"
    MODERATOR = "moderator"
    SCREENER = "screener"
    LETTER_TRANSLATOR = "letter-translator"
    SECOND_READER = "second-reader"
    DISPATCHER = "dispatcher"
    COORDINATOR = "coordinator"
    AUDITOR = "auditor"
    TRANSLATOR = "translator"
    REVIEWER = "reviewer"
    ADMIN = "admin"


@dataclass(frozen=True)
class DemoAccount:
    username: str
    role: Role
    first_name: str
    partner: str = ""  # slug
    language: str = ""


ACCOUNTS = (
    DemoAccount("admin", Role.ADMIN, "Адміністратор"),
    DemoAccount("coordinator", Role.COORDINATOR, "Координаторка"),
    DemoAccount("auditor", Role.AUDITOR, "Аудиторка"),
    DemoAccount("screener", Role.SCREENER, "Перша читачка листів"),
    DemoAccount("letter-translator", Role.LETTER_TRANSLATOR, "Перекладач листів"),
    DemoAccount("second-reader", Role.SECOND_READER, "Друга читачка листів"),
    DemoAccount("dispatcher", Role.DISPATCHER, "Відправник листів"),
    DemoAccount("translator.en", Role.TRANSLATOR, "Перекладачка англійською", language="en"),
    DemoAccount("reviewer.en", Role.REVIEWER, "Редактор англійських текстів", language="en"),
    DemoAccount("translator.crh", Role.TRANSLATOR, "Перекладач кримськотатарською", language="crh"),
    DemoAccount("editor.mission", Role.EDITOR, "Редактор Представництва", "mission"),
    DemoAccount("moderator.mission", Role.MODERATOR, "Модераторка Представництва", "mission"),
    DemoAccount("editor.pen", Role.EDITOR, "Редакторка ПЕН", "pen"),
    DemoAccount("moderator.pen", Role.MODERATOR, "Модератор ПЕН", "pen"),
    DemoAccount("editor.zmina", Role.EDITOR, "Редакторка ZMINA", "zmina"),
    DemoAccount("moderator.zmina", Role.MODERATOR, "Модератор ZMINA", "zmina"),
    DemoAccount("editor.embassy", Role.EDITOR, "Редакторка посольства", "embassy-czechia"),
)
RIGHTS = {Role.TRANSLATOR: [Right.TRANSLATE], Role.REVIEWER: [Right.REVIEW, Right.PUBLISH]}
USERNAMES = [account.username for account in ACCOUNTS]


def demo_accounts():
    return get_user_model().objects.filter(groups__name=DEMO_GROUP)


def load_accounts(password):
    """Make the accounts that are missing, and let all of them log in with this password.

    One hash serves all: they share the password anyway, and hashing is slow by design.
    """
    users = {user.username: user for user in get_user_model().objects.filter(username__in=USERNAMES)}
    for account in ACCOUNTS:
        if account.username not in users:
            users[account.username] = _add(account)
    if not users["admin"].check_password(password):
        hashed = make_password(password)
        get_user_model().objects.filter(username__in=USERNAMES, groups__name=DEMO_GROUP).update(
            password=hashed
        )


@transaction.atomic
def _add(account):
    user = get_user_model().objects.create(
        username=account.username,
        first_name=account.first_name,
        email=f"{account.username}@example.org",
        is_superuser=account.role is Role.ADMIN,
        is_staff=account.role is Role.ADMIN,
    )
    user.groups.add(Group.objects.get_or_create(name=DEMO_GROUP)[0], *_groups(account))
    for right in RIGHTS.get(account.role, []):
        give_right(user, right, Locale.objects.get(language_code=account.language), by=None)
    UserProfile.objects.create(user=user, preferred_language=SOURCE_LANGUAGE, dismissibles={})
    return user


def _groups(account):
    partner = Partner.objects.filter(slug=account.partner).first()
    match account.role:
        case Role.EDITOR:
            return [partner.editors]
        case Role.MODERATOR:
            return [partner.moderators]
        case Role.COORDINATOR:
            return [coordinators_group()]
        case Role.AUDITOR:
            return [auditors_group()]
    return []
