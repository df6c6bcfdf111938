"""Lists of the staff stand in the order of the Ukrainian alphabet, on both databases."""

import json
from datetime import date
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.models import Locale

from home.languages.ordering import by_alphabet, in_alphabetical_order
from home.models import SiteImage
from letters.intake.forms.letters import PageField
from prisoner_pages.campaigns.forms import CorrectFigureForm
from prisoner_pages.choices import FactGroup, PartnerKind
from prisoner_pages.embeds.forms import EmbedForm
from prisoner_pages.models import (
    AnnouncedPerson,
    Announcement,
    BulkChange,
    BulkResult,
    CampaignPage,
    Claim,
    Facility,
    FrontEnd,
    Observance,
    Occupation,
    Partner,
    PartnerPage,
    SavedList,
)
from prisoner_pages.permissions.choosers import words_for
from prisoner_pages.records.actions.saved_lists import save_list
from prisoner_pages.records.forms.acts import PlaceForm
from prisoner_pages.records.read_models.verification import places_to_verify
from prisoner_pages.records.views.pictures import images_of
from prisoner_pages.vocabularies.read_models import campaigns_on
from tests.factories.partners import employ_coordinator, employ_editor, logged_in, open_partner
from tests.factories.pictures import picture_bytes
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.standing import standing
from tests.tiers import LONG, first_of

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
# By their numbers as characters they would stand otherwise: Є, І and Ї before А, small letters last.
NAMES = ["Анна", "Ґанна", "Євген", "жук", "Інна", "Їжак", "Яна"]


@standing
def section(db):
    """A partner with one of each kind by each name, none of them made in its place."""
    open_locales("uk", "en")
    partner = open_partner("zmina")
    section = PartnerPage.objects.get(partner=partner, locale__language_code="uk")
    for number, name in enumerate(sorted(NAMES)):
        Facility.objects.create(name_uk=name, name_ru=f"ИК-{number}")
        FrontEnd.objects.create(partner=partner, name=name)
        Occupation.objects.create(name=name, locale=Locale.objects.get(language_code="uk"))
        SiteImage.objects.create(
            title=name, collection=partner.collection, file=ContentFile(picture_bytes(), f"{number}.png")
        )
        section.add_child(instance=CampaignPage(title=name, slug=f"campaign-{number}"))
        get_user_model().objects.create_user(f"person-{number}", first_name=name)
    return section


@standing
def coordinator(section):
    return employ_coordinator()


@pytest.fixture
def listed(coordinator):
    """Return a function that tells which of our names a list shows, in its order."""
    client = logged_in(coordinator)

    def names(address, key="object_list"):
        answer = client.get(address)
        assert answer.status_code == 200, address
        rows = [row[0] if isinstance(row, tuple) else row for row in answer.context[key]]
        told = [getattr(row, "title", "") or getattr(row, "first_name", "") or str(row) for row in rows]
        return [name for name in told if name in NAMES]

    return names


@pytest.mark.parametrize(
    "name", first_of(["facility:list", "frontend:list", "occupation:list", "frontend:list_results"])
)
def test_a_list_of_records_stands_in_the_order_of_the_alphabet(listed, name):
    assert listed(reverse(f"wagtailsnippets_prisoner_pages_{name}")) == NAMES


def test_lists_of_wagtail_and_of_ours_do_so_forwards_and_backwards(listed, section):
    assert listed("/admin/images/?ordering=title") == NAMES
    assert listed("/admin/images/?ordering=-title") == NAMES[::-1]
    assert listed(f"/admin/pages/{section.pk}/?ordering=title") == NAMES
    assert listed(f"/admin/pages/{section.pk}/?ordering=-title") == NAMES[::-1]
    assert listed(reverse("wagtailsnippetchoosers_prisoner_pages_facility:choose"), "results") == NAMES
    assert listed(reverse("staff_people"), "rows") == NAMES


@pytest.mark.full(LONG)
def test_what_is_no_text_keeps_its_order(section):
    rows = Facility.objects.order_by("-pk")

    assert in_alphabetical_order(rows).query.order_by == ("-pk",)
    assert [each.name_uk for each in Facility.objects.order_by(*by_alphabet("-name_uk"))] == NAMES[::-1]


# --- People, by surname -----------------------------------------------------------------------------
SURNAMES = ["Антонюк", "Ґудзь", "Євтух", "Іванчук", "Їжакевич", "Яремко"]


