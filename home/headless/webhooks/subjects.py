"""What is public, by subjects: apps that know provide it (`webhook_subjects`), the follower of the log asks.

A key names a subject for good, e.g. "prisoner:12"; its address may change, the key never does.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from home.headless.webhooks.changes import State
from home.registry import provided

# Stands for all subjects: what a log entry is about may change what is public anywhere.
EVERYTHING = "*"


@dataclass(frozen=True)
class Provider:
    # Which subjects a log entry may be about: ids of pages, and (label of the model, key of the row).
    keys_of: Callable[[set[int], set[tuple[str, str]]], set[str]]
    # What is public of these now; what is not is absent.
    look: Callable[[Iterable[str]], dict[str, State]]
    # The same of all subjects, without facts and without what shows them: few queries for everything.
    outline: Callable[[], dict[str, State]]
    # Subjects that may have changed with the calendar since that day, though nobody acted.
    due_since: Callable[[date], set[str]]


def providers() -> list[Provider]:
    return provided("webhook_subjects")


def keys_of(page_ids, rows):
    return {key for provider in providers() for key in provider.keys_of(page_ids, rows)}


def look(keys):
    return {key: state for provider in providers() for key, state in provider.look(keys).items()}


def outline():
    return {key: state for provider in providers() for key, state in provider.outline().items()}


def due_since(day):
    return {key for provider in providers() for key in provider.due_since(day)}
