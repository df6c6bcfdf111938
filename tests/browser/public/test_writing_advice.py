"""Advice below the letter while it is written: a first reader’s words, said quietly, asked of nobody."""

from datetime import timedelta
from unittest import mock

import pytest

from letters.models import Letter, WatchedWord
from letters.screening.actions.word_lists import load_words
from letters.text.cleaning import clean_text
from letters.text.watched_words import marks_in
from letters.typesetting.glyphs import unprintable
from prisoner_pages.models import Charge
from tests.browser.conftest import follow
from tests.factories.prisoner_pages import PrisonerFactory
from tests.standing import standing
from tests.tiers import BESIDE_A_JOURNEY

pytestmark = pytest.mark.browser
STEP = "letters/write/vilnyi/"
NOTES = ".advice__notes li"
MIDDLE = "\nЩе про море.\nІ про послів казки." * 6
# (language of the page, of the letter, text): each row is read by the first reader's rule and by the browser.
TEXTS = [
    ("uk", "", "Про ВІЙНУ й Війни, але не двійни. Слава  Україні! Слава — і Україні. Ві́йнами, вій\u00adною."),
    ("uk", "", f"Посольство Вигаданії\n\nДоброго дня, посол!{MIDDLE}\nІ посол.\n" + "Рядок.\n" * 7 + "Аташе"),
    (
        "uk",
        "",
        "olena.k+1@example.org, https://example.org/a?b=1, +38 (044) 123-45-67, вул. Моря, 22. 🇺🇦 🏴",
    ),
    ("uk", "", "Від громадської організації, між рядками; мер чи мерехтіння, воєн-ний, Ґрунт, 10.12 о 12:30"),
    ("crh", "", "AZATLIQ ve azatlıqnı, azatliq; İŞKENCE, işkence; QIRIM, Qırımnı, Qirim; КЪЫРЫМ; Küreşte"),
    ("en", "", "Between the lines: WARS and war, warm, wartime. Glory to; hunger-strikes.\nMEP of the EU"),
    ("en", "fr", "Les Droits de l’Homme et les droits humains, LIBERTÉ; régime, Guerres. MAIRE"),
    ("uk", "ru", "Намёк и намеки, ты знаешь, о чем: СВОБОДА, ВСУ, Исх. № 5"),
    ("en", "de", "Kämpfer im Krieg an der Front, Straße 5, MdB, Verschlüsselt\u2028und Krieger"),
    (
        "en",
        "",
        "Dear one!\n" + "The sea.\n" * 7 + "An embassy, a consul, my party, the EU, a general, a battalion.\n"
        "The MEP, the flag, flagship.\n" + "The sea.\n" * 9,
    ),
    ("uk", "cs", "V boji o svobodu; č. j. 15/2026; POSLANKYNĚ"),
]


@standing
def person(public_site):
    load_words()
    return PrisonerFactory(writable=True, slug="vilnyi", name_uk="Вигаданий Вільний", stories=["uk"])


@pytest.fixture(autouse=True)
def _no_wait():
    with mock.patch("letters.writing.actions.form_submission.FASTEST_SENDING", timedelta(0)):
        yield


def write(page, text, said=NOTES):
    page.fill("[name=body]", text)
    page.wait_for_selector(said)


def found(page):
    return page.eval_on_selector_all(".advice__notes q", "all => all.map((one) => one.textContent)")


def marked(text, language):
    text = clean_text(text).text
    words = WatchedWord.objects.exclude(advice=None).for_text_in(language)
    in_body, _in_name = marks_in(text, "", words, language)
    return {text[mark.start : mark.end].lower() for mark in in_body}


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_browser_and_screener_find_the_same_words(person, browser_page):
    for language, letter_language, text in TEXTS:
        page = browser_page()  # with no draft of the row before
        page.goto(f"/{language}/{STEP}")
        if letter_language:  # what is chosen is known to the page that is shown next
            page.fill("[name=body]", "...")
            page.select_option("[name=language]", letter_language)
            follow(page, "main form .button")
            follow(page, "main form .button--link")
        write(page, text)

        expected = marked(text, letter_language or language)
        assert len(expected) > 2 and {word.lower() for word in found(page)} == expected, text


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_embassy_is_told_of_in_any_language_and_what_is_risky_in_the_letters_own(person, browser_page):
    page = browser_page()
    page.goto(f"/uk/{STEP}")
    write(page, "Ich arbeite in der Botschaft. Es war kalt, und hier ist kein Krieg, nur Schnee.")
    assert found(page) == ["Botschaft"] and "Посольство" in page.inner_text(NOTES)
    follow(page, "main form .button")
    page.fill("input[name=name]", "Oberst Müller, Major")  # the text is known to be German by now
    page.wait_for_selector(NOTES)
    assert found(page) == ["Oberst", "Major"]
    follow(page, "main form .button--link")
    page.wait_for_selector(NOTES)
    assert found(page) == ["Botschaft", "Krieg"]
    page.select_option("[name=language]", "uk")
    assert found(page) == ["Botschaft"]

    page = browser_page(language="de")
    page.goto(f"/en/{STEP}")
    write(page, "Es war kalt in der Botschaft.")
    assert set(found(page)) == {"war", "Botschaft"}  # in what language, nobody has said yet
    page.select_option("[name=language]", "de")
    assert found(page) == ["Botschaft"]


