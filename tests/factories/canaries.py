"""A site in which all that must not be seen carries a canary: a word that no page has a use for."""

from datetime import date, timedelta
from io import BytesIO

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from home.models import SiteImage
from prisoner_pages.choices import Basis, EventKind, FactGroup, Origin, PauseForm, Region, Scope, Status
from prisoner_pages.models import (
    CampaignPage,
    CaseEvent,
    Claim,
    Consent,
    EventPage,
    Facility,
    ImageSubject,
    NameForm,
    Occupation,
    PartnerPage,
    Pause,
    Place,
    PrisonerPage,
    PrisonerPrivate,
    Sentence,
    Source,
    Verification,
)
from tests.factories.facts import plant_secrets
from tests.factories.pictures import jpeg_with_gps
from tests.factories.prisoner_pages import PartnerFactory, PrisonerFactory, open_locales, write
from tests.factories.site_content import a_campaign, an_event, word_in

LANGUAGES = ["uk", "en", "crh"]
CANARY = "canary"
WITHOUT_BASIS = (Scope.HOME, Scope.BIRTHDAY, Scope.ORIGIN)
HIDDEN_FORM = "unseenform"  # of the name: people are found by it, and none reads it
# Days that must not be told; no other date of this world falls on them.
HIDDEN_BIRTHDAY = date(1971, 7, 23)


def plant_canaries():
    """Build the site; return the record whose page is public and most tempting."""
    open_locales(*LANGUAGES)
    PartnerFactory(slug="zmina", section=True)
    person = _person_with_secrets()
    _plant_beside(person)
    _plant_drafts(person)
    _plant_hidden_people()
    _plant_pages(person)
    return person


def secret_image(title):
    image = SiteImage(title=title)
    image.file = ContentFile(jpeg_with_gps(size=(400, 500)), name=f"{CANARY}-file.jpg")
    image.save()
    return image


def _person_with_secrets():
    facility = Facility.objects.create(
        name_ru="СИЗО-1", name_uk="СІЗО-1", name_en="Remand prison 1", note=f"{CANARY} note"
    )
    place = word_in(LANGUAGES, Place, f"{CANARY} дім", f"{CANARY} home", region=Region.CRIMEA)
    person = PrisonerFactory(
        writable=True, slug="open-person", facility=facility, stories=LANGUAGES, home_place=place
    )
    person.birth_date, person.origin = HIDDEN_BIRTHDAY, Origin.CRIMEAN_TATAR
    person.place_as_stated = f"{CANARY} place as stated"
    plant_secrets(person, CANARY, scopes=WITHOUT_BASIS)
    person.other_names = [NameForm(language="en", name=f"Some {HIDDEN_FORM}", confirmed=False)]
    person.photo = secret_image(f"{CANARY} image title")
    person.case_events = [CaseEvent(kind=EventKind.DETAINED, date=date(2020, 1, 2), facility=facility)]
    person.sources = [
        Source(url="https://example.org/open", title="Open source"),
        Source(url=f"https://example.org/{CANARY}", title=f"{CANARY} source", is_public=False),
    ]
    person.save()
    ImageSubject.objects.create(image=person.photo, prisoner=person)
    return person


def _plant_beside(person):
    photo_basis = Consent(prisoner=person, scope=Scope.PHOTO, basis=Basis.GIVEN)
    photo_basis.given_by, photo_basis.proof = f"{CANARY} relative", f"{CANARY} proof"
    photo_basis.source_url = f"https://example.org/{CANARY}-consent"
    photo_basis.save()
    for scope in WITHOUT_BASIS:  # said to be public, never confirmed
        Consent.objects.create(prisoner=person, scope=scope, basis=Basis.PUBLISHED)
    private = PrisonerPrivate(prisoner=person)
    private.contacts = private.proof = private.notes = f"{CANARY} private"
    private.save()
    unseen = {"prisoner": person, "field": "sentence", "source_url": "https://example.org/open"}
    Claim.objects.create(value=f"{CANARY} not shown", **unseen)
    Claim.objects.create(
        value=f"{CANARY} settled", shown_since=timezone.now(), settled_at=timezone.now(), **unseen
    )
    hidden = {**unseen, "source_url": f"https://example.org/{CANARY}", "shown_since": timezone.now()}
    Claim.objects.create(value=f"{CANARY} of a hidden source", **hidden)
    shown = {**unseen, "shown_since": timezone.now()}
    Claim.objects.create(value="13/0", **shown)
    Claim.objects.create(value=f"{CANARY}", **{**shown, "field": "birth_date"})
    for group in (FactGroup.PLACE, FactGroup.HEALTH):
        checked = {"verified_on": date(2026, 1, 1), "source_url": f"https://example.org/{CANARY}"}
        Verification.objects.update_or_create(prisoner=person, group=group, defaults=checked)


