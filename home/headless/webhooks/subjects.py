"""What is public, by subjects: apps provide it (`webhook_subjects`) to the follower of the log.

A key names a subject permanently, e.g. "prisoner:12"; its address may change, the key never does.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from wagtail.models import Page

from home.headless.webhooks.changes import State
from home.registry import provided

# Wagtail's actions that hide a page, or a row, from visitors.
HIDINGS = ("wagtail.unpublish", "wagtail.view_restriction.create")
# Those that hide what lies below the page as well.
HIDINGS_BELOW = ("wagtail.view_restriction.create",)
# Stands for all subjects, where a log entry may change anything public.
EVERYTHING = "*"
Row = tuple[str, str]  # label of the model, key of the row


@dataclass(frozen=True)
class Provider:
    # Which subjects a log entry may be about: ids of pages, and rows.
    keys_of: Callable[[set[int], set[Row]], set[str]]
    # What is public of these now; subjects that aren't public are absent.
    look: Callable[[Iterable[str]], dict[str, State]]
    # The same for all subjects, without facts and the places that show them: few queries for everything.
    outline: Callable[[], dict[str, State]]
    # Subjects that may have changed with the calendar since that day, though nobody acted.
    due_since: Callable[[date], set[str]]
    # Which subject a page, or a row, itself is: {id of the page: key}, and {row: key}; others are absent.
    keys_of_pages: Callable[[QuerySet[Page]], dict[int, str]]
    keys_of_rows: Callable[[Iterable[Row]], dict[Row, str]]
    # Actions of log entries that hide the subject of a row from visitors at once; Wagtail's are known here.
    hidings: Collection[str] = ()


def providers() -> list[Provider]:
    return provided("webhook_subjects")


def keys_of(page_ids: set[int], rows: set[Row]) -> set[str]:
    return {key for provider in providers() for key in provider.keys_of(page_ids, rows)}


def keys_of_pages(pages: QuerySet[Page]) -> dict[int, str]:
    return {pk: key for provider in providers() for pk, key in provider.keys_of_pages(pages).items()}


def keys_of_rows(rows: Iterable[Row]) -> dict[Row, str]:
    return {row: key for provider in providers() for row, key in provider.keys_of_rows(rows).items()}


def look(keys: Iterable[str]) -> dict[str, State]:
    return {key: state for provider in providers() for key, state in provider.look(keys).items()}


def outline() -> dict[str, State]:
    return {key: state for provider in providers() for key, state in provider.outline().items()}


def due_since(day: date) -> set[str]:
    return {key for provider in providers() for key in provider.due_since(day)}


def hidings() -> set[str]:
    return {action for provider in providers() for action in (*HIDINGS, *provider.hidings)}
