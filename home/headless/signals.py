"""Wakes the follower of the audit log once a change is committed."""

from django.db import connection, transaction
from django.db.models.signals import post_save
from wagtail.models import ModelLogEntry, PageLogEntry

from home.headless.webhooks.actions.log_follower import wake


def when_logged(created, raw, **_kwargs):
    if created and not raw and not _will_wake():
        # Robust: a change that is committed is done, whether anybody is told of it now or a minute later.
        transaction.on_commit(wake, robust=True)


def _will_wake():
    return any(function is wake for _savepoints, function, *_rest in connection.run_on_commit)


def connect():
    for log in (PageLogEntry, ModelLogEntry):
        post_save.connect(when_logged, sender=log, dispatch_uid="headless follower")
