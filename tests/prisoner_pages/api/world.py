"""A small site in which every list of the API has something to tell."""

from datetime import date

from home.models import HomePage, StandardPage
from home.translation.core.actions.text_entry import place_story
from prisoner_pages.choices import FigureSubject, ParticipationRole, Scope
from prisoner_pages.models import (
    CampaignPage,
    CaseGroup,
    EventPage,
    FacilityMailStatus,
    Figure,
    ImageSubject,
    Interest,
    Observance,
    Occupation,
    Participation,
    PartnerPage,
)
from tests.factories.canaries import secret_image
from tests.factories.prisoner_pages import (
    FacilityFactory,
    PartnerFactory,
    PrisonerFactory,
    open_locales,
    write,
)
from tests.factories.site_content import a_campaign, an_event, word_in

LANGUAGES = ["uk", "en", "crh"]


def build_site(languages=LANGUAGES):
    """Build it; return the person whom the campaign is for and the event's photo shows."""
    open_locales(*languages)
    section = PartnerFactory(slug="zmina", section=True, website="https://zmina.example/")
    PartnerFactory(slug="host", name_uk="Господарі", name_en="Hosts")
    facility = FacilityFactory(
        town_uk="Вигадане", town_en="Inventown", latitude="45.100", longitude="34.100", note="canary"
    )
    FacilityMailStatus.objects.create(
        facility=facility, status="open", since=date(2025, 1, 2), checked_on=date(2026, 1, 2)
    )
    case = word_in(languages, CaseGroup, "Велика справа", "Large case")
    sea = word_in(["uk"], Interest, "море", "")
    teacher = word_in(["uk", "en"], Occupation, "учителька", "teacher")
    person = PrisonerFactory(writable=True, slug="open-person", facility=facility, stories=languages)
    person.cases.add(case)
    person.occupations.add(teacher)
    person.interests.add(sea)
    person.save()
    person.consents.create(scope=Scope.PHOTO, basis="given")
    image = secret_image("Gathering")
    ImageSubject.objects.create(image=image, prisoner=person)
    _write_pages(section, person, image, languages)
    return person


def _write_pages(section, person, image, languages):
    earlier = a_campaign([], languages=languages, slug="spring", end=date(2025, 5, 19))
    CampaignPage.objects.filter(slug="spring").update(start=date(2025, 2, 19))
    day = word_in(
        languages, Observance, "26 лютого, День спротиву", "26 February, Day of Resistance", month=2, day=26
    )
    campaign = a_campaign([person], languages=languages, observance=day, parent_campaign=earlier)
    event = an_event(campaign, languages=languages, photo=image, photo_alt="Люди пишуть")
    Participation.objects.create(
        partner_id=type(section).objects.get(slug="host").pk, event=event, role=ParticipationRole.HOST
    )
    for page in (campaign, event, PartnerPage.objects.get(locale__language_code="uk")):
        for code in languages:
            told = type(page).objects.get(translation_key=page.translation_key, locale__language_code=code)
            write(told, body=body(image, code), live=True)
    _count(campaign)
    home = HomePage.objects.get(locale__language_code="uk")
    about = StandardPage(title="Про нас", slug="about", intro="Хто ми.", locale=home.locale, live=True)
    home.add_child(instance=about)
    place_story(about, locale=_locale("en"), fields={"title": "About us"}, by=None, live=True)


def _count(campaign):
    Figure.objects.create(
        date="2026-01-15",
        subject=FigureSubject.LETTERS,
        counted_by_uk="Офіс",
        counted_by_en="Office",
        definition_uk="листи за зиму",
        definition_en="letters of the winter",
        total=1_234,
        campaign=campaign,
        source_url="https://example.org/count",
    )
    Figure.objects.create(
        date="2025", subject=FigureSubject.PRISONERS, counted_by_uk="Офіс", counted_by_en="Office", total=218
    )


def add_more(languages):
    """Tell all there is in these languages too, and add campaigns, events and places in the first three."""
    open_locales(*languages)
    sources = [
        *PartnerPage.objects.live().source(),
        *CampaignPage.objects.live().source(),
        *EventPage.objects.live().source(),
    ]
    for source in sources:
        for code in set(languages) - set(LANGUAGES):
            place_story(
                source, locale=_locale(code), fields={"title": f"{source.slug} {code}"}, by=None, live=True
            )
    for number in range(6):
        campaign = a_campaign([], languages=LANGUAGES, slug=f"more-{number}")
        an_event(campaign, languages=LANGUAGES, slug=f"evening-{number}")
        CampaignPage.objects.filter(pk=campaign.pk).update(start=date(2024, 1, 1))
        EventPage.objects.filter(slug=f"evening-{number}").update(date=date(2024, 1, 1))
        FacilityFactory(name_ru=f"ИК-{number}")
        word_in(languages, CaseGroup, f"Справа {number}", f"Case {number}")
        Participation.objects.create(
            partner=PartnerFactory(slug=f"other-{number}"),
            event=EventPage.objects.source().first(),
            role="host",
        )


def _locale(code):
    return HomePage.objects.get(locale__language_code=code).locale


def body(image, language):
    """Return a body that says in its words which language it is in."""
    chosen = {"image": image.pk, "alt_text": f"alt-{language}", "decorative": False}
    link = HomePage.objects.get(locale__language_code="uk").pk
    return [
        {"type": "heading", "value": f"heading-{language}"},
        {"type": "paragraph", "value": f'<p>text-{language} <a linktype="page" id="{link}">home</a></p>'},
        {"type": "quote", "value": {"quote": f"quote-{language}", "attribution": f"said-{language}"}},
        {"type": "picture", "value": {"image": chosen, "caption": f"caption-{language}"}},
    ]
