"""Which events report the difference between what was public of a subject and what is. Pure.

Whatever the reason, the same difference makes the same event: a pause, an expired basis and an unpublished
page cannot be distinguished.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from home.headless.choices import EventType
from home.languages.info import SOURCE_LANGUAGE


@dataclass(frozen=True)
class State:
    """What is public of one subject: a person, a page, a place of detention."""

    kind: str  # "prisoner", "campaign"...: first part of its cache tags
    name: str  # the last part of its address
    owner: str = ""  # slug of the partner it belongs to
    pages: dict[str, str] = field(default_factory=dict)  # language -> address
    texts: dict[str, int] = field(default_factory=dict)  # language -> number of the public revision
    facts: str = ""  # digest of every public fact
    post: str = ""  # how the post stands there
    # Addresses and tags of other subjects that show this one.
    shown_at: list[str] = field(default_factory=list)
    shown_tags: list[str] = field(default_factory=list)

    @property
    def is_public(self) -> bool:
        """Say whether it has a page; of a subject without one (a place of detention) only the post counts."""
        return bool(self.pages)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Change:
    type: EventType
    state: State
    languages: list[str]
    urls: list[str]
    owners: list[str]
    moves: list[dict[str, str]] = field(default_factory=list)

    @property
    def tags(self) -> list[str]:
        """Return the cache tags of answers about the subject and of lists that contain it."""
        own = f"{self.state.kind}:{self.state.name}"
        by_language = [f"{own}:{language}" for language in self.languages]
        return [own, *by_language, f"{self.state.kind}s", *self.state.shown_tags]


def changes_between(before: State | None, after: State | None) -> list[Change]:
    """Return the changes from one State to the next, None standing for nothing public; each only once."""
    if after is None:
        return [_change(EventType.GONE, before)] if before and before.is_public else []
    if before is None:
        return [_change(EventType.PUBLISHED, after)] if after.is_public else []
    found = [_moved(before, after), _gone(before, after), *_texts(before, after)]
    if before.facts != after.facts:
        found.append(_change(EventType.FACT_CHANGED, after))
    if before.post != after.post:
        found.append(_change(EventType.FACILITY_STATUS, after))
    return [change for change in found if change]


def _moved(before: State, after: State) -> Change | None:
    kept = before.pages.keys() & after.pages.keys()
    moves = [
        {"from": before.pages[language], "to": after.pages[language]}
        for language in sorted(kept)
        if before.pages[language] != after.pages[language]
    ]
    if not moves and before.owner == after.owner:
        return None
    urls = sorted({*before.pages.values(), *after.pages.values()})
    return Change(EventType.MOVED, after, sorted(after.pages), urls, _owners(before, after), moves)


def _gone(before: State, after: State) -> Change | None:
    lost = before.pages.keys() - after.pages.keys()
    return _change(EventType.GONE, before, lost) if lost else None


def _texts(before: State, after: State) -> Iterator[Change]:
    """Yield new or changed texts, the original apart from its translations; a move is reported by itself."""
    changed = {
        language
        for language, address in after.pages.items()
        if before.pages.get(language, address) == address
        and before.texts.get(language) != after.texts[language]
    }
    if SOURCE_LANGUAGE in changed:
        yield _change(EventType.PUBLISHED, after, {SOURCE_LANGUAGE})
    if others := changed - {SOURCE_LANGUAGE}:
        yield _change(EventType.TRANSLATED, after, others)


def _change(event_type: EventType, state: State, languages: Iterable[str] | None = None) -> Change:
    languages = sorted(state.pages if languages is None else languages)
    urls = [*(state.pages[language] for language in languages), *state.shown_at]
    return Change(event_type, state, languages, urls, _owners(state))


def _owners(*states: State) -> list[str]:
    return sorted({state.owner for state in states if state.owner})
