"""A person's page as a visitor reads it."""

import re
from datetime import date

import pytest

from prisoner_pages.can_be_written_to import CALL_FOR_STATUS, Call
from prisoner_pages.choices import Basis, MailStatus, PauseForm, Scope, Status
from prisoner_pages.consents.actions.consents import withdraw_consent
from prisoner_pages.models import (
    CampaignPage,
    Charge,
    ChargeArticle,
    Consent,
    EventPage,
    Facility,
    Interest,
    Sentence,
    Source,
    Topic,
)
from prisoner_pages.records.actions.pauses import pause_prisoner
from tests.factories.prisoner_pages import PartnerFactory, PrisonerFactory, open_locales
from tests.factories.site_content import a_campaign, an_event, word_in
from tests.prisoner_pages.people.cards import names_on
from tests.standing import standing
from tests.tiers import LONG, first_of

pytestmark = pytest.mark.django_db


@standing
def trees():
    return open_locales("uk", "en", "crh")


# --- The profile ---------------------------------------------------------------------------------
EXPECTED = {
    Call.WRITE: "Write a letter",
    Call.HELD: "Write anyway",
    Call.IMPOSSIBLE: "Letters cannot be sent to this person now.",
    Call.FREED: "This person is free.",
    Call.IN_MEMORY: "This page is kept in memory.",
}


@pytest.mark.parametrize(
    "status",
    first_of([status for status in Status if CALL_FOR_STATUS[status].call in EXPECTED]),
)
def test_the_call_to_action_follows_the_status(trees, client, status):
    record = PrisonerFactory(
        status=status, mail_status=MailStatus.CAN, bases=[Scope.NAME, Scope.LETTERS], slug="one"
    )

    text = client.get("/en/prisoners/one/").text

    assert EXPECTED[CALL_FOR_STATUS[status].call] in text
    assert (f"/en/letters/write/{record.slug}/" in text) == record.call_to_action.takes_letters


def test_of_a_person_released_under_supervision_only_the_name_is_shown(trees, client):
    record = PrisonerFactory(status=Status.RELEASED_UNDER_CONTROL, slug="one")

    main = client.get("/en/prisoners/one/").text.partition("<main")[2].partition("</main>")[0]

    assert f"<h1>{record.name_en}</h1>" in main
    assert "About" not in main
    assert "<h2" not in main


def test_the_charge_stands_last_in_quotation_marks(trees, client):
    record = PrisonerFactory(slug="one")
    word_in(["uk", "en"], ChargeArticle, "Участь", "Taking part", code="205.5", part="2")
    record.charges = [Charge(code="205.5", part="2")]
    record.save()

    text = client.get("/uk/prisoners/one/").text

    assert "«Участь»" in text
    assert text.index("«Участь»") > text.index('<dl class="facts facts--wide">') > text.index("<h1>")


def test_the_day_of_birth_needs_a_basis_else_the_year_alone_is_shown(trees, client):
    PrisonerFactory(slug="year", birth_date=date(1980, 5, 1))
    PrisonerFactory(slug="day", birth_date=date(1980, 5, 1), bases=[Scope.NAME, Scope.BIRTHDAY])

    by_year, by_day = (client.get(f"/en/prisoners/{slug}/").text for slug in ("year", "day"))

    assert "1980" in by_year and "1 May 1980" not in by_year
    assert "1 May 1980" in by_day


def test_a_place_without_a_name_in_the_language_is_marked(trees, client):
    place = Facility.objects.create(name_ru="СИЗО-1", name_uk="СІЗО-1")
    PrisonerFactory(slug="one", status=Status.ON_TRIAL, facility=place)

    assert '<span lang="uk">СІЗО-1</span>' in client.get("/en/prisoners/one/").text


def test_an_invented_person_is_marked_in_every_language(trees, client):
    PrisonerFactory(slug="one", stories=["uk", "en", "crh"])

    for language in ("uk", "en", "crh"):
        assert 'class="invented"' in client.get(f"/{language}/prisoners/one/").text
        assert 'class="invented"' in client.get(f"/{language}/prisoners/").text


