"""Before anything is written: in which languages a desk translates, and risky words are watched for."""

from datetime import timedelta

import pytest
from django.utils import timezone

from home.caching.read_models import current
from letters.choices.desk import DeskRole
from letters.models import DeskMember
from letters.oversight.actions.languages import languages_have_changed, note_languages
from letters.screening.actions.word_lists import load_words
from letters.text.watched_words import Place
from letters.writing.read_models.advice import words_to_watch
from tests.factories.prisoner_pages import PartnerFactory
from tests.letters.conftest import make_member

STEP = "/uk/letters/write/vilnyi/"
WAITS = "зачекає"


def told(client):
    """Return the codes that the first step names, and whether it says that other letters wait."""
    html = client.get(STEP).content.decode()
    said = html.partition('id="letter-languages"')[2].partition("</p>")[0]
    return [part.partition('"')[0] for part in said.split('<span lang="')[1:]], WAITS in said


def seated(partner, name, languages, role=DeskRole.TRANSLATOR, **seat):
    member = make_member(partner, name, role)
    DeskMember.objects.filter(user=member).update(languages=languages, **seat)


def test_first_step_names_the_languages_of_the_desk_that_has_the_letter_and_no_others(client, world):
    yesterday = timezone.localdate() - timedelta(days=1)
    seated(world.partner, "german", "de, en")
    seated(world.partner, "english", "en")
    seated(world.partner, "gone", "fr", until=yesterday)
    seated(world.partner, "reader", "pl", role=DeskRole.READER)
    seated(PartnerFactory(), "elsewhere", "sv")
    assert told(client) == ([], True)

    note_languages()

    assert told(client) == (["en", "de", "ru"], True)
    assert not languages_have_changed()


def test_partner_whose_letters_another_desk_handles_names_the_languages_of_that_desk(client, world):
    other = PartnerFactory()
    seated(world.partner, "own", "fr")
    seated(other, "german", "de")
    note_languages()
    client.get(STEP)

    world.partner.letter_desk = other
    world.partner.save()

    assert told(client)[0] == ["de", "ru"]


@pytest.mark.parametrize("how", ["seat", "account"])
def test_language_is_named_no_longer_than_somebody_translates_it(client, world, how):
    seated(world.partner, "german", "de")
    note_languages()
    assert told(client)[0] == ["de", "ru"]

    member = DeskMember.objects.get()
    if how == "seat":
        member.delete()
    else:
        member.user.is_active = False
        member.user.save()

    assert languages_have_changed()
    note_languages()
    assert told(client) == ([], True)


def test_language_that_no_letter_is_chosen_to_be_in_is_not_named(client, world):
    seated(world.partner, "turkish", "tr")
    note_languages()

    assert told(client) == ([], True)


# --- Risky words ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("page", "browser", "watched"),
    [
        ("en", "pl-PL,pl;q=0.9,en-US;q=0.8,en;q=0.7", ["en", "pl"]),
        ("uk", "uk-UA,uk;q=0.9,ru;q=0.8,en;q=0.7", ["uk", "ru"]),
        ("uk", "de-DE,de;q=0.9,en-US;q=0.8,en;q=0.7", ["uk", "de"]),  # in which "war" is no war
        ("uk", "en-US,en;q=0.9,de;q=0.8", ["uk", "en", "de"]),
        ("uk", "de;q=0.7,pl;q=0.8,fr;q=0.9", ["uk", "fr", "pl"]),
        ("en", "xx,be,*;q=0.5", ["en"]),
        ("en", "", ["en"]),
    ],
)
def test_before_there_is_a_text_risky_words_are_looked_for_in_what_the_browser_is_set_to(
    client, world, page, browser, watched
):
    answer = client.get(f"/{page}{STEP[3:]}", headers={"accept-language": browser})

    assert list(answer.context["advice"].words) == watched
    assert "Accept-Language" in answer.headers["Vary"] and not answer.cookies


@pytest.mark.parametrize(
    "letter", [{"language": "cs"}, {"body": "Milí přátelé, u nás doma napadl první sníh a děti se radují."}]
)
def test_a_text_whose_language_is_known_is_read_in_it_whatever_the_browser_is_set_to(client, world, letter):
    answer = client.post(STEP, letter, headers={"accept-language": "pl,fr"})

    assert list(answer.context["advice"].words) == ["uk", "cs"]


def test_what_crimean_tatar_has_no_words_for_is_looked_for_in_ukrainian_words(client, world):
    load_words()
    watched = {
        language: " ".join(words_to_watch(language, True, generations=current())[Place.OWN].values())
        for language in ("uk", "crh", "en")
    }

    for word, languages in {"ліце*": {"uk", "crh"}, "між рядками": {"uk", "crh"}, "війн*": {"uk"}}.items():
        assert {code for code, words in watched.items() if word in words} == languages, word
