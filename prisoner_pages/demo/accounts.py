"""The accounts of the demo, one a role. All lie in one group, so that production can see they exist."""

from dataclasses import dataclass
from enum import StrEnum

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from wagtail.users.models import UserProfile

from home.languages import SOURCE_LANGUAGE
from prisoner_pages.models import Partner

# Whoever asks whether a demo account exists asks for this group (`demo_accounts`).
DEMO_GROUP = "Демонстраційні облікові записи"


class Role(StrEnum):
    EDITOR = "editor"
    MODERATOR = "moderator"
    SCREENER = "screener"
    COORDINATOR = "coordinator"
    AUDITOR = "auditor"
    ADMIN = "admin"


@dataclass(frozen=True)
class DemoAccount:
    username: str
    role: Role
    first_name: str
    partner: str = ""  # slug


ACCOUNTS = (
    DemoAccount("admin", Role.ADMIN, "Адміністратор"),
    DemoAccount("coordinator", Role.COORDINATOR, "Координаторка"),
    DemoAccount("auditor", Role.AUDITOR, "Аудиторка"),
    DemoAccount("screener", Role.SCREENER, "Перша читачка листів"),
    DemoAccount("editor.mission", Role.EDITOR, "Редактор Представництва", "mission"),
    DemoAccount("moderator.mission", Role.MODERATOR, "Модераторка Представництва", "mission"),
    DemoAccount("editor.pen", Role.EDITOR, "Редакторка ПЕН", "pen"),
    DemoAccount("moderator.pen", Role.MODERATOR, "Модератор ПЕН", "pen"),
    DemoAccount("editor.zmina", Role.EDITOR, "Редакторка ZMINA", "zmina"),
    DemoAccount("moderator.zmina", Role.MODERATOR, "Модератор ZMINA", "zmina"),
    DemoAccount("editor.embassy", Role.EDITOR, "Редакторка посольства", "embassy-czechia"),
)


def demo_accounts():
    return get_user_model().objects.filter(groups__name=DEMO_GROUP)
