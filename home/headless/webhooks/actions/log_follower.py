"""From the audit log to events: the only place where changes are reported.

Every write of ours and of Wagtail ends in a log entry, committed with it. The follower reads which subjects
the new entries are about, looks at what is public of them now, and reports the difference to what was public
when it last looked. So a change is reported once, however it was made, and one that is not visible is not
reported at all, nor is one that is undone before the next look. What was hidden and shown again meanwhile is
noted as changed all the same: lists told whoever asked in between that it is gone. Nothing is done inside
anybody's request.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from wagtail.models import ModelLogEntry, PageLogEntry

from home.headless.models import Endpoint, LogPlace, PublicState
from home.headless.webhooks import subjects
from home.headless.webhooks.actions.events import tell_change
from home.headless.webhooks.changes import State, changes_between
from home.headless.webhooks.read_models import Hiding, hidings_among
from home.headless.webhooks.subjects import EVERYTHING
from home.jobs.queue import is_waiting, run_job

FOLLOW = "headless.follow"
LOOK_AT_CALENDAR = "headless.look_at_calendar"
# Entries read again each time: on PostgreSQL one may be committed after another with a higher number.
READ_AGAIN = 30
MOST_ENTRIES = 100 + READ_AGAIN  # of each log in one turn
AT_ONCE = 100  # subjects looked at together
TURNS = 200
RESTRICTED = "wagtail.view_restriction."
STORED = ["state", "kind", "name", "turn", "changed_at"]


def wake() -> None:
    """Queue the follower, unless it is waiting already; where nobody has subscribed a minute is enough."""
    if Endpoint.objects.active().exists() and not is_waiting(FOLLOW):
        run_job.enqueue(name=FOLLOW, kwargs={})


def is_behind() -> bool:
    """Say whether a log entry was not followed; asked once a minute: a wake-up may be lost, or not made."""
    place = LogPlace.objects.first()
    if place is None:
        return True
    return _newest(PageLogEntry) > place.pages or _newest(ModelLogEntry) > place.rows


def follow() -> None:
    """Report what has changed since the last look. The first time, only look."""
    if not LogPlace.objects.exists():
        return take_stock()
    for _turn in range(TURNS):
        place = LogPlace.objects.get()
        after, keys, is_last = _entries_after(place)
        hidings = _hidden_until(place, after)
        wanted = keys | _all_that_differ() | _seen_to_go(hidings) if EVERYTHING in keys else keys
        if _tell_differences(place, wanted, hidings, **after) and is_last:
            return


def look_at_calendar() -> None:
    """Report what expired with a day although nobody acted, and whatever was missed."""
    place = LogPlace.objects.first()
    if place is None:
        return
    _tell_kinds()
    keys = _all_that_differ() | subjects.due_since(place.calendar_on)
    _tell_differences(place, keys, {}, calendar_on=timezone.localdate())


def take_stock() -> None:
    """Store what is public now, as the base for reporting the next change."""
    place = {"pages": _newest(PageLogEntry), "rows": _newest(ModelLogEntry)}
    for keys in _some_at_once(subjects.outline()):
        states = [_stored(key, state, turn=0) for key, state in subjects.look(keys).items()]
        PublicState.objects.bulk_create(
            states, update_conflicts=True, unique_fields=["key"], update_fields=STORED
        )
    LogPlace.objects.create(**place, calendar_on=timezone.localdate())


def _entries_after(place: LogPlace) -> tuple[dict[str, int], set[str], bool]:
    """Return how far the log is read now, the keys of the subjects of the entries, whether that is all."""
    pages = list(_read(PageLogEntry, place.pages).values_list("pk", "page_id", "action"))
    rows = list(
        _read(ModelLogEntry, place.rows).values_list(
            "pk", "content_type__app_label", "content_type__model", "object_id"
        )
    )
    after = {
        "pages": max([place.pages, *(row[0] for row in pages)]),
        "rows": max([place.rows, *(row[0] for row in rows)]),
    }
    keys = subjects.keys_of(
        {page for _pk, page, _action in pages}, {(f"{app}.{model}", key) for _pk, app, model, key in rows}
    )
    if any(action.startswith(RESTRICTED) for _pk, _page, action in pages):
        keys.add(EVERYTHING)  # what lies below the page as well
    return after, keys, max(len(pages), len(rows)) < MOST_ENTRIES


def _hidden_until(place: LogPlace, after: Mapping[str, int]) -> dict[str, list[Hiding]]:
    """Return {key: hidings} of the same entries."""
    return hidings_among(
        {
            PageLogEntry: (place.pages - READ_AGAIN, after["pages"]),
            ModelLogEntry: (place.rows - READ_AGAIN, after["rows"]),
        }
    )


def _read(log: type[PageLogEntry | ModelLogEntry], place: int) -> Any:
    return log.objects.filter(pk__gt=place - READ_AGAIN).order_by("pk")[:MOST_ENTRIES]


def _newest(log: type[PageLogEntry | ModelLogEntry]) -> int:
    return log.objects.aggregate(newest=Max("pk"))["newest"] or 0


def _all_that_differ() -> set[str]:
    """Return the keys of all subjects whose pages, texts or owner have changed."""
    now, known = subjects.outline(), dict(PublicState.objects.public().values_list("key", "state"))
    before = {key: _outline(State(**state)) for key, state in known.items()}
    after = {key: _outline(state) for key, state in now.items()}
    return {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}


def _seen_to_go(hidings: Mapping[str, list[Hiding]]) -> set[str]:
    """Return the keys of what was hidden since it was last noted: shown again, it may differ in nothing."""
    known = PublicState.objects.public().values_list("key", "state", "changed_at") if hidings else ()
    return {
        key
        for key, state, noted_at in known
        if any(each.was_seen(State(**state), noted_at) for each in hidings.get(key, ()))
    }


def _outline(state: State) -> tuple[Any, ...]:
    return state.pages, state.texts, state.owner, state.post


def _tell_differences(
    place: LogPlace, keys: set[str], hidings: Mapping[str, list[Hiding]], **place_after: Any
) -> bool:
    """Look, then compare and write in one short transaction; False where another follower was quicker."""
    looked = [(some, subjects.look(some)) for some in _some_at_once(keys - {EVERYTHING})]
    with transaction.atomic():
        mine = LogPlace.objects.filter(pk=place.pk, turn=place.turn)
        if not mine.update(**place_after, turn=F("turn") + 1):
            return False
        endpoints = list(Endpoint.objects.active())
        for some, states in looked:
            _compare(some, states, endpoints, hidings, turn=place.turn + 1)
    return True


def _compare(
    keys: Iterable[str],
    states: Mapping[str, State],
    endpoints: list[Endpoint],
    hidings: Mapping[str, list[Hiding]],
    *,
    turn: int,
) -> None:
    known = {row.key: row for row in PublicState.objects.public().filter(key__in=keys)}
    for key in keys:
        before = State(**known[key].state) if key in known else None
        after = states.get(key)
        for change in changes_between(before, after):
            tell_change(change, endpoints)
        if before != after:
            _remember(key, before, after, turn)
        elif after and any(each.was_seen(after, known[key].changed_at) for each in hidings.get(key, ())):
            PublicState.objects.filter(key=key).update(turn=turn, changed_at=timezone.now())


def _remember(key: str, before: State | None, after: State | None, turn: int) -> None:
    """Keep what is public now, of what is gone kind and name; what shows the subject has changed with it."""
    changed = {"turn": turn, "changed_at": timezone.now()}
    if before and (after is None or after.name != before.name):
        gone = {"key": f"{key}@{turn}", "state": {}, "gone_since": turn}
        PublicState.objects.filter(key=key).update(**gone, **changed)
    if after is None:
        return
    kept = {"state": after.as_json(), "kind": after.kind, "name": after.name, **changed}
    PublicState.objects.update_or_create(
        key=key, defaults=kept, create_defaults={**kept, "public_since": turn}
    )
    PublicState.objects.called(after.shown_tags).update(**changed)


def _tell_kinds() -> None:
    """Write the kind beside what a worker of an older release has noted while the new one was installed."""
    nameless = PublicState.objects.public().filter(kind="")
    for pk, state in nameless.values_list("pk", "state"):
        PublicState.objects.filter(pk=pk, kind="").update(kind=state.get("kind", ""))


def _stored(key: str, state: State, *, turn: int) -> PublicState:
    named = {"key": key, "kind": state.kind, "name": state.name}
    return PublicState(**named, state=state.as_json(), turn=turn, changed_at=timezone.now())


def _some_at_once(keys: Iterable[str]) -> list[list[str]]:
    ordered = sorted(keys)
    return [ordered[start : start + AT_ONCE] for start in range(0, len(ordered), AT_ONCE)]