def test_the_campaign_that_led_here_is_kept_on_the_way_to_the_letter(trees, client):
    PrisonerFactory(slug="one", writable=True)

    text = client.get('/en/prisoners/one/?campaign=winter&event="><script>').text

    assert 'href="/en/letters/write/one/?campaign=winter"' in text


@pytest.mark.parametrize("stories", [["uk", "en"], ["uk"], []])
def test_all_public_languages_are_alternates_and_the_switcher_keeps_the_person(trees, client, stories):
    PrisonerFactory(slug="one", stories=stories)

    text = client.get("/en/prisoners/one/").text

    for language in ("uk", "en", "crh"):
        assert f'hreflang="{language}" href="http://testserver/{language}/prisoners/one/"' in text
        assert f'<li><a href="/{language}/prisoners/one/" lang="{language}"' in text


# --- Gone ----------------------------------------------------------------------------------------
@pytest.mark.full(LONG)
def test_a_pause_shows_on_the_next_request_in_every_language_and_is_an_unknown_address(trees, client):
    record = PrisonerFactory(slug="one", writable=True, name_en="Only One")
    PrisonerFactory(slug="two")
    pages = [f"/{language}/{path}" for language in ("uk", "en", "crh") for path in ("", "prisoners/")]
    before = [client.get(path).text.count("prisoners/one/") for path in [*pages]]

    pause_prisoner(record, by=None)

    assert any(before)
    assert [client.get(path).text.count("prisoners/one/") for path in pages] == [0] * len(pages)
    assert client.get("/en/prisoners/one/").content == client.get("/en/prisoners/nobody/").content
    assert "one/" not in b"".join(client.get("/sitemap.xml")).decode()


def test_a_pause_in_the_open_form_answers_410_with_a_sentence_and_no_name(trees, client):
    record = PrisonerFactory(slug="one", name_en="Only One", stories=["uk", "en"])

    pause_prisoner(record, by=None, form=PauseForm.OPEN)

    gone = client.get("/en/prisoners/one/")
    assert gone.status_code == 410
    assert "This page has been taken down" in gone.text
    assert "Only One" not in gone.text
    assert client.get("/crh/prisoners/one/").status_code == 410


@pytest.mark.parametrize("hidden", ["a draft", "without a basis for the name"])
def test_the_open_form_says_nothing_of_somebody_who_was_not_shown(trees, client, hidden):
    record = PrisonerFactory(slug="one", live=hidden != "a draft", stories=[])
    pause_prisoner(record, by=None, form=PauseForm.OPEN)
    if hidden != "a draft":
        withdraw_consent(record.consents.get(scope=Scope.NAME), by=None)

    assert client.get("/en/prisoners/one/").content == client.get("/en/prisoners/nobody/").content


def test_a_page_is_asked_for_again_each_time_and_not_sent_twice(trees, client):
    PrisonerFactory(slug="one")
    first = client.get("/en/prisoners/one/")

    again = client.get("/en/prisoners/one/", headers={"if-none-match": first.headers["ETag"]})
    changed = Consent.objects.create(
        prisoner=first.context["prisoner"], scope=Scope.BIRTHDAY, basis=Basis.GIVEN
    )
    changed.prisoner.birth_date = date(1980, 5, 1)
    changed.prisoner.save()
    after = client.get("/en/prisoners/one/", headers={"if-none-match": first.headers["ETag"]})

    assert "no-cache" in first.headers["Cache-Control"]
    assert (again.status_code, again.content) == (304, b"")
    assert after.status_code == 200


def test_pages_answer_head_and_set_no_cookie(trees, client):
    PrisonerFactory(slug="one")
    for path in ("/en/", "/en/prisoners/", "/en/prisoners/one/", "/en/partners/zmina/", "/sitemap.xml"):
        response = client.head(path)
        assert (response.status_code, response.cookies.output()) == (200, "")
        assert client.post(path).status_code == 405


