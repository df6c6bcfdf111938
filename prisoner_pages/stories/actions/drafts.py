"""Making the draft story of a record."""

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from home.languages.info import SOURCE_LANGUAGE
from home.pages.actions.publishing import add_draft_page, add_public_page
from home.written_once import Asked, written_once
from prisoner_pages.facts.actions.changes import log_record
from prisoner_pages.models import Partner, PartnerPage, Prisoner, PrisonerPage
from prisoner_pages.permissions.partners import require_editor


class NoSection(Exception):
    """The partner has no section in the source locale: run `create_partner` for it."""


@transaction.atomic
def create_story(record: Prisoner, *, by: User | None) -> PrisonerPage:
    """Make the draft story in the source locale, once; return it. Raises NoSection."""
    require_editor(by, record.partner)
    if existing := record.pages.filter(locale__language_code=SOURCE_LANGUAGE).first():
        return existing
    section = section_of(record.partner, SOURCE_LANGUAGE)
    story = add_draft_page(section, _story_of(record, section), by=by)
    log_record(record, "create_story", by=by, page=story.pk)
    return story


def first_story(record: Prisoner, *, intro: str, by: User | None, live: bool) -> PrisonerPage:
    """Make the story of a record that an import has just made, perhaps public from its first moment.

    Call it inside a transaction. Raises NoSection.
    """
    require_editor(by, record.partner)
    section = section_of(record.partner, SOURCE_LANGUAGE)
    add = add_public_page if live else add_draft_page
    story = add(section, _story_of(record, section, intro=intro), by=by)
    log_record(record, "create_story", by=by, page=story.pk)
    return story


def _story_of(record: Prisoner, section: PartnerPage, **texts: str) -> PrisonerPage:
    return PrisonerPage(
        prisoner=record,
        title=record.name_uk,
        slug=record.slug,
        locale=section.locale,
        live=False,
        **texts,
    )


def section_of(partner: Partner, language: str) -> PartnerPage:
    section = _sections_in(language).first(partner=partner.pk)
    if section is None:
        raise NoSection(f"{partner.slug}/{language}")
    return section


@written_once
def _sections_in(language: str) -> QuerySet[PartnerPage]:
    sections = PartnerPage.objects.filter(partner=Asked("partner"), locale__language_code=language)
    return sections.select_related("locale").order_by("path")[:1]
