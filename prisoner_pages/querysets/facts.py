"""Reads of words, claims and changes of facts."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from home.languages.info import SOURCE_LANGUAGE
from prisoner_pages.policies import GROUP_SCOPES
from prisoner_pages.querysets.records import PrisonerQuerySet

if TYPE_CHECKING:
    from prisoner_pages.models import Claim, FactUpdate, Partner

# A function of the database (`private_sources_stay_private`): the public host, which reads no source that is
# not public, asks it of one stored claim.
SOURCE_IS_PRIVATE = "prisoner_pages_source_is_private"


class WordQuerySet(models.QuerySet[Any]):
    def published(self) -> Self:
        return self.filter(live=True)

    def in_language(self, language: str) -> Self:
        return self.filter(locale__language_code=language)

    def said_of(self, people: PrisonerQuerySet, links: models.QuerySet[Any, Any]) -> Self:
        """Words that `links`, rows of a person and a word, name beside any of these people.

        Word by word, and each only until somebody is found: it costs the same for however many people.
        """
        of_word = links.filter(**{str(self.model._meta.model_name): OuterRef("pk")})
        return self.filter(Exists(of_word.filter(Exists(people.filter(pk=OuterRef("prisoner"))))))


class ObservanceQuerySet(WordQuerySet):
    def key_of(self, code: str) -> int | None:
        """Return the primary key of the day that drafts once called 02-26; None for what was no such day."""
        month, dash, day = code.partition("-")
        found = self.filter(month=month, day=day).in_language(SOURCE_LANGUAGE) if dash else self.none()
        return found.values_list("pk", flat=True).first()


class ClaimQuerySet(models.QuerySet["Claim"]):
    def to_decide(self) -> Self:
        return self.filter(needs_decision=True, prisoner__merged_into=None)

    def of_partners(self, partners: "Iterable[Partner]") -> Self:
        return self.filter(prisoner__partner__in=partners)

    def for_reading(self) -> Self:
        """Bring what is said of the people beside the claims (records.read_models.claims)."""
        people = self.select_related("prisoner__partner", "prisoner__facility", "prisoner__home_place")
        children = ("occupations", "cases", "other_names", "charges", "sentences", "case_events")
        return people.prefetch_related(
            *(f"prisoner__{each}" for each in (*children, "pages__locale")), "proposals__partner"
        )

    def shown(self) -> Self:
        """Claims that stand on the page: said to be shown, not settled, from a source that may be named."""
        sources = apps.get_model("prisoner_pages", "Source").objects
        hidden = sources.filter(prisoner=OuterRef("prisoner"), url=OuterRef("source_url"), is_public=False)
        return self.filter(~Exists(hidden), shown_since__isnull=False, settled_at__isnull=True)


class FactUpdateQuerySet(models.QuerySet["FactUpdate"]):
    def told_of(self, people: PrisonerQuerySet) -> Self:
        """Changes that the pages of these people (a QuerySet) tell of, the newest first."""
        told = ~Q(group__in=GROUP_SCOPES)
        for group, scope in GROUP_SCOPES.items():
            told |= Q(group=group, prisoner__in=people.with_basis(scope))
        return self.filter(told, prisoner__in=people).order_by("-changed_on", "-pk")
