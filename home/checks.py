"""What must be true of a project before its first request, and rules that our models keep."""

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from modelcluster.models import ClusterableModel, get_all_child_relations
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import DraftStateMixin, Page, TranslatableMixin

from home.models import BasePage
from home.settings.requirements import START, Condition, Needed, Unwanted, broken, faults_of_middleware

logger = logging.getLogger(__name__)

OUR_APPS = ("home", "translation", "headless", "prisoner_pages", "letters")
# Wagtail's own fields of a page or word: no text, and never copied between languages.
WAGTAILS_OWN = {
    *(
        "id",
        "path",
        "depth",
        "numchild",
        "content_type",
        "owner",
        "locale",
        "translation_key",
        "show_in_menus",
    ),
    *("first_published_at", "last_published_at", "go_live_at", "expire_at", "wagtail_admin_comments"),
}
# Blocks whose text the desk can extract and put back, and blocks that hold no text.
KNOWN_BLOCKS = (
    *(blocks.CharBlock, blocks.TextBlock, blocks.RichTextBlock, blocks.URLBlock, blocks.EmailBlock),
    *(blocks.StructBlock, blocks.ListBlock, blocks.StreamBlock, ImageBlock, blocks.ChooserBlock),
    *(blocks.BooleanBlock, blocks.ChoiceBlock, blocks.IntegerBlock, blocks.DecimalBlock, blocks.DateBlock),
)
WITH_PARTS = blocks.StructBlock | blocks.StreamBlock


def stand_before(other: str, installed: Sequence[str]) -> bool:
    ours = [place for place, name in enumerate(installed) if name.partition(".")[0] in OUR_APPS]
    theirs = [place for place, name in enumerate(installed) if name.startswith(other)]
    return max(ours) < min(theirs)


def formatters_of(logging: dict[str, Any]) -> set[str | None]:
    """Return what writes the lines of a LOGGING: classes, None where a handler writes them as they come."""
    formatters = {name: each.get("()") for name, each in logging.get("formatters", {}).items()}
    handlers = logging.get("handlers", {}).values()
    writing = (each for each in handlers if each.get("class") != "logging.NullHandler")
    return {*formatters.values(), *(formatters.get(each.get("formatter")) for each in writing)}


