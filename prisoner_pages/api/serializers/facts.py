"""The facts of a person as an answer gives them, from what the person's page shows of them."""

from prisoner_pages.api.schemas.people import (
    Article,
    Birth,
    Charge,
    Check,
    Conflict,
    PartnerLink,
    Place,
    Sentence,
    Source,
    Statement,
    Step,
)
from prisoner_pages.api.serializers.words import day_of
from prisoner_pages.facts.read_models.declarations import CAPTIONED, HEEDED
from prisoner_pages.facts.read_models.fact import Rule
from prisoner_pages.people.read_models.cards import home_of


def _birth(person):
    birth = person.profile.birth
    return birth and day_of(birth.date, birth.precision, Birth, age=birth.age)


def _status_since(person):
    return day_of(person.profile.status_since, person.profile.status_precision)


def _place(person):
    place = person.profile.place
    if place is None:
        return None
    return Place.of(id=person.prisoner.facility_id, name=person.words.text(place))


def _sentence(line, words):
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


def _charges(person):
    return [_charge(line, person) for line in person.profile.charges]


def _charge(line, person):
    through = _article(line.joined_code, line.joined_part, person) if line.joined_code else None
    return _article(line.code, line.part, person, Charge, through=through)


def _article(code, part, person, kind=Article, **more):
    return kind.of(code=code, part=part, title=person.article(code, part), **more)


def _step(line, words):
    return Step.of(
        date=day_of(line.date, line.precision),
        what=words.coded(line.code, line.what),
        place=words.text(line.place),
    )


def _conflict(dispute, words):
    statements = [
        Statement.of(value=words.text(each.value), stated_on=each.stated_on or None, url=each.url or None)
        for each in dispute.statements
    ]
    return Conflict.of(fact=words.coded(dispute.code, dispute.what), statements=statements)


def _source(line, words):
    return Source.of(title=words.text(line.title), url=line.url or None, date=line.date or None)


def _check(line, words):
    return Check.of(facts=words.coded(line.code, line.what), date=day_of(line.date, line.precision))


def _partner(person):
    return PartnerLink.of(
        slug=person.prisoner.partner.slug, name=person.words.text(person.profile.partner_name)
    )


def each(name, make):
    return lambda person: [make(line, person.words) for line in getattr(person.profile, name)]


def named(name):
    """Make the words of a vocabulary; they stand in the sheet by their keys."""
    return lambda person: person.named(name, getattr(person.prisoner.facts, name))


def heeded(fact):
    """Make what a writer is to heed, as far as the page tells it."""

    def make(person):
        is_told = person.call.shows_place or Rule.OF_TODAY not in fact.rules
        return person.named(fact.name, getattr(person.prisoner.facts, fact.name)) if is_told else []

    return make


def captioned(fact):
    def make(person):
        told = (each.words for each in person.profile.captioned if each.fact is fact)
        return next((person.words.either(word) for [word] in told), None)

    return make


FACTS = {
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
