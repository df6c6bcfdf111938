"""Drafts that a partner's own site may show for half an hour, to the one who asked for it.

The token says which state of which draft (headless.previews); here stands whose draft it is and who may
see it now.
"""

from dataclasses import dataclass
from hashlib import blake2b
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail_localize.models import Translation

from home.headless.previews.tokens import Preview, PreviewOver, make, read
from home.languages.info import SOURCE_LANGUAGE
from home.models import HomePage, StandardPage
from home.translation.core.actions.build import built, draft_or_public
from home.translation.core.read_models.sources import original_of
from home.translation.desk.read_models.work import translations_of
from home.translation.models import Unit
from prisoner_pages.models import CampaignPage, EventPage, FrontEnd, PartnerPage, Prisoner, PrisonerPage
from prisoner_pages.models.workflow import partner_of
from prisoner_pages.permissions.partners import may_edit, partners_for
from prisoner_pages.querysets.partners import FrontEndQuerySet

TRANSLATION = "translation"
# What can be previewed, and nothing else can; a translation of a page is told as that page.
DRAFT_KINDS: dict[str, Any] = {
    "record": Prisoner,
    "story": PrisonerPage,
    "campaign": CampaignPage,
    "event": EventPage,
    "partner": PartnerPage,
    "page": StandardPage,
    "home": HomePage,
    TRANSLATION: Translation,
}
NAMES: dict[Any, str] = {model: kind for kind, model in DRAFT_KINDS.items()}


class PreviewOlder(PreviewOver):
    """The translation has changed since the token was made: what it opened is nowhere any more."""


@dataclass(frozen=True)
class Draft:
    """`thing` is a record or a page in memory, as its draft has it; `language` that of a page."""

    kind: str
    thing: Any
    language: str


def previews_of(thing: Any, user: User) -> list[tuple[str, str]]:
    """Return [(label, address)] of the sites at which the user may see the draft."""
    if not kind_of(thing) or not FrontEnd.objects.with_previews().exists() or not _may_see(user, thing):
        return []
    return [
        (
            _("Preview in %(site)s") % {"site": site.name},
            reverse("front_end_preview", args=[site.pk, NAMES[type(thing)], thing.pk]),
        )
        for site in _front_ends_for(thing, user)
    ]


def kind_of(thing: Any) -> str | None:
    """Return how a front end is told what the draft is; None for what has no preview."""
    if isinstance(thing, Translation):
        model = thing.source.specific_content_type.model_class()
        return NAMES.get(model)
    return NAMES.get(type(thing))


def address_of_preview(thing: Any, front_end: FrontEnd, user: User) -> str:
    """Return the address at the front end that shows the newest draft of the thing, with a fresh token."""
    token = make(Preview(NAMES[type(thing)], thing.pk, _state_of(thing), user.pk, front_end.pk))
    told = {"token": token, "kind": kind_of(thing), "locale": _language(thing)}
    parts = urlsplit(front_end.preview_url)
    query = urlencode([*parse_qsl(parts.query, keep_blank_values=True), *told.items()])
    return urlunsplit(parts._replace(query=query))


def may_preview(user: User, thing: Any, front_end: FrontEnd) -> bool:
    """Whoever may edit or translate the thing, at a site that is in use: of the partner that it belongs to.

    What belongs to the whole site may be looked at on the sites of one's own partners: no other learns of it.
    """
    may = user.is_active and kind_of(thing) and _may_see(user, thing)
    return bool(may) and _front_ends_for(thing, user).filter(pk=front_end.pk).exists()


def opened(token: str) -> Draft:
    """Return the Draft. Raises PreviewOver for no token of ours, and where the right to see it has ended."""
    preview = read(token)
    front_end = FrontEnd.objects.with_previews().filter(pk=preview.front_end).first()
    user = get_user_model().objects.filter(pk=preview.user).first()
    model = DRAFT_KINDS.get(preview.kind)
    thing = model.objects.filter(pk=preview.pk).first() if model else None
    kind = kind_of(thing)
    if front_end is None or user is None or kind is None or not may_preview(user, thing, front_end):
        raise PreviewOver
    return Draft(kind, _at(thing, preview.revision), _language(thing))


def draft_of(thing: Any) -> Any:
    """Return the thing as its newest revision has it; facts of a record are then the draft's own."""
    return _at(thing, _state_of(thing))


def _front_ends_for(thing: Any, user: User) -> FrontEndQuerySet:
    partner = partner_of(original_of(thing.source) if isinstance(thing, Translation) else thing)
    return FrontEnd.objects.with_previews().filter(partner__in=[partner] if partner else partners_for(user))


def _may_see(user: User, thing: Any) -> bool:
    if isinstance(thing, Translation):
        return translations_of(user).filter(pk=thing.pk).exists()
    partner = partner_of(thing)
    return may_edit(user, partner) if partner else thing.permissions_for_user(user).can_edit()


def _state_of(thing: Any) -> int:
    """Return a number that stands for the newest draft: its revision, 0 where it has none."""
    return _texts_of(thing) if isinstance(thing, Translation) else thing.latest_revision_id or 0


def _texts_of(translation: Translation) -> int:
    """The desk keeps no revisions: a number of what it says now, every string of it."""
    units: Any = Unit.objects.filter(translation=translation).active().with_drafts()
    texts = list(
        units.values_list("pk", "draft", "draft_error", "approved_at", "approved_text", "carried_text")
    )
    return int.from_bytes(blake2b(repr(texts).encode(), digest_size=6).digest())


def _at(thing: Any, state: int) -> Any:
    if isinstance(thing, Translation):
        return _translated(thing, state)
    if state:
        revision = thing.revisions.filter(pk=state).first()
        if revision is None:
            raise PreviewOver
        thing = revision.as_object()
    if isinstance(thing, Prisoner):
        thing.sheet = {}
    return thing


def _translated(translation: Translation, state: int) -> Any:
    """Return the page as its drafts have it, and what nobody has translated left out."""
    if state != _texts_of(translation):
        raise PreviewOlder
    return built(translation, text_of=draft_or_public)


def _language(thing: Any) -> str:
    if isinstance(thing, Translation):
        return thing.target_locale.language_code
    return SOURCE_LANGUAGE if isinstance(thing, Prisoner) else thing.locale.language_code