def _plant_drafts(person):
    for story in PrisonerPage.objects.filter(prisoner=person):
        write(story, intro=f"{CANARY} draft intro", title=f"{CANARY} draft title", live=False)
    record = type(person).objects.get(pk=person.pk)
    record.name_uk = record.name_en = f"{CANARY} draft name"
    record.sentences = [Sentence(court=f"{CANARY} draft court", years=3)]
    record.save_revision()
    section = PartnerPage.objects.get(locale__language_code="uk")
    section.intro = f"{CANARY} draft section"
    section.save_revision()
    Occupation.objects.create(name=f"{CANARY} draft word", locale=section.locale, live=False)


def _plant_hidden_people():
    named = {"name_uk": f"{CANARY} Людина", "name_en": f"{CANARY} Person", "stories": LANGUAGES}
    PrisonerFactory(slug=f"{CANARY}-without-basis", bases=[], **named)
    PrisonerFactory(slug=f"{CANARY}-draft", live=False, **named)
    expired = PrisonerFactory(slug=f"{CANARY}-expired", **named)
    expired.consents.update(expires_on=timezone.localdate() - timedelta(days=1))
    withdrawn = PrisonerFactory(slug=f"{CANARY}-withdrawn", **named)
    withdrawn.consents.update(withdrawn_at=timezone.now())
    paused = PrisonerFactory(slug=f"{CANARY}-paused", **named)
    paused.paused_at = timezone.now()
    paused.save()
    pause = Pause(prisoner=paused, paused_at=paused.paused_at, form=PauseForm.QUIET)
    pause.reason = f"{CANARY} reason"
    pause.save()
    _plant_person_of_name_only()
    without_photo_basis = PrisonerFactory(slug="no-photo-basis", stories=LANGUAGES)
    without_photo_basis.photo = secret_image(f"{CANARY} no basis")
    without_photo_basis.save()


def _plant_person_of_name_only():
    person = PrisonerFactory(
        slug="name-only", status=Status.RELEASED_UNDER_CONTROL, writable=False, stories=LANGUAGES
    )
    PrisonerPage.objects.filter(prisoner=person).update(
        intro=f"{CANARY} story", search_description=f"{CANARY} description"
    )
    person.sentences = [Sentence(court=f"{CANARY} court", years=3)]
    person.save()


def _plant_pages(person):
    """Drafts, an event whose place is hidden, a text with a picture that shows somebody hidden."""
    campaign = a_campaign([person], languages=LANGUAGES)
    tomorrow = timezone.localdate() + timedelta(days=1)
    event = an_event(
        campaign, languages=LANGUAGES, slug="hidden-place", place_hidden=True, code=f"{CANARY}-code"
    )
    EventPage.objects.filter(slug="hidden-place").update(place=f"{CANARY} place", date=tomorrow)
    section = event.get_parent().specific
    for model, root in ((CampaignPage, "campaign"), (EventPage, "event")):
        section.add_child(
            instance=model(
                title=f"{CANARY} {root}", slug=f"{CANARY}-{root}", locale=section.locale, live=False
            )
        )
    hidden = type(person).objects.get(slug=f"{CANARY}-paused")
    group_photo = secret_image(f"{CANARY} group photo")
    ImageSubject.objects.create(image=group_photo, prisoner=person)
    ImageSubject.objects.create(image=group_photo, prisoner=hidden)
    block = {"image": group_photo.pk, "alt_text": f"{CANARY} alternative text", "decorative": False}
    for page in CampaignPage.objects.live():
        body = [
            {"type": "paragraph", "value": "<p>Seen text</p>"},
            {"type": "picture", "value": {"image": block, "caption": f"{CANARY} caption"}},
        ]
        write(page, body=body, live=True)
    EventPage.objects.filter(pk=event.pk).update(photo=group_photo)


def picture_is_clean(data):
    """Say whether a picture's bytes carry no place, author or words, nor a canary."""
    return CANARY.encode() not in data.lower() and not dict(Image.open(BytesIO(data)).getexif())
