"""Whether a translation is up to date, as the API says it: `behind`, and `complete`, its contrary."""

import pytest

from home.translation.models import DeskTranslation
from home.translation.publication.actions.source_changes import withdraw_older
from prisoner_pages.models import PrisonerPage
from tests.factories.desk import (
    block,
    edit as edit_page,
    open_for,
    open_site,
    publish,
    source_page,
    translate_all,
)
from tests.factories.prisoner_pages import PartnerFactory, PrisonerFactory
from tests.standing import standing
from tests.tiers import LONG, first_of

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
BODY = [block("heading", "Розділ УКР"), block("paragraph", "<p>Перше УКР</p><p>Друге УКР</p>")]
ANSWERS = {
    "pages": "/api/v1/pages/long-text?locale=uk",
    "resolve": "/api/v1/resolve?path=/uk/long-text/",
    "people": "/api/v1/prisoners/olena?locale=uk",
}


@standing
def page():
    open_site("en")
    return source_page(BODY)


@standing
def story(page):
    partner = PartnerFactory(slug="zmina", section=True)
    person = PrisonerFactory(slug="olena", partner=partner, stories=["uk"])
    made = PrisonerPage.objects.get(prisoner=person)
    made.body = BODY
    made.save_revision().publish()
    return PrisonerPage.objects.get(pk=made.pk)


@standing
def translations(page, story):
    made = [open_for(each, "en")[0] for each in (page, story)]
    for translation in made:
        translate_all(translation)
        publish(translation)
    return made


def edit(thing, **fields):
    if not isinstance(thing, PrisonerPage):
        return edit_page(thing, **fields)
    for name, value in fields.items():
        setattr(thing, name, value)
    thing.save_revision().publish()
    open_for(thing, "en")
    return thing


def said(client):
    """Return {answer: {language: behind}}, after holding `complete` to be the contrary everywhere."""
    found = {}
    for name, address in ANSWERS.items():
        answer = client.get(address).json()
        rows = answer.get("translations") or answer["item"]["translations"]
        assert all(row["complete"] is not row["behind"] for row in rows)
        found[name] = {row["locale"]: row["behind"] for row in rows}
    return found


def everywhere(english):
    return dict.fromkeys(ANSWERS, {"uk": False, "en": english})


CHANGES = {
    "a part is gone": {"body": BODY[:1]},
    "a paragraph is gone": {"body": [BODY[0], {**BODY[1], "value": "<p>Друге УКР</p>"}]},
    "a word is another": {"intro": "Інший вступ УКР"},
    "a part is new": {"body": [*BODY, block("heading", "Новий УКР")]},
}


@pytest.mark.full(LONG)
@pytest.mark.parametrize("change", first_of(CHANGES))
def test_a_translation_is_behind_until_it_is_published_anew(client, page, story, translations, change):
    assert said(client) == everywhere(False)

    edit(page, **CHANGES[change])
    edit(story, **CHANGES[change])
    assert said(client) == everywhere(True)

    for translation in translations:
        translate_all(translation)
    assert said(client) == everywhere(True)

    for translation in translations:
        publish(translation)
    assert said(client) == everywhere(False)


@pytest.mark.full(LONG)
def test_what_was_withdrawn_everywhere_is_up_to_date_where_nothing_else_waits(
    client, page, story, translations
):
    for thing, translation in zip((page, story), translations, strict=True):
        edit(thing, body=BODY[:1])
        withdraw_older(translation.source, set(), by=None)

    assert said(client) == everywhere(False)


def test_a_page_of_its_own_is_behind_nothing(client, page, story, translations):
    edit(page, body=BODY[:1])
    edit(story, body=BODY[:1])
    DeskTranslation.objects.update(is_detached=True)
    edit(page, intro="Далі УКР")

    assert said(client) == everywhere(False)
