"""What protects somebody, followed to everybody who must heed it: a topic that has a word in Ukrainian alone.

A writer who reads another language, a front end, a sheet on somebody's printer or on the table of an event,
and the desk: all are told of it in the next language that has a word, and in which language that is.
"""

import json
from io import BytesIO

import pytest
from pypdf import PdfReader
from wagtail.models import Locale

from letters.choices.desk import DeskRole
from letters.choices.letters import LetterState
from letters.following.read_models.notifications import reason_words
from letters.handling.read_models import labels_of
from letters.models import ReasonChip, ReasonText
from letters.paper.ruled_sheet_words import sheet_at_home, sheet_for_event
from letters.paper.ruled_sheets import Copy, ruled_job
from letters.writing.read_models.recipients import Recipient
from prisoner_pages.models import Interest, Occupation, Topic
from tests.factories.partners import employ_editor, open_partner
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.factories.site_content import a_campaign, an_event, word_in
from tests.letters.conftest import make_member
from tests.letters.desk_world import make_letter
from tests.standing import standing
from tests.tiers import LONG

HOME = "/prisoners/vilnyi/"
WARNED = '<span lang="uk">слідство</span>, '
LIKED = '<span lang="uk">море</span>'


@standing
def person(db):
    open_locales("uk", "en", "crh")
    person = PrisonerFactory(
        writable=True,
        slug="vilnyi",
        partner=open_partner("zmina"),
        name_ru="Вольный Пётр",
        stories=["uk", "en"],
    )
    uk = Locale.objects.get(language_code="uk")
    person.topics_to_avoid = [
        Topic.objects.create(name="слідство", locale=uk),
        word_in(["uk", "en"], Topic, "хвороба", "an illness"),
    ]
    person.interests = [Interest.objects.create(name="море", locale=uk)]
    person.occupations = [Occupation.objects.create(name="рибалка", locale=uk)]
    person.save()
    return person


def words_on(answer):
    return [page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages]


@pytest.mark.both_databases
@pytest.mark.parametrize("address", ["/en" + HOME, "/en/letters/write/vilnyi/"])
def test_the_page_and_the_form_say_it_in_the_next_language_and_in_which(person, client, address):
    text = client.get(address).text

    assert WARNED + "an illness" in text
    assert LIKED in text
    assert "рибалка" not in text


def test_the_next_language_of_a_crimean_tatar_page_is_ukrainian(person, client):
    text = client.get("/crh/letters/write/vilnyi/").text

    assert WARNED + '<span lang="uk">хвороба</span>' in text


def test_in_its_own_language_a_word_is_not_marked(person, client):
    assert "слідство, хвороба" in client.get("/uk/letters/write/vilnyi/").text


@pytest.mark.parametrize(
    ("address", "whose"),
    [
        ("/api/v1/letters/form?prisoner=vilnyi&locale=en", "to"),
        ("/api/v1/prisoners/vilnyi?locale=en", "item"),
    ],
)
def test_a_front_end_is_told_it_in_the_next_language_without_asking_for_one(person, client, address, whose):
    told = client.get(address).json()[whose]

    assert told["topics_to_avoid"] == [
        {"text": "слідство", "lang": "uk"},
        {"text": "an illness", "lang": "en"},
    ]
    assert told["interests"] == [{"text": "море", "lang": "uk"}]


def test_a_front_end_is_told_it_in_the_language_it_would_rather_have(person, client):
    said = client.get("/api/v1/prisoners/vilnyi?locale=crh&fallback=en,uk").json()["item"]

    assert [text["lang"] for text in said["topics_to_avoid"]] == ["uk", "en"]


@pytest.mark.parametrize(
    ("language", "heading"), [("en", "Please do not mention:"), ("crh", "Теми, яких просимо не торкатися:")]
)
def test_the_sheet_to_print_at_home_says_it_on_the_page_to_keep(person, client, language, heading):
    cover, back, *lines = words_on(client.get(f"/{language}{HOME}letter.pdf"))

    assert heading in cover and "слідство" in cover and "море" in cover
    assert not any(page.strip() for page in (back, *lines))


