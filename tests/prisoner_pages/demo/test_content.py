"""What the demo says, read from its files; no database."""

import re

import pytest

from prisoner_pages.demo.portraits.portrait import draw_portrait
from prisoner_pages.demo.reading import CONTENT, content, people
from tests.real_list import real_rows
from tests.tiers import LONG

PEOPLE = people()
WORD = re.compile(r"[\w’'-]+")
LETTERS_OF_RUSSIAN_ONLY = re.compile("[ыэъё]", re.IGNORECASE)
CYRILLIC = re.compile("[а-яіїєґ]", re.IGNORECASE)
RELATIVES = [
    r"\bмам[аиіу]\b",
    r"\bмамин",
    r"\b(син[аиу]?|синам[и]?|доньк|донькам|доньц|дочк|доч[еі])\b",
    r"\b(дід|дідо|бабус)",
    r"\b(дружин|чоловік[ао]м|сестр|брат)",
    r"\bher (mother|father|husband|daughter|son|sister|brother|grandmother)\b",
    r"\bhis (mother|father|wife|daughter|son|sister|brother|grandfather)",
]
WORDS_IN_A_STORY = range(105, 251)


def names_in(text):
    """Return a name as a set of its words, so that order, patronymic and brackets do not matter."""
    return frozenset(re.sub(r"[^\w\s-]", " ", text).casefold().split())


def story_texts(language):
    for slug, person in PEOPLE.items():
        for field, text in person["story"][language].items():
            yield f"{slug} {field}", text


def test_there_are_enough_people_for_two_pages_of_a_list():
    assert 24 < len(PEOPLE) <= 30


@pytest.mark.parametrize("language", ["uk", "en"])
def test_a_story_is_neither_a_note_nor_an_essay(language):
    lengths = {slug: len(WORD.findall(person["story"][language]["body"])) for slug, person in PEOPLE.items()}

    assert {slug: length for slug, length in lengths.items() if length not in WORDS_IN_A_STORY} == {}


def test_ukrainian_stories_hold_no_letter_of_russian():
    assert [where for where, text in story_texts("uk") if LETTERS_OF_RUSSIAN_ONLY.search(text)] == []


def test_english_stories_hold_no_cyrillic():
    assert [where for where, text in story_texts("en") if CYRILLIC.search(text)] == []


def test_a_latin_name_holds_no_cyrillic():
    names = [person["name"].get(language, "") for person in PEOPLE.values() for language in ("en", "crh")]

    assert [name for name in names if CYRILLIC.search(name)] == []


def test_whoever_is_crimean_tatar_has_a_name_in_that_language():
    without = [
        slug
        for slug, person in PEOPLE.items()
        if person["facts"]["origin"] == "crimean_tatar" and "crh" not in person["name"]
    ]

    assert without == []


@pytest.mark.parametrize(("language", "beginning"), [("uk", "Малюнок:"), ("en", "Drawing:")])
def test_the_description_of_a_portrait_says_that_it_is_a_drawing(language, beginning):
    alts = [person["story"][language]["photo_alt"] for person in PEOPLE.values()]

    assert [alt for alt in alts if not alt.startswith(beginning)] == []


def test_a_story_keeps_what_its_consents_hide():
    """Without a basis for the home no story names the town; without one for the family, no relative."""
    places = content("words")["place"]
    told = []
    for slug, person in PEOPLE.items():
        given = {scope for scopes in person["consents"].values() for scope in scopes}
        words = " ".join(text for story in person["story"].values() for text in story.values()).casefold()
        if "home" not in given and "home" in person:
            told += [slug for name in ("uk", "en") if places[person["home"]][name].casefold()[:-1] in words]
        if "family" not in given:
            told += [slug for relative in RELATIVES if re.search(relative, words)]
    assert told == []


@pytest.mark.full(LONG)
def test_every_portrait_is_drawn_and_no_two_are_alike():
    pictures = {slug: draw_portrait(person["portrait"], seed=slug) for slug, person in PEOPLE.items()}

    assert {picture.size for picture in pictures.values()} == {(600, 750)}
    assert len({picture.tobytes() for picture in pictures.values()}) == len(PEOPLE)


def test_a_portrait_is_the_same_each_time():
    slug, person = next(iter(PEOPLE.items()))

    first, second = (draw_portrait(person["portrait"], seed=slug) for _time in range(2))

    assert first.tobytes() == second.tobytes()


def test_sources_of_invented_people_lead_nowhere():
    people_files = (CONTENT / "people").glob("*.toml")
    urls = re.findall(r'url = "([^"]+)"', "".join(path.read_text() for path in people_files))

    assert urls
    assert [url for url in urls if not url.startswith("https://example.org/")] == []


def test_every_crimean_tatar_word_is_one_of_ours_and_names_its_source():
    words, tatar = content("words"), content("words_crh")

    assert {kind: rows.keys() - words[kind].keys() for kind, rows in tatar.items()} == {
        kind: set() for kind in tatar
    }
    assert [key for rows in tatar.values() for key, row in rows.items() if not row["source"]] == []


def test_every_published_figure_says_who_counted():
    assert all(row["counted_by_uk"] and row["counted_by_en"] for row in content("figures")["figure"])


def test_no_invented_person_bears_the_name_of_a_real_one():
    """Both name and surname: a surname alone is shared by many. Says so when the real list is missing."""
    invented = {
        names_in(name) for person in PEOPLE.values() for name in person["name"].values() if " " in name
    }
    real = {names_in(row[f"full_name_{language}"]) for row in real_rows() for language in ("uk", "en", "ru")}

    assert [name for name in real if any(name <= other or other <= name for other in invented) and name] == []


def test_no_file_of_the_demo_names_a_real_person():
    text = "".join(path.read_text() for path in CONTENT.rglob("*.toml"))

    named = [
        row["full_name_uk"]
        for row in real_rows()
        if any(
            row[f"full_name_{language}"] and row[f"full_name_{language}"] in text
            for language in ("uk", "en", "ru")
        )
    ]
    assert named == []
