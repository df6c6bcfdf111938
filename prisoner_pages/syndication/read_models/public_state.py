"""What is public of people, pages and places of detention, for notices of changes (home.headless)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet
from django.utils import timezone, translation
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet

from home.caching.read_models import current
from home.headless.webhooks.changes import State
from home.headless.webhooks.subjects import EVERYTHING, Row
from home.languages.info import SOURCE_LANGUAGE
from home.models import SiteImage, SiteRendition, StandardPage
from home.settings.defaults import settings
from home.shown_pictures import forbidden_among
from home.site.read_models import surroundings
from prisoner_pages.can_be_written_to import GAPS_OF_PLACES, CallReason, CallToAction, call_to_action
from prisoner_pages.choices import Scope
from prisoner_pages.models import (
    CampaignPage,
    Claim,
    Consent,
    EventPage,
    Facility,
    FacilityMailStatus,
    FactUpdate,
    Figure,
    FormerAddress,
    ImageSubject,
    ListedName,
    Observance,
    Participation,
    Partner,
    PartnerPage,
    Pause,
    Prisoner,
    PrisonerPage,
    Verification,
)
from prisoner_pages.people.read_models.checked_facts import with_all_known
from prisoner_pages.people.read_models.telling import FACTS, Telling
from prisoner_pages.pictures.read_models.public_pictures import hidden_on, pages_with_pictures
from prisoner_pages.public.read_models.addresses import address_of, person_address, public_pages
from prisoner_pages.public.read_models.lexicon import LEXICON_MODELS, Lexicon, lexicon_in
from prisoner_pages.querysets.records import PrisonerQuerySet

# First part of the cache tags of each kind of page.
TAG_KINDS: dict[type[Model] | None, str] = {
    PrisonerPage: "prisoner",
    CampaignPage: "campaign",
    EventPage: "event",
    PartnerPage: "partner",
    StandardPage: "page",
}
OTHER_KIND = "page"
# What lists of the API tell, in whatever language, while the original is public (`everywhere`).
LISTED_KINDS = {TAG_KINDS[model] for model in (CampaignPage, EventPage, PartnerPage)}
# Whatever a public answer is made of, pages aside (home.headless.answers sees all of them).
SHOWN_OF_PEOPLE = (Prisoner, Consent, Pause, Claim, Verification, FactUpdate, FormerAddress, ListedName)
SHOWN_MODELS = (
    *LEXICON_MODELS,
    *SHOWN_OF_PEOPLE,
    *(ImageSubject, Partner, Participation, FacilityMailStatus, Figure, Observance),
    *(SiteRendition, Redirect, PageViewRestriction),
)
OF_PAGE = ("translation_key", "prisonerpage__prisoner_id")
PAGE_COLUMNS = (
    *("translation_key", "locale__language_code", "content_type_id"),
    *("slug", "url_path", "path", "live_revision_id"),
)
# Actions of the log that hide a person until another undoes them.
HIDINGS = ("prisoner_pages.pause", "prisoner_pages.withdraw_consent", "prisoner_pages.merge_away")
# Rows that are subjects themselves, by the label of their model.
SUBJECTS = {Prisoner._meta.label_lower: "prisoner", Facility._meta.label_lower: "facility"}
# Without what the place, today, or the state of another thing says of a person: none is a fact of the record.
FACTS_TOLD = {"slug", "name", "invented", "name_only", *FACTS} - {"partner", "campaigns"}


# --- Which subjects -------------------------------------------------------------------------------
def keys_of(page_ids: set[int], rows: set[Row]) -> set[str]:
    """A home page changes what is public in its language; of a page that was deleted nothing is known."""
    pages = Page.objects.filter(pk__in=page_ids).values_list(*OF_PAGE, "depth")
    found = {_key(key, prisoner) for key, prisoner, depth in pages if depth > 2}
    if len(pages) < len(page_ids) or any(depth <= 2 for _key, _prisoner, depth in pages):
        found.add(EVERYTHING)
    found |= set(keys_of_rows(rows).values())
    # What is doubted of a place is told of those held there, as if each of them were on hold.
    places = [int(pk) for label, pk in rows if label == Facility._meta.label_lower]
    held = Prisoner.objects.public().filter(facility__in=places) if places else Prisoner.objects.none()
    found |= {f"prisoner:{pk}" for pk in held.values_list("pk", flat=True)}
    return found | _keys_with_pictures(
        people=[int(pk) for label, pk in rows if label == Prisoner._meta.label_lower],
        images=[pk for label, pk in rows if label == SiteImage._meta.label_lower],
    )


def keys_of_pages(pages: QuerySet[Page]) -> dict[int, str]:
    """Return {id of the page: key}, home pages aside. One query."""
    rows = pages.filter(depth__gt=2).values_list("pk", *OF_PAGE)
    return {pk: _key(key, prisoner) for pk, key, prisoner in rows}


def keys_of_rows(rows: Iterable[Row]) -> dict[Row, str]:
    return {row: f"{SUBJECTS[row[0]]}:{row[1]}" for row in rows if row[0] in SUBJECTS}


def due_since(day: date) -> set[str]:
    """Return people with a basis that ran out since that day, and what shows them: it is no longer public.

    And those whose place was last verified too long ago since then: their letters wait now.
    """
    today = timezone.localdate()
    ended = Consent.objects.filter(expires_on__gte=day, expires_on__lt=today)
    people = set(ended.values_list("prisoner_id", flat=True))
    people |= set(Prisoner.objects.gone_stale(day, today).values_list("pk", flat=True))
    return {f"prisoner:{pk}" for pk in people} | _keys_with_pictures(people=people, images=[])


def _keys_with_pictures(*, people: Collection[int], images: Collection[int | str]) -> set[str]:
    pages = pages_with_pictures(people, images)
    rows = Page.objects.filter(pk__in=pages, depth__gt=2).values_list(*OF_PAGE) if pages else []
    return {_key(key, prisoner) for key, prisoner in rows}


def _key(translation_key: UUID | None, prisoner_id: int | None) -> str:
    return f"prisoner:{prisoner_id}" if prisoner_id else f"page:{translation_key}"


# --- What is public of them -----------------------------------------------------------------------
def outline(keys: Iterable[str] | None = None) -> dict[str, State]:
    """Return {key: State} of all subjects, or of these, with neither facts nor what shows them."""
    languages = surroundings(generations=current()).languages
    pages, places, people = public_pages(languages), Facility.objects.all(), Prisoner.objects.public()
    if keys is not None:
        kept = _split(keys)
        pages = pages.filter(translation_key__in=kept["page"])
        places = places.filter(pk__in=kept["facility"])
        people = people.filter(pk__in=kept["prisoner"])
    return {
        **_outline_of_pages(pages),
        **_outline_of_people(people, languages),
        **{f"facility:{place.pk}": _of_place(place) for place in places},
    }


def look(keys: Iterable[str]) -> dict[str, State]:
    """Return {key: State} of these subjects, whole; absent ones are not public."""
    found = outline(keys)
    lexicon = lexicon_in(SOURCE_LANGUAGE, generations=current())
    facts = _facts_of([key for key in found if key.startswith("prisoner:")], lexicon)
    hidden = _hidden_pictures_of(found)
    return {
        key: _with_those_held(key, state, lexicon)
        if state.kind == "facility"
        else replace(state, facts=facts.get(key, "") + hidden.get(key, ""))
        for key, state in found.items()
    }


def _split(keys: Iterable[str]) -> defaultdict[str, list[str]]:
    kept: defaultdict[str, list[str]] = defaultdict(list)
    for key in keys:
        kind, _colon, rest = key.partition(":")
        kept[kind].append(rest)
    return kept


def _outline_of_pages(pages: PageQuerySet) -> dict[str, State]:
    owners = _Owners()
    found: dict[str, State] = {}
    for key, language, kind, slug, url_path, path, revision in pages.values_list(*PAGE_COLUMNS):
        state = found.setdefault(_key(key, None), State(kind=_kind(kind), name=slug, owner=owners.of(path)))
        state.pages[language] = _whole(address_of(language, kind, slug, url_path))
        state.texts[language] = revision or 0
    return {
        key: state
        for key, state in found.items()
        if state.kind not in LISTED_KINDS or SOURCE_LANGUAGE in state.pages
    }


def _outline_of_people(people: PrisonerQuerySet, languages: Sequence[str]) -> dict[str, State]:
    """Everybody has a page in every language; without a story its text has no revision. Two queries."""
    stories = PrisonerPage.objects.live().in_languages(languages).filter(prisoner__in=people).order_by()
    columns = ("prisoner", "locale__language_code", "live_revision")
    texts = {(person, language): text or 0 for person, language, text in stories.values_list(*columns)}
    return {
        _key(None, pk): State(
            kind=TAG_KINDS[PrisonerPage],
            name=slug,
            owner=owner,
            pages={code: _whole(person_address(code, slug)) for code in languages},
            texts={code: texts.get((pk, code), 0) for code in languages},
        )
        for pk, slug, owner in people.values_list("pk", "slug", "partner__slug")
    }


def _whole(address: str) -> str:
    return f"{settings.SITE_URL}{address}"


class _Owners:
    """Whose section a path lies in: the slug of the partner. One query."""

    def __init__(self) -> None:
        sections = PartnerPage.objects.values_list("path", "partner__slug")
        self.slugs = dict(sections)

    def of(self, path: str) -> str:
        # A section lies below the list of partners: root, home, list, section.
        return self.slugs.get(path[: 4 * Page.steplen], "")


def _kind(content_type_id: int) -> str:
    model = ContentType.objects.get_for_id(content_type_id).model_class()
    return TAG_KINDS.get(model, OTHER_KIND)


# --- Facts ----------------------------------------------------------------------------------------
def _facts_of(keys: Iterable[str], lexicon: Lexicon) -> dict[str, str]:
    """Return {key: digest of all that the page says about the person, except the story}."""
    records = Prisoner.objects.filter(pk__in=_split(keys)["prisoner"]).with_facts()
    people = with_all_known(records)
    with translation.override(SOURCE_LANGUAGE):
        return {f"prisoner:{person.pk}": _digest_of(person, lexicon) for person in people}


def _digest_of(person: Prisoner, lexicon: Lexicon) -> str:
    """Digest what may be shown, so that nobody is notified of a change of what may not be."""
    told = Telling([lexicon]).person(person, FACTS_TOLD).model_dump_json(exclude={"birth": {"age"}})
    return _digest((told, _shown_photo(person), _call_elsewhere(person)))


def _call_elsewhere(person: Prisoner) -> CallToAction:
    """Return what the page would ask of a visitor at a place where the post is open and known in full."""
    return call_to_action(
        status=person.status,
        mail_status=person.mail_status,
        facility_mail=None,
        bases=person.bases,
        on_hold=person.held_at is not None or CallReason.PLACE_DOUBTED in person.gaps,
        is_paused=False,
        gaps=[gap for gap in person.gaps if gap not in GAPS_OF_PLACES],
    )


def _digest(value: Any) -> str:
    return sha256(repr(value).encode()).hexdigest()


def _hidden_pictures_of(keys: Iterable[str]) -> dict[str, str]:
    """Return {key: digest of the pictures on its pages that may not be shown}, nothing where all may be."""
    kept = _split(keys)
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    pages = Page.objects.live().filter(
        Q(prisonerpage__prisoner__in=kept["prisoner"]) | Q(translation_key__in=kept["page"])
    )
    keys_by_page = {pk: _key(*of_page) for pk, *of_page in pages.values_list("pk", *OF_PAGE)}
    for page, images in hidden_on(keys_by_page).items():
        found[keys_by_page[page]] += [(page, image) for image in images]
    return {key: _digest(sorted(images)) for key, images in found.items()}


def _shown_photo(person: Prisoner) -> tuple[int, str] | None:
    photo = person.photo_id
    may_show = photo and Scope.PHOTO in person.bases and person.call_to_action.shows_facts
    return (photo, person.photo_credit) if photo and may_show and not forbidden_among({photo}) else None


# --- Places of detention --------------------------------------------------------------------------
def _of_place(place: Facility) -> State:
    said = (
        *(place.name_uk, place.name_en, place.town_uk, place.town_en, place.kind),
        *(place.address_is_complete, place.letters_stopped_on is not None),
        place.letters_arrived_in,
    )
    return State(kind="facility", name=str(place.pk), post=place.mail_status, facts=_digest(said))


def _with_those_held(key: str, state: State, lexicon: Lexicon) -> State:
    """Name the pages that say somebody is held there: those alone, for the place may be nobody's to know."""
    pk = int(key.partition(":")[2])
    people = Prisoner.objects.public().filter(facility=pk).with_valid_consents().with_facts()
    named = [
        f"prisoner:{person.pk}"
        for person in people
        if person.call_to_action.shows_place and lexicon.facility(pk, person.bases)
    ]
    shown = outline(named).values() if named else []
    return replace(
        state,
        shown_at=sorted(url for each in shown for url in each.pages.values()),
        shown_tags=sorted(f"{each.kind}:{each.name}" for each in shown),
    )
