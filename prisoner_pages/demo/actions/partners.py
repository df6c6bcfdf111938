"""The partners: real organisations, some with a workspace."""

from django.db import transaction

from home.languages.info import SOURCE_LANGUAGE
from home.translation.core.actions.text_entry import place_story
from prisoner_pages.demo.reading import Table, content
from prisoner_pages.models import Partner, PartnerPage
from prisoner_pages.partners.actions.workspaces import create_partner


def load_partners() -> dict[str, Partner]:
    """Make the partners that are missing; return {address: partner}."""
    known = {partner.slug: partner for partner in Partner.objects.all()}
    return {row["slug"]: known.get(row["slug"]) or _add(row) for row in content("partners")["partner"]}


@transaction.atomic
def _add(row: Table) -> Partner:
    names = {name: row[name] for name in ("slug", "kind", "name_uk", "name_en")}
    if not row.get("workspace"):
        return Partner.objects.create(**names, website=row.get("website", ""))
    partner = create_partner(**names, by=None)
    Partner.objects.filter(pk=partner.pk).update(website=row["website"])
    _introduce(partner, row)
    return partner


def _introduce(partner: Partner, row: Table) -> None:
    """Give the partner's pages the words in which it is introduced; Crimean Tatar has none."""
    section = PartnerPage.objects.get(partner=partner, locale__language_code=SOURCE_LANGUAGE)
    section.intro = row["intro_uk"]
    section.save_revision().publish(skip_permission_checks=True)
    fields = {"title": row["name_en"], "intro": row["intro_en"]}
    place_story(section, locale="en", fields=fields, by=None, live=True)
