"""Which organisations a page may name as taking part, and where one that is new is added."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q
from django.urls import reverse

from prisoner_pages.choices import PartnerKind
from prisoner_pages.models import Partner
from prisoner_pages.permissions.partners import is_coordinator, partners_for
from prisoner_pages.querysets.partners import PartnerQuerySet


@dataclass(frozen=True)
class Organisations:
    """What every row of a form offers: read once for all of them."""

    offered: PartnerQuerySet
    choices: Sequence[tuple[Any, str]]
    adding: dict[str, str]  # attributes of the list: where one that is new is added, and of which kinds


def organisations_for(user: User, page: Any, partner: Partner | None) -> Organisations:
    """Return what the user may name on the page, which belongs to `partner`, and what it names already."""
    offered = Partner.objects.all() if is_coordinator(user) else _offered(user, page)
    choices = [("", "—"), *((each.pk, each.name_uk) for each in offered)]
    return Organisations(offered, choices, _adding(partner) if partner else {})


def _adding(partner: Partner) -> dict[str, str]:
    kinds = [(kind, str(label)) for kind, label in PartnerKind.choices]
    return {"data-add": reverse("add_organisation", args=[partner.pk]), "data-kinds": json.dumps(kinds)}


def _offered(user: User, page: Any) -> PartnerQuerySet:
    kept = [part.partner_id for part in page.participations.all()]
    offered = Partner.objects.offered_to(partners_for(user))
    return Partner.objects.filter(Q(pk__in=offered.values("pk")) | Q(pk__in=kept))
