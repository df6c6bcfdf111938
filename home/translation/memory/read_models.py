"""The translation memory: how a similar text was translated before, from public texts only.

The originals of a pair of languages are kept in the process for comparison; whether one may be offered is
checked in the database each time. So the list may be out of date, but never reveals what is no longer public.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, Max, OuterRef, Q
from rapidfuzz import fuzz, process
from wagtail_localize.models import Translation

from home.translation.core.read_models.public_texts import public_places, without_kept_back
from home.translation.models import DeskTranslation, Unit
from home.translation.querysets import UnitQuerySet
from home.translation.text.links import move_links
from home.translation.text.markup import words_of
from home.translation.translatables import model_of

LEAST_LIKENESS = 60  # per cent
MOST_OFFERED = 5
# More are compared than offered: some may not be public any more.
MOST_COMPARED = 25
# Of a text on many pages, the latest are considered.
MOST_CANDIDATES = 500
CANDIDATE = (
    "pk",
    "string",
    "approved_text",
    "translation__source__object_id",
    "translation__source__specific_content_type",
)
# Texts whose lengths differ more cannot be that similar.
SHORTEST = LEAST_LIKENESS / (200 - LEAST_LIKENESS)

# A text without these needs no parsing.
MARKED = re.compile("[<&]")


@dataclass(frozen=True)
class Match:
    """An approved text of a public page or word; `text` has the links of the string it is offered for."""

    text: str
    source: str  # as it is read
    likeness: int  # per cent
    title: str  # of the page or word, in the source language


@dataclass
class _Originals:
    """The originals of one pair of languages, by length. `count` and `newest` show whether it is complete."""

    count: int = 0
    newest: datetime | None = None
    words: dict[int, str] = field(default_factory=dict)  # by pk of String

    def __post_init__(self) -> None:
        rows = sorted((len(words), words, pk) for pk, words in self.words.items())
        self.lengths = [length for length, _words, _pk in rows]
        self.texts = [words for _length, words, _pk in rows]
        self.keys = [pk for _length, _words, pk in rows]

    def like(self, words: str) -> dict[int, int]:
        """Return {pk of String: per cent} of those most like `words`."""
        length = len(words)
        first = bisect_left(self.lengths, length * SHORTEST)
        last = bisect_right(self.lengths, length / SHORTEST)
        found = process.extract(
            words, self.texts[first:last], scorer=fuzz.ratio, score_cutoff=LEAST_LIKENESS, limit=MOST_COMPARED
        )
        return {self.keys[first + place]: int(score) for _words, score, place in found}


_kept: dict[tuple[int, int], _Originals] = {}  # by source and target locale


def matches_for(unit: Unit) -> list[Match]:
    """Return up to five Match rows for a unit, the most similar first, without its own earlier text."""
    pair = unit.translation.source.locale_id, unit.translation.target_locale_id
    likeness = {**_originals(*pair).like(words_of(unit.string.data)), unit.string_id: 100}
    known = _published(pair[1]).filter(string__in=likeness).exclude(pk=unit.pk).order_by("-approved_at")
    candidates = list(known.values_list(*CANDIDATE, named=True)[:MOST_CANDIDATES])
    chosen = _chosen(filter(_public(candidates, pair), candidates), likeness)
    rows = Unit.objects.select_related("string", "translation__source").in_bulk(chosen)
    return [_match(rows[pk], unit, likeness[rows[pk].string_id]) for pk in chosen]


def _published(target_locale: int) -> UnitQuerySet:
    """Return the approved strings of a language that have been published."""
    out = Translation.objects.filter(
        pk=OuterRef("translation"), target_locale=target_locale, desk__last_published_at__isnull=False
    )
    went_out = Exists(out.filter(desk__last_published_at__gte=OuterRef("approved_at")))
    # A text approved by nobody was public already when it came to the desk.
    came_so = Q(approved_by=None) & Q(Exists(out))
    units = Unit.objects.filter(Q(went_out) | came_so, is_active=True).exclude(approved_text="")
    return without_kept_back(units)


def _public(candidates: list[Any], pair: tuple[int, int]) -> Callable[[Any], bool]:
    """Return a function that says whether both the original and the translation of a candidate are public."""
    keys: dict[int, set[UUID]] = defaultdict(set)
    for row in candidates:
        keys[row.translation__source__specific_content_type].add(row.translation__source__object_id)
    models = {kind: model_of(ContentType.objects.get_for_id(kind)) for kind in keys}
    places = set().union(*(public_places(models[kind], found, pair) for kind, found in keys.items()))
    return lambda row: all((row.translation__source__object_id, locale) in places for locale in pair)


def _chosen(candidates: Iterable[Any], likeness: dict[int, int]) -> list[int]:
    """Return the pks of those to offer: each text once, the most similar first, then the latest."""
    found: dict[str, int] = {}
    for row in sorted(candidates, key=lambda row: -likeness[row.string]):
        found.setdefault(row.approved_text, row.pk)
    return list(found.values())[:MOST_OFFERED]


def _match(row: Unit, unit: Unit, likeness: int) -> Match:
    text = row.approved_text
    if row.attrs or unit.attrs:
        text = move_links(text, before=row.attrs, after=unit.attrs)
    return Match(text, words_of(row.string.data), likeness, row.translation.source.object_repr)


def _originals(source_locale: int, target_locale: int) -> _Originals:
    """Return the originals of a pair, updated with what was published since; one or two queries."""
    pair = source_locale, target_locale
    desk = DeskTranslation.objects.filter(
        translation__target_locale=target_locale, translation__source__locale=source_locale
    )
    now = desk.aggregate(count=Count("last_published_at"), newest=Max("last_published_at"))
    kept = _kept.get(pair) or _Originals()
    if (kept.count, kept.newest) != (now["count"], now["newest"]):
        is_less = now["count"] < kept.count
        since, known = (None, {}) if is_less else (kept.newest, kept.words)
        kept = _kept[pair] = _Originals(words={**known, **_words(*pair, since)}, **now)
    return kept


def _words(source_locale: int, target_locale: int, since: datetime | None) -> dict[int, str]:
    rows = _published(target_locale).filter(translation__source__locale=source_locale)
    if since:
        rows = rows.filter(translation__desk__last_published_at__gte=since)
    strings = rows.values_list("string", "string__data").distinct().iterator(chunk_size=2000)
    return {pk: words_of(data) if MARKED.search(data) else data for pk, data in strings}
