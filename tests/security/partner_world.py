"""Two partners: strangers at one, and at the other everything that must stay with it, marked by a canary."""

import datetime
from types import SimpleNamespace

from django.core.files.base import ContentFile
from wagtail.admin.models import EditingSession
from wagtail.models import Collection, Locale
from wagtail_localize.models import TranslationSource

from home.headless.choices import EventType
from home.headless.models import Endpoint
from home.headless.webhooks.actions.events import tell
from home.languages.written_dates import PartialDate
from home.models import SiteImage
from home.translation.core.actions.sync import submit
from home.translation.models import GlossaryTerm
from letters.choices.family import FamilyWish
from letters.family.words import FIELD, FamilyWords
from letters.models import AdviceReason, FamilyRequest, PostCountry, ReasonChip, WatchedWord, WritingAid
from letters.sealing.sealed_box import seal_text
from prisoner_pages.choices import (
    Basis,
    DatePrecision,
    EventKind,
    PauseForm,
    PostAnswer,
    Scope,
    SourceKind,
    Status,
    ToldBy,
)
from prisoner_pages.facts.actions.post_notes import note_post
from prisoner_pages.models import (
    CampaignPage,
    CaseEvent,
    Claim,
    Consent,
    EventPage,
    Facility,
    Figure,
    FrontEnd,
    ListedRow,
    ListImport,
    Occupation,
    PartnerPage,
    Pause,
    PlaceProposal,
    Prisoner,
    PrisonerPage,
    PrisonerPrivate,
    Proposal,
    RecordMerge,
    Source,
    SourceCopy,
)
from prisoner_pages.records.actions.announcements import prepare_announcement
from tests.factories.partners import employ_editor, employ_moderator, open_partner
from tests.factories.pictures import picture_bytes
from tests.factories.prisoner_pages import PrisonerFactory, open_locales

# Stands in every draft and private field of the other partner; must never reach a stranger.
CANARY = "kanarka"
# Stands beside the canary in whatever has a name, so that a search finds it without saying it.
FINDABLE = "таємниця"
MERGE = "6f0b7c52-7f5e-4b3c-9a55-0f6f8d1f2a11"
PRIVATE_CANARY = f"private-{CANARY}"


# As much of what stood before a merging as its screens ask for.
LEFT = {"paused": "", "held": "", "status": "", "withdrawn": [], "private": []}
BEFORE = {"facts": CANARY, "left": LEFT, "rows": {"private": []}}


def build():
    """Make the world; return what the walk needs, by name."""
    open_locales("uk", "en")
    own, other = open_partner("zmina"), open_partner("pen")
    world = SimpleNamespace(own=own, other=other)
    world.editor, world.moderator = employ_editor(own), employ_moderator(own)
    world.other_editor, world.other_moderator = employ_editor(other), employ_moderator(other)
    world.own_record = PrisonerFactory(partner=own)
    world.facility = Facility.objects.create(name_ru="ИК-1", name_uk="ВК-1")
    _records(world)
    _pages(world)
    _shared(world)
    world.pages = [world.draft_story, world.live_story, world.campaign, world.event, world.other_section]
    return world


def _records(world):
    editor = world.other_editor
    world.draft_record = PrisonerFactory(
        partner=world.other,
        live=False,
        name_uk=f"Чернетка {FINDABLE} {CANARY}",
        slug=f"draft-{CANARY}",
        stories=[],
    )
    world.draft_record.save_revision(user=editor, log_action=True)
    world.live_record = PrisonerFactory(partner=world.other, name_uk="Жива Людина", slug="zhyva")
    waiting = Prisoner.objects.get(pk=world.live_record.pk)
    waiting.place_as_stated = f"місце {CANARY}"
    waiting.status = Status.IN_TRANSFER
    waiting.sources = [Source(url=f"https://example.org/{CANARY}", is_public=False)]
    waiting.case_events = [CaseEvent(kind=EventKind.TRIAL, date=datetime.date(2026, 1, 1))]
    world.live_revision = waiting.save_revision(user=editor, log_action=True)
    waiting.get_workflow().start(waiting, editor)
    world.record_task = waiting.current_workflow_task_state
    world.record_workflow = waiting.current_workflow_state
    merged = PrisonerFactory(
        partner=world.other,
        live=False,
        name_uk=f"Двійник {FINDABLE} {CANARY}",
        merged_into=world.live_record,
        stories=[],
    )
    # What a relative wrote at the address of the other partner's person, under the uuid that the walk tries.
    FamilyRequest.objects.create(
        uuid=MERGE,
        wish=FamilyWish.POST,
        slug=world.live_record.slug,
        language="uk",
        sealed=seal_text(FamilyWords(words=CANARY).as_json(), letter=MERGE, field=FIELD),
        code_digest="0" * 64,
    )
    RecordMerge.objects.create(uuid=MERGE, kept=world.live_record, merged=merged, before=BEFORE)
    _private(world)
    _lists(world)


