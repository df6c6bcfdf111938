"""Lists of the staff stand in the order of the Ukrainian alphabet, on both databases."""

import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.models import Locale

from home.languages.ordering import by_alphabet, in_alphabetical_order
from home.models import SiteImage
from prisoner_pages.models import CampaignPage, Facility, FrontEnd, Occupation, PartnerPage
from tests.factories.partners import employ_coordinator, logged_in, open_partner
from tests.factories.pictures import picture_bytes
from tests.factories.prisoner_pages import open_locales
from tests.standing import standing

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
    "name", ["facility:list", "frontend:list", "occupation:list", "frontend:list_results"]
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


def test_what_is_no_text_keeps_its_order(section):
    rows = Facility.objects.order_by("-pk")

    assert in_alphabetical_order(rows).query.order_by == ("-pk",)
    assert [each.name_uk for each in Facility.objects.order_by(*by_alphabet("-name_uk"))] == NAMES[::-1]
