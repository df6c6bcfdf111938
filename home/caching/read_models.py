"""Values kept in the process as long as nothing they were made from has changed.

Each cache has a name and a row with a number. Whoever changes something calls `bump(name)` in the same
transaction; whoever reads compares the number, in one query per request. So a committed change shows on the
very next request to any process, and a change that was rolled back leaves nothing behind: numbers are random
and never reused.
"""

import secrets
from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from functools import partial, update_wrapper
from typing import Any, Generic, TypeVar

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest
from django.utils import timezone

from home.caching.transaction_marks import Mark, marks_of
from home.models import Generation

ATTRIBUTE = "_generations"
# For all that the public site shows; nearly every change renews it (home.headless.answers.read_models).
CONTENT = "content"
# What saving a draft writes to the row of what is public, besides the draft itself: no visitor reads it.
OF_DRAFTS = {
    *("latest_revision", "latest_revision_created_at", "draft_title", "has_unpublished_changes"),
    "wagtail_admin_comments",
}


class Numbers(dict[str, int]):
    """Every cache's number by its name; `bumped_at` holds by name when it was bumped."""

    def __init__(self, rows: Iterable[tuple[str, int, datetime | None]]) -> None:
        super().__init__({name: number for name, number, _at in rows})
        self.bumped_at = {name: at for name, _number, at in rows}


def current() -> Numbers:
    """Return the Numbers, in one query; a cache never bumped is absent."""
    for mark in marks_of(Bumped):
        mark.is_read = True
    return Numbers(list(Generation.objects.values_list("name", "number", "bumped_at")))


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
    new = {"number": secrets.randbits(62), "bumped_at": timezone.now()}
    if not Generation.objects.filter(name=name).update(**new):
        Generation.objects.update_or_create(name=name, defaults=new)


class Bumped(Mark):
    """This transaction has renewed the number of that name; has it read the numbers since?"""

    is_read = False


def bump_once(name: str) -> None:
    """Like `bump`, for a number that nearly every change renews: one query per transaction.

    Until somebody has read the numbers in this transaction, bumping twice says no more than once.
    """
    if any(mark.key == name and not mark.is_read for mark in marks_of(Bumped)):
        return
    bump(name)
    if transaction.get_connection().in_atomic_block:
        transaction.on_commit(Bumped(name))


def lock(name: str) -> None:
    """Let everybody else who changes what hangs on `name` wait until this transaction ends."""
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

    So a request pays one query however many values it reads.
    """

    def __init__(self, name: str, build: Callable[..., Result]):
        update_wrapper(self, build)
        self.name, self.build = name, build
        self.kept: dict[tuple[Any, ...], tuple[int | None, Result]] = {}

    def __call__(self, *arguments: Any, generations: Numbers) -> Result:
        number = generations.get(self.name)
        found = self.kept.get(arguments)
        if found is None or found[0] != number:  # another thread may put an older one in its place meanwhile
            found = self.kept[arguments] = number, self.build(*arguments)
        return found[1]

    def last(self, *arguments: Any) -> Result | None:
        """Return what was read last, whatever has changed since, without a query; None for nothing."""
        return self.kept[arguments][1] if arguments in self.kept else None

    def forget(self) -> None:
        self.kept.clear()


def memoized_for(name: str) -> Callable[[Callable[..., Result]], Memoized[Result]]:
    """Keep a function's results in the process, by its arguments, for one generation of `name`."""
    return partial(Memoized, name)
