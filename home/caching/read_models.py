"""Values kept in the process as long as nothing they were made from has changed.

Each cache has a name and a row with a number. Whoever changes something calls `bump(name)` in the same
transaction; whoever reads compares the number, in one query per request. So a committed change shows on the
very next request to any process, and a change that was rolled back leaves nothing behind: numbers are random
and never reused.

One change may show later: what only adds, hundreds of times a minute (`renewing_soon`). Its number is stored
with the moment, at most SOON ahead, from which it holds for readers; until then the number before it does. So
who adds has nothing to come back for: killed, it has said already when to renew. Each addition gets a number
of its own, or a page made after that moment and before a late commit would hold for both. Whatever hides or
corrects somebody renews at once, and all that waits with it.
"""

import secrets
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from functools import partial, update_wrapper
from inspect import signature
from typing import Any, Generic, TypeVar

from django.db import transaction
from django.db.models import F, Model, QuerySet
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest
from django.utils import timezone

from home.caching.transaction_marks import Mark, marks_of
from home.models import Generation
from home.written_once import written_once

ATTRIBUTE = "_generations"
# For all that the public site shows; nearly every change renews it (home.headless.answers.read_models).
CONTENT = "content"
# For what it shows besides people, of whom most changes are: renewed with CONTENT by each that is not.
BESIDE_PEOPLE = "beside people"
# What saving a draft writes to the row of what is public, besides the draft itself: no visitor reads it.
OF_DRAFTS = {
    *("latest_revision", "latest_revision_created_at", "draft_title", "has_unpublished_changes"),
    "wagtail_admin_comments",
}
SOON = timedelta(seconds=5)

_adds_only: ContextVar[bool] = ContextVar("what is changed only adds", default=False)


class Numbers(dict[str, int]):
    """Every cache's number by its name; `bumped_at` holds by name when it was bumped.

    `waiting` are the moments from which others hold, none for whoever takes the newest (`now` is None).
    """

    def __init__(self, rows: Iterable[Generation], now: datetime | None) -> None:
        super().__init__()
        self.bumped_at: dict[str, datetime | None] = {}
        self.waiting: list[datetime] = []
        for row in rows:
            self[row.name], self.bumped_at[row.name] = row.number, row.bumped_at
            if now and row.bumped_at and row.bumped_at > now and row.before is not None:
                self[row.name] = row.before
                self.waiting.append(row.bumped_at)


def current() -> Numbers:
    """Return the Numbers, in one query; a cache never bumped is absent.

    Whoever is in a transaction takes the newest: it sees its own changes, and leaves behind nothing that was
    read before a rollback under a number that holds.
    """
    for mark in marks_of(Bumped):
        mark.is_read = True
    now = None if transaction.get_connection().in_atomic_block else timezone.now()
    return Numbers(_numbers().ask(), now)


@written_once
def _numbers() -> QuerySet[Generation]:
    return Generation.objects.all()


def generations_of(request: HttpRequest) -> Numbers:
    """Return `current()` as it was when this request first asked."""
    if not hasattr(request, ATTRIBUTE):
        setattr(request, ATTRIBUTE, current())
    return getattr(request, ATTRIBUTE)


def bump(name: str) -> None:
    """Invalidate every value kept under `name`, in this and all other processes.

    Call it inside the transaction of the change, as its last step: on PostgreSQL the row stays locked
    until the transaction ends.
    """
    new = {"number": secrets.randbits(62), "bumped_at": timezone.now(), "before": None}
    if not Generation.objects.filter(name=name).update(**new):
        Generation.objects.update_or_create(name=name, defaults=new)


def _bump_soon(name: str) -> None:
    """Like `bump`, from a moment on that stays while others add; the first number of all holds at once."""
    new, now = secrets.randbits(62), timezone.now()
    of_name = Generation.objects.filter(name=name)
    if of_name.filter(bumped_at__gt=now).update(number=new):
        return
    if not of_name.update(number=new, before=F("number"), bumped_at=now + SOON):
        bump(name)


