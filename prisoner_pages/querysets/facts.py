"""Reads of words, claims and changes of facts."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from prisoner_pages.policies import GROUP_SCOPES


class WordQuerySet(models.QuerySet):
    def published(self):
        return self.filter(live=True)

    def in_language(self, language):
        return self.filter(locale__language_code=language)


class ClaimQuerySet(models.QuerySet):
    def to_decide(self):
        return self.filter(needs_decision=True)

    def of_partners(self, partners):
        return self.filter(prisoner__partner__in=partners)

    def for_reading(self):
        """Bring what is said of the people beside the claims (records.read_models.claims)."""
        people = self.select_related("prisoner__partner", "prisoner__facility", "prisoner__home_place")
        children = ("occupations", "cases", "other_names", "charges", "sentences", "case_events")
        return people.prefetch_related(*(f"prisoner__{each}" for each in (*children, "pages__locale")))

    def shown(self):
        """Claims that stand on the page: said to be shown, not settled, from a source that may be named."""
        sources = self.model.prisoner.field.related_model.sources.rel.related_model.objects
        hidden = sources.filter(prisoner=OuterRef("prisoner"), url=OuterRef("source_url"), is_public=False)
        return self.filter(~Exists(hidden), shown_since__isnull=False, settled_at__isnull=True)


class FactUpdateQuerySet(models.QuerySet):
    def told_of(self, people):
        """Changes that the pages of these people (a QuerySet) tell of, the newest first."""
        told = ~Q(group__in=GROUP_SCOPES)
        for group, scope in GROUP_SCOPES.items():
            told |= Q(group=group, prisoner__in=people.with_basis(scope))
        return self.filter(told, prisoner__in=people).order_by("-changed_on", "-pk")