def _private(world):
    record = world.live_record
    world.consent = Consent(prisoner=record, scope=Scope.PHOTO, basis=Basis.GIVEN)
    world.consent.given_by = world.consent.proof = PRIVATE_CANARY
    world.consent.save()
    private = PrisonerPrivate(prisoner=record)
    private.contacts = private.proof = private.notes = PRIVATE_CANARY
    private.save()
    pause = Pause(
        prisoner=world.draft_record,
        form=PauseForm.QUIET,
        paused_at="2026-01-01T00:00Z",
        resumed_at="2026-01-02T00:00Z",
    )
    pause.reason = PRIVATE_CANARY
    pause.save()
    (world.announcement,) = prepare_announcement(
        [world.draft_record],
        by=world.other_editor,
        status=Status.RELEASED,
        on=datetime.date(2026, 1, 2),
        source_kind=SourceKind.FAMILY,
        source_url=f"https://example.org/{CANARY}",
    )
    world.claim = Claim.objects.create(
        prisoner=record, field="status", value=f"значення {CANARY}", needs_decision=True
    )
    world.copy = SourceCopy(prisoner=record, title=f"копія {CANARY}", format="PDF", sha256="0" * 64, size=1)
    world.copy.content = "AA=="
    world.copy.save()
    world.note = note_post(
        world.facility,
        answer=PostAnswer.ARRIVE,
        on=PartialDate(datetime.date(2026, 10, 1), DatePrecision.MONTH),
        told_by=ToldBy.LAWYER,
        source=PRIVATE_CANARY,
        partner=world.other,
        by=world.other_editor,
    )
    Proposal.objects.create(claim=world.claim, partner=world.other, person=f"Особа {CANARY}")
    world.proposed_place = PlaceProposal.objects.create(
        partner=world.other,
        name_uk=f"Місце {CANARY}",
        name_ru=f"Место {CANARY}",
        source_url=f"https://example.org/{CANARY}",
    )


def _lists(world):
    world.list = ListImport.objects.create(
        partner=world.other, language="uk", headings=[CANARY], columns=[""]
    )
    row = ListedRow(source=world.list, number=2)
    row.cells = f'["{PRIVATE_CANARY}"]'
    row.save()


def _pages(world):
    editor = world.other_editor
    world.own_section = PartnerPage.objects.get(partner=world.own, locale__language_code="uk")
    world.other_section = PartnerPage.objects.get(partner=world.other, locale__language_code="uk")
    world.own_story = PrisonerPage.objects.get(prisoner=world.own_record, locale__language_code="uk")
    world.draft_story = world.other_section.add_child(
        instance=PrisonerPage(
            title=f"Історія {FINDABLE} {CANARY}",
            prisoner=world.draft_record,
            slug=world.draft_record.slug,
            live=False,
        )
    )
    world.draft_story.save_revision(user=editor, log_action=True)
    world.live_story = PrisonerPage.objects.get(prisoner=world.live_record, locale__language_code="uk")
    world.live_story.intro = world.live_story.draft_title = f"вступ {CANARY}"
    world.page_revision = world.live_story.save_revision(user=editor, log_action=True)
    world.live_story.get_workflow().start(world.live_story, editor)
    world.page_task = world.live_story.current_workflow_task_state
    world.page_workflow = world.live_story.current_workflow_state
    for name, page_class in {"campaign": CampaignPage, "event": EventPage}.items():
        page = page_class(title=f"{name} {FINDABLE} {CANARY}", slug=f"{name}-{CANARY}", live=False)
        setattr(world, name, world.other_section.add_child(instance=page))
        page.save_revision(user=editor, log_action=True)
    section = PartnerPage.objects.get(pk=world.other_section.pk)
    section.intro = f"розділ {CANARY}"
    section.save_revision(user=editor, log_action=True)


def _shared(world):
    world.image = SiteImage.objects.create(
        title=f"знімок {FINDABLE} {CANARY}",
        collection=world.other.collection,
        file=ContentFile(picture_bytes(), name="portrait.jpg"),
    )
    world.word = Occupation.objects.create(
        name=f"праця {FINDABLE} {CANARY}", live=False, locale=Locale.objects.get(language_code="uk")
    )
    world.word_revision = world.word.save_revision(user=world.other_editor)
    world.watched_word = WatchedWord.objects.create(language="uk", word=f"слово {FINDABLE} {CANARY}")
    world.advice = AdviceReason.objects.create(slug=f"advice-{CANARY}", name=f"порада {FINDABLE} {CANARY}")
    world.writing_aid = WritingAid.objects.create(
        slug=f"aid-{CANARY}", name=f"початок {FINDABLE} {CANARY}", kind="start"
    )
    world.reason = ReasonChip.objects.create(slug=f"reason-{CANARY}")
    world.post_country = PostCountry.objects.create(name=f"країна {FINDABLE} {CANARY}", post="unknown")
    world.term = GlossaryTerm.objects.create(term=f"слово {FINDABLE} {CANARY}")
    world.figure = Figure.objects.create(
        date="2025", subject="prisoners", counted_by_uk="Місія", counted_by_en="Mission", total=1
    )
    world.front_end = FrontEnd.objects.create(
        partner=world.other,
        name=f"сайт {FINDABLE} {CANARY}",
        origins=f"https://{CANARY}.example",
        preview_url=f"https://{CANARY}.example/preview",
    )
    world.webhook = Endpoint.objects.create(
        owner="pen", url=f"https://{CANARY}.example/", events=[EventType.GONE]
    )
    world.delivery = tell(EventType.GONE, {"urls": [CANARY]}, [world.webhook]).deliveries.get()
    world.collection = Collection.objects.get(pk=world.other.collection_id)
    world.session = EditingSession.objects.create(
        user=world.other_editor, content_object=world.live_record, last_seen_at="2026-01-01T00:00Z"
    )
    world.source, _created = TranslationSource.get_or_create_from_instance(world.draft_story)
    submit(world.campaign, [Locale.objects.get(language_code="en")])
