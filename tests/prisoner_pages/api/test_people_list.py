"""GET /api/v1/prisoners: the public list's filters, part by part, told again only when something changed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from prisoner_pages.choices import Scope
from prisoner_pages.models import Charge, ChargeArticle, FrontEnd
from prisoner_pages.people.read_models.person import FIELDS
from tests.factories.crowd import gather_crowd
from tests.factories.prisoner_pages import PartnerFactory, PrisonerFactory, open_locales
from tests.factories.site_content import a_campaign, word_in
from tests.standing import standing

pytestmark = pytest.mark.django_db

PEOPLE = "/api/v1/prisoners"
PROBLEM = "application/problem+json"


@standing
def site():
    open_locales("uk", "en", "crh")
    return PartnerFactory(slug="zmina", section=True)


def slugs(response):
    assert response.status_code == 200, response.text
    return [item["slug"] for item in response.json()["items"]]


def parts_of(client, address):
    """Follow the list to its end; return the slugs of all its parts."""
    found = []
    while address:
        response = client.get(address)
        found += slugs(response)
        address = response.json()["meta"]["next"]
    return found


@pytest.mark.both_databases
@pytest.mark.parametrize("order", ["name", "shuffled"])
def test_a_cursor_leads_through_the_whole_list_in_its_order(client, site, order):
    people = gather_crowd(25, partner=site, languages=["uk", "en"])

    whole = slugs(client.get(PEOPLE, {"order": order, "limit": 100, "locale": "en"}))
    parts = parts_of(client, f"{PEOPLE}?order={order}&limit=10&locale=en")

    assert parts == whole
    assert set(whole) == {person.slug for person in people}


@pytest.mark.both_databases
def test_who_leaves_while_one_reads_shifts_nobody(client, site):
    people = gather_crowd(6, partner=site, languages=["uk", "en"])
    first = client.get(PEOPLE, {"limit": 3, "locale": "en"}).json()
    people[0].consents.all().delete()

    rest = slugs(client.get(first["meta"]["next"]))

    assert rest == [person.slug for person in people[3:]]


WRONG = {
    "stauts=sentenced": ("stauts", "status"),
    "status=jailed": ("status", "Choose one of these: unknown, detained, "),
    "month=5": ("month", "Did you mean “birthday_month”"),
    "fields=nam": ("fields", "Did you mean “name”"),
    "nam=x": ("nam", 'There is no parameter “nam” here."'),
    "zzzzqqq=1": ("zzzzqqq", 'There is no parameter “zzzzqqq” here."'),
    "limit=101": ("limit", "100"),
    "limit=ten": ("limit", "100"),
    "locale=ru": ("locale", "uk"),
    "fallback=xx": ("fallback", "uk, en, crh"),
    "cursor=abc": ("cursor", "cursor"),
    "letters=open&letters=open": ("letters", "letters"),
    "birthday_month=13": ("birthday_month", "13"),
}


@pytest.mark.parametrize("query", WRONG)
def test_what_cannot_be_read_is_told_by_its_name_in_the_language_asked_for(client, site, query):
    english = client.get(f"{PEOPLE}?{query}", headers={"accept-language": "en"})
    ukrainian = client.get(f"{PEOPLE}?{query}", headers={"accept-language": "uk"})

    name, hint = WRONG[query]
    assert {english.status_code, ukrainian.status_code} == {400}
    assert english.headers["Content-Type"] == PROBLEM
    assert english.json()["errors"][0]["parameter"] == name
    assert hint in english.text
    assert english.json()["detail"] != ukrainian.json()["detail"]
    assert [answer.json()["lang"] for answer in (english, ukrainian)] == ["en", "uk"]


@pytest.mark.parametrize("query", WRONG)
def test_a_problem_says_in_which_language_it_is_where_the_one_asked_for_has_no_words(client, site, query):
    asked_in_crh = client.get(f"{PEOPLE}?{query}", headers={"accept-language": "crh"})
    problem = asked_in_crh.json()

    assert problem["detail"] == client.get(f"{PEOPLE}?{query}").json()["detail"]
    assert problem["lang"] == asked_in_crh.headers["Content-Language"] == "uk"
    assert {error["lang"] for error in problem["errors"]} == {"uk"}


def test_who_asks_by_a_wrong_method_is_told_the_right_ones(client, site):
    refused = client.post(PEOPLE, headers={"accept-language": "en"})

    assert (refused.status_code, refused.headers["Allow"]) == (405, "GET, HEAD")
    assert client.get("/api/v1/letters").headers["Allow"] == "POST"


def test_an_answer_is_told_again_when_something_of_it_changed_and_not_before(client, site):
    person = PrisonerFactory(writable=True)
    first = client.get(PEOPLE, {"locale": "en"})
    kept = {"if-none-match": first.headers["ETag"]}
    with CaptureQueriesContext(connection) as queries:
        unchanged = client.get(PEOPLE, {"locale": "en"}, headers=kept)
    person.consents.get(scope=Scope.LETTERS).delete()
    changed = client.get(PEOPLE, {"locale": "en"}, headers=kept)
    person.consents.get(scope=Scope.NAME).delete()
    gone = client.get(PEOPLE, {"locale": "en"}, headers={"if-none-match": changed.headers["ETag"]})

    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert len(queries) <= 3
    assert changed.json()["items"][0]["writing"]["takes_letters"] is False
    assert gone.json()["items"] == []
    assert first.headers["Cache-Control"] == "public, no-cache"


def test_compressed_the_answer_bears_a_weak_tag_and_no_cookie(client, site):
    gather_crowd(5, partner=site, languages=["uk", "en"])

    response = client.get(PEOPLE, headers={"accept-encoding": "gzip"})
    again = client.get(PEOPLE, headers={"accept-encoding": "gzip", "if-none-match": response.headers["ETag"]})

    assert response.headers["ETag"].startswith('W/"')
    assert response.headers["Content-Encoding"] == "gzip"
    assert again.status_code == 304
    assert not response.cookies


def test_a_text_in_another_language_than_the_answer_says_so(client, site):
    PrisonerFactory(writable=True)

    answer = client.get(PEOPLE, {"locale": "crh", "fallback": "uk,en"}).json()
    elsewhere = client.get(PEOPLE, {"locale": "de", "fallback": "uk,en"}).json()

    assert answer["items"][0]["writing"]["call"]["label"]["lang"] == "uk"
    assert answer["meta"]["served_locale"] == "crh"
    assert (elsewhere["meta"]["requested_locale"], elsewhere["meta"]["served_locale"]) == ("de", "uk")


def test_a_person_is_served_in_the_language_asked_for_and_the_story_says_its_own(client, site):
    person = PrisonerFactory(slug="told", stories=["uk", "en"])
    PrisonerFactory(slug="untold", stories=["uk"])
    ask = {"locale": "crh", "fallback": "en,uk"}

    told = client.get(f"{PEOPLE}/told", ask).json()
    untold = client.get(f"{PEOPLE}/untold", {"locale": "crh", "fallback": "en"}).json()
    own = client.get(f"{PEOPLE}/{person.slug}", {"locale": "uk", "fallback": "en"}).json()

    assert (told["meta"]["requested_locale"], told["meta"]["served_locale"]) == ("crh", "crh")
    assert told["item"]["story"]["lang"] == "en" and told["item"]["url"].endswith("/crh/prisoners/told/")
    texts = {entry["locale"]: entry["has_text"] for entry in told["item"]["translations"]}
    assert texts == {"uk": True, "en": True, "crh": False}
    assert untold["item"]["story"] is None and untold["meta"]["served_locale"] == "crh"
    assert own["meta"]["served_locale"] == own["item"]["story"]["lang"] == "uk"


@pytest.mark.parametrize(
    ("forms", "asked", "names"),
    [
        ({"name_crh": "Ayşe Kök"}, "crh", [("Ayşe Kök", "crh"), ("Aishe Kiok", "en"), ("Айше Кьок", "uk")]),
        ({}, "crh", [("Aishe Kiok", "en"), ("Айше Кьок", "uk")]),
        ({"name_en": ""}, "en", [("Aishe Kok", "uk-Latn"), ("Айше Кьок", "uk")]),
        ({}, "uk", [("Айше Кьок", "uk")]),
    ],
)
def test_a_name_says_its_language_and_so_do_the_names_in_the_fallbacks(client, site, forms, asked, names):
    PrisonerFactory(slug="named", **{"name_uk": "Айше Кьок", "name_en": "Aishe Kiok", **forms})
    fallback = {"crh": "en,uk", "en": "uk", "uk": ""}[asked]

    item = client.get(f"{PEOPLE}/named", {"locale": asked, "fallback": fallback}).json()["item"]
    [card] = client.get(PEOPLE, {"locale": asked, "fallback": fallback}).json()["items"]

    assert [(name["text"], name["lang"]) for name in item["names"]][1:] == names[1:]
    assert item["names"][0]["lang"] == names[0][1]
    assert card["name"] == item["name"] == item["names"][0]["text"]
    assert card["names"] == item["names"]


def test_articles_and_campaigns_are_told_in_the_first_language_that_has_them(client, site):
    person = PrisonerFactory(slug="told", writable=True, charges=[Charge(code="205.5", part="2")])
    word_in(["uk"], ChargeArticle, "Участь", "", code="205.5", part="2")
    a_campaign([person], languages=["uk", "en"], slug="winter")

    [item] = client.get(PEOPLE, {"locale": "crh", "fallback": "en,uk", "fields": "*"}).json()["items"]
    [alone] = client.get(PEOPLE, {"locale": "crh", "fields": "*"}).json()["items"] or [None]

    assert item["charges"][0]["title"] == {"text": "Участь", "lang": "uk"}
    assert [(each["slug"], each["lang"]) for each in item["campaigns"]] == [("winter", "en")]
    assert "/en/campaigns/winter/" in item["campaigns"][0]["url"]
    assert (alone["charges"][0]["title"], alone["campaigns"]) == (None, [])


def test_fields_stand_in_the_order_of_the_schema_whatever_process_answers(client, site):
    PrisonerFactory(slug="told", writable=True)

    [whole] = client.get(PEOPLE, {"fields": "*"}).json()["items"]
    [some] = client.get(PEOPLE, {"fields": "story,name,birth"}).json()["items"]

    assert list(whole) == list(FIELDS)
    assert list(some) == ["slug", "name", "birth", "story"]


@pytest.mark.parametrize("address", ["/api/v1/nothing", "/api/v1/prisoners/", "/api/v2/prisoners", "/api/"])
def test_an_unknown_address_is_a_problem_and_leads_to_no_language(client, site, address):
    response = client.get(address)

    assert (response.status_code, response.headers["Content-Type"]) == (404, PROBLEM)


def test_a_page_of_a_partners_site_may_read_and_no_other(client, site):
    ours = FrontEnd.objects.create(
        partner=site, name="site", origins="https://pen.example\nhttp://localhost:3000"
    )
    headers = {"origin": "https://pen.example"}

    read = client.get(PEOPLE, {"key": ours.publishable_key}, headers=headers)
    preflight = client.options(PEOPLE, headers=headers)
    foreign = client.get(PEOPLE, headers={"origin": "https://evil.example"})
    unknown = client.get(PEOPLE, {"key": "lfc_pk_unknown"})
    FrontEnd.objects.get().delete()

    assert read.headers["Access-Control-Allow-Origin"] == "https://pen.example"
    assert preflight.status_code == 200
    assert "GET" in preflight.headers["Access-Control-Allow-Methods"]
    assert "Access-Control-Allow-Origin" not in foreign.headers
    assert unknown.status_code == 401
    assert "Access-Control-Allow-Origin" not in client.get(PEOPLE, headers=headers).headers


def test_head_answers_as_get_and_other_methods_are_refused_in_words(client, site):
    assert client.head(PEOPLE).status_code == 200
    for method in ("post", "put", "delete"):
        response = getattr(client, method)(PEOPLE)
        assert (response.status_code, response.headers["Content-Type"]) == (405, PROBLEM)


@pytest.mark.parametrize("address", [PEOPLE, "/api/v1/recipients/next"])
def test_whoever_is_told_of_is_named_by_the_slug_whatever_fields_are_asked_for(client, site, address):
    PrisonerFactory(writable=True, slug="open-person")

    items = client.get(address, {"fields": "name_only", "locale": "en"}).json()["items"]

    assert items == [{"slug": "open-person", "name_only": False}]