# --- Before it is public -------------------------------------------------------------------------
def test_a_preview_shows_the_draft_as_the_public_page_would(trees):
    record = PrisonerFactory(slug="one", writable=True, name_en="Open Person")
    draft = record.pages.get(locale__language_code="en")
    draft.intro = "Words of the draft."

    shown = draft.make_preview_request().render()

    assert "Words of the draft." in shown.text
    assert "<h1>Open Person</h1>" in shown.text
    assert "Write a letter" in shown.text


@pytest.mark.full(LONG)
def test_the_first_page_draws_people_anew_each_day_and_alike_for_everybody(trees, client, time_machine):
    for _number in range(12):
        PrisonerFactory(writable=True)
    drawn = {}
    for day in ("2026-05-01", "2026-05-02"):
        time_machine.move_to(day)
        drawn[day] = [names_on(client.get("/en/")) for _visit in range(2)]

    assert all(len(first) == 6 and first == second for first, second in drawn.values())
    assert drawn["2026-05-01"] != drawn["2026-05-02"]


# --- Nothing said that is not so -----------------------------------------------------------------
def main_of(client, address="/en/prisoners/one/"):
    return client.get(address).text.partition("<main")[2]


def test_a_charge_is_quoted_by_its_title_and_an_article_without_one_is_no_quotation(trees, client):
    record = PrisonerFactory(slug="one")
    record.charges = [Charge(code="205.5", part="2"), Charge(code="278", joined_code="30", joined_part="1")]
    record.save()

    for address in ("/en/prisoners/one/", "/en/embed/zmina/person/one/"):
        told = client.get(address).text.partition("Russia alleges:")[2].partition("</ul>")[0]
        assert "article 205.5, part 2" in told and "article 278" in told, address
        assert "“" not in told and "”" not in told, address

    word_in(["uk", "en"], ChargeArticle, "Участь", "Taking part", code="205.5", part="2")
    assert "“Taking part”" in main_of(client)


@pytest.mark.parametrize("language", first_of(["uk", "en", "crh"]))
def test_a_regime_without_a_term_is_called_a_regime_and_no_verdict(trees, client, language):
    record = PrisonerFactory(slug="one", status=Status.SENTENCED, stories=["uk", "en", "crh"])
    record.sentences = [Sentence(regime="strict")]
    record.save()
    names = {"uk": ("Режим", "Вирок"), "en": ("Regime", "Sentence"), "crh": ("Режим", "Вирок")}
    regime, verdict = names[language]

    terms = re.findall(r"<dt>(.*?)</dt>", main_of(client, f"/{language}/prisoners/one/"))

    assert [term for term in terms if regime in term] and not [term for term in terms if verdict in term]


def test_a_regime_stated_beside_a_sentence_makes_no_sentence_an_earlier_one(trees, client):
    record = PrisonerFactory(slug="one")
    record.sentences = [Sentence(years=9), Sentence(years=7), Sentence(regime="strict")]
    record.save()

    terms = re.findall(r"<dt>(.*?)</dt>", main_of(client))

    assert [term for term in terms if term in ("Regime", "Sentence", "Earlier sentence")] == [
        "Regime",
        "Sentence",
        "Earlier sentence",
    ]


@pytest.mark.parametrize(
    ("source", "shown"),
    first_of(
        [
            ({"url": "https://www.radiosvoboda.org/a/1.html", "date": "2019-11-12"}, "Radio Svoboda"),
            ({"url": "https://ru.krymr.com/a/2.html", "date": "2019-11"}, "Krym.Realii"),
            ({"url": "https://unheard.example/a", "kind": "court", "date": "2019"}, "court, unheard.example"),
            ({"url": "https://unheard.example/a", "kind": "other"}, "website, unheard.example"),
            ({"url": "https://khpg.org/1", "title": "Own title", "date": "2019-11-12"}, "Own title"),
        ]
    ),
)
def test_a_source_is_named_by_its_title_or_publisher_and_never_by_a_host_alone(trees, client, source, shown):
    record = PrisonerFactory(slug="one")
    record.sources = [Source(**source)]
    record.save()

    text = main_of(client)
    [title] = re.findall(r'rel="noopener noreferrer">(.*?)</a>', text)
    told = client.get("/api/v1/prisoners/one?locale=en").json()["item"]["sources"]

    assert title == shown == told[0]["title"]["text"]
    told_of = text.partition("How we know")[2]
    assert ("2019" in told_of) == ("date" in source)
    assert told_of.count("court") == ("court" in shown)


