"""What a public page says in a language without approval."""

from collections.abc import Iterator
from html import unescape

from bs4 import BeautifulSoup
from django.db.models import QuerySet
from wagtail_localize.models import Translation
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from home.translation.choices import UnitAct
from home.translation.models import Unit, UnitEvent
from home.translation.translatables import PageOrWord

PUBLIC_ACTS = (UnitAct.APPROVED, UnitAct.PLACED, UnitAct.MINOR)


def unapproved_texts(translation: Translation, target: PageOrWord) -> list[str]:
    """Return the texts that `target` shows and that were never approved for it.

    Compared with everything ever approved: what was approved since is yet to be published.
    """
    approved = "\n".join(map(seen_words, _approved(translation)))
    ours = {path.partition(".")[0] for path in _paths(translation)}
    known = translation.desk.known_revision
    kept = strings_shown(known.as_object()) if known else []
    own = {(name, text) for name, text in kept if name not in ours}
    shown = strings_shown(target)
    return [text for name, text in shown if text not in approved and (name, text) not in own]


def _approved(translation: Translation) -> Iterator[str]:
    units = Unit.objects.filter(translation=translation)
    for texts in units.values_list("approved_text", "carried_text"):
        yield from texts
    events = UnitEvent.objects.filter(unit__translation=translation, act__in=PUBLIC_ACTS)
    for act, before, after in events.values_list("act", "before", "after"):
        yield after
        if act == UnitAct.APPROVED:
            yield before


def _paths(translation: Translation) -> QuerySet[Unit, str]:
    return Unit.objects.filter(translation=translation).values_list("context__path", flat=True)


def strings_shown(instance: PageOrWord) -> list[tuple[str, str]]:
    """Return [(field, words)] of an instance."""
    values = (value for value in extract_segments(instance) if isinstance(value, StringSegmentValue))
    return [(value.path.partition(".")[0], seen_words(value.string.data)) for value in values]


def seen_words(text: str) -> str:
    return " ".join(unescape(BeautifulSoup(text, "html.parser").get_text(" ")).split())
