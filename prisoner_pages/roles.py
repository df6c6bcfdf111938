"""Roles at a partner and for the whole site, and what each may do. Pure.

What takes no permission is asked of the partner's groups (`permissions.partners`).
"""

from django.utils.translation import gettext_lazy as _

from home.staff.roles import DemoAccount, Duty, Role, RoleKind

# --- Roles ---------------------------------------------------------------------------------------
EDITOR = Role(
    "editor",
    RoleKind.PARTNER,
    _("editor"),
    _("Keeps records and tells stories; what they write is public once somebody else has approved it."),
    (
        DemoAccount("editor.mission", "Редактор Представництва", "mission"),
        DemoAccount("editor.pen", "Редакторка ПЕН", "pen"),
        DemoAccount("editor.zmina", "Редакторка ZMINA", "zmina"),
        DemoAccount("editor.embassy", "Редакторка посольства", "embassy-czechia"),
    ),
    guide="editor",
    group="editors",
)
MODERATOR = Role(
    "moderator",
    RoleKind.PARTNER,
    _("moderator"),
    _("Approves what others of the partner wrote, never their own, and reads what is kept closed."),
    (
        DemoAccount("moderator.mission", "Модераторка Представництва", "mission"),
        DemoAccount("moderator.pen", "Модератор ПЕН", "pen"),
        DemoAccount("moderator.zmina", "Модератор ZMINA", "zmina"),
    ),
    guide="moderator",
    group="moderators",
)
ADMINISTRATOR = Role(
    "admin",
    RoleKind.ACCOUNT,
    _("administrator"),
    _("Makes and closes accounts and keeps the settings; approves no text, and opens no letter."),
    (DemoAccount("admin", "Адміністратор"),),
    given_by=_("The first account of the site is one; administrators invite others: Settings, Staff."),
    is_superuser=True,
)
COORDINATOR = Role(
    "coordinator",
    RoleKind.ACCOUNT,
    _("coordinator of the site"),
    _("Works for all partners and keeps what they share; approves no text, and opens no letter."),
    (DemoAccount("coordinator", "Координаторка"),),
    guide="site-coordinator",
    group="coordinators",
)
AUDITOR = Role(
    "auditor",
    RoleKind.ACCOUNT,
    _("auditor"),
    _("Watches what was done, and by whom; changes nothing, and reads no letter."),
    (DemoAccount("auditor", "Аудиторка"),),
    guide="auditor",
    group="auditors",
)
ROLES = (ADMINISTRATOR, COORDINATOR, AUDITOR, EDITOR, MODERATOR)

# --- What each may do ----------------------------------------------------------------------------
WORD_MODELS = ("occupation", "interest", "topic", "casegroup", "chargearticle", "place", "observance")
PEOPLE, SHARED, TRANSLATIONS = _("People, stories and pages"), _("What partners share"), _("Translations")
ACCOUNTS = _("Accounts")


def may(acts: str, *models: str, app: str = "prisoner_pages") -> tuple[str, ...]:
    return tuple(f"{app}.{act}_{model}" for act in acts.split() for model in models)


def on_pages(acts: str) -> tuple[str, ...]:
    return may(acts, "page", app="wagtailcore")