@pytest.mark.parametrize(
    ("language", "title", "told"),
    first_of(
        [
            ("uk", "Засуджено за молитву", ">суд<"),
            ("uk", "Суд у Сімферополі: вирок", None),
            ("en", "Courtesy of the family", ">court<"),
            ("en", "The Court of Appeal", None),
        ]
    ),
)
def test_the_kind_of_a_source_is_left_out_only_where_a_word_of_its_title_says_it(
    trees, client, language, title, told
):
    record = PrisonerFactory(slug="one", stories=["uk", "en"])
    record.sources = [Source(url="https://unheard.example/a", kind="court", title=title)]
    record.save()

    kinds = re.findall(r'class="muted"(>(?:суд|court)<)', main_of(client, f"/{language}/prisoners/one/"))

    assert kinds == ([told] if told else [])


def test_a_publisher_is_named_in_the_language_of_the_page_or_marked(trees, client):
    record = PrisonerFactory(slug="one", stories=["uk", "en", "crh"])
    record.sources = [Source(url="https://www.radiosvoboda.org/a/1.html")]
    record.save()

    assert ">Радіо Свобода</a>" in main_of(client, "/uk/prisoners/one/")
    assert '><span lang="uk">Радіо Свобода</span></a>' in main_of(client, "/crh/prisoners/one/")


@pytest.mark.parametrize("status", first_of(Status))
def test_only_of_people_who_are_held_is_it_told_how_to_write_to_them(trees, client, status):
    record = PrisonerFactory(slug="one", status=status, name_ru="Вольный Пётр")
    liked = word_in(["uk", "en"], Interest, "море", "the sea")
    shunned = word_in(["uk", "en"], Topic, "слідство", "the case")
    record.interests, record.topics_to_avoid = [liked], [shunned]
    record.save()
    held = CALL_FOR_STATUS[status].call in (Call.WRITE, Call.HELD, Call.IMPOSSIBLE)

    text = main_of(client)
    told = client.get("/api/v1/prisoners/one?locale=en").json()["item"]
    is_offered = "the sea" in client.get("/en/prisoners/").text
    found = names_on(client.get("/en/prisoners/", {"interest": liked.pk})) if is_offered else []

    assert ("Вольный" in text, "the sea" in text, is_offered, bool(found)) == (held, held, held, held)
    assert (bool(told["prison_name"]), bool(told["interests"])) == (held, held)
    assert ("the case" in text) == (CALL_FOR_STATUS[status].call is not Call.NAME_ONLY)


@pytest.mark.full(LONG)
def test_a_campaign_and_an_event_say_no_end_inside_the_year_they_are_known_by(trees, client):
    person = PrisonerFactory(slug="one", writable=True, partner=PartnerFactory(section=True))
    year = {"precision": "year", "last": date(2024, 12, 31)}
    campaign = a_campaign([person], languages=["uk", "en"])
    event = an_event(campaign, languages=["uk", "en"])
    CampaignPage.objects.filter(pk=campaign.pk).update(
        start=date(2024, 1, 1), start_precision=year["precision"], end=year["last"]
    )
    EventPage.objects.filter(pk=event.pk).update(
        date=date(2024, 1, 1), date_precision=year["precision"], end_date=year["last"]
    )

    for path in ("campaigns/winter/", "events/evening/"):
        text = client.get(f"/en/{path}").text
        assert ">2024</time>" in text
        assert "31 December 2024" not in text
    assert "2024</time>, Kyiv" in client.get("/en/events/evening/").text
