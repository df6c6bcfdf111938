"""The letter table while it is held: for its editors and hosts, a number of letters and nothing of them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from letters.choices.letters import LetterState
from letters.models import Letter
from prisoner_pages.choices import ParticipationRole
from prisoner_pages.models import Participation
from tests.factories.partners import employ_editor, open_partner
from tests.factories.site_content import a_campaign, an_event
from tests.letters.conftest import BODY, filled
from tests.standing import standing


@standing
def event(world):
    open_partner("zmina")
    event = an_event(a_campaign([world], languages=["uk"]), languages=["uk", "en"], code="TABLE26")
    event.date = event.end_date = timezone.localdate()
    event.save()
    return event


@standing
def editor(event):
    return employ_editor(event.get_parent().specific.partner)


@standing
def embassy(event):
    return open_partner("embassy")


def evening(client, user, event, query=""):
    client.force_login(user)
    return client.get(f"/admin/letters/events/{event.pk}/evening/{query}")


def test_the_number_of_letters_is_told_and_nothing_of_them(client, world, event, editor):
    for guest in range(3):
        client.post("/uk/letters/write/vilnyi/check/", filled(event="table26", name=f"Гість {guest}"))
    Letter.objects.filter(pk=Letter.objects.latest("pk").pk).update(state=LetterState.REJECTED)
    Letter.objects.filter(pk=Letter.objects.first().pk).update(
        received_on=timezone.localdate() - timedelta(1)
    )

    page = evening(client, editor, event)

    assert (page.context["total"], page.context["today"]) == (2, 1)
    for private in (BODY[:20], "Гість", world.slug, world.name_uk):
        assert private not in page.content.decode()


def test_page_of_any_language_leads_a_tablet_to_the_one_event(client, event, editor):
    english = event.get_translations().first().specific
    page = evening(client, editor, english, "?language=en")
    assert page.context["address"].endswith("/en/letters/write/?event=TABLE26")
    assert page.context["is_open"] and page.content.decode().count('class="event-slip"') == 30


@pytest.mark.parametrize(
    ("role", "may"), [(None, False), *((role, role in ("host", "organiser")) for role in ParticipationRole)]
)
def test_hosts_and_organisers_of_other_partners_may_count_and_nobody_else(client, event, embassy, role, may):
    if role:
        Participation.objects.create(partner=embassy, event=event, role=role, name_then="E")
    assert evening(client, employ_editor(embassy), event).status_code == (200 if may else 302)


def test_without_a_code_the_page_says_so(client, event, editor):
    event.code = ""
    event.save()
    page = evening(client, editor, event)
    assert page.context["address"] == "" and not page.context["is_open"]