SITE_ROLES = {"public", "staff", "all"}
# Storages from which nobody gets a file by its address alone.
PRIVATE_STORAGES = {"home.storage.PrivateFiles", "home.storage.Bucket"}
SAFE_FORMATTER = "home.site.middleware.request_log.SafeFormatter"
SHELL = "home.site.context_processors.shell"
CONDITIONS = (
    Condition(
        "home.E011",
        "SITE_ROLE must be public, staff or all.",
        "Set SITE_ROLE in the settings, or take it out for one process that is both.",
        lambda s: s.SITE_ROLE in SITE_ROLES,
    ),
    Condition(
        "home.E012",
        "The Content-Security-Policy for visitors or for staff is missing.",
        "CONTENT_SECURITY_POLICY comes with `from letters.settings import *`.",
        lambda s: bool(getattr(s, "CONTENT_SECURITY_POLICY", None) and s.STAFF_CONTENT_SECURITY_POLICY),
    ),
    Condition(
        "home.E013",
        "Log lines may hold addresses and words of visitors.",
        f"`from letters.settings import *` sets LOGGING; every handler in it must write by {SAFE_FORMATTER}.",
        lambda s: formatters_of(s.LOGGING) == {SAFE_FORMATTER},
    ),
    Condition(
        "home.E014",
        "No page has its frame: menu, languages and contact.",
        f"Add {SHELL} to the context_processors of TEMPLATES.",
        lambda s: any(SHELL in each.get("OPTIONS", {}).get("context_processors", ()) for each in s.TEMPLATES),
    ),
    Condition(
        "home.E016",
        "Originals of pictures lie where everybody can fetch them, or what is shown of them lies nowhere.",
        "Take `default` and `renditions` of STORAGES from home.settings.storage.file_storages.",
        lambda s: s.STORAGES["default"]["BACKEND"] in PRIVATE_STORAGES and "renditions" in s.STORAGES,
    ),
    Condition(
        "home.E017",
        "Templates of Wagtail's admin win over ours.",
        "Name our apps before wagtail.admin in INSTALLED_APPS.",
        lambda s: stand_before("wagtail.admin", s.INSTALLED_APPS),
    ),
)
# App that must not be installed -> why.
NEVER_INSTALLED = {
    "django.contrib.admin": "Django's admin is a second door that none of our guards stand at",
    "wagtail.api.v3": "it writes, and its preview may break in any release",
    "wagtail.contrib.simple_translation": "it copies pages past the rights of their partner",
    "wagtail.contrib.forms": "a letter is never a form submission kept in clear",
}
SESSION = "django.contrib.sessions.middleware.SessionMiddleware"
INPUT_GUARD = "home.site.middleware.input_guard.InputGuard"
SECURITY_HEADERS = "home.site.middleware.response_headers.SecurityHeaders"
LANGUAGE = "home.site.middleware.language.LanguageMiddleware"
MIDDLEWARE = (
    Needed(
        "home.E021",
        "home.site.middleware.request_log.RequestLog",
        "writes a line of each request, and nothing of who asked",
        before=(SECURITY_HEADERS, INPUT_GUARD),
    ),
    Needed(
        "home.E022",
        SECURITY_HEADERS,
        "tells the browser what may run and what may be kept",
        after=("django.middleware.security.SecurityMiddleware",),
        before=(INPUT_GUARD,),
    ),
    Needed(
        "home.E023",
        INPUT_GUARD,
        "refuses what no honest form or link sends, before a view or the database meets it",
        before=(SESSION, LANGUAGE),
    ),
    Needed(
        "home.E024",
        LANGUAGE,
        "answers in the language of the address, and only in those whose first page is live",
        after=(SESSION,),
        before=("django.middleware.common.CommonMiddleware",),
    ),
    Needed(
        "home.E026",
        "home.staff.middleware.StaffSessions",
        "keeps sessions of staff open by use, and what they typed when one is over",
        after=(SESSION, "django.contrib.auth.middleware.AuthenticationMiddleware"),
        only_for_staff=True,
    ),
    Needed(
        "home.E027",
        "home.login.middleware.SecondStep",
        "keeps everybody out who has not logged in with a second step",
        # A form whose session is over goes back to its sender first.
        after=("allauth.account.middleware.AccountMiddleware", "home.staff.middleware.StaffSessions"),
        before=("django.contrib.messages.middleware.MessageMiddleware",),
        only_for_staff=True,
    ),
    Needed(
        "home.E029",
        "home.site.middleware.health.HealthAnswers",
        "tells a balancer whether this process is well, by whatever name and scheme it is asked",
        after=("home.site.middleware.request_log.RequestLog",),
        before=("django.middleware.security.SecurityMiddleware",),
    ),
    Needed(
        "home.E028",
        "home.site.middleware.locked_keys.LockedKeys",
        "says on the page that keys are locked, where something needs them",
        after=(LANGUAGE,),
    ),
    Unwanted(
        "home.E025",
        "django.middleware.locale.LocaleMiddleware",
        "takes the language from a cookie, and shows languages that are not public yet",
        instead=LANGUAGE,
    ),
)


