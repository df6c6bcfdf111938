"""The facts of a person as an answer gives them, from what the person's page shows of them."""

from collections.abc import Callable
from typing import Any

from home.headless.answers.api.router import Text
from prisoner_pages.api.schemas.people import (
    Article,
    Birth,
    Charge,
    Check,
    Conflict,
    Day,
    PartnerLink,
    Place,
    Sentence,
    Source,
    Statement,
    Step,
)
from prisoner_pages.api.serializers.words import Words, day_of
from prisoner_pages.facts.read_models.declarations import CAPTIONED, HEEDED
from prisoner_pages.facts.read_models.fact import Fact
from prisoner_pages.people.read_models.cards import home_of
from prisoner_pages.people.read_models.checked_facts import VerifiedGroup
from prisoner_pages.people.read_models.disputes import Dispute
from prisoner_pages.people.read_models.profile import SourceWords
from prisoner_pages.people.read_models.sentences import ChargeWords, SentenceWords
from prisoner_pages.people.read_models.timeline import TimelineEntry

Maker = Callable[[Any], Any]  # of the value of a field, from a Made of api.serializers.people


def _birth(person: Any) -> Birth | None:
    birth = person.profile.birth
    return birth and day_of(birth.date, birth.precision, Birth, age=birth.age)


def _status_since(person: Any) -> Day | None:
    return day_of(person.profile.status_since, person.profile.status_precision)


def _place(person: Any) -> Place | None:
    place = person.profile.place
    if place is None:
        return None
    return Place.of(id=person.prisoner.facility_id, name=person.words.text(place))


def _sentence(line: SentenceWords, words: Words) -> Sentence:
    return Sentence.of(
        years=line.years,
        months=line.months,
        prison_years=line.prison_years,
        prison_months=line.prison_months,
        regime=words.coded(line.regime_code, line.regime) if line.regime else None,
        instance=words.coded(line.instance_code, line.instance) if line.instance else None,
        court=words.text(line.court),
        date=day_of(line.date, line.precision),
    )


def _charges(person: Any) -> list[Charge]:
    return [_charge(line, person) for line in person.profile.charges]


def _charge(line: ChargeWords, person: Any) -> Charge:
    through = _article(line.joined_code, line.joined_part, person) if line.joined_code else None
    return _article(line.code, line.part, person, Charge, through=through)


def _article(code: str, part: str, person: Any, kind: type[Article] = Article, **more: Any) -> Any:
    return kind.of(code=code, part=part, title=person.article(code, part), **more)


def _step(line: TimelineEntry, words: Words) -> Step:
    return Step.of(
        date=day_of(line.date, line.precision),
        what=words.coded(line.code, line.what),
        place=words.text(line.place),
    )


def _conflict(dispute: Dispute, words: Words) -> Conflict:
    statements = [
        Statement.of(value=words.text(each.value), stated_on=each.stated_on or None, url=each.url or None)
        for each in dispute.statements
    ]
    return Conflict.of(fact=words.coded(dispute.code, dispute.what), statements=statements)


def _source(line: SourceWords, words: Words) -> Source:
    return Source.of(title=words.text(line.title), url=line.url or None, date=line.date or None)


def _check(line: VerifiedGroup, words: Words) -> Check:
    return Check.of(facts=words.coded(line.code, line.what), date=day_of(line.date, line.precision))


def _partner(person: Any) -> PartnerLink:
    return PartnerLink.of(
        slug=person.prisoner.partner.slug, name=person.words.text(person.profile.partner_name)
    )


def each(name: str, make: Callable[[Any, Words], Any]) -> Maker:
    return lambda person: [make(line, person.words) for line in getattr(person.profile, name)]


def named(name: str) -> Maker:
    """Make the words of a vocabulary; they stand in the sheet by their keys."""
    return lambda person: person.named(name, getattr(person.prisoner.facts, name))


def heeded(fact: Fact) -> Maker:
    """Make what a writer must heed, as far as the page shows it."""

    def make(person: Any) -> list[Text]:
        if not fact.is_told_of(is_held=person.call.shows_place):
            return []
        return person.named(fact.name, getattr(person.prisoner.facts, fact.name))

    return make


def captioned(fact: Fact) -> Maker:
    def make(person: Any) -> Text | None:
        told = (each.words for each in person.profile.captioned if each.fact is fact)
        return next((person.words.either(word) for [word] in told), None)

    return make


FACTS: dict[str, Maker] = {
    "work": named("occupations"),
    "home": lambda person: person.words.either(home_of(person.prisoner, person.lexicons[0])),
    "other_names": lambda person: person.words.texts(person.profile.other_names),
    "prison_name": lambda person: person.words.in_language(person.profile.prison_name, "ru"),
    "birth": _birth,
    "status": lambda person: person.words.word(person.profile.status),
    "status_since": _status_since,
    "place": _place,
    "cases": named("cases"),
    "sentences": each("sentences", _sentence),
    "charges": _charges,
    "timeline": each("timeline", _step),
    "conflicts": each("disputes", _conflict),
    "sources": each("sources", _source),
    "verified": each("checks", _check),
    "updates": each("updates", _check),
    "partner": _partner,
    **{fact.name: heeded(fact) for fact in HEEDED},
    **{fact.name: captioned(fact) for fact in CAPTIONED},
}
