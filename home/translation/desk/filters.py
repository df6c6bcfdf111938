"""What the desk is asked to show, as it stands in the address; what it cannot mean is ignored."""

from dataclasses import asdict, dataclass
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from wagtail_localize.models import TranslationSource

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
    def narrows(self):
        return any(asdict(self).values())

    @property
    def address(self):
        """Return {name: value} of what is asked for, to be carried from page to page."""
        return {name: value for name, value in asdict(self).items() if value}


def read(query):
    kinds = {model._meta.model_name for model in translated_models()}
    return Filters(
        language=query.get("language", "")[:20],
        state=_one_of(WorkState, query.get("state")),
        kind=_one_of(kinds, query.get("kind")),
        q=query.get("q", "").replace("\x00", "")[:LONGEST_QUERY].strip(),
        whose=_one_of(Whose, query.get("whose")),
        due=_one_of(Due, query.get("due")),
    )


def _one_of(known, value):
    return value if value in known else ""


def narrow(translations, filters, user):
    """Return those of the translations that the filters ask for."""
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


def _titled(query):
    """Return the pks of the texts whose title holds the query."""
    titles = TranslationSource.objects.values_list("pk", "object_repr")
    return [pk for pk, title in titles if holds(title, query)]


def _end_of(due):
    today = timezone.localdate()
    return today if due == Due.OVERDUE else today + timedelta(days=SOON_DAYS + 1)


def chosen_locales(locales, filters):
    """Return the languages that the filters ask for, all where they name none of these."""
    return [locale for locale in locales if locale.language_code == filters.language] or locales
