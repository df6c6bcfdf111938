"""Each line of what a record still lacks leads to where it is done, or says who does it."""

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from lxml import html

from prisoner_pages.records.read_models.checklist import checklist_of
from prisoner_pages.stories.actions.drafts import create_story
from tests.factories.partners import (
    employ_coordinator,
    employ_editor,
    employ_moderator,
    logged_in,
    open_partner,
)
from tests.factories.prisoner_pages import FacilityFactory, PrisonerFactory, open_locales
from tests.standing import standing
from tests.tiers import SCREENS

pytestmark = [pytest.mark.django_db, pytest.mark.full(SCREENS)]
DONE_BY = ("A moderator", "Another person", "The letter desk", "by the button below")
EMPLOY = {
    "editor": employ_editor,
    "moderator": employ_moderator,
    "coordinator": lambda _partner: employ_coordinator(),
}
STATES = {
    "bare": {"live": False, "bases": [], "facility": None, "status": "unknown", "name_ru": ""},
    "no word on letters": {"mail_status": "unknown", "facility": None},
    "hidden and held": {"paused_at": timezone.now(), "held_at": timezone.now()},
    "in a place without an index": {"postal_index": ""},
    "in a place from which letters come back": {"letters_stopped_on": timezone.localdate()},
}


@standing
def zmina(db):
    open_locales("uk")
    return open_partner("zmina")


def record_in(state, zmina):
    facts = {"partner": zmina, "writable": True, "stories": [], "place_verified_on": None, **STATES[state]}
    of_place = {name: facts.pop(name) for name in ("postal_index", "letters_stopped_on") if name in facts}
    place = {"facility": FacilityFactory(name_ru="ИК-96 (вымышленная)", **of_place)} if of_place else {}
    return PrisonerFactory(**facts | place)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("role", EMPLOY)
def test_each_line_leads_to_what_opens_or_says_who_does_it(state, role, zmina):
    user, record = EMPLOY[role](zmina), record_in(state, zmina)
    client = logged_in(user)
    form = html.fromstring(
        client.get(reverse("wagtailsnippets_prisoner_pages_prisoner:edit", args=[record.pk])).content
    )
    with override("en"):
        missing = checklist_of(record, user)
        rows = [(row, str(row.words)) for row in (*missing.to_publish, *missing.for_envelope)]

    assert rows
    for row, words in rows:
        if row.is_field:
            assert form.xpath(f"//*[@id='{row.address[1:]}']"), row
        elif row.address:
            assert client.get(row.address).status_code == 200, row
        else:
            assert any(who in words for who in DONE_BY), row


def test_an_editor_proposes_the_address_that_a_coordinator_completes(zmina):
    record = record_in("in a place without an index", zmina)

    def leads_to(user):
        return {row.address for row in checklist_of(record, user).for_envelope}

    assert f"{reverse('propose_place')}?place={record.facility_id}" in leads_to(employ_editor(zmina))
    edit = reverse("wagtailsnippets_prisoner_pages_facility:edit", args=[record.facility_id])
    assert edit in leads_to(employ_coordinator())


def test_a_story_that_is_begun_is_completed_in_its_own_form(zmina):
    editor, record = employ_editor(zmina), record_in("bare", zmina)
    story = create_story(record, by=editor)

    assert reverse("wagtailadmin_pages:edit", args=[story.pk]) in {
        row.address for row in checklist_of(record, editor).to_publish
    }
