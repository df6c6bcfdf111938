"""Every change of the index, in the transaction of what it is made from.

Apps provide what they put in (`provides_search_sources`) and say what has changed (`touch`).
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from home.caching.read_models import CONTENT, bump_once, current, lock
from home.jobs.queue import enqueue_once
from home.jobs.turns import give_way
from home.models import SearchEntry
from home.registry import provided_by_name
from home.search.entries import Entry, Source
from home.search.read_models import WORDS
from home.site.read_models import surroundings
from home.written_once import Asked, written_once

CATCH_UP = "home.index_search"
VERSION = 2  # raised with every change of how words are compared: then all is indexed anew
# Written by one step of merging, of 4 KiB each.
PAGES_AT_ONCE = 250
AT_ONCE = 20  # things in one short transaction, for which all others who publish wait
TEXTS = ("names", "facts", "story", "until", "version")
MERGE = "INSERT INTO home_searchentry_words (home_searchentry_words, rank) VALUES ('merge', %s)"
OF_WORDS = ("names", "facts")  # whose words are known to the process (`known_words`)
Things = dict[str, set[int]]  # keys by kind

_waiting: ContextVar[Things | None] = ContextVar("search entries that wait", default=None)


def sources() -> dict[str, Source]:
    return provided_by_name("search_sources")


def touch(kind: str, keys: Iterable[int]) -> None:
    """Index these anew: something of them has changed. Within `indexed_together` at its end."""
    waiting = _waiting.get()
    if waiting is None:
        index(kind, set(keys))
    else:
        waiting.setdefault(kind, set()).update(keys)


@contextmanager
def indexed_together() -> Iterator[None]:
    """Index what is touched in this block once, at its end: inside the transaction of the changes."""
    token = _waiting.set({})
    try:
        yield
        waiting = _waiting.get() or {}
    finally:
        _waiting.reset(token)
    for kind, keys in waiting.items():
        touch(kind, keys)


@transaction.atomic
def index(kind: str, keys: Collection[int]) -> None:
    """Let the index hold of these things what may be found of them. Writes only what differs.

    One at a time: what was read before another's change is never written after it. Everybody who changes
    what is public takes this lock first.
    """
    if not keys:
        return
    lock(CONTENT)
    rows = {(each.key, each.language): _row(kind, each) for each in sources()[kind].entries(keys)}
    before = {(row.key, row.language): row for row in _stored(kind).ask(keys=list(keys))}
    gone = [row.pk for place, row in before.items() if place not in rows]
    if gone:
        SearchEntry.objects.filter(pk__in=gone).delete()
    changed = [row for place, row in rows.items() if _differ(row, before.get(place), TEXTS)]
    _write(changed)
    if gone or changed:  # as the worker does, where nothing else tells of it
        bump_once(CONTENT)
    if gone or any(_differ(row, before.get((row.key, row.language)), OF_WORDS) for row in changed):
        bump_once(WORDS)


@written_once
def _stored(kind: str) -> QuerySet[SearchEntry]:
    return SearchEntry.objects.filter(kind=kind, key__in=Asked("keys")).defer("vector")


def _differ(row: SearchEntry, other: SearchEntry | None, names: Iterable[str]) -> bool:
    return any(getattr(row, name) != getattr(other, name, None) for name in names)


def _row(kind: str, entry: Entry) -> SearchEntry:
    return SearchEntry(kind=kind, version=VERSION, **vars(entry))


def _write(rows: list[SearchEntry]) -> None:
    place = ["kind", "key", "language"]
    SearchEntry.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=place, update_fields=TEXTS, batch_size=AT_ONCE
    )


@transaction.atomic
def forget_facts(kind: str, keys: Collection[int]) -> None:
    """Let no facts of these be found until the worker has indexed them: a word that many share changed."""
    lock(CONTENT)
    if SearchEntry.objects.filter(kind=kind, key__in=keys).update(facts="", version=0):
        enqueue_once(CATCH_UP)


@transaction.atomic
def index_languages() -> None:
    """Index everything anew when another language is public than before; forget one that is so no more."""
    known = set(SearchEntry.objects.order_by().values_list("language", flat=True).distinct())
    public = set(surroundings(generations=current()).languages)
    if known == public:
        return
    lock(CONTENT)
    SearchEntry.objects.filter(language__in=known - public).delete()
    if known and public - known and SearchEntry.objects.filter(version=VERSION).update(version=0):
        enqueue_once(CATCH_UP)


# --- Catching up -------------------------------------------------------------------------------------
def catch_up() -> int:
    """Index what is missing or of an older version, and where a basis has ended; return how many.

    In short transactions: whoever ends it loses nothing, and the next run goes on where it stopped.
    """
    done = sum(done for done, _of in steps())
    merge_segments()
    return done


def steps() -> Iterator[tuple[int, int]]:
    """Do the same; yield after each transaction how many were indexed in it, and of how many."""
    waiting = [(kind, key) for kind, source in sources().items() for key in _waits(kind, source)]
    for kind in sources():
        keys = [key for each, key in waiting if each == kind]
        for start in range(0, len(keys), AT_ONCE):
            part = keys[start : start + AT_ONCE]
            with transaction.atomic():
                index(kind, part)
            yield len(part), len(waiting)
            give_way()


def _waits(kind: str, source: Source) -> list[int]:
    """Return the keys of what has no entry of today and this version, and of what is public no more."""
    entries = SearchEntry.objects.filter(kind=kind)
    old = entries.exclude(version=VERSION) | entries.filter(until__lte=timezone.localdate())
    known = set(entries.values_list("key", flat=True))
    there = set(source.keys())
    return sorted((known ^ there) | set(old.values_list("key", flat=True)))


def merge_segments() -> None:
    """Leave few segments: SQLite looks a word up in each of them, and each change leaves another.

    In short transactions, as https://sqlite.org/fts5.html#the_merge_command has it; PostgreSQL needs nothing.
    """
    pages = -PAGES_AT_ONCE  # takes up all segments that are there; further steps go on with these
    while connection.vendor == "sqlite" and _merged(pages) > 1:
        pages = PAGES_AT_ONCE
        give_way()


def _merged(pages: int) -> int:
    """Merge about so many pages; return how many rows were written. The command itself is one."""
    with connection.cursor() as cursor:
        before = connection.connection.total_changes
        cursor.execute(MERGE, [pages])
        return int(connection.connection.total_changes - before)
