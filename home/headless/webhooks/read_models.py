"""Which subjects were hidden from visitors, and when, as log entries say."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model, QuerySet
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
    """Return {key of a subject: its hidings}. One query of each log, more only where something was hidden."""
    found: dict[str, list[Hiding]] = defaultdict(list)
    for pk, at in _hiding(PageLogEntry, entries).values_list("page_id", "timestamp"):
        language = Page.objects.filter(pk=pk).values_list("locale__language_code", flat=True).first()
        for key in subjects.keys_of({pk}, set()):
            found[key].append(Hiding(at, language or ""))
    columns = ("content_type__app_label", "content_type__model", "object_id", "timestamp")
    for app, model, row, at in _hiding(ModelLogEntry, entries).values_list(*columns):
        for key in subjects.keys_of(set(), {(f"{app}.{model}", row)}):
            found[key].append(Hiding(at, ""))
    return found


def _hiding(log: type[PageLogEntry | ModelLogEntry], entries: Entries) -> QuerySet:
    after, until = entries[log]
    return log.objects.filter(pk__gt=after, pk__lte=until, action__in=subjects.hidings())
