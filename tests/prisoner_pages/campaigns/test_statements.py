"""A statement of an embassy stands on an event's page and in its answer: who, when and in which language."""

import json

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from prisoner_pages.models import EventPage
from prisoner_pages.models.workflow import stops_of
from tests.factories.partners import employ_editor, logged_in, open_partner
from tests.factories.prisoner_pages import open_locales, write
from tests.factories.site_content import a_campaign, an_event
from tests.standing import standing

pytestmark = pytest.mark.django_db
SAID = {
    "who": "Посольство Чеської Республіки",
    "date": "26.02.2025",
    "language": "cs",
    "words": "Пишемо тим,\nкого не забули.",
    "source_url": "https://example.org/cs",
}


@standing
def zmina(db):
    open_locales("uk", "en")
    return open_partner("zmina")


@standing
def event(zmina):
    return an_event(a_campaign([], languages=["uk"]), languages=["uk"])


def saved(user, event, **said):
    data = {
        **{name: getattr(event, name) for name in ("title", "slug", "place")},
        "body": streamfield([("statement", {**SAID, **said})]),
        "date_precision": "day",
        "participations": inline_formset([]),
    }
    return logged_in(user).post(reverse("wagtailadmin_pages:edit", args=[event.pk]), nested_form_data(data))


def test_what_an_editor_enters_stands_on_page_and_in_the_answer(zmina, event, client):
    assert saved(employ_editor(zmina), event).status_code == 302
    EventPage.objects.get(pk=event.pk).get_latest_revision().publish()

    page = client.get("/uk/events/evening/").content.decode()
    assert "<h3>Заява: Посольство Чеської Республіки</h3>" in page
    assert 'lang="cs">Čeština</span>' in page and "26 лютого 2025" in page
    (block,) = client.get("/api/v1/events/evening?locale=uk").json()["item"]["body"]
    del block["id"]
    assert block == {"type": "statement", **SAID, "date": "2025-02-26"}


def test_a_page_that_is_there_keeps_its_address_in_any_letters(zmina, event):
    EventPage.objects.filter(pk=event.pk).update(slug="вечір-листів")
    event.refresh_from_db()

    assert saved(employ_editor(zmina), event).status_code == 302
    assert EventPage.objects.get(pk=event.pk).get_latest_revision_as_object().slug == "вечір-листів"


@pytest.mark.parametrize(
    "wrong", [{"date": "31.02.2025"}, {"language": "tlh"}, {"source_url": "javascript:1"}]
)
def test_what_cannot_be_is_refused_and_kept(zmina, event, wrong):
    answer = saved(employ_editor(zmina), event, **wrong)

    assert answer.status_code == 200
    assert json.dumps("Пишемо тим")[1:-1] in answer.content.decode()


def test_in_its_own_language_and_without_a_day_nothing_is_said_of_them(event, client):
    said = {**SAID, "language": "uk", "date": None}
    write(event, body=[{"type": "statement", "value": said}], live=True)

    page = client.get("/uk/events/evening/").content.decode()
    assert "Мова оригіналу" not in page
    assert client.get("/api/v1/events/evening?locale=uk").json()["item"]["body"][0]["date"] is None


def test_money_for_arms_is_found_in_a_statement_too(event):
    event.body = [{"type": "statement", "value": {**SAID, "date": None, "words": "Збираємо на дрони"}}]

    assert stops_of(event).words
