"""The page of a partner says in which campaigns and events it takes part, as far as its reader may know."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from prisoner_pages.choices import ParticipationRole
from prisoner_pages.models import CampaignPage, EventPage, Participation
from prisoner_pages.partners.read_models.participations import parts_of
from prisoner_pages.roles import AUDITOR
from tests.factories.partners import employ_as, employ_coordinator, logged_in, open_partner
from tests.factories.prisoner_pages import PartnerFactory, open_locales
from tests.factories.site_content import a_campaign, an_event
from tests.standing import standing
from tests.tiers import LONG

pytestmark = pytest.mark.django_db


@standing
def embassy(db):
    """Host of an evening and, under an older name, organiser of the campaign that is a draft now."""
    open_locales("uk", "en")
    open_partner("zmina")
    found = PartnerFactory(slug="embassy", name_uk="Посольство", name_en="Embassy")
    campaign = a_campaign([], languages=["uk", "en"])
    event = an_event(campaign, languages=["uk", "en"])
    Participation.objects.create(partner=found, event=event, role=ParticipationRole.HOST)
    Participation.objects.create(
        partner=found, campaign=campaign, role=ParticipationRole.ORGANISER, name_then="Місія"
    )
    CampaignPage.objects.filter(pk=campaign.pk).update(live=False)
    return found


def page_of(user, partner):
    return logged_in(user).get(reverse("partner", args=[partner.pk]))


@pytest.mark.both_databases
def test_a_coordinator_reads_roles_and_days_the_newest_first_and_is_led_to_the_form(embassy):
    page = page_of(employ_coordinator(), embassy)

    event, campaign = page.context["parts"]
    assert event.page == EventPage.objects.get(slug="evening", locale__language_code="uk")
    assert (event.participation.role, event.is_campaign) == ("host", False)
    assert event.address == reverse("wagtailadmin_pages:edit", args=[event.page.pk])
    assert campaign.participation.name_then == "Місія" and not campaign.page.live
    for words in (event.page.title, campaign.page.title, event.address, campaign.address, "Місія"):
        assert words in page.text


def test_an_auditor_reads_of_what_is_public_alone_and_is_led_to_no_form(embassy):
    page = page_of(employ_as(AUDITOR, partner=embassy), embassy)

    [event] = page.context["parts"]
    assert event.participation.role == "host" and event.address == ""
    assert "Місія" not in page.text


def test_of_a_partner_that_takes_part_in_none_the_page_says_so(embassy):
    page = page_of(employ_coordinator(), PartnerFactory(slug="new"))

    assert page.context["parts"] == [] and 'class="listing"' not in page.text


@pytest.mark.full(LONG)
@pytest.mark.both_databases
def test_many_cost_the_same_as_few(embassy):
    coordinator = employ_coordinator()
    parts_of(embassy, coordinator)  # permissions are asked once
    with CaptureQueriesContext(connection) as few:
        parts_of(embassy, coordinator)
    for name in ("one", "two", "three"):
        another = an_event(a_campaign([], languages=["uk"]), languages=["uk"], slug=name)
        Participation.objects.create(partner=embassy, event=another, role=ParticipationRole.PARTICIPANT)
    with CaptureQueriesContext(connection) as many:
        assert len(parts_of(embassy, coordinator)) == 5

    assert len(many) == len(few) <= 3