def test_a_pole_is_told_in_english_of_a_risky_word_while_writing_it(person, browser_page, network):
    page = browser_page(language="pl-PL")
    page.goto(f"/en/{STEP}")
    page.wait_for_load_state("networkidle")
    asked = len(network.urls)

    write(page, "Piszę do Ciebie, choć trwa wojna.")
    assert found(page) == ["wojna"] and "The censor" in page.inner_text(NOTES)
    page.select_option("[name=language]", "pl")
    assert found(page) == ["wojna"]
    page.select_option("[name=language]", "cs")  # whose words are not here: better a word too many than none
    assert found(page) == ["wojna"]
    page.fill("[name=body]", "Trwa wojna, a war.")
    page.wait_for_selector(f"{NOTES} q:nth-child(2)")
    page.select_option("[name=language]", "pl")
    assert found(page) == ["wojna"]
    assert {url.rpartition(".")[2] for url in network.urls[asked:]} <= {"woff2"}  # letters of Polish


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_what_the_print_lacks_is_named_as_at_the_printer(person, browser_page):
    page = browser_page()
    page.goto(f"/uk/{STEP}")
    text = "Привіт 🌻 і ще 🌻, 猫 та ☂\ufe0f, ﷽, Ⴀ; ѣ, ğ, é, е\u0301 — усе інше є."
    write(page, text)

    assert found(page) == unprintable(text) != []
    # A letter in a script that is not printed is translated: of its letters there is nothing to say.
    write(page, "გამარჯობა, ჩემო მეგობარო 🌻", f"{NOTES} q:only-child")
    assert found(page) == ["🌻"]


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_reason_is_in_the_page_language_or_marked(person, browser_page, look_over):
    why = {}
    for language, text in {"uk": "Війна. Z полковник", "en": "War", "crh": "Raket"}.items():
        page = browser_page()
        page.goto(f"/{language}/{STEP}")
        write(page, text + "\n\nolena@example.org 🌻")
        why[language] = page.inner_text(f"{NOTES} p:nth-child(2)")
        marks = page.eval_on_selector_all(
            f"{NOTES}:has-text('{text[:3]}') p [lang]", "all => all.map((one) => one.lang)"
        )
        assert set(marks) == ({"uk"} if language == "crh" else set())
        look_over(page, f"advice-{language}")

    assert (
        why["uk"] == why["crh"] and why["uk"].startswith("Про війну") and why["en"].startswith("The censor")
    )


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_person_charged_with_treason_is_spoken_of_in_stronger_words(person, browser_page, look_over):
    PrisonerFactory(
        writable=True, slug="another", name_uk="Вигадана Інша", stories=["uk"], charges=[Charge(code="275")]
    )
    page = browser_page(width=320)
    said = {}
    for slug in ("vilnyi", "another"):
        page.goto(f"/uk/letters/write/{slug}/")
        page.fill("[name=body]", "Щирі вітання.\nПосол Вигаданії")
        page.wait_for_selector(NOTES)
        said[slug] = page.inner_text(NOTES)
        follow(page, "main form .button")
        page.fill("input[name=name]", "Посол")
        page.wait_for_selector(NOTES)
        assert page.inner_text(NOTES).splitlines()[1:] == said[slug].splitlines()[1:]
        look_over(page, f"advice-name-{slug}")

    assert "державній зраді" in said["another"] and "державній зраді" not in said["vilnyi"]


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_note_is_announced_once_and_without_a_request(person, browser_page, network):
    page = browser_page()
    page.goto(f"/uk/{STEP}")
    page.wait_for_load_state("networkidle")
    page.evaluate(
        """window.said = []; const region = document.querySelector("[data-advice-told]");
        new MutationObserver(() => said.push(region.textContent)).observe(region, {childList: true})"""
    )
    asked = len(network.urls)

    write(page, "Привіт! Тут війна")
    write(page, "Привіт! Тут війна. А в нас цвіте бузок", NOTES)
    page.wait_for_timeout(1500)
    once = page.evaluate("said")
    write(page, "Привіт! Тут війна. А в нас цвіте бузок, але ракети", f"{NOTES} q:nth-child(2)")
    page.fill("[name=body]", "Привіт!")
    page.wait_for_selector(NOTES, state="detached")
    write(page, "Знову війна")

    assert len(once) == 1 and "війна" in once[0] and "цензор" in once[0]
    assert page.evaluate("said") == [*once, "ракети"]
    assert page.locator(":focus").get_attribute("name") == "body"
    assert len(network.urls) == asked


def test_letter_with_every_risky_word_is_sent(person, browser_page):
    words = WatchedWord.objects.filter(language="uk").values_list("word", flat=True)
    text = ", ".join(word.replace("*", "") for word in words)
    page = browser_page(width=320)
    page.goto(f"/uk/{STEP}")
    write(page, text)
    assert page.locator(NOTES).count() > 8
    follow(page, "main form .button")
    page.fill("input[name=name]", "Посол")
    page.wait_for_selector(NOTES)
    page.check("[name=censor][value=do]")
    page.check("[name=delay][value=keep]")
    page.check("[name=consent]")
    follow(page, "main form .button")
    follow(page, "[name=send]")
    page.wait_for_url("**/letters/sent/**")

    assert Letter.objects.get().state == "received"


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_long_paste_leaves_the_field_at_once_and_is_read_to_its_end(person, browser_page):
    page = browser_page()
    page.goto(f"/uk/{STEP}")
    page.fill("[name=body]", "Сонце сходить, і кіт муркоче. 🌻 12 34 " * 800 + "ракета")
    page.keyboard.type("!")
    page.wait_for_selector(NOTES)

    assert set(found(page)) == {"ракета", "🌻"}
