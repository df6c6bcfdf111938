"""Reads, as verbs. Nothing above this module filters by status, consent or partner itself."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from wagtail.query import PageQuerySet

from prisoner_pages.choices import Basis, MailStatus, Scope
from prisoner_pages.policies import BASES_FOR_SCOPE, CONFIRMED_SCOPES, OPEN_STATUSES


class PartnerQuerySet(models.QuerySet):
    def with_workspace(self):
        return self.filter(editors__isnull=False)

    def of(self, user):
        """Partners whose editor or moderator the user is."""
        return self.filter(Q(editors__user=user) | Q(moderators__user=user)).distinct()

    def moderated_by(self, user):
        return self.filter(moderators__user=user)


class FacilityQuerySet(models.QuerySet):
    def of_name(self, name_ru):
        return self.filter(name_ru=name_ru)


class WordQuerySet(models.QuerySet):
    def published(self):
        return self.filter(live=True)

    def in_language(self, language):
        return self.filter(locale__language_code=language)


class ConsentQuerySet(models.QuerySet):
    def valid(self, on=None):
        """Bases that hold on that day (default today): not withdrawn, not expired, confirmed where needed."""
        on = on or timezone.localdate()
        allowed = Q()
        for scope, bases in BASES_FOR_SCOPE.items():
            rule = Q(scope=scope, basis__in=bases)
            if scope in CONFIRMED_SCOPES:
                rule &= ~Q(basis=Basis.PUBLISHED) | Q(confirmed_at__isnull=False)
            allowed |= rule
        return self.filter(
            allowed, Q(expires_on__isnull=True) | Q(expires_on__gte=on), withdrawn_at__isnull=True
        )

    def for_scope(self, scope):
        return self.filter(scope=scope)


class PrisonerQuerySet(models.QuerySet):
    def with_basis(self, scope, on=None):
        consents = self.model.consents.rel.related_model.objects.valid(on).for_scope(scope)
        return self.filter(Exists(consents.filter(prisoner=OuterRef("pk"))))

    def public(self, on=None):
        """People who may be shown at all: published, not paused, with a basis for the name."""
        return self.filter(live=True, paused_at__isnull=True).with_basis(Scope.NAME, on)

    def accepting_letters(self, on=None):
        """Public people to whom a letter may be written now, be it held or not (`call_to_action`)."""
        return (
            self.public(on)
            .with_basis(Scope.LETTERS, on)
            .filter(status__in=OPEN_STATUSES, mail_status=MailStatus.CAN)
        )

    def without_basis(self, scope, on=None):
        consents = self.model.consents.rel.related_model.objects.valid(on).for_scope(scope)
        return self.exclude(Exists(consents.filter(prisoner=OuterRef("pk"))))

    def with_valid_consents(self, on=None):
        """Fetch the bases that hold, so that a list needs no query a person (`Prisoner.bases`)."""
        consents = self.model.consents.rel.related_model.objects.valid(on)
        return self.prefetch_related(models.Prefetch("consents", consents, to_attr="valid_consents"))

    def without_story_in(self, language):
        """People who have no live story in that language."""
        return self.exclude(pages__live=True, pages__locale__language_code=language)

    def not_verified_since(self, day, group):
        """People whose group of facts was last verified before that day, or never."""
        return self.exclude(verifications__group=group, verifications__verified_on__gte=day)

    def paused(self):
        return self.filter(paused_at__isnull=False)

    def for_partner(self, partner):
        return self.filter(partner=partner)

    def named(self, language):
        """Annotate `listed_name` and order by it, as that language sorts names."""
        listed = models.FilteredRelation("listed_names", condition=Q(listed_names__language=language))
        return self.annotate(
            in_language=listed,
            listed_name=models.F("in_language__name"),
        ).order_by("in_language__sort_key", "pk")


class StoryQuerySet(PageQuerySet):
    """PrisonerPage: stories, one a locale."""
