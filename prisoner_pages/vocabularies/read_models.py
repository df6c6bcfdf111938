"""Which words are proposed, and where a word is used: in records, their drafts, campaigns, larger cases."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from home.day.entries import DayEntry, DaySubject
from home.languages.info import SOURCE_LANGUAGE
from home.languages.ordering import by_alphabet
from prisoner_pages.models import CampaignPage, CaseGroup, Charge, ChargeArticle, Observance, Prisoner, Word
from prisoner_pages.permissions.partners import VOCABULARIES, is_coordinator
from prisoner_pages.public.read_models.word_usage import RELATIONS_BY_WORD
from prisoner_pages.querysets.pages import CampaignQuerySet
from prisoner_pages.querysets.records import PrisonerQuerySet

# By the name that stands in addresses.
KINDS: dict[str, Any] = {str(model._meta.model_name): model for model in VOCABULARIES}


def kind_of(word: Word) -> str:
    return str(word._meta.model_name)


# --- Proposed ------------------------------------------------------------------------------------
def proposed(model: Any) -> QuerySet[Any]:
    """Return the words of a list that were never published."""
    return model.objects.filter(
        live=False, first_published_at__isnull=True, locale__language_code=SOURCE_LANGUAGE
    )


def proposals() -> QuerySet[Revision]:
    """Return the newest version of each proposed word of all lists, the oldest proposal first."""
    newest = Q()
    for model in VOCABULARIES:
        newest |= Q(pk__in=proposed(model).values("latest_revision"))
    return Revision.objects.filter(newest).order_by("created_at", "pk")


DAY_ENTRIES = (
    DayEntry(
        "proposed-words",
        DaySubject.PEOPLE,
        _("Proposed words of the lists"),
        is_coordinator,
        lambda _user: proposals(),
        lambda: reverse("proposed_words"),
    ),
)


# --- Used ----------------------------------------------------------------------------------------
def relation_of(model: Any) -> str:
    """Return the field by which a record refers to the list; "" where none does by a field."""
    return RELATIONS_BY_WORD.get(model._meta.label_lower, "")


def people_with(word: Any) -> PrisonerQuerySet:
    """Return whose record refers to the word, drafts aside."""
    if isinstance(word, ChargeArticle):
        charges = Charge.objects.filter(code=word.code, part=word.part)
        return Prisoner.objects.filter(pk__in=charges.values("prisoner"))
    if isinstance(word, Observance):
        return Prisoner.objects.none()
    return Prisoner.objects.filter(**{relation_of(type(word)): word}).distinct()


def drafts_with(word: Any) -> list[Prisoner]:
    """Return whose waiting draft refers to the word. Two queries, whatever the drafts."""
    relation = relation_of(type(word))
    waiting = Prisoner.objects.filter(has_unpublished_changes=True).select_related("latest_revision")
    return [
        record
        for record in waiting
        if relation and record.latest_revision and word.pk in _named(record.latest_revision, relation)
    ]


def _named(revision: Revision, relation: str) -> Iterable[int]:
    said = revision.content.get(relation)
    return said if isinstance(said, list) else [said]


def campaigns_on(word: Any) -> CampaignQuerySet:
    """Return the campaigns that are held on this day, in public or in their newest draft."""
    if not isinstance(word, Observance):
        return CampaignPage.objects.none()
    drafted = Q(latest_revision__content__observance=word.pk)
    return CampaignPage.objects.filter(Q(observance=word) | drafted).order_by(*by_alphabet("title"), "pk")


def parts_of(word: Any) -> QuerySet[CaseGroup]:
    """Return the cases that lie in this one."""
    parts = word.parts.all() if isinstance(word, CaseGroup) else CaseGroup.objects.none()
    return parts.order_by(*by_alphabet("name"))


def with_uses(words: QuerySet[Any]) -> QuerySet[Any]:
    """Name in `uses` how many records refer to each word, of a day of observance how many campaigns."""
    using: QuerySet[Any, Any]
    count: QuerySet[Any, Any]
    if relation := relation_of(words.model):
        using = Prisoner.objects.filter(**{relation: OuterRef("pk")}).order_by().values(relation)
        count = using.annotate(count=Count("pk")).values("count")
    elif words.model is Observance:
        using = CampaignPage.objects.filter(observance=OuterRef("pk")).order_by().values("observance")
        count = using.annotate(count=Count("pk")).values("count")
    else:
        using = Charge.objects.filter(code=OuterRef("code"), part=OuterRef("part")).order_by()
        count = using.values("code").annotate(count=Count("prisoner", distinct=True)).values("count")
    return words.annotate(uses=Coalesce(Subquery(count, output_field=IntegerField()), 0))


def may_become(word: Any) -> QuerySet[Any]:
    """Return the published words that can take this one's place, by name.

    Articles and home places only where what stands beside the word is the same: nobody's charge or region is
    changed by it. No case takes the place of one in which it lies.
    """
    model = type(word)
    published = model.objects.published().in_language(SOURCE_LANGUAGE)
    others = published.exclude(pk=word.pk).order_by(*by_alphabet("name"))
    if isinstance(word, CaseGroup):
        return others.exclude(pk__in=_below(word))
    same = {"chargearticle": ("code", "part"), "place": ("region",)}.get(kind_of(word), ())
    return others.filter(**{name: getattr(word, name) for name in same})


def _below(word: CaseGroup) -> Iterator[int]:
    seen, waiting = {word.pk}, [word.pk]
    while waiting:
        waiting = [
            pk
            for pk in CaseGroup.objects.filter(parent__in=waiting).values_list("pk", flat=True)
            if pk not in seen
        ]
        seen.update(waiting)
        yield from waiting


def proposed_rows() -> list[tuple[Any, Revision, int]]:
    """Return (word, its newest version, how many records refer to it). Few queries for each list."""
    words = {word.latest_revision_id: word for model in VOCABULARIES for word in with_uses(proposed(model))}
    versions = proposals().filter(pk__in=words.keys()).select_related("user")
    return [(words[version.pk], version, words[version.pk].uses) for version in versions]


def may_keep_words(user: User, model: Any) -> bool:
    return user.is_active and user.has_perm(f"prisoner_pages.change_{model._meta.model_name}")
