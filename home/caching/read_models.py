"""Values kept in the process for as long as nothing they were made from has changed.

Each cache has a name and a row with a number. Whoever changes something calls `bump(name)` in the same
transaction; whoever reads compares the number, in one query per request. So a committed change shows on the
very next request of any process, and a change that was rolled back leaves nothing behind: numbers are random,
never used twice.
"""

import secrets
from functools import wraps

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.utils import timezone

from home.models import Generation

ATTRIBUTE = "_generations"
# Of all that the public site shows; nearly every change renews it (home.headless.answers.read_models).
CONTENT = "content"


class Numbers(dict):
    """Every cache's number by its name; `bumped_at` tells by the name when that was."""

    def __init__(self, rows):
        super().__init__({name: number for name, number, _at in rows})
        self.bumped_at = {name: at for name, _number, at in rows}


def current():
    """Return the Numbers, in one query; a cache never bumped is absent."""
    for mark in _marks():
        mark.is_read = True
    return Numbers(list(Generation.objects.values_list("name", "number", "bumped_at")))


def generations_of(request):
    """Return `current()` as it was when this request first asked."""
    if not hasattr(request, ATTRIBUTE):
        setattr(request, ATTRIBUTE, current())
    return getattr(request, ATTRIBUTE)


def bump(name):
    """Make every value kept under `name` worthless, in this and all other processes.

    Call it inside the transaction of the change, as its last step: on PostgreSQL the row stays locked
    until the transaction ends.
    """
    new = {"number": secrets.randbits(62), "bumped_at": timezone.now()}
    if not Generation.objects.filter(name=name).update(**new):
        Generation.objects.update_or_create(name=name, defaults=new)


class Mark:
    """Waits among the callbacks of a transaction, which forgets it when what it stands for is rolled back."""

    def __init__(self, name):
        self.name, self.is_read = name, False

    def __call__(self):
        """Nothing is left to do once it is committed."""


def _marks():
    callbacks = transaction.get_connection().run_on_commit
    return [callback for _savepoints, callback, _robust in callbacks if isinstance(callback, Mark)]


def bump_once(name):
    """Like `bump`, for a number that nearly every change renews: one query a transaction.

    Until somebody has read the numbers in this transaction, to renew one twice says no more than once.
    """
    if any(mark.name == name and not mark.is_read for mark in _marks()):
        return
    bump(name)
    if transaction.get_connection().in_atomic_block:
        transaction.on_commit(Mark(name))


def bump_when_changed(name, *models):
    """Bump `name` whenever a row of these models is saved or deleted. Call in AppConfig.ready."""

    def forget(**_kwargs):
        bump(name)

    for model in models:
        for signal in (post_save, post_delete):
            signal.connect(forget, sender=model, weak=False, dispatch_uid=f"{name} {model._meta.label}")


def memoized_for(name):
    """Keep a function's results in the process, by its arguments, for one generation of `name`.

    The wrapped function takes one argument more, `generations` (what `generations_of(request)` returned),
    so that a request pays one query however many values it reads.
    """

    def wrap(build):
        kept = {}

        @wraps(build)
        def read(*arguments, generations):
            number = generations.get(name)
            if arguments not in kept or kept[arguments][0] != number:
                kept[arguments] = number, build(*arguments)
            return kept[arguments][1]

        def last(*arguments):
            """Return what was read last, whatever has changed since, without a query; None for nothing."""
            return kept[arguments][1] if arguments in kept else None

        read.forget, read.last = kept.clear, last
        return read

    return wrap
