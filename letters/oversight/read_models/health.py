"""What is amiss with letters, for whoever runs the site: desks, keys, requests. Names of desks alone."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.db.models import Count, QuerySet
from django.utils import timezone

from home.health.read_models import told
from home.security.keyring import KeyRingError, is_locked, locked_since
from home.settings.defaults import settings
from letters.choices.letters import HoldReason, Keeping, PublicState
from letters.choices.requests import TAKE_BACK, RequestKind
from letters.lifecycle import NOT_SENT, public_state
from letters.models import DeskMember, Letter, LetterDesk, LetterLogEntry, WriterRequest
from letters.querysets.letters import people_at
from letters.retention.read_models import days_kept, replies_for_the_offline_key
from letters.sealing.keys import faults
from letters.sealing.sealed_box import has_offline_key
from letters.sealing.volatile_places import swap_on_disk

# Letters wait, and for so long nobody at the desk has done anything.
UNATTENDED_AFTER = timedelta(days=14)
# An address to be found out, a place to be checked: what is held for longer has been forgotten.
HELD_AFTER = timedelta(days=30)
# A page tells its visitor that it will be done within a minute or so.
LONGEST_REQUEST = timedelta(minutes=15)

UNLOCK = "manage.py letters_keys unlock"
SEAL_REPLIES = "manage.py letters_keys backup FILE; with a key, manage.py keep_times"
SWAP_OFF = "swapoff -a, and take it out of /etc/fstab; or encrypt it anew at each start"

WAITING = (PublicState.RECEIVED, PublicState.IN_PREPARATION, PublicState.WAITING)


def keys_are_sound() -> str:
    return "; ".join(faults(other_secrets=[str(settings.SECRET_KEY)]))


def letters_are_unlocked() -> str:
    try:
        since = locked_since()
    except KeyRingError:
        return ""  # said of the keys
    return f"locked since {since:%Y-%m-%d %H:%M} UTC: they arrive, and nobody can read them" if since else ""


def memory_stays_in_memory() -> str:
    """Keys that were unlocked into memory must not be found on the disk after a power-off."""
    place = swap_on_disk() if Path(settings.LOCKED_KEYS).exists() else ""
    return f"unlocked keys may be written to {place}" if place else ""


def requests_are_done() -> str:
    """While the letters are locked all waits for that alone; told is what takes a letter back."""
    waiting = WriterRequest.objects.waiting()
    if is_locked("letters_private"):
        waiting = waiting.filter(kind__in=TAKE_BACK)
    count, waits = waiting.count(), _longest(waiting)
    late = f"{count} {'waits' if count == 1 else 'wait'}, the oldest for {told(waits)}"
    given_up = WriterRequest.objects.exclude(done_at=None).filter(attempts__gt=0).count()
    return "; ".join(
        ([late] if waits > LONGEST_REQUEST else [])
        + ([f"{given_up} given up within a week"] if given_up else [])
    )


def requests_waiting() -> dict[str, float]:
    """Return how many requests of visitors wait, by kind."""
    waiting = WriterRequest.objects.waiting().values("kind").annotate(count=Count("pk")).order_by()
    counted = {row["kind"]: float(row["count"]) for row in waiting}
    return {kind.value: counted.get(kind, 0) for kind in RequestKind}


def oldest_request() -> dict[str, float]:
    return {"": _longest(WriterRequest.objects.waiting()).total_seconds()}


def _longest(waiting: QuerySet[WriterRequest]) -> timedelta:
    """Return how long the oldest of them waits."""
    since = waiting.order_by("asked_at").values_list("asked_at", flat=True).first()
    return timezone.now() - since if since else timedelta(0)


def letters_waiting() -> dict[str, float]:
    """Return how many letters were not sent yet, by what their writers are told of them."""
    counted: Counter[str] = Counter({state.value: 0 for state in WAITING})
    waiting = Letter.objects.filter(state__in=NOT_SENT).values("state", "held_because")
    for row in waiting.annotate(count=Count("pk")).order_by():
        is_told = row["held_because"] not in ("", HoldReason.SECOND_PERSON)
        counted[public_state(row["state"], held=is_told)] += row["count"]
    return dict(counted)


def replies_are_kept_offline() -> str:
    """By the job of the day; one that is due since yesterday has been left."""
    day = timezone.localdate() - timedelta(days=days_kept()[Keeping.REPLIES_AT_HAND] + 1)
    if not (count := replies_for_the_offline_key(day).filter(kept_offline_on=None).count()):
        return ""
    words = f"the keys of the site still open {count} that should be under the offline key"
    if not has_offline_key():
        return f"{words}, and there is none"
    return f"{words}; the letters are locked" if is_locked("letters_private") else words


def desks_are_attended() -> str:
    desks = LetterDesk.objects.select_related("partner").order_by("partner__slug")
    return "; ".join(words for desk in desks for words in _amiss_at(desk))


def _amiss_at(desk: LetterDesk) -> Iterator[str]:
    today = timezone.localdate()
    letters = Letter.objects.at_desks([desk.partner_id]).filter(state__in=NOT_SENT)
    name, waiting = desk.partner.slug, letters.count()
    if not waiting:
        return
    if not DeskMember.objects.seated().filter(desk=desk).exists():
        yield f"{name}: letters wait and nobody has a seat"
    elif letters.filter(state_since__lte=today - UNATTENDED_AFTER).exists() and not _was_at_work(desk):
        yield f"{name}: letters wait, nobody has done anything for {UNATTENDED_AFTER.days} days"
    if letters.filter(held_since__lte=today - HELD_AFTER).exists():
        yield f"{name}: letters are held for more than {HELD_AFTER.days} days"


def _was_at_work(desk: LetterDesk) -> bool:
    since = timezone.localdate() - UNATTENDED_AFTER
    by_staff = LetterLogEntry.objects.filter(by__isnull=False, day__gt=since)
    return by_staff.filter(people_at([desk.partner_id], "letter__prisoner__")).exists()
