"""How a letter may begin: beginnings of sentences and example letters, in the words of the page."""

from dataclasses import dataclass
from typing import NamedTuple

from home.caching.read_models import Numbers, memoized_for
from home.headless.answers.schemas import Text
from letters.choices.words import AidKind
from letters.models import WritingAidText
from letters.writing.read_models.advice import ADVICE
from prisoner_pages.models import Prisoner
from prisoner_pages.public.read_models.fallbacks import nearest


class Offered(NamedTuple):
    kind: str
    asks_for_answer: bool
    text: Text


@dataclass(frozen=True)
class Beginnings:
    """What stands below the field to begin with."""

    starts: list[Text]
    examples: list[tuple[AidKind, list[Text]]]  # by their mood; moods without a letter are left out


def beginnings_for(prisoner: Prisoner, *, page_language: str, generations: Numbers) -> Beginnings:
    """Return what is offered; to somebody for whom answering brings punishment nothing that asks.

    What tells of something loved by both is left out where there are things not to be mentioned.
    """
    offered = [
        aid
        for aid in _offered_in(page_language, generations=generations)
        if not (aid.asks_for_answer and prisoner.refuses_answers)
        and not (aid.kind == AidKind.INTEREST and prisoner.facts.topics_to_avoid)
    ]
    by_kind = {kind: [aid.text for aid in offered if aid.kind == kind] for kind in AidKind}
    starts = by_kind.pop(AidKind.START)
    return Beginnings(starts, [(kind, texts) for kind, texts in by_kind.items() if texts])


@memoized_for(ADVICE)
def _offered_in(language: str) -> list[Offered]:
    told: dict[int, tuple[str, bool, dict[str, str]]] = {}
    rows = WritingAidText.objects.filter(aid__is_offered=True).order_by("aid__position", "aid_id")
    for row in rows.select_related("aid"):
        aid = row.aid
        told.setdefault(aid.pk, (aid.kind, aid.asks_for_answer, {}))[2][row.language] = row.text
    return [
        Offered(kind, asks, Text.of(text=texts[code], lang=code))
        for kind, asks, texts in told.values()
        if (code := nearest(texts, language))
    ]
