"""Values for facts as they are declared, so that a new one is planted everywhere without a word here."""

from django.utils import translation
from wagtail.models import Locale

from home.languages.dates import DAY
from home.languages.written_dates import PartialDate
from prisoner_pages.choices import Basis
from prisoner_pages.facts.actions.sources import StatedSource
from prisoner_pages.facts.read_models.declarations import CAPTIONED, FACTS, HEEDED
from prisoner_pages.facts.read_models.fact import Fact, Rule
from prisoner_pages.models import Consent, Prisoner

WORD = "kanarka"


def stated_on(day, **more) -> StatedSource:
    """Return a public source that speaks of this day."""
    return StatedSource(
        PartialDate(day, DAY), url="https://example.org/list", title="Вигаданий список", **more
    )


def sample_of(fact: Fact) -> tuple[str, str]:
    """Return a value that the field of the fact may hold and that may be told, and its English words."""
    field = Prisoner._meta.get_field(fact.fields[0])
    values = [value for value, _label in field.flatchoices if value and value not in fact.untold]
    if not values:
        return (f"{WORD} {fact.name}",) * 2
    with translation.override("en"):
        return values[0], str(dict(field.flatchoices)[values[0]])


def plant_facts(record: Prisoner) -> None:
    """Give a record every fact with a caption, and a word of our own of each that a writer is to heed."""
    uk = Locale.objects.get(language_code="uk")
    for fact in CAPTIONED:
        setattr(record, fact.fields[0], sample_of(fact)[0])
    for fact in HEEDED:
        model = Prisoner._meta.get_field(fact.name).related_model
        setattr(record, fact.name, [model.objects.create(name=f"{WORD} {fact.name}", locale=uk)])


def plant_secrets(record: Prisoner, word: str, *, scopes) -> None:
    """Write the word into every text of a fact that is private, or told with one of these scopes alone."""
    for fact in FACTS:
        if Rule.PRIVATE in fact.rules or fact.scope in scopes:
            for field in texts_of(fact):
                setattr(record, field, f"{word} {field}")


def texts_of(fact: Fact) -> list[str]:
    fields = (field for field in Prisoner._meta.fields if field.name in fact.fields)
    return [field.name for field in fields if field.get_internal_type() == "CharField" and not field.choices]


def give_basis(record: Prisoner, fact: Fact) -> None:
    if fact.scope:
        Consent.objects.create(prisoner=record, scope=fact.scope, basis=Basis.GIVEN)
