"""What a chooser, a link or a field may offer to a user: their own, and what is public anyway."""

from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.query import PageQuerySet

from home.languages.info import SOURCE_LANGUAGE
from home.languages.ordering import in_alphabetical_order
from home.models import SiteImage
from prisoner_pages.models import Prisoner, PrisonerPage
from prisoner_pages.permissions.partners import is_coordinator, partners_for
from prisoner_pages.querysets.facts import WordQuerySet
from prisoner_pages.querysets.records import PrisonerQuerySet


def own_pages_of(user: User) -> PageQuerySet:
    """Return the pages the user may edit, or under which they may add."""
    return policy_registry.get_by_type(Page).instances_user_has_any_permission_for(user, {"add", "change"})


def pages_for(user: User) -> PageQuerySet:
    """Return the pages that are public, or that the user may edit."""
    if is_coordinator(user):
        return Page.objects.all()
    hidden = PrisonerPage.objects.exclude(prisoner__in=Prisoner.objects.public())
    public = Q(live=True) & ~Q(pk__in=hidden.values("pk"))
    return Page.objects.filter(public | Q(pk__in=own_pages_of(user).values("pk")))


def own_records_of(user: User) -> PrisonerQuerySet:
    """Return the people whose record the user may edit."""
    return Prisoner.objects.filter(partner__in=partners_for(user))


def records_for(user: User) -> PrisonerQuerySet:
    """Return the people who are public, or whose record the user may edit."""
    if is_coordinator(user):
        return Prisoner.objects.all()
    own = Q(partner__in=partners_for(user))
    return Prisoner.objects.filter(own | Q(pk__in=Prisoner.objects.public().values("pk")))


def images_for(user: User) -> QuerySet[SiteImage]:
    policy = policy_registry.get_by_type(get_image_model())
    return policy.instances_user_has_any_permission_for(user, {"choose", "change"})


def words_for(model: Any) -> WordQuerySet:
    """Return the published words of the source locale: a record points at these."""
    return in_alphabetical_order(model.objects.published().in_language(SOURCE_LANGUAGE))