@standing
def people(section):
    """People whose given names stand the other way round, each at a place of its own and claimed dead."""
    partner = section.partner
    work = Occupation.objects.get(name=NAMES[0])
    change = BulkChange.objects.create(uuid=uuid4(), act="hold", by=employ_editor(partner))
    told = Announcement.objects.create(partner=partner, status="died", on=date(2026, 9, 1))
    found = []
    for number, surname in enumerate(reversed(SURNAMES)):
        place = Facility.objects.get(name_uk=NAMES[number])
        name = f"{SURNAMES[number]}ій {surname}"
        person = PrisonerFactory(
            partner=partner, name_uk=name, facility=place, status="sentenced", occupations=[work]
        )
        Claim.objects.create(prisoner=person, field="status", value="died", needs_decision=True)
        BulkResult.objects.create(change=change, prisoner=person)
        AnnouncedPerson.objects.create(announcement=told, prisoner=person)
        found.append(person)
    return found


def _surnames(people):
    return [person.name_uk.split()[-1] for person in people]


def _ids(people):
    return "&".join(f"id={each.pk}" for each in people)


LISTS_OF_PEOPLE = {
    "claims": lambda see, people: [each.prisoner for each in see(reverse("claims_to_decide"), "page_obj")],
    "bulk": lambda see, people: see(f"{reverse('do_to_many', args=['verify'])}?{_ids(people)}", "people")[
        "first"
    ],
    "announce": lambda see, people: see(f"{reverse('announce')}?{_ids(people)}", "chosen").given,
    "word": lambda see, people: see(
        reverse("word_uses", args=["occupation", people[0].occupations.get().pk]), "page_obj"
    ),
    "announced": lambda see, people: [each.prisoner for each in AnnouncedPerson.objects.by_name()],
    "done": lambda see, people: [each.prisoner for each in BulkResult.objects.for_reading()],
}


@pytest.mark.parametrize("name", first_of(LISTS_OF_PEOPLE))
def test_people_stand_by_surname_wherever_staff_see_several(name, people, coordinator):
    client = logged_in(coordinator)

    def see(address, key):
        answer = client.get(address)
        assert answer.status_code == 200, address
        return answer.context[key]

    assert _surnames(LISTS_OF_PEOPLE[name](see, people)) == SURNAMES


@pytest.mark.full(LONG)
def test_people_found_by_one_name_stand_by_surname(section, coordinator):
    for surname in reversed(SURNAMES):
        PrisonerFactory(partner=section.partner, name_uk=f"Вигадомир {surname}")
    one = PrisonerFactory(partner=open_partner("pen"), name_uk="Інша Людина")
    stranger = logged_in(employ_editor(one.partner))

    doubles = logged_in(coordinator).get(reverse("record_doubles", args=[one.pk]), {"q": "Вигадомир"})
    stated = stranger.get(reverse("state_facts"), {"q": "Вигадомир"})

    assert _surnames(person for person, _may in doubles.context["found"]) == SURNAMES
    assert _surnames(stated.context["found"]) == SURNAMES


def test_places_and_partners_are_offered_in_the_order_of_the_alphabet(people, coordinator):
    for number, name in enumerate(NAMES):
        Partner.objects.create(name_uk=name, slug=f"partner-{number}", kind=PartnerKind.NGO)

    places = logged_in(coordinator).get(reverse("places")).context["regions"][0][1]
    to_verify = places_to_verify(coordinator, FactGroup.PLACE)

    assert [str(row.place) for row in places] == NAMES
    assert [place.name for place in to_verify] == NAMES[: len(SURNAMES)]
    assert [str(each) for each in PlaceForm(by=coordinator).fields["facility"].queryset] == NAMES
    assert [each.name_uk for each in Partner.objects.all() if each.name_uk in NAMES] == NAMES
    assert [each.name for each in words_for(Occupation)] == NAMES


# --- Pages, pictures and kept lists -----------------------------------------------------------------
def test_pages_pictures_and_kept_lists_are_offered_in_the_order_of_the_alphabet(section, coordinator):
    day = Observance.objects.create(name="День", locale=section.locale, month=2, day=26)
    CampaignPage.objects.update(observance=day)
    pictures = SiteImage.objects.filter(title__in=NAMES)
    blocks = [
        {"type": "picture", "value": {"image": {"image": each.pk, "alt_text": "", "decorative": True}}}
        for each in pictures
    ]
    page = CampaignPage(title="Малюнки", body=json.dumps(blocks))
    for name in reversed(NAMES):
        save_list(name=name, query="", by=coordinator)

    offered = {
        "cards": EmbedForm(user=coordinator, languages=["uk"]).fields["campaign"].queryset,
        "letters on paper": PageField(CampaignPage).queryset,
        "figures": CorrectFigureForm().fields["campaign"].queryset,
        "day": campaigns_on(day),
        "pictures": images_of(page),
    }
    kept = SavedList.objects.of(coordinator, Partner.objects.all())

    assert {what: [each.title for each in rows] for what, rows in offered.items()} == dict.fromkeys(
        offered, NAMES
    )
    assert [each.name for each in kept] == NAMES
