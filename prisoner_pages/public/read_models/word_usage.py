"""How many records use a word, for those who translate it; and where names of places are kept."""

from collections.abc import Callable, Collection
from uuid import UUID

from django.db.models import CharField, Count, F, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from home.languages.info import near_languages
from home.languages.language_names import language_in_words
from prisoner_pages.models import Charge, ChargeArticle, Facility, Prisoner, Word

Counter = Callable[[Collection[UUID]], dict[UUID, int]]  # of the uses of words, by their keys

# The field by which a record refers to each vocabulary.
RELATIONS_BY_WORD = {
    model._meta.label_lower: field.name
    for field in Prisoner._meta.get_fields()
    if field.concrete and (model := field.related_model) and issubclass(model, Word)
}


def word_counters() -> dict[str, Counter]:
    """Return {label of a model: function(keys) that counts the uses of its words}."""
    counters = {label: _counter(field) for label, field in RELATIONS_BY_WORD.items()}
    return counters | {"prisoner_pages.chargearticle": _uses_of_articles}


def _counter(field: str) -> Counter:
    def count(keys: Collection[UUID]) -> dict[UUID, int]:
        word = f"{field}__translation_key"
        rows = Prisoner.objects.filter(**{f"{word}__in": keys}).values_list(word)
        return dict(rows.annotate(count=Count("pk", distinct=True)).order_by())

    return count


def _uses_of_articles(keys: Collection[UUID]) -> dict[UUID, int]:
    """A charge names its article by code and part, not by a link."""
    counts = dict(
        Charge.objects.values_list(_article()).annotate(count=Count("prisoner", distinct=True)).order_by()
    )
    articles = ChargeArticle.objects.filter(translation_key__in=keys).values_list(
        "translation_key", _article()
    )
    return {key: counts.get(article, 0) for key, article in articles}


def _article() -> Concat:
    return Concat(F("code"), Value("/"), F("part"), output_field=CharField())


def names_of_facilities(language: str) -> tuple[str, str]:
    """Names of places of detention have three fixed forms, kept with the place and its address."""
    shown = near_languages(language)[0]
    count = Facility.objects.filter(**{f"name_{shown}": ""}).count()
    sentence = _(
        "Names of places of detention are kept with the place, in Ukrainian, Russian and English. Pages in"
        " this language show one of these names (%(language)s), marked as such; places without it: %(count)s."
    )
    return sentence % {"language": language_in_words(shown), "count": count}, ""
