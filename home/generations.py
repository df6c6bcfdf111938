"""Values kept in the process for as long as nothing they were made from has changed.

Each cache has a name and a row with a number. Whoever changes something calls `bump(name)` in the same
transaction; whoever reads compares the number, in one query per request. So a committed change shows on the
very next request of any process, and a change that was rolled back leaves nothing behind: numbers are random,
never used twice.
"""

import secrets
from functools import wraps

from django.db.models.signals import post_delete, post_save

from home.models import Generation

ATTRIBUTE = "_generations"


def current():
    """Return every cache's number by its name, in one query; a cache never bumped is absent."""
    return dict(Generation.objects.values_list("name", "number"))


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
    Generation.objects.update_or_create(name=name, defaults={"number": secrets.randbits(62)})


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

        read.forget = kept.clear
        return read

    return wrap
