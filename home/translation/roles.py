"""Roles in a language: which rights of `choices.Right` make one. Pure."""

from django.utils.translation import gettext_lazy as _

from home.staff.roles import DemoAccount, Duty, Role, RoleKind
from home.translation.choices import Right

ROLES = (
    Role(
        "translator",
        RoleKind.LANGUAGE,
        _("translator"),
        _("Translates pages and words into the languages given to them."),
        (
            DemoAccount("translator.en", "Перекладачка англійською", languages=("en",)),
            DemoAccount("translator.crh", "Перекладач кримськотатарською", languages=("crh",)),
        ),
        guide="page-translator",
        rights=(Right.TRANSLATE,),
    ),
    Role(
        "reviewer",
        RoleKind.LANGUAGE,
        _("reviewer"),
        _("Reviews what somebody else translated, and publishes it."),
        (DemoAccount("reviewer.en", "Редактор англійських текстів", languages=("en",)),),
        guide="page-reviewer",
        rights=(Right.REVIEW, Right.PUBLISH),
    ),
)
DUTIES = tuple(
    Duty(_("Translations of pages"), right.label, tuple(role for role in ROLES if right in role.rights))
    for right in Right
)