@contextmanager
def renewing_soon() -> Iterator[None]:
    """Let `bump_once` renew within SOON: this block only adds, and hides or corrects nothing."""
    token = _adds_only.set(True)
    try:
        yield
    finally:
        _adds_only.reset(token)


def renew_what_waits() -> None:
    """Let all that was added show now: whoever added it is done."""
    waiting = Generation.objects.filter(before__isnull=False, bumped_at__gt=timezone.now())
    for name in list(waiting.values_list("name", flat=True)):
        bump(name)


class Bumped(Mark):
    """This transaction has renewed the number of that name; has it read the numbers since?"""

    is_read = False

    def __init__(self, name: str, *, is_at_once: bool) -> None:
        super().__init__(name)
        self.is_at_once = is_at_once


def bump_once(name: str) -> None:
    """Like `bump`, for a number that nearly every change renews: one query per transaction.

    Until somebody has read the numbers in this transaction, bumping twice says no more than once.
    """
    is_at_once = not _adds_only.get()
    done = [mark for mark in marks_of(Bumped) if mark.key == name and not mark.is_read]
    if any(mark.is_at_once or not is_at_once for mark in done):
        return
    bump(name) if is_at_once else _bump_soon(name)
    if transaction.get_connection().in_atomic_block:
        transaction.on_commit(Bumped(name, is_at_once=is_at_once))


def lock(name: str) -> None:
    """Let all others who change what hangs on `name` wait until this transaction ends; on SQLite they do."""
    if not transaction.get_connection().features.has_select_for_update:
        return
    of_name = Generation.objects.select_for_update().filter(name=name)
    if not of_name.first():
        Generation.objects.get_or_create(name=name, defaults={"number": secrets.randbits(62)})
        of_name.get()


def tells_a_draft(update_fields: Collection[str] | None = None, **_kwargs: Any) -> bool:
    """Say whether a signal tells that a draft was saved, beside which the public thing stays as it is."""
    return update_fields is not None and OF_DRAFTS.issuperset(update_fields)


def bump_when_changed(name: str, *models: type[Model]) -> None:
    """Bump `name` whenever a row of these models is saved or deleted. Call in AppConfig.ready."""

    def forget(**how: Any) -> None:
        if not tells_a_draft(**how):
            bump(name)

    for model in models:
        for signal in (post_save, post_delete):
            signal.connect(forget, sender=model, weak=False, dispatch_uid=f"{name} {model._meta.label}")


Result = TypeVar("Result")


class Memoized(Generic[Result]):
    """A function that keeps its results. It takes one more argument, what `generations_of(request)` returned.

    So a request pays one query however many values it reads. A function with a parameter `generations` is
    told them, for other such values that it is made of: the names of theirs are then its own, too.
    """

    def __init__(self, names: tuple[str, ...], build: Callable[..., Result]):
        update_wrapper(self, build)
        self.names, self.build = names, build
        self.tells_numbers = "generations" in signature(build).parameters
        self.kept: dict[tuple[Any, ...], tuple[list[int | None], Result]] = {}

    def __call__(self, *arguments: Any, generations: Numbers) -> Result:
        numbers = [generations.get(name) for name in self.names]
        found = self.kept.get(arguments)
        if found is None or found[0] != numbers:  # another thread may put an older one in its place meanwhile
            told = {"generations": generations} if self.tells_numbers else {}
            found = self.kept[arguments] = numbers, self.build(*arguments, **told)
        return found[1]

    def if_kept(self, *arguments: Any, generations: Numbers) -> Result | None:
        """Return what a call would, or None where that would have to be made first."""
        numbers, result = self.kept.get(arguments, (None, None))
        return result if numbers == [generations.get(name) for name in self.names] else None

    def last(self, *arguments: Any) -> Result | None:
        """Return what was read last, whatever has changed since, without a query; None for nothing."""
        return self.kept[arguments][1] if arguments in self.kept else None

    def forget(self) -> None:
        self.kept.clear()


def memoized_for(*names: str) -> Callable[[Callable[..., Result]], Memoized[Result]]:
    """Keep a function's results in the process, by its arguments, for one generation of each of `names`."""
    return partial(Memoized, names)
