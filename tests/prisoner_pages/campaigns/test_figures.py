"""A wrong figure is put right or taken back by a coordinator, and stands nowhere from then on."""

import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from lxml import html
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from prisoner_pages.campaigns.actions.figures import correct_figure, take_back_figure
from prisoner_pages.models import Figure
from tests.factories.partners import employ_coordinator, employ_editor, logged_in, open_partner
from tests.factories.prisoner_pages import open_locales
from tests.journeys.marked_words import said_in
from tests.standing import standing

pytestmark = pytest.mark.django_db
FIGURES = "/admin/snippets/prisoner_pages/figure/"
FACTS = {
    "date": "2026-01",
    "subject": "prisoners",
    "counted_by_uk": "Місія",
    "counted_by_en": "Mission",
    "total": 220,
}


@standing
def wrong(db):
    open_locales("uk", "en")
    return Figure.objects.create(**{**FACTS, "total": 202})


@pytest.fixture
def desk(wrong):
    return logged_in(employ_coordinator())


def totals_told(client):
    return [each["total"] for each in client.get("/api/v1/figures?locale=uk").json()["items"]]


def test_a_coordinator_adds_a_figure_from_the_list(wrong, desk, client):
    answer = desk.post(f"{FIGURES}add/", FACTS)

    assert answer.status_code == 302 and totals_told(client) == [220, 202]


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("language", "stated", "said"),
    [
        ("uk", "2025-08-15", "15 серпня 2025 року"),
        ("en", "2021-12", "December 2021"),
        ("uk", "since 2023-04-27", "з 27 квітня 2023 року"),
        ("en", "since 2023-04-27", "since 27 April 2023"),
    ],
)
def test_its_day_is_told_in_words_in_the_readers_language_wherever_staff_read_it(
    wrong, language, stated, said
):
    user = employ_coordinator()
    UserProfile.objects.filter(user=user).update(preferred_language=language)
    Figure.objects.filter(pk=wrong.pk).update(date=stated)

    for address in (FIGURES, f"{FIGURES}inspect/{wrong.pk}/"):
        page = logged_in(user).get(address).content.decode()
        assert said in page
        assert not any(stated in text for text in said_in(page))


def test_every_heading_of_the_list_begins_with_a_capital(wrong, desk):
    headings = html.fromstring(desk.get(FIGURES).content).xpath("//th[normalize-space()]")

    said = [heading.text_content().strip() for heading in headings]
    assert len(said) > 3 and [text for text in said if text[0].islower()] == []


def test_the_right_figure_stands_in_the_place_of_the_wrong_one(wrong, desk, client):
    assert totals_told(client) == [202]
    address = reverse("correct_figure", args=[wrong.pk])
    assert address in desk.get(FIGURES).text
    assert desk.get(address).context["form"]["total"].value() == 202

    desk.post(address, {**FACTS, "reason": "переставлено цифри"})

    assert totals_told(client) == [220] and "переставлено цифри" in desk.get(FIGURES).text
    assert address not in desk.get(FIGURES).text
    done = ModelLogEntry.objects.filter(content_type__model="figure").values_list("action", flat=True)
    assert {"prisoner_pages.take_back_figure", "prisoner_pages.correct_figure"} <= set(done)


def test_a_figure_taken_back_stands_nowhere_and_only_once(wrong, desk, client):
    address = reverse("take_back_figure", args=[wrong.pk])
    assert desk.post(address, {"reason": ""}).status_code == 422

    desk.post(address, {"reason": "джерело спростувало"})

    page = " ".join(said_in(client.get("/uk/statistics/").text))
    assert totals_told(client) == [] and "202" not in re.findall(r"\d+", page)
    with pytest.raises(ValidationError):
        take_back_figure(wrong, reason="ще раз", by=desk_of(desk))


def desk_of(client):
    return client.get(FIGURES).context["request"].user


def test_what_is_no_figure_is_said_and_changes_nothing(wrong, desk):
    answer = desk.post(
        reverse("correct_figure", args=[wrong.pk]),
        {**FACTS, "total": "багато", "date": "колись", "reason": "x"},
    )

    assert answer.context["form"].errors.keys() == {"total", "date"} and "багато" in answer.text
    assert not Figure.objects.exclude(taken_back_at=None).exists() and Figure.objects.count() == 1


def test_partners_correct_no_figure_and_nobody_changes_one(wrong):
    editor = employ_editor(open_partner("zmina"))
    for act in (take_back_figure, correct_figure):
        with pytest.raises(PermissionDenied):
            act(wrong, reason="x", by=editor)

    wrong.total = 1
    with pytest.raises(ValidationError):
        wrong.save()