PARTNERS = (EDITOR, MODERATOR)
# An administrator has every permission, and so what coordinators and auditors do by one.
ACROSS = (COORDINATOR, ADMINISTRATOR)
ALL = (*PARTNERS, *ACROSS)
# Nobody at a partner holds `publish_…`: approval publishes (prisoner_pages.stories.actions.approval).
DUTIES = (
    Duty(
        PEOPLE,
        _("write records, stories and pages, and submit them for approval"),
        ALL,
        may("add change", "prisoner") + on_pages("add change"),
    ),
    Duty(PEOPLE, _("approve what somebody else wrote"), (MODERATOR,)),
    Duty(PEOPLE, _("publish pages that tell of nobody"), ACROSS, on_pages("publish")),
    Duty(
        PEOPLE, _("choose and bring in pictures"), ALL, may("add change choose", "image", app="wagtailimages")
    ),
    Duty(PEOPLE, _("lock pages"), (MODERATOR, *ACROSS), on_pages("lock unlock")),
    Duty(PEOPLE, _("lock records"), (MODERATOR, ADMINISTRATOR), may("lock unlock", "prisoner")),
    Duty(PEOPLE, _("prepare an announcement of a release, an exchange or a death"), ALL),
    Duty(PEOPLE, _("confirm an announcement that somebody else prepared"), ALL),
    Duty(PEOPLE, _("take a person out of public view, hold their letters"), ALL),
    Duty(PEOPLE, _("return a person to public view, let their letters go"), (MODERATOR, *ACROSS)),
    Duty(PEOPLE, _("see who gave a basis, and its proof"), PARTNERS),
    Duty(PEOPLE, _("keep copies of sources, and open them"), PARTNERS),
    Duty(
        PEOPLE,
        _("read contacts, proof and notes; each time is logged"),
        (MODERATOR,),
        ("prisoner_pages.access_private",),
    ),
    Duty(
        PEOPLE,
        _("hand a record over to another partner"),
        ACROSS,
        ("prisoner_pages.all_partners",),
    ),
    Duty(
        TRANSLATIONS,
        _("open a language to the public, and close it"),
        ACROSS,
        ("prisoner_pages.all_partners",),
    ),
    Duty(
        PEOPLE,
        _("keep front ends and webhooks"),
        (MODERATOR, *ACROSS),
        may("add change view", "frontend"),
    ),
    Duty(SHARED, _("see partners"), (*ACROSS, AUDITOR), may("view", "partner")),
    Duty(SHARED, _("change partners"), ACROSS, may("change", "partner")),
    Duty(
        SHARED,
        _("arrange menu, footer and contact, send old addresses on"),
        ACROSS,
        ("prisoner_pages.all_partners",),
    ),
    Duty(SHARED, _("add, open and close partners"), ACROSS, ("prisoner_pages.all_partners",)),
    Duty(
        SHARED,
        _("see places of detention and published figures"),
        (*ALL, AUDITOR),
        may("view", "facility", "figure"),
    ),
    Duty(SHARED, _("say how the post stands at a place"), (MODERATOR, *ACROSS)),
    Duty(SHARED, _("note what is told of letters at a place"), ALL),
    Duty(SHARED, _("take or refuse such a note of one’s own partner"), (MODERATOR, *ACROSS)),
    Duty(
        SHARED,
        _("change places of detention, add published figures and take them back"),
        ACROSS,
        may("add change", "facility") + may("add", "figure"),
    ),
    Duty(SHARED, _("propose places of detention and postal addresses"), PARTNERS),
    Duty(SHARED, _("propose words for the lists"), ALL, may("add", *WORD_MODELS)),
    Duty(SHARED, _("change and publish words of the lists"), ACROSS, may("change publish", *WORD_MODELS)),
    Duty(
        ACCOUNTS,
        _("take away a lost second step of login; one asks, another confirms"),
        ACROSS,
        ("home.reset_second_step",),
    ),
    Duty(
        ACCOUNTS,
        _("invite to roles at partners and in languages, close the account of whoever leaves"),
        ACROSS,
        may("manage", "staff", app="home"),
    ),
    Duty(ACCOUNTS, _("invite to roles for the whole site, close such accounts"), (ADMINISTRATOR,)),
    Duty(
        TRANSLATIONS,
        _("give rights in languages, hand out texts, set the rules of languages"),
        ACROSS,
        may("change", "localerole", "translationsettings", app="translation"),
    ),
    Duty(
        TRANSLATIONS,
        _("see the glossary"),
        (*ACROSS, AUDITOR),
        may("view", "glossaryterm", app="translation"),
    ),
    Duty(
        TRANSLATIONS,
        _("change the glossary"),
        ACROSS,
        may("add change delete", "glossaryterm", app="translation"),
    ),
)
