"""Drafts that a partner's own site may show for half an hour, to the one who asked for it.

The token says which revision (home.headless.previews); here stands whose draft it is and who may see it now.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.contrib.auth import get_user_model

from home.headless import previews
from home.headless.previews import Preview, PreviewOver
from home.languages import SOURCE_LANGUAGE
from prisoner_pages.models import CampaignPage, EventPage, FrontEnd, PartnerPage, Prisoner, PrisonerPage
from prisoner_pages.models.workflow import partner_of
from prisoner_pages.permissions import may_edit

# What can be previewed, and nothing else can.
KINDS = {
    "record": Prisoner,
    "story": PrisonerPage,
    "campaign": CampaignPage,
    "event": EventPage,
    "partner": PartnerPage,
}


@dataclass(frozen=True)
class Draft:
    """`thing` is a record or a page in memory, as the revision has it; `language` that of a page."""

    kind: str
    thing: Any
    language: str


def front_ends_for(thing):
    """Return the sites of the thing's partner that show previews."""
    partner = partner_of(thing)
    return FrontEnd.objects.with_previews().filter(partner=partner) if partner else FrontEnd.objects.none()


def kind_of(thing):
    return next((kind for kind, model in KINDS.items() if type(thing) is model), None)


def address_of_preview(thing, front_end, user):
    """Return the address at the front end that shows the newest draft of the thing, with a fresh token."""
    token = previews.make(
        Preview(kind_of(thing), thing.pk, thing.latest_revision_id or 0, user.pk, front_end.pk)
    )
    told = {"token": token, "kind": kind_of(thing), "locale": _language(thing)}
    parts = urlsplit(front_end.preview_url)
    query = urlencode([*parse_qsl(parts.query, keep_blank_values=True), *told.items()])
    return urlunsplit(parts._replace(query=query))


def may_preview(user, thing, front_end):
    """Whoever may edit the thing, at a site of its own partner that is in use."""
    partner = partner_of(thing)
    is_theirs = partner is not None and front_end.partner_id == partner.pk
    return is_theirs and user.is_active and may_edit(user, partner)


def opened(token):
    """Return the Draft. Raises PreviewOver for no token of ours, and where the right to see it has ended."""
    preview = previews.read(token)
    front_end = FrontEnd.objects.with_previews().filter(pk=preview.front_end).first()
    user = get_user_model().objects.filter(pk=preview.user).first()
    thing = KINDS[preview.kind].objects.filter(pk=preview.pk).first() if preview.kind in KINDS else None
    if None in (front_end, user, thing) or not may_preview(user, thing, front_end):
        raise PreviewOver
    return Draft(preview.kind, _at(thing, preview.revision), _language(thing))


def draft_of(thing):
    """Return the thing as its newest revision has it; facts of a record are then the draft's own."""
    return _at(thing, thing.latest_revision_id or 0)


def _at(thing, revision_id):
    if revision_id:
        revision = thing.revisions.filter(pk=revision_id).first()
        if revision is None:
            raise PreviewOver
        thing = revision.as_object()
    if isinstance(thing, Prisoner):
        thing.sheet = {}
    return thing


def _language(thing):
    return SOURCE_LANGUAGE if isinstance(thing, Prisoner) else thing.locale.language_code
