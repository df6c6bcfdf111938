"""GET /preview: a draft in the shape in which it would be public, for whoever holds a token to it."""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import BaseModel, Field

from home.caching.read_models import generations_of
from home.headless.answers.api.conditional import uncached
from home.headless.answers.api.locales import Asked, asked_for
from home.headless.answers.api.problems import Problem
from home.headless.answers.api.router import ApiRouter
from home.headless.answers.response_policies import PREVIEW, answering
from home.headless.answers.schemas import Shape
from home.headless.previews.tokens import PreviewOver
from home.languages.info import SOURCE_LANGUAGE
from home.settings.defaults import settings
from home.site.read_models import public_languages
from prisoner_pages.api.routers.language import meta_of
from prisoner_pages.api.routers.pages import item_of, telling_of
from prisoner_pages.api.routers.pagination import documented, root_of, written
from prisoner_pages.api.routers.parameters import InLocale
from prisoner_pages.api.schemas.pages import (
    Campaign,
    CampaignAnswer,
    Event,
    EventAnswer,
    Partner,
    PartnerAnswer,
    TextAnswer,
    TextPage,
)
from prisoner_pages.api.schemas.people import PersonAnswer
from prisoner_pages.api.serializers.batches import Gathered, LiveStory, Texts, gathered
from prisoner_pages.api.serializers.people import Answer
from prisoner_pages.campaigns.read_models.told_pages import ToldGathering, told_page
from prisoner_pages.models import Prisoner, PrisonerPage
from prisoner_pages.people.read_models.person import FIELDS
from prisoner_pages.public.read_models.texts import material_for
from prisoner_pages.stories.read_models import Draft, PreviewOlder, draft_of, opened

router = ApiRouter(tags=["previews"])

Maker = Callable[[HttpRequest, Draft, Asked], bytes]

OVER = _(
    "This preview is over: it lasts half an hour, for somebody who may edit the draft. Open it again from the"
    " editor."
)
ELSEWHERE = _("Drafts are shown by the host of the staff alone: ask there, with the same token.")
OLDER = _("The translation has changed since. Open the preview again from the desk.")
UNTITLED = _("not translated yet")


class PreviewQuery(InLocale):
    token: str = Field("", description="What stands in `token` of the address that the editor was led to.")


@router.get(
    "preview",
    response=PersonAnswer | CampaignAnswer | EventAnswer | PartnerAnswer | TextAnswer,
    summary="A draft, as it would be answered if it were public",
    **documented("getPreview", as_in="getPrisoner"),
)
@answering(PREVIEW)
def preview(request: HttpRequest, query: Query[PreviewQuery]) -> HttpResponse:
    """For your own preview page: call it from your server or from the browser, and keep nothing of it.

    A page is answered in its own language, a record in the one asked for, each like the public one: `kind` in
    the address that brought the token says which. Of a translation, what nobody has translated yet is left
    out. The token opens one state of the draft for half an hour, as long as its editor may see it; afterwards
    403. Ask the host at which your editors work: one that visitors reach holds no draft and answers 403.
    """
    if settings.SITE_ROLE == "public":
        raise Problem(403, ELSEWHERE)
    try:
        draft = opened(query.token)
    except PreviewOlder:
        raise Problem(403, OLDER) from None
    except PreviewOver:
        raise Problem(403, OVER) from None
    asked = _asked(request, draft, query)
    with translation.override(asked.served):
        return uncached(DRAFT_WRITERS[draft.kind](request, draft, asked), language=asked.served)


def _asked(request: HttpRequest, draft: Draft, query: PreviewQuery) -> Asked:
    """A page has one language, public yet or not; a record has all of them."""
    if draft.kind == "record":
        return asked_for(request, query.locale, query.fallback)
    language = draft.language
    public = tuple(dict.fromkeys([*public_languages(request), language]))
    return Asked(language, language, (language,), public)


def _record(request: HttpRequest, draft: Draft, asked: Asked) -> bytes:
    stories = [draft_of(story) for story in draft.thing.pages.select_related("locale")]
    return _person(request, draft.thing, stories, asked)


def _story(request: HttpRequest, draft: Draft, asked: Asked) -> bytes:
    record = Prisoner.objects.with_facts().get(pk=draft.thing.prisoner_id)
    return _person(request, record, [draft.thing], asked)


def _person(request: HttpRequest, person: Prisoner, stories: Iterable[PrisonerPage], asked: Asked) -> bytes:
    """Write the person with these stories, drafts in memory, in place of the public ones."""
    root, fields = root_of(request), frozenset(FIELDS)
    found = gathered([person], fields, asked=asked, root=root)
    _tell(found, person, stories, asked, root)
    answer = Answer(found, asked=asked, root=root, generations=generations_of(request))
    return written(PersonAnswer, meta=meta_of(asked), item=answer.person(person, fields))


def _tell(
    found: Gathered, person: Prisoner, stories: Iterable[PrisonerPage], asked: Asked, root: str
) -> None:
    for story in stories:
        language = story.locale.language_code
        if language in asked.public:
            told = LiveStory(story.pk, language, story.photo_alt, is_behind=False)
            found.told.setdefault(person.pk, {})[language] = told
            found.texts[story.pk] = Texts(story.intro, story.search_description, story.body)
    found.material = material_for(
        [texts.body.raw_data for texts in found.texts.values()],
        language=asked.served,
        languages=asked.public,
        root=root,
        images=[person.photo_id] if person.photo_id else [],
    )


# --- Campaigns, events, partners -------------------------------------------------------------------
def _page(answer: type[BaseModel], kind: type[Shape]) -> Maker:
    """Return what writes a draft of such a page, beside the pages of the same thing that are public."""

    def write(request: HttpRequest, draft: Draft, asked: Asked) -> bytes:
        telling, page = telling_of(request, asked), draft.thing
        page.title = page.title or str(UNTITLED)
        told = told_page(telling, page, _original_of)
        telling.count([told] if isinstance(told, ToldGathering) else [])
        telling.bodies = {page.pk: page.body.raw_data}
        telling.gather([told], kind.model_fields)
        return written(answer, meta=meta_of(asked), item=item_of(told, kind, kind.model_fields))

    return write


def _original_of(page: Any) -> Any:
    """Return the original, public or not: facts are read from it."""
    return type(page).objects.get(translation_key=page.translation_key, locale__language_code=SOURCE_LANGUAGE)


DRAFT_WRITERS: dict[str, Maker] = {
    "record": _record,
    "story": _story,
    "campaign": _page(CampaignAnswer, Campaign),
    "event": _page(EventAnswer, Event),
    "partner": _page(PartnerAnswer, Partner),
    "page": _page(TextAnswer, TextPage),
    "home": _page(TextAnswer, TextPage),
}
