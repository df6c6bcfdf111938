"""A draft on the partner's own site: for whoever may edit it, for half an hour, and kept nowhere."""

import io
import logging
import urllib.error
import urllib.request
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale

from home.headless.previews import tokens
from home.headless.previews.tokens import Preview
from home.translation.core.publishing_permit import publishing
from prisoner_pages.models import EventPage, FrontEnd, PartnerPage, Prisoner, PrisonerPage
from prisoner_pages.records.actions.transfers import hand_over
from tests.factories.partners import employ_editor, logged_in, open_partner
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.factories.recipes import recipe
from tests.factories.site_content import a_campaign
from tests.standing import standing
from tests.tiers import LONG, first_of

pytestmark = pytest.mark.django_db
DRAFT = "Чернетка, якої ще ніхто не читав"


@standing
def partner():
    open_locales("uk", "en")
    return open_partner("zmina")


@standing
def site(partner):
    return FrontEnd.objects.create(
        partner=partner, name="Наш сайт", preview_url="https://zmina.example/preview?theme=dark"
    )


@standing
def person(partner):
    return PrisonerFactory(partner=partner, writable=True, slug="zhyva")


@pytest.fixture
def story(person):
    """The story as it is public, with a newer draft."""
    story = PrisonerPage.objects.get(prisoner=person, locale__language_code="uk")
    story.intro = DRAFT
    story.save_revision()
    return PrisonerPage.objects.get(pk=story.pk)


@standing
def editor(partner):
    return employ_editor(partner)


def led_to(user, site, kind, thing):
    return logged_in(user).get(reverse("front_end_preview", args=[site.pk, kind, thing.pk]))


def token_of(answer):
    return parse_qs(urlsplit(answer.url).query)["token"][0]


def ask(client, token, **more):
    return client.get("/api/v1/preview", {"token": token, **more})


@pytest.mark.full(LONG)
def test_editor_is_led_to_the_partners_site_which_shows_the_draft(client, site, person, story, editor):
    shown = logged_in(editor).get(reverse("wagtailadmin_pages:edit", args=[story.pk])).content.decode()
    assert reverse("front_end_preview", args=[site.pk, "story", story.pk]) in shown
    answer = led_to(editor, site, "story", story)
    assert answer.status_code == 302 and answer.url.startswith(
        "https://zmina.example/preview?theme=dark&token="
    )
    assert parse_qs(urlsplit(answer.url).query)["kind"] == ["story"]
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer.headers["Cache-Control"]

    draft = ask(client, token_of(answer))

    public = client.get("/api/v1/prisoners/zhyva?locale=uk")
    assert draft.json()["item"]["story"]["intro"] == DRAFT
    assert public.json()["item"]["story"]["intro"] != DRAFT
    assert draft.json()["item"].keys() == public.json()["item"].keys()
    others = [
        {name: item[name] for name in item if name != "story"}
        for item in (draft.json()["item"], public.json()["item"])
    ]
    assert others[0] == others[1], "all but the story is as it is public"
    assert draft.headers["Cache-Control"] == "no-store"
    assert draft.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert draft.headers["Referrer-Policy"] == "no-referrer" and not draft.cookies


def test_token_opens_one_revision_and_no_newer_one(client, site, story, editor):
    token = token_of(led_to(editor, site, "story", story))
    story.intro = "Ще новіше."
    story.save_revision()

    assert ask(client, token).json()["item"]["story"]["intro"] == DRAFT


@pytest.mark.full(LONG)
def test_draft_of_a_record_shows_its_own_facts_and_the_newest_texts(client, site, person, story, editor):
    record = Prisoner.objects.get(pk=person.pk)
    record.name_uk, record.patronymic_uk = "Інша Людина", "Іванівна"
    record.save_revision()
    shown = logged_in(editor).get(reverse("wagtailsnippets_prisoner_pages_prisoner:edit", args=[record.pk]))
    assert reverse("front_end_preview", args=[site.pk, "record", record.pk]) in shown.content.decode()

    token = token_of(led_to(editor, site, "record", record))

    item = ask(client, token, locale="uk").json()["item"]
    assert item["name"] == "Інша Людина" and item["story"]["intro"] == DRAFT
    assert ask(client, token, locale="en").json()["meta"]["served_locale"] == "en"
    assert client.get("/api/v1/prisoners/zhyva?locale=uk").json()["item"]["name"] != "Інша Людина"


def test_person_who_was_never_public_is_seen_in_a_preview_alone(client, site, partner, editor):
    hidden = PrisonerFactory(partner=partner, live=False, slug="nova", stories=[], bases=[])
    hidden.save_revision()

    token = token_of(led_to(editor, site, "record", Prisoner.objects.get(pk=hidden.pk)))

    assert ask(client, token, locale="uk").json()["item"]["slug"] == "nova"
    assert client.get("/api/v1/prisoners/nova").status_code == 404


