"""A person who is not public: nobody at the translation desk sees the story either, whatever their rights."""

from datetime import timedelta

import pytest
from django.utils import timezone

from home.models import HomePage
from home.translation.choices import Machine, Right
from home.translation.core.read_models.public_texts import public_places
from home.translation.exchange.read_models.outgoing import sheet_of
from home.translation.machines.actions import draft_by_machine
from home.translation.machines.base import TranslatorError
from home.translation.memory.read_models import matches_for
from home.translation.models import LocalePolicy, TranslationSettings
from home.translation.publication.read_models import unopened
from prisoner_pages.choices import Status
from prisoner_pages.models import Consent, EventPage, Prisoner, PrisonerPage
from prisoner_pages.records.actions.pauses import pause_prisoner, resume_prisoner
from tests.factories.desk import (
    block,
    desk_person,
    open_for,
    open_site,
    publish,
    source_page,
    translate_all,
    units_of,
)
from tests.factories.prisoner_pages import PartnerFactory, PrisonerFactory
from tests.factories.site_content import a_campaign, an_event
from tests.standing import standing
from tests.tiers import LONG, first_of

pytestmark = pytest.mark.django_db
NAME = "Прихована Людина"


@standing
def person():
    open_site("en", "crh")
    return PrisonerFactory(name_uk=NAME, stories=["uk"])


@standing
def page(person):
    return PrisonerPage.objects.get(prisoner=person, locale__language_code="uk")


def pause(person):
    pause_prisoner(person, by=None)


def lose_the_basis(person):
    Consent.objects.filter(prisoner=person).delete()


def show_as_paused_only(person):
    Prisoner.objects.filter(pk=person.pk).update(paused_at=timezone.now())


WAYS = [pause, lose_the_basis, show_as_paused_only]


@pytest.mark.parametrize("hide", WAYS)
def test_the_story_is_offered_to_no_memory_and_no_machine(person, page, hide):
    asked = (PrisonerPage, [page.translation_key], [page.locale_id])
    assert public_places(*asked) == {(page.translation_key, page.locale_id)}

    hide(person)

    assert public_places(*asked) == set()


@pytest.mark.parametrize("hide", WAYS)
def test_the_story_cannot_be_opened_for_translation(person, page, hide):
    crimean = page.locale.__class__.objects.get(language_code="crh")
    assert page in unopened(PrisonerPage, crimean)

    hide(person)

    assert page not in unopened(PrisonerPage, crimean)


@pytest.mark.full(LONG)
@pytest.mark.parametrize("hide", first_of(WAYS))
def test_the_desk_shows_nothing_of_the_story_to_anybody(client, person, page, hide):
    (translation,) = open_for(page, "en")
    unit = units_of(translation).first()
    text, string = f"/admin/desk/{translation.pk}/", f"/admin/desk/units/{unit.pk}/"
    user = desk_person("all", *Right, leads=True)
    client.force_login(user)
    read = [
        text,
        f"{text}publish/",
        f"{text}files/",
        f"{text}preview/",
        f"{string}history/",
        f"{string}help/",
    ]
    assert NAME in client.get("/admin/desk/").content.decode()
    assert {client.get(address).status_code for address in read} == {200}

    hide(person)

    assert NAME not in client.get("/admin/desk/").content.decode()
    assert {client.get(address).status_code for address in read} == {404}
    sent = {"text": "Hidden Person", "version": unit.version}
    assert {client.post(f"{string}{act}/", sent).status_code for act in ("save", "approve")} == {404}
    assert units_of(translation).get(pk=unit.pk).draft is None


def test_what_was_written_is_there_again_when_the_pause_ends(client, person, page):
    (translation,) = open_for(page, "en")
    client.force_login(desk_person("translator", Right.TRANSLATE))
    unit = units_of(translation).first()
    client.post(f"/admin/desk/units/{unit.pk}/save/", {"text": "A text", "version": unit.version})
    pause(person)

    person.refresh_from_db()
    resume_prisoner(person, by=None)

    assert "A text" in client.get(f"/admin/desk/{translation.pk}/").content.decode()


