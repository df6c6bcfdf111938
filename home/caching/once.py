"""What counts once, for as long as it could be used again: a form handed on, a proof of work.

Remembered by all processes that share a cache, by a keyed digest; nothing of it reaches a disk.
"""

from datetime import timedelta
from hashlib import blake2b

from django.core.cache import cache

from home.security import proof_of_work
from home.security.keyring import ring


def take(what: str, *, keeps: timedelta, by: str = "") -> bool:
    """Note that `what` was used; return whether it is the first time, or was `by` the same before."""
    name = _name(what)
    return cache.add(name, by, timeout=int(keeps.total_seconds())) or (by != "" and cache.get(name) == by)


def is_proven(proof: str, purpose: str, *, by: str) -> bool:
    """A proof of work counts for one thing; wrong, old or used for another it is as if there were none."""
    solved = proof_of_work.solved(proof, purpose)
    return bool(solved) and take(f"proof {solved}", keeps=proof_of_work.LIFE, by=by)


def was_taken(what: str) -> bool:
    return cache.get(_name(what)) is not None


def _name(what: str) -> str:
    key = ring("form_tokens").current[1]
    return f"once:{blake2b(what.encode(), key=key, digest_size=16).hexdigest()}"
