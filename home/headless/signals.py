"""Wakes the follower of the audit log when a change is committed."""

from typing import Any

from django.db import connection, transaction
from django.db.models.signals import post_save
from wagtail.models import ModelLogEntry, PageLogEntry

from home.headless.webhooks.actions.log_follower import wake


def when_logged(created: bool, raw: bool, **_kwargs: Any) -> None:
    if created and not raw and not _will_wake():
        # Robust: the change is committed, whether subscribers are told now or a minute later.
        transaction.on_commit(wake, robust=True)


def _will_wake() -> bool:
    return any(callback[1] is wake for callback in connection.run_on_commit)


def connect() -> None:
    for log in (PageLogEntry, ModelLogEntry):
        post_save.connect(when_logged, sender=log, dispatch_uid="headless follower")