@checks.register(START)
def project_is_ready(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[checks.Error]:
    return [*broken(CONDITIONS), *faults_of_middleware(MIDDLEWARE), *forbidden_apps()]


def forbidden_apps() -> list[checks.Error]:
    return [
        checks.Error(
            f"{name} must not be installed: {why}.", hint="Take it out of INSTALLED_APPS.", id="home.E015"
        )
        for name, why in NEVER_INSTALLED.items()
        if apps.is_installed(name)
    ]


def refuse_unsafe_start() -> None:
    """Raise ImproperlyConfigured with all that is wrong; a server calls it before it listens.

    Warnings are logged.
    """
    found = checks.run_checks(tags=[START, checks.Tags.database], databases=["default"])
    errors = [message for message in found if message.is_serious()]
    for message in found:
        if not message.is_serious():
            logger.warning("%s: %s %s", message.id, message.msg, message.hint or "")
    if errors:
        raise ImproperlyConfigured(
            "\n".join(f"{error.id}: {error.msg} {error.hint or ''}" for error in errors)
        )


@checks.register
def pages_keep_the_rules(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[checks.Error]:
    ours = [model for model in apps.get_models() if model._meta.app_label in OUR_APPS]
    pages = [model for model in ours if issubclass(model, Page)]
    translated = [model for model in ours if issubclass(model, TranslatableMixin)]
    return [*faults_of(pages), *undeclared(translated)]


def faults_of(pages: list[type[Page]]) -> list[checks.Error]:
    """Return an error for each page class that is no BasePage or doesn't declare its translation."""
    found = []
    for page in pages:
        if not issubclass(page, BasePage):
            found.append(checks.Error(f"{page.__name__} must extend BasePage.", obj=page, id="home.E001"))
        elif not names_translation(page):
            hint = "Fields that are not named would go to translators by default, numbers and notes included."
            words = f"{page.__name__} must name its translatable_fields."
            found.append(checks.Error(words, hint=hint, obj=page, id="home.E002"))
    return found


def names_translation(page: type[Page]) -> bool:
    own = page.__mro__[: page.__mro__.index(BasePage)]
    return any("translatable_fields" in vars(ancestor) for ancestor in own)


def undeclared(translated: Iterable[type[models.Model]]) -> list[checks.Error]:
    """Return an error for each field that is not translated, synchronised or untouched, or is so twice.

    Also for a name that is no field, a block whose text cannot be extracted, and a model without drafts,
    whose text would be public the moment it is stored.
    """
    return [
        checks.Error(f"{model.__name__}: {words}", obj=model, id=number)
        for model in translated
        for number, words in _faults_of_declaration(model)
    ]


def _faults_of_declaration(model: type[models.Model]) -> Iterator[tuple[str, str]]:
    said = Counter(_said(model))
    fields = _fields(model)
    for name in sorted(fields - set(said)):
        yield "home.E003", f"{name} must be in translatable_fields or untouched_fields."
    for name in sorted(set(said) - fields - WAGTAILS_OWN):
        yield "home.E004", f"{name} is no field of it."
    for name in sorted(name for name, times in said.items() if times > 1):
        yield "home.E005", f"{name} is said twice."
    for name, block in _unknown_blocks(model):
        yield "home.E006", f"the text of {type(block).__name__} in {name} cannot be translated."
    if not issubclass(model, DraftStateMixin):
        yield "home.E007", "a translated model needs DraftStateMixin."


def _said(model: type[models.Model]) -> list[str]:
    translated = [each.field_name for each in getattr(model, "translatable_fields", [])]
    return [*translated, *getattr(model, "untouched_fields", [])]


def _fields(model: type[models.Model]) -> set[str]:
    """Return the names of what an editor can fill, children included."""
    own = {field.name for field in model._meta.get_fields() if _is_editable(field)}
    if issubclass(model, ClusterableModel):
        own |= {relation.get_accessor_name() for relation in get_all_child_relations(model)}
    return own - WAGTAILS_OWN


def _is_editable(field: Any) -> bool:
    return getattr(field, "editable", False) and not field.auto_created and not field.one_to_many


def _unknown_blocks(model: type[models.Model]) -> Iterator[tuple[str, blocks.Block]]:
    for field in model._meta.get_fields():
        if isinstance(field, StreamField):
            for block in blocks_in(field.stream_block):
                if not isinstance(block, KNOWN_BLOCKS):
                    yield field.name, block


def blocks_in(block: blocks.Block) -> Iterator[blocks.Block]:
    """Yield a block and all that it is made of."""
    yield block
    if isinstance(block, WITH_PARTS):
        for child in block.child_blocks.values():
            yield from blocks_in(child)
    elif isinstance(block, blocks.ListBlock):
        yield from blocks_in(block.child_block)
