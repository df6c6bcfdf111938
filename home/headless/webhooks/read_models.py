"""Which subjects were hidden from visitors, and when, as log entries say."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Model, Q, QuerySet
from wagtail.models import ModelLogEntry, Page, PageLogEntry

from home.headless.webhooks import subjects
from home.headless.webhooks.changes import State

Entries = Mapping[type[Model], tuple[int, int]]  # log -> after which number, and up to which


@dataclass(frozen=True)
class Hiding:
    """When something was hidden; `language` is that of a page, "" where the whole subject was."""

    at: datetime
    language: str

    def was_seen(self, state: State, noted_at: datetime | None) -> bool:
        """Say whether visitors of what is public now saw it go since it was last noted."""
        is_new = noted_at is None or noted_at < self.at
        return is_new and (self.language in state.pages if self.language else state.is_public)


def hidings_among(entries: Entries) -> dict[str, list[Hiding]]:
    """Return {key of a subject: its hidings}. One query of each log, three more where pages were hidden."""
    found: dict[str, list[Hiding]] = defaultdict(list)
    for key, hiding in (*_of_pages(entries), *_of_rows(entries)):
        found[key].append(hiding)
    return found


def _of_pages(entries: Entries) -> Iterator[tuple[str, Hiding]]:
    """Yield of each page that was hidden, and of all below one that was put behind a login."""
    logged = list(_hiding(PageLogEntry, entries).values_list("page_id", "action", "timestamp"))
    if not logged:
        return
    paths = dict(Page.objects.filter(pk__in={pk for pk, *_rest in logged}).values_list("pk", "path"))
    above = {paths[pk] for pk, action, _at in logged if pk in paths and action in subjects.HIDINGS_BELOW}
    pages = Page.objects.filter(reduce(or_, (Q(path__startswith=path) for path in above), Q(pk__in=paths)))
    keys = subjects.keys_of_pages(pages)
    hidden = list(pages.values_list("pk", "path", "locale__language_code"))
    for page, action, at in logged:
        reaches_below = action in subjects.HIDINGS_BELOW and page in paths
        for pk, path, language in hidden:
            if pk in keys and (pk == page or (reaches_below and path.startswith(paths[page]))):
                yield keys[pk], Hiding(at, language)


def _of_rows(entries: Entries) -> Iterator[tuple[str, Hiding]]:
    columns = ("content_type__app_label", "content_type__model", "object_id", "timestamp")
    logged = [
        ((f"{app}.{model}", row), at)
        for app, model, row, at in _hiding(ModelLogEntry, entries).values_list(*columns)
    ]
    keys = subjects.keys_of_rows({row for row, _at in logged})
    return ((keys[row], Hiding(at, "")) for row, at in logged if row in keys)


def _hiding(log: type[PageLogEntry | ModelLogEntry], entries: Entries) -> QuerySet:
    after, until = entries[log]
    return log.objects.filter(pk__gt=after, pk__lte=until, action__in=subjects.hidings())
