"""Drafts of the whole site's pages, and of translations that nobody has published, on a partner's site."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone
from wagtail_localize.models import Translation

from home.models import HomePage, StandardPage
from home.translation.choices import Right
from home.translation.core.actions.units import save_draft
from home.translation.models import LocaleRole
from prisoner_pages.models import FrontEnd, PrisonerPage
from tests.factories.desk import (
    block,
    desk_person,
    open_for,
    open_site,
    publish,
    source_page,
    translate,
    translate_all,
    units_of,
)
from tests.factories.partners import employ_editor, logged_in, open_partner
from tests.factories.prisoner_pages import PrisonerFactory
from tests.factories.site_content import a_campaign
from tests.standing import standing
from tests.tiers import LONG, first_of

pytestmark = pytest.mark.django_db
DRAFT = "A draft nobody has approved"


@standing
def partner():
    open_site("en", "crh")
    return open_partner("zmina")


@standing
def site(partner):
    return FrontEnd.objects.create(partner=partner, name="ZMINA", preview_url="https://zmina.example/preview")


@standing
def text(partner):
    return source_page([block("heading", "Розділ УКР"), block("paragraph", "<p>Один УКР</p><p>Два УКР</p>")])


@standing
def in_english(text):
    return open_for(text, "en")[0]


@standing
def translator(partner):
    user = desk_person("translator", Right.TRANSLATE)
    user.groups.add(partner.editors)
    return user


@standing
def admin(partner):
    return get_user_model().objects.create_superuser("admin")


def write_draft(translation, path, text=DRAFT):
    unit = units_of(translation).filter(context__path=path).first()
    return save_draft(unit, text, by=None, version=unit.version)


def led_to(user, site, kind, thing):
    return logged_in(user).get(reverse("front_end_preview", args=[site.pk, kind, thing.pk]))


def told(answer):
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.url).query).items()}


def ask(client, answer, **more):
    return client.get("/api/v1/preview", {"token": told(answer)["token"], **more})


# --- Pages of the whole site ---------------------------------------------------------------------------
@pytest.mark.full(LONG)
@pytest.mark.parametrize("kind", first_of(["page", "home"]))
def test_draft_of_a_page_of_the_whole_site_comes_as_the_public_one(client, site, text, admin, kind):
    page = text if kind == "page" else HomePage.objects.get(locale__language_code="uk")
    page.intro = DRAFT
    page.save_revision()
    page = type(page).objects.get(pk=page.pk)
    shown = logged_in(admin).get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert reverse("front_end_preview", args=[site.pk, kind, page.pk]) in shown

    answer = led_to(admin, site, kind, page)
    draft = ask(client, answer)

    public = client.get(f"/api/v1/{'pages/long-text' if kind == 'page' else 'home'}?locale=uk").json()["item"]
    assert told(answer)["kind"] == kind
    assert draft.json()["item"]["intro"] == {"text": DRAFT, "lang": "uk"}
    assert {**draft.json()["item"], "intro": ""} == {**public, "intro": ""}
    assert draft.headers["Cache-Control"] == "no-store"


def test_partners_editor_opens_no_preview_of_what_they_may_not_edit(client, site, partner, text, admin):
    editor = employ_editor(partner)

    assert "token" not in getattr(led_to(editor, site, "page", text), "url", "")
    answer = led_to(admin, site, "page", text)
    get_user_model().objects.filter(pk=admin.pk).update(is_superuser=False)
    assert ask(client, answer).status_code == 403


@pytest.mark.full(LONG)
def test_draft_of_the_whole_site_leads_to_the_sites_of_ones_own_partner_and_no_other(site, in_english):
    of_nobody, of_pen = desk_person("of-nobody", Right.TRANSLATE), desk_person("of-pen", Right.TRANSLATE)
    of_pen.groups.add(open_partner("pen").editors)

    for user in (of_nobody, of_pen):
        shown = logged_in(user).get(reverse("translation_desk:editor", args=[in_english.pk]))
        assert shown.status_code == 200 and "front-ends/" not in shown.content.decode()
        assert "token" not in getattr(led_to(user, site, "translation", in_english), "url", "")


# --- Translations --------------------------------------------------------------------------------------
def test_translation_that_is_not_public_is_seen_at_the_partners_site(client, site, in_english, translator):
    write_draft(in_english, "title", "Title ENG")
    write_draft(in_english, "intro")
    shown = logged_in(translator).get(reverse("translation_desk:editor", args=[in_english.pk]))
    assert (
        reverse("front_end_preview", args=[site.pk, "translation", in_english.pk]) in shown.content.decode()
    )

    answer = led_to(translator, site, "translation", in_english)
    draft = ask(client, answer)

    assert told(answer)["kind"] == "page" and told(answer)["locale"] == "en"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert draft.json()["meta"]["served_locale"] == "en"
    assert draft.json()["item"]["title"] == {"text": "Title ENG", "lang": "en"}
    assert draft.json()["item"]["intro"] == {"text": DRAFT, "lang": "en"}
    assert "УКР" not in draft.content.decode(), "what nobody has translated is left out"
    assert draft.headers["Cache-Control"] == "no-store"
    assert draft.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert client.get("/api/v1/pages/long-text?locale=en").status_code == 404
    assert not StandardPage.objects.filter(slug="long-text", locale__language_code="en").exists()


def test_without_a_title_it_says_that_there_is_none_yet(client, site, in_english, translator):
    draft = ask(client, led_to(translator, site, "translation", in_english)).json()["item"]

    assert draft["title"] == {"text": "not translated yet", "lang": "en"}
    assert draft["intro"] is None and draft["body"] == []


def test_whole_translation_is_previewed_as_it_is_answered_once_public(client, site, in_english, translator):
    translate_all(in_english)
    previewed = ask(client, led_to(translator, site, "translation", in_english)).json()["item"]

    publish(in_english)

    assert previewed == client.get("/api/v1/pages/long-text?locale=en").json()["item"]


def test_draft_beside_public_words_shows_instead_of_them(client, site, in_english, translator):
    translate_all(in_english)
    publish(in_english)
    write_draft(in_english, "intro")

    draft = ask(client, led_to(translator, site, "translation", in_english)).json()["item"]

    assert draft["intro"]["text"] == DRAFT and draft["body"]
    assert DRAFT not in client.get("/api/v1/pages/long-text?locale=en").content.decode()


@pytest.mark.parametrize("kind", ["story", "campaign"])
def test_translations_of_stories_and_campaigns_come_under_their_own_kinds(
    client, site, partner, translator, kind
):
    person = PrisonerFactory(partner=partner, writable=True, slug="zhyva", stories=["uk"])
    story = PrisonerPage.objects.get(prisoner=person)
    page = story if kind == "story" else a_campaign([person], languages=["uk"])
    in_english = open_for(page, "en")[0]
    write_draft(in_english, "intro")

    answer = led_to(translator, site, "translation", in_english)
    item = ask(client, answer).json()["item"]

    assert told(answer)["kind"] == kind
    assert (item["story"]["intro"] if kind == "story" else item["intro"]["text"]) == DRAFT
    assert item["slug"] == ("zhyva" if kind == "story" else page.slug)


def test_token_opens_the_text_as_it_was_and_a_sentence_leads_back_when_it_changed(
    client, site, in_english, translator
):
    write_draft(in_english, "intro")
    answer = led_to(translator, site, "translation", in_english)
    write_draft(in_english, "intro", "Newer.")

    older = ask(client, answer, locale="en")

    assert older.status_code == 403 and "from the desk" in older.json()["detail"]
    assert "Newer." not in older.content.decode()
    assert ask(client, led_to(translator, site, "translation", in_english)).status_code == 200


# What ends the right to see a draft of a translation.
ENDS = {
    "the right in the language": lambda w: LocaleRole.objects.all().delete(),
    "the account": lambda w: get_user_model().objects.update(is_active=False),
    "the site": lambda w: FrontEnd.objects.update(active=False),
    "the original is taken down": lambda w: w["text"].unpublish(),
    "the original is gone": lambda w: w["text"].delete(),
    "the translation is gone": lambda w: Translation.objects.all().delete(),
    "half an hour": lambda w: w["clock"].shift(timedelta(minutes=31)),
}


@pytest.mark.parametrize("name", first_of(ENDS))
def test_right_to_a_draft_of_a_translation_is_asked_at_each_use(
    name, client, site, text, in_english, translator
):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        answer = led_to(translator, site, "translation", in_english)
        assert ask(client, answer).status_code == 200

        ENDS[name]({"text": text, "clock": clock})

        assert ask(client, answer).status_code == 403


def test_translator_of_another_language_gets_no_token(site, in_english):
    other = desk_person("crimean", Right.TRANSLATE, language="crh")

    assert "token" not in getattr(led_to(other, site, "translation", in_english), "url", "")


@pytest.mark.full(LONG)
def test_text_of_a_partner_is_shown_at_its_own_sites_only(site, partner, translator):
    pen = FrontEnd.objects.create(
        partner=open_partner("pen"), name="PEN", preview_url="https://pen.example/preview"
    )
    person = PrisonerFactory(partner=partner, writable=True, stories=["uk"])
    in_english = open_for(PrisonerPage.objects.get(prisoner=person), "en")[0]

    shown = logged_in(translator).get(reverse("translation_desk:editor", args=[in_english.pk]))

    assert (
        reverse("front_end_preview", args=[site.pk, "translation", in_english.pk]) in shown.content.decode()
    )
    assert f"front-ends/{pen.pk}/" not in shown.content.decode()
    assert "token" not in getattr(led_to(translator, pen, "translation", in_english), "url", "")


def test_draft_of_a_translation_does_not_grow_with_its_strings(
    client, site, text, in_english, translator, django_assert_max_num_queries
):
    translate(units_of(in_english).get(context__path="title"))
    answer = led_to(translator, site, "translation", in_english)
    ask(client, answer)

    with django_assert_max_num_queries(45):
        ask(client, answer)
