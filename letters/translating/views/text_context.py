"""What stands beside a text while it is translated or read: words agreed on, names, remarks, changes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from home.caching.read_models import generations_of
from home.languages.table import declared
from home.site.requests import StaffRequest
from home.translation.glossary.read_models.terms import terms_in
from home.translation.matching.name_providers import names_in
from home.translation.text.differences import Segment, differences
from letters.choices.letters import TextStage
from letters.handling.actions.opening import OpenedTranslation
from letters.models import Letter
from letters.text.transliteration import RUSSIAN
from letters.translating.read_models import Remark

RUSSIAN_SIGNS = "«»—–…ёЁ№"


@dataclass(frozen=True)
class NameAid:
    """`said` is how the original says it, "" for the recipient; `form` is how Russian does, "" if unknown."""

    said: str
    form: str


@dataclass(frozen=True)
class Explained:
    """A remark with the reason given for it, "" for none."""

    remark: object
    reason: str = field(repr=False)


def aids_for(request: StaffRequest, letter: Letter, source: str) -> dict[str, list[Any]]:
    """Return {terms, names}: each term and name of the text once, the recipient first."""
    known = generations_of(request)
    terms = {mention.term: mention for mention in terms_in(source, letter.language, RUSSIAN, known=known)}
    mentions = names_in(source, letter.language, RUSSIAN, beside=[letter.prisoner])
    said = {(mention.person, mention.words): mention for mention in mentions}
    names = [
        NameAid(source[mention.start : mention.end], " ".join(mention.words) or mention.form)
        for mention in said.values()
    ]
    return {"terms": list(terms.values()), "names": [NameAid("", letter.prisoner.name_ru), *names]}


def signs_for(letter: Letter) -> str:
    """Return the letters and signs that a Russian keyboard may lack for this letter."""
    return RUSSIAN_SIGNS + "".join(filter(str.isalpha, declared(letter.language).signs))


def explained(remarks: Iterable[Remark], reasons: Mapping[str, str]) -> list[Explained]:
    return [Explained(remark, reasons.get(remark.key, "")) for remark in remarks]


def changes_in(opened: OpenedTranslation) -> tuple[list[Segment] | None, list[Segment] | None]:
    """Return (what the reader changed before sending back, what was changed since); each Segments or None."""
    stages = [version.stage for version in opened.versions]
    if TextStage.SENT_BACK not in stages:
        first = opened.versions[-1].text if opened.versions else opened.text
        return None, _changed(first, opened.text)
    last = len(stages) - 1 - stages[::-1].index(TextStage.SENT_BACK)
    back = opened.versions[last]
    handed = next(
        (each for each in reversed(opened.versions[:last]) if each.stage == TextStage.HANDED_OVER), back
    )
    return _changed(handed.text, back.text), _changed(back.text, opened.text)


def _changed(before: str, after: str) -> list[Segment] | None:
    return differences(before, after) if before != after else None