@pytest.mark.full(LONG)
def test_drafts_of_campaigns_events_and_partners_come_as_public_ones_do(
    client, site, partner, person, editor
):
    section = PartnerPage.objects.get(partner=partner, locale__language_code="uk")
    campaign = a_campaign([person], languages=["uk", "en"])
    event = section.add_child(instance=EventPage(title="Вечір", slug="evening", live=False))
    for kind, page in {"partner": section, "campaign": campaign, "event": event}.items():
        page = type(page).objects.get(pk=page.pk)
        page.intro = DRAFT
        page.save_revision()

        item = ask(client, token_of(led_to(editor, site, kind, page))).json()["item"]

        assert item["intro"] == {"text": DRAFT, "lang": "uk"}
        public = client.get(f"/api/v1/{kind}s/{page.slug}?locale=uk")
        assert public.status_code == (200 if page.live else 404)
        if page.live:
            assert {**item, "intro": ""} == {**public.json()["item"], "intro": ""}


def test_draft_of_a_translation_reads_its_facts_from_the_original(client, site, partner, person, editor):
    campaign = a_campaign([person], languages=["uk", "en"])
    english = campaign.get_translation(Locale.objects.get(language_code="en"))
    english.intro = "Not yet approved."
    with publishing(english):
        english.save_revision()

    answer = ask(client, token_of(led_to(editor, site, "campaign", english))).json()

    assert answer["meta"]["served_locale"] == "en" and answer["item"]["starts"]
    assert answer["item"]["intro"] == {"text": "Not yet approved.", "lang": "en"}


# What ends the right to see a draft.
ENDS = {
    "the account is closed": lambda w: type(w["editor"]).objects.update(is_active=False),
    "the editor has left": lambda w: w["editor"].groups.clear(),
    "the account is gone": lambda w: w["editor"].delete(),
    "the site is switched off": lambda w: FrontEnd.objects.update(active=False),
    "the site shows no previews": lambda w: FrontEnd.objects.update(preview_url=""),
    "the site is gone": lambda w: FrontEnd.objects.all().delete(),
    "another partner has the record": lambda w: hand_over(w["person"], to=open_partner("pen"), by=None),
    "the revision is gone": lambda w: w["story"].revisions.all().delete(),
}


@pytest.mark.parametrize("name", first_of(ENDS))
def test_right_is_asked_at_each_use(name, client, site, person, story, editor):
    token = token_of(led_to(editor, site, "story", story))
    assert ask(client, token).status_code == 200

    ENDS[name]({"editor": editor, "person": person, "story": story})

    assert ask(client, token).status_code == 403


def test_after_half_an_hour_a_sentence_says_that_it_is_over(client, site, story, editor):
    token = token_of(led_to(editor, site, "story", story))
    with time_machine.travel(timezone.now() + timedelta(minutes=29)):
        assert ask(client, token).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        answer = ask(client, token, locale="uk")

    assert answer.status_code == 403 and answer.headers["Content-Type"] == "application/problem+json"
    assert "пів години" in answer.json()["detail"]
    assert DRAFT not in answer.content.decode() and answer.headers["Cache-Control"] == "no-store"


def test_token_that_was_changed_anywhere_opens_nothing(client, site, story, editor):
    token = token_of(led_to(editor, site, "story", story))
    opened = [
        place
        for place in range(len(token))
        if ask(client, token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]).status_code
        != 403
    ]

    # The last character of a signature carries bits that stand for nothing; no other change passes.
    assert set(opened) <= {len(token) - 1}


@pytest.mark.parametrize("kind", ["letter", "letters.Letter", "consent", "", "page"])
def test_what_is_not_on_the_list_is_no_draft_even_with_our_signature(kind, client, site, story, editor):
    token = tokens.make(Preview(kind, story.pk, story.latest_revision_id, editor.pk, site.pk))

    assert ask(client, token).status_code == 403


def test_revision_of_another_thing_opens_nothing(client, site, person, story, editor):
    english = PrisonerPage.objects.get(prisoner=person, locale__language_code="en")
    token = tokens.make(Preview("story", english.pk, story.latest_revision_id, editor.pk, site.pk))

    assert ask(client, token).status_code == 403


def test_stranger_and_foreign_site_get_no_token(site, story, person):
    pen = open_partner("pen")
    foreign = FrontEnd.objects.create(partner=pen, name="PEN", preview_url="https://pen.example/")
    stranger = employ_editor(pen)

    assert led_to(stranger, site, "story", story).status_code in (302, 403)
    assert "token" not in getattr(led_to(stranger, site, "story", story), "url", "")
    assert "token" not in getattr(led_to(stranger, foreign, "story", story), "url", "")


def test_recipe_of_the_guide_shows_the_draft_and_says_when_it_is_over(
    client, site, story, editor, monkeypatch
):
    def urlopen(address, timeout):
        answer = client.get(address.removeprefix("https://staff.letters.example.org"))
        content = io.BytesIO(answer.content)
        if answer.status_code >= 400:
            raise urllib.error.HTTPError(address, answer.status_code, "", answer.headers, content)
        return content

    monkeypatch.setattr(urllib.request, "urlopen", urlopen)
    draft_for = recipe("preview")["draft_for"]
    token = token_of(led_to(editor, site, "story", story))

    assert draft_for(token, "uk")[0]["story"]["intro"] == DRAFT
    editor.groups.clear()
    item, sentence = draft_for(token, "uk")
    assert item is None and "пів години" in sentence


def test_token_stands_in_no_log(client, site, story, editor, caplog):
    caplog.set_level(logging.DEBUG)
    token = token_of(led_to(editor, site, "story", story))
    ask(client, token)
    ask(client, token + "x")

    assert caplog.records and token[:30] not in caplog.text
    assert not any(token[:30] in str(record.__dict__) for record in caplog.records)
