"""Entries of the audit log, in few queries: Wagtail takes up to four for each, imports write thousands."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import groupby
from typing import Any

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import Model
from django.db.models.signals import post_save
from django.utils import timezone
from wagtail.log_actions import get_active_log_context, log, registry
from wagtail.models import Page

from home.caching.transaction_marks import Mark, marks_of

_together: ContextVar[bool] = ContextVar("log entries that wait", default=False)


class Waiting(Mark):
    """An entry that is written at the end of the block, unless its change was rolled back in it."""

    def __init__(self, entry: Any) -> None:
        super().__init__(id(entry))
        self.entry = entry


def note(thing: Model, action: str, *, by: User | None, **said: Any) -> None:
    """Write an entry as `wagtail.log_actions.log` does; within `logged_together` at its end."""
    if not _together.get():
        log(thing, action, user=by, **said)
        return
    entry = _entry(thing, action, by, said)
    entry.clean()  # an action that nobody registered is refused; the rest the database refuses
    transaction.on_commit(Waiting(entry))


@contextmanager
def logged_together() -> Iterator[None]:
    """Write what is noted in this block at its end, in one insert a log. Call it inside a transaction."""
    before = {id(mark) for mark in marks_of(Waiting)}
    token = _together.set(True)
    try:
        yield
    finally:
        _together.reset(token)
    _write([mark.entry for mark in marks_of(Waiting) if id(mark) not in before])


def _entry(thing: Model, action: str, by: User | None, said: dict[str, Any]) -> Any:
    model = registry.get_log_model_for_instance(thing)
    context = get_active_log_context()
    about = {"page": thing} if isinstance(thing, Page) else {"object_id": str(thing.pk)}
    return model(
        **about,
        content_type=ContentType.objects.get_for_model(thing, for_concrete_model=False),
        label=model.objects.get_instance_title(thing),
        action=action,
        timestamp=timezone.now(),
        user=by or context.user,
        uuid=context.uuid,
        **said,
    )


def _write(entries: list[Any]) -> None:
    """An insert of many tells nobody, so those who follow the log are told here."""
    by_log: Any = groupby(sorted(entries, key=lambda entry: type(entry).__name__), key=type)
    for model, rows in by_log:
        for entry in model.objects.bulk_create(rows):
            how = {"created": True, "raw": False, "update_fields": None, "using": connection.alias}
            post_save.send(sender=model, instance=entry, **how)
