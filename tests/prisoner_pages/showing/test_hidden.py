"""A person who is not public: nobody at the translation desk sees the story either, whatever their rights."""

import pytest
from django.utils import timezone

from home.translation.choices import Right
from home.translation.opening import unopened
from home.translation.public import public_places
from prisoner_pages.actions.pauses import pause_prisoner, resume_prisoner
from prisoner_pages.models import Consent, Prisoner, PrisonerPage
from tests.factories.desk import desk_person, open_for, open_site, units_of
from tests.factories.prisoner_pages import PrisonerFactory
from tests.standing import standing

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


@pytest.mark.parametrize("hide", WAYS)
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
