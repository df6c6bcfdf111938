"""All that a public page can show, added to people who are there: photos, words, campaigns, figures."""

from datetime import date

from django.utils import timezone
from PIL import Image

from home.models import SiteImage
from home.pictures.reencoding import PictureFile, encode
from home.translation.core.actions.text_entry import place_story
from prisoner_pages.choices import (
    Basis,
    EventKind,
    FactGroup,
    FigureSubject,
    ParticipationRole,
    Region,
    Scope,
)
from prisoner_pages.models import (
    CampaignPage,
    CaseEvent,
    Charge,
    ChargeArticle,
    Claim,
    Consent,
    EventPage,
    Facility,
    FactUpdate,
    Figure,
    ImageSubject,
    Interest,
    Occupation,
    Participation,
    PartnerPage,
    Place,
    Prisoner,
    PrisonerPage,
    Sentence,
    Source,
    Verification,
)
from tests.factories.prisoner_pages import write

PHOTOS = 10
WORDS = [(Occupation, "учителька", "teacher"), (Interest, "море", "the sea")]


def furnish(people, *, languages):
    """Give the first of these people all that a page shows, and the site a campaign, an event and figures."""
    people = list(people)
    words = {model: word_in(languages, model, uk, en) for model, uk, en in WORDS}
    word_in(languages, ChargeArticle, "Участь", "Taking part", code="205.5", part="2")
    place = word_in(languages, Place, "Ялта", "Yalta", region=Region.CRIMEA)
    facility = Facility.objects.get_or_create(
        name_ru="СИЗО-1", name_uk="СІЗО-1", name_en="Remand prison 1", mail_status="open"
    )[0]
    for person in people[:PHOTOS]:
        person.facility, person.home_place = facility, place
        person.occupations, person.interests = [words[Occupation]], [words[Interest]]
        _add_facts(person, facility)
        person.save()
    _add_photos(people)
    _add_pictures_to_stories(people[min(7, len(people) - 1)])
    campaign = a_campaign(people, languages=languages)
    an_event(campaign, languages=languages)
    Figure.objects.create(
        date="2025-02-11",
        subject=FigureSubject.PRISONERS,
        counted_by_uk="Представництво",
        counted_by_en="Mission",
        total=221,
    )


def _add_photos(people):
    """Give the first a photo each, and all the others one that shows them together."""
    together = picture("together")
    for person in people:
        person.photo = picture(person.slug) if person in people[:PHOTOS] else together
    Prisoner.objects.bulk_update(people, ["photo"])
    ImageSubject.objects.bulk_create(ImageSubject(image=person.photo, prisoner=person) for person in people)
    Consent.objects.bulk_create(
        Consent(prisoner=person, scope=Scope.PHOTO, basis=Basis.GIVEN) for person in people
    )


def word_in(languages, model, ukrainian, english, **facts):
    """Return the source word, with a live translation in every language."""
    home_locale = PartnerPage.objects.filter(locale__language_code="uk").first().locale
    word = model.objects.filter(name=ukrainian, locale=home_locale).first()
    word = word or model.objects.create(name=ukrainian, locale=home_locale, **facts)
    for language in set(languages) - {"uk"}:
        place_story(word, locale=language, fields={"name": english}, by=None, live=True)
    return word


def picture(title, **said):
    made = encode(Image.new("RGB", (80, 100), "#0b5563"), "PNG")
    return SiteImage.objects.create(title=title, file=PictureFile(made), **said)


def _add_facts(person, facility):
    person.birth_date = date(1980, 5, 1)
    person.charges = [Charge(code="205.5", part="2")]
    person.sentences = [Sentence(date=date(2020, 1, 2), years=12, months=6)]
    person.case_events = [CaseEvent(kind=EventKind.DETAINED, date=date(2019, 3, 27), facility=facility)]
    person.sources = [Source(url="https://example.org/case", title="Case")]
    for group in (FactGroup.PLACE, FactGroup.VERDICT):
        checked = {"verified_on": date(2026, 1, 1)}
        Verification.objects.update_or_create(prisoner=person, group=group, defaults=checked)
        FactUpdate.objects.create(prisoner=person, group=group, changed_on=date(2026, 1, 1))
    Claim.objects.create(
        prisoner=person,
        field="sentence",
        value="13/0",
        source_url="https://example.org/other",
        stated_on="2021-05",
        shown_since=timezone.now(),
    )


def _add_pictures_to_stories(person):
    for page in PrisonerPage.objects.filter(prisoner=person):
        view = {"image": picture("view", shows_nobody=True).pk, "alt_text": "View", "decorative": False}
        pictures = [{"type": "picture", "value": {"image": view, "caption": "Sea"}} for _ in range(3)]
        write(page, body=[{"type": "paragraph", "value": "<p>Text</p>"}, *pictures], live=True)


def a_campaign(people, *, languages, slug="winter", **facts):
    """Return the source page of a live campaign for these people, told in every language."""
    section = PartnerPage.objects.filter(locale__language_code="uk").first()
    page = CampaignPage.objects.filter(locale=section.locale, slug=slug).first()
    if page is None:
        page = CampaignPage(
            title="Зимові листи",
            slug=slug,
            locale=section.locale,
            start=date(2025, 12, 1),
            intro="Пишемо взимку.",
            **facts,
        )
        section.add_child(instance=page)
        Participation.objects.create(
            partner=section.partner, campaign=page, role=ParticipationRole.ORGANISER, name_then="ZMINA"
        )
    page.recipients.add(*people)
    page.save()
    for language in set(languages) - {"uk"}:
        fields = {"title": "Winter letters", "intro": "We write in winter."}
        place_story(page, locale=language, fields=fields, by=None, live=True)
    return page


def an_event(campaign, *, languages, slug="evening", **facts):
    section = campaign.get_parent().specific
    page = EventPage.objects.filter(locale=section.locale, slug=slug).first()
    if page is None:
        page = EventPage(
            title="Вечір листів",
            slug=slug,
            locale=section.locale,
            campaign=campaign,
            date=date(2026, 2, 26),
            place="Київ",
            **facts,
        )
        section.add_child(instance=page)
    for language in set(languages) - {"uk"}:
        fields = {"title": "Evening of letters", "place": "Kyiv"}
        place_story(page, locale=language, fields=fields, by=None, live=True)
    return page