class TestStringsThatNoPageShows:
    """The page is public, but for the place of an event, or for all of a story behind a bare name."""

    PLACE, STORY = "Таємна вулиця, будинок сім", "Він тримав удома невелику бібліотеку"

    @pytest.fixture(autouse=True)
    def machine(self, person):
        TranslationSettings.objects.create(pages_machine=Machine.DUMMY)
        for locale in type(self.english()).objects.all():
            LocalePolicy.objects.create(locale=locale, allows_machine=True)

    def english(self):
        return HomePage.objects.get(locale__language_code="en").locale

    @pytest.fixture
    def place(self):
        """Return the string of an event's place, translated and published in English."""
        PartnerFactory(slug="zmina", section=True)
        event = an_event(a_campaign([], languages=["uk"]), languages=["uk"])
        EventPage.objects.filter(pk=event.pk).update(place=self.PLACE, date=timezone.localdate())
        return self.published(event, "place")

    @pytest.fixture
    def story(self, page):
        PrisonerPage.objects.filter(pk=page.pk).update(intro=self.STORY)
        return self.published(page, "intro")

    def published(self, page, path):
        (translation,) = open_for(type(page).objects.get(pk=page.pk), "en")
        translate_all(translation)
        publish(translation)
        return units_of(translation).get(context__path=path)

    def sent(self, unit):
        """Say whether a machine gets the string in a language in which nobody has written anything."""
        page = unit.translation.source.get_source_instance()
        crimean = units_of(open_for(page, "crh")[0]).get(context__path=unit.context.path)
        try:
            draft_by_machine(crimean, by=None, version=crimean.version)
        except TranslatorError:
            return False
        return True

    def remembered(self, unit):
        """Return what is offered for the same words on another page."""
        words = unit.string.data
        (other,) = open_for(source_page([block("heading", words)], slug="other", title="Інша УКР"), "en")
        heading = next(each for each in units_of(other) if each.string.data == words)
        return [match.text for match in matches_for(heading)]

    def in_file(self, unit):
        return unit.string.data in {row.source for row in sheet_of(unit.translation).rows}

    @pytest.mark.full(LONG)
    def test_a_place_that_is_told_is_remembered_and_sent(self, place):
        assert self.remembered(place) and self.sent(place)

    @pytest.mark.full(LONG)
    def test_a_place_that_is_kept_back_is_neither(self, place):
        EventPage.objects.update(place_hidden=True)

        assert (self.remembered(place), self.sent(place)) == ([], False)

    def test_a_place_that_is_kept_back_is_in_no_file_for_work_elsewhere(self, place):
        told = self.in_file(place)
        EventPage.objects.update(place_hidden=True)

        assert (told, self.in_file(place)) == (True, False)

    @pytest.mark.full(LONG)
    def test_a_story_behind_a_bare_name_is_in_no_file_for_work_elsewhere(self, person, story):
        told = self.in_file(story)
        Prisoner.objects.filter(pk=person.pk).update(status=Status.RELEASED_UNDER_CONTROL)

        assert (told, self.in_file(story)) == (True, False)

    @pytest.mark.full(LONG)
    def test_a_place_is_told_once_the_event_is_over(self, place):
        EventPage.objects.update(place_hidden=True, date=timezone.localdate() - timedelta(days=1))

        assert self.remembered(place) and self.sent(place)

    def test_a_story_is_remembered_and_sent(self, story):
        assert self.remembered(story) and self.sent(story)

    def test_a_story_behind_a_bare_name_is_neither(self, person, story):
        Prisoner.objects.filter(pk=person.pk).update(status=Status.RELEASED_UNDER_CONTROL)

        assert (self.remembered(story), self.sent(story)) == ([], False)