@pytest.mark.parametrize(
    "make", [sheet_at_home, lambda *told, **more: sheet_for_event(*told, paper="a5", follow_at=str, **more)]
)
def test_a_sheet_says_in_which_language_each_word_is(person, make):
    sheet = make("en", to_name="Вольный Пётр", recipient=Recipient(person, "uk"))

    asides = json.loads(json.dumps(ruled_job(sheet, [Copy()]).data))["asides"]

    assert [aside["words"] for aside in asides] == [
        [{"text": "море", "language": "uk"}],
        [{"text": "слідство", "language": "uk"}, {"text": "an illness", "language": "en"}],
    ]


@pytest.mark.full(LONG)
def test_a_sheet_with_more_to_heed_than_anybody_has_still_fits(person, client):
    uk = Locale.objects.get(language_code="uk")
    person.topics_to_avoid = [Topic.objects.create(name=f"тема номер {n} " * 2, locale=uk) for n in range(40)]
    person.save()

    assert "тема номер 39" in words_on(client.get(f"/en{HOME}letter.pdf"))[0].replace("\n", " ")


@pytest.mark.full(LONG)
def test_sheets_for_an_event_say_it_where_they_name_the_recipient(person, client):
    event = an_event(a_campaign([person], languages=["uk"]), languages=["uk"])
    client.force_login(employ_editor(person.partner))

    def printed(prisoner):
        form = {"count": 1, "paper": "a5", "language": "en", "prisoner": prisoner}
        return words_on(client.post(f"/admin/letters/events/{event.pk}/sheets/", form))[0]

    assert "слідство" in printed("vilnyi")
    assert "слідство" not in printed("")


@pytest.mark.parametrize(
    ("role", "state", "language"),
    [
        (DeskRole.SCREENER, LetterState.RECEIVED, "uk"),
        (DeskRole.TRANSLATOR, LetterState.ACCEPTED, "uk"),
        (DeskRole.READER, LetterState.ACCEPTED, "ru"),
    ],
)
def test_whoever_reads_a_letter_at_the_desk_has_it_before_their_eyes(person, client, role, state, language):
    letter = make_letter(person, state=state, language_declared=language)
    client.force_login(make_member(person.partner, "somebody", role))

    page = client.get(f"/admin/letters/{letter.uuid}/", HTTP_ACCEPT_LANGUAGE="en").text

    assert WARNED + "an illness" in page


def test_a_reader_whose_decision_was_not_taken_has_it_before_their_eyes_still(person, client):
    letter = make_letter(person)
    client.force_login(make_member(person.partner, "somebody", DeskRole.SCREENER))

    answer = client.post(
        f"/admin/letters/{letter.uuid}/screen/return/", {"version": 1}, HTTP_ACCEPT_LANGUAGE="en"
    )

    assert answer.status_code == 422
    assert WARNED + "an illness" in answer.text


@pytest.mark.parametrize("language", ["de", "en", "crh"])
def test_a_writer_is_told_a_reason_that_the_desk_has_worded_in_ukrainian_alone(person, language):
    chip = ReasonChip.objects.create(slug="ours", kind="return")
    ReasonText.objects.create(chip=chip, language="uk", label="Наше", text="Наша причина.")

    told = reason_words(["ours"], language)

    assert [(words.text, words.language) for words in told] == [("Наша причина.", "uk")]


def test_a_reason_in_several_languages_is_told_in_the_nearest_to_the_writers(person):
    chip = ReasonChip.objects.create(slug="ours", kind="return")
    for language in ("en", "uk"):
        ReasonText.objects.create(chip=chip, language=language, label=language, text=language)

    told = {language: reason_words(["ours", "gone"], language) for language in ("de", "crh", "en")}

    assert {
        language: [(words.text, words.language) for words in each] for language, each in told.items()
    } == {
        "de": [("en", "en")],
        "crh": [("uk", "uk")],
        "en": [("en", "")],
    }
    assert [dict(labels_of("return", language))["ours"] for language in ("de", "crh", "en")] == [
        "en",
        "uk",
        "en",
    ]
