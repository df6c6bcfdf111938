"""What the desk is asked to show, as parameters of the address; invalid ones are ignored."""

from collections.abc import Container, Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.models import Locale
from wagtail_localize.models import Translation, TranslationSource

from home.translation.choices import Due, Whose, WorkState
from home.translation.core.read_models.sources import translated_models
from home.translation.desk.deadlines import SOON_DAYS
from home.translation.desk.read_models.work import in_state
from home.translation.matching.search import holds

LONGEST_QUERY = 100  # characters


@dataclass(frozen=True)
class Filters:
    language: str = ""
    state: str = ""
    kind: str = ""
    q: str = ""
    whose: str = ""
    due: str = ""

    @property
    def narrows(self) -> bool:
        return any(asdict(self).values())

    @property
    def address(self) -> dict[str, str]:
        """Return {name: value} of the filters in use, to be carried from page to page."""
        return {name: value for name, value in asdict(self).items() if value}


def read(query: Mapping[str, str]) -> Filters:
    kinds = {model._meta.model_name for model in translated_models()}
    return Filters(
        language=query.get("language", "")[:20],
        state=_one_of(WorkState, query.get("state")),
        kind=_one_of(kinds, query.get("kind")),
        q=query.get("q", "").replace("\x00", "")[:LONGEST_QUERY].strip(),
        whose=_one_of(Whose, query.get("whose")),
        due=_one_of(Due, query.get("due")),
    )


def _one_of(known: Container[str], value: str | None) -> str:
    return value if value and value in known else ""


def narrow(translations: QuerySet[Translation], filters: Filters, user: User) -> QuerySet[Translation]:
    """Return the translations that match the filters."""
    if filters.kind:
        translations = translations.filter(source__specific_content_type__model=filters.kind)
    if filters.q:
        translations = translations.filter(source__in=_titled(filters.q))
    if filters.whose == Whose.MINE:
        translations = translations.filter(Q(desk__assignee=user) | Q(desk__reviewer=user))
    if filters.whose == Whose.NOBODY:
        translations = translations.filter(desk__assignee=None)
    if filters.due:
        translations = translations.filter(desk__due__lt=_end_of(filters.due))
    return in_state(translations, filters.state) if filters.state else translations


def _titled(query: str) -> list[int]:
    """Return the pks of the texts whose title contains the query."""
    titles = TranslationSource.objects.values_list("pk", "object_repr")
    return [pk for pk, title in titles if holds(title, query)]


def _end_of(due: str) -> date:
    today = timezone.localdate()
    return today if due == Due.OVERDUE else today + timedelta(days=SOON_DAYS + 1)


def chosen_locales(locales: list[Locale], filters: Filters) -> list[Locale]:
    """Return the language that the filters name, all where they name none of these."""
    return [locale for locale in locales if locale.language_code == filters.language] or locales
