"""Reads of partners, their front ends and published figures."""

from collections.abc import Iterable, Sequence
from itertools import chain, count
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.contrib.auth.models import User
from django.db import connections, models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from home.languages.info import SOURCE_LANGUAGE
from home.languages.slugs import slugify

if TYPE_CHECKING:
    from prisoner_pages.models import CampaignPage, EventPage, Figure, FrontEnd, Partner

LONGEST_ADDRESS = 44  # characters: with a number it fits the column


def _number(rows: Any, path: str) -> Coalesce:
    """Return how many of these rows lead to the partner."""
    own = rows.filter(**{path: OuterRef("pk")}).order_by().values(path)
    counted = own.annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=models.IntegerField()), 0)


class PartnerQuerySet(models.QuerySet["Partner"]):
    def with_workspace(self) -> Self:
        return self.filter(editors__isnull=False)

    def open(self) -> Self:
        return self.filter(closed_on=None)

    def with_letters(self) -> Self:
        """Those to whose people letters come or lie somewhere: the open ones, and closed ones with people."""
        people = apps.get_model("prisoner_pages", "Prisoner").everyone.filter(partner=OuterRef("pk"))
        return self.filter(Q(closed_on=None) | Exists(people))

    def counted(self) -> Self:
        """Each with its `people_count`, how many of them are shown, and its public stories. One query."""
        people = apps.get_model("prisoner_pages", "Prisoner").objects
        stories = apps.get_model("prisoner_pages", "PrisonerPage").objects.live().source()
        return self.annotate(
            people_count=_number(people, "partner"),
            shown_count=_number(people.public(), "partner"),
            story_count=_number(stories, "prisoner__partner"),
        )

    def of(self, user: User) -> Self:
        """Partners whose editor or moderator the user is."""
        return self.filter(Q(editors__user=user) | Q(moderators__user=user)).distinct()

    def moderated_by(self, user: User) -> Self:
        return self.filter(moderators__user=user)

    def taking_part(self) -> Self:
        """Partners of a campaign or an event that is public."""
        live = Q(participations__campaign__live=True) | Q(participations__event__live=True)
        return self.filter(live).distinct()

    def offered_to(self, partners: "Iterable[Partner]") -> Self:
        """Organisations that these partners may name on a page: not those of others' drafts alone."""
        public = self.model.objects.taking_part().values("pk")
        return self.filter(Q(added_by=None) | Q(added_by__in=partners) | Q(pk__in=public))

    def called(self, name: str) -> "Partner | None":
        """Return the first that bears this name in any case: SQLite knows that of Latin letters alone."""
        asked = name.casefold()
        return next(
            (each for each in self if asked in (each.name_uk.casefold(), each.name_en.casefold())), None
        )

    def free_address(self, name: str) -> str:
        """Return the address that a new organisation of this name gets; namesakes add a number."""
        base = slugify(name, SOURCE_LANGUAGE)[:LONGEST_ADDRESS].strip("-")
        taken = set(self.filter(slug__startswith=base).values_list("slug", flat=True))
        numbered = (f"{base}-{number}" for number in count(2))
        return next(each for each in chain([base], numbered) if each not in taken)

    def wait_for_turn(self) -> None:
        """Let one transaction at a time look for somebody and make them if they are not there.

        On SQLite a transaction that writes waits anyway.
        """
        if connections[self.db].features.has_select_for_update:
            list(self.order_by("pk").select_for_update(no_key=True).values_list("pk")[:1])

    def without_section(self) -> Self:
        return self.filter(pages__isnull=True)


class FrontEndQuerySet(models.QuerySet["FrontEnd"]):
    def in_use(self) -> Self:
        return self.filter(active=True)

    def with_previews(self) -> Self:
        return self.in_use().exclude(preview_url="")


class FigureQuerySet(models.QuerySet["Figure"]):
    def shown(self) -> Self:
        return self.filter(taken_back_at=None)

    def about(self, subject: str) -> Self:
        return self.shown().filter(subject=subject)

    def of_any(self, pages: "Sequence[CampaignPage | EventPage]") -> Self:
        """Figures of these campaigns, or events (pages in the source locale), the newest first.

        `page_id` names the page of each.
        """
        name = "campaign" if pages[0]._meta.model_name == "campaignpage" else "event"
        found = self.filter(**{f"{name}__in": pages}).annotate(page_id=models.F(f"{name}_id"))
        return found.order_by(models.F("counted_until").desc(nulls_last=True), "-pk")
