"""Above the form of a story, a campaign or an event stands what it lacks until it is published."""

import pytest
from django.urls import reverse
from lxml import html

from prisoner_pages.models import Participation, PrisonerPage
from prisoner_pages.records.read_models.page_checklist import missing_of
from prisoner_pages.stories.actions.drafts import create_story
from tests.factories.partners import employ_editor, logged_in, open_partner
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.factories.site_content import a_campaign, an_event
from tests.standing import standing
from tests.tiers import first_of

pytestmark = pytest.mark.django_db


@standing
def zmina(db):
    open_locales("uk")
    return open_partner("zmina")


def lacks(page):
    return [str(each.words) for each in missing_of(page)]


def test_each_thing_that_is_filled_in_leaves_the_list(zmina):
    event = an_event(a_campaign([], languages=["uk"]), languages=["uk"], live=False)
    event.date, event.place = None, ""
    before = lacks(event)
    event.date, event.place, event.intro = "2026-02-26", "Київ", "Вечір"
    Participation.objects.create(partner=zmina, event=event, role="host")

    assert len(before) == 5 and len(lacks(event)) == 1


def test_a_story_waits_for_its_record_and_a_campaign_for_whom_it_is(zmina):
    story = PrisonerPage.objects.get(prisoner=PrisonerFactory(partner=zmina, live=False, stories=["uk"]))
    story.live = False
    campaign = a_campaign([], languages=["uk"])
    assert missing_of(campaign) == []
    campaign.live = False

    assert reverse("wagtailsnippets_prisoner_pages_prisoner:edit", args=[story.prisoner_id]) in [
        each.address for each in missing_of(story)
    ]
    assert len(lacks(campaign)) == 2


@pytest.mark.parametrize("kind", first_of(["campaign", "event"]))
def test_the_form_says_it(zmina, kind):
    campaign = a_campaign([], languages=["uk"], live=False)
    page = {"campaign": campaign, "event": an_event(campaign, languages=["uk"], live=False)}[kind]
    form = logged_in(employ_editor(zmina)).get(reverse("wagtailadmin_pages:edit", args=[page.pk]))

    assert 'class="checklist"' in form.content.decode()


@pytest.mark.parametrize("kind", first_of(["story", "campaign", "event"]))
def test_each_place_of_the_form_that_a_line_leads_to_is_there(zmina, kind):
    editor = employ_editor(zmina)
    campaign = a_campaign([], languages=["uk"], live=False)
    page = {
        "story": lambda: create_story(PrisonerFactory(partner=zmina, stories=[]), by=editor),
        "campaign": lambda: campaign,
        "event": lambda: an_event(campaign, languages=["uk"], live=False),
    }[kind]()
    form = html.fromstring(logged_in(editor).get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content)

    links = form.xpath("//ul[@class='checklist']//a[starts-with(@href, '#')]/@href")

    made_by_script = {"#body-root": "#body"}
    ids = [made_by_script.get(link, link)[1:] for link in links]
    assert ids and all(form.xpath(f"//*[@id='{each}']") for each in ids)
    assert {"story": "#body-root", "campaign": "#id_recipient_rule_0"}.get(kind, links[0]) in links
