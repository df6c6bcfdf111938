"""Paper for writers who post a letter themselves; quiet about people who are not shown."""

from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from pypdf import PdfReader

from letters.paper_sizes import AT_HOME, ENVELOPES
from letters.writing.read_models.self_posted import PLACES, TURNS, envelope_pdf, letter_pdf
from prisoner_pages.models import Prisoner, Topic, Verification
from tests.factories.site_content import word_in
from tests.letters.paper.conftest import size_mm, sizes_mm
from tests.standing import standing

LETTER, ENVELOPE = "/uk/prisoners/vilnyi/letter.pdf", "/uk/prisoners/vilnyi/envelope.pdf"
PAGE = "/en/prisoners/vilnyi/print/"


@pytest.fixture(autouse=True)
def nothing_kept(world):
    letter_pdf.cache_clear()
    envelope_pdf.cache_clear()


@standing
def addressed(world):
    """The person with all that an envelope needs."""
    Prisoner.objects.filter(pk=world.pk).update(name_ru="Вольный Пётр Иванович", birth_date="1985-02-03")
    place = world.facility
    place.name_ru, place.address_ru, place.postal_index = "СИЗО-1", "г. Город, ул. Улица, 1", "295006"
    place.save()
    Verification.objects.update_or_create(
        prisoner=world, group="place", defaults={"verified_on": timezone.localdate()}
    )
    return world


def change(person, **fields):
    Prisoner.objects.filter(pk=person.pk).update(**fields)


def text_of(answer):
    return [page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages]


@pytest.mark.parametrize("language", ["uk", "en"])
def test_letter_is_rules_to_keep_and_lines_to_post(client, addressed, language):
    answer = client.get(LETTER.replace("/uk/", f"/{language}/"))

    words, back, *lines = text_of(answer)
    assert "Вольный" in words and len(words) > 400
    assert back.strip() == "" and len(lines) == 2 and not any(line.strip() for line in lines)
    assert answer["Content-Type"] == "application/pdf"


@pytest.mark.parametrize("size", AT_HOME)
def test_writer_prints_the_letter_on_the_paper_they_have(client, addressed, size):
    answer = client.get(f"{LETTER}?size={size}")

    assert sizes_mm(answer.content) == {size_mm(AT_HOME[size])}
    assert "Вольный" in text_of(answer)[0]


@pytest.mark.parametrize("size", ENVELOPES)
def test_envelope_has_the_block_of_the_place_and_no_sender(client, addressed, size):
    answer = client.get(f"{ENVELOPE}?size={size}")

    text = " ".join(text_of(answer)[0].split())
    assert all(part in text for part in ("Вольный Пётр Иванович, 1985", "СИЗО-1", "ул. Улица, 1"))
    assert sizes_mm(answer.content) == {size_mm(ENVELOPES[size])}


def test_unless_asked_the_letter_is_a4_and_the_envelope_dl(client, addressed):
    assert sizes_mm(client.get(LETTER).content) == {(210, 297)}
    assert sizes_mm(client.get(ENVELOPE).content) == {(220, 110)}


def test_page_of_the_letter_leads_to_every_size_of_sheet_and_envelope(client, addressed):
    assert f'href="{PAGE}"' in client.get("/en/letters/write/vilnyi/").content.decode()
    page = BeautifulSoup(client.get(PAGE).content, "html.parser")

    links = {link["href"]: link.text for link in page.select("main a[href*='.pdf']")}
    assert links == {
        **{
            f"/en/prisoners/vilnyi/letter.pdf?size={size}": f"Sheet with lines, {paper.name} (PDF)"
            for size, paper in AT_HOME.items()
        },
        **{
            f"/en/prisoners/vilnyi/envelope.pdf?size={size}": f"Envelope {paper.name} (PDF)"
            for size, paper in ENVELOPES.items()
        },
    }
    assert all(client.get(link).status_code == 200 for link in links)


def test_page_says_what_an_envelope_lacks_and_leads_to_none(client, addressed):
    change(addressed, name_ru="")

    text = client.get(PAGE).content.decode()

    assert "name as it stands in prison papers" in text
    assert "letter.pdf" in text and "envelope.pdf" not in text


def test_page_says_what_a_writer_is_to_heed_and_asks_nobody_to_answer(client, addressed):
    addressed.topics_to_avoid = [word_in(["uk"], Topic, "вигадана тема", "вигадана тема")]
    addressed.save()
    assert "вигадана тема" in client.get(PAGE).content.decode()
    assert "Ask questions" in client.get(PAGE).content.decode()

    change(addressed, answers_refused_at=timezone.now())

    assert "Ask questions" not in client.get(PAGE).content.decode()


def test_who_takes_no_letters_has_no_page_of_paper(client, addressed):
    change(addressed, mail_status="cannot")

    assert ".pdf" not in client.get(PAGE).content.decode()


@pytest.mark.parametrize("url", [LETTER, ENVELOPE])
def test_paper_can_be_read_aloud(client, addressed, url):
    catalogue = PdfReader(BytesIO(client.get(url).content)).trailer["/Root"]

    assert catalogue["/MarkInfo"]["/Marked"] and catalogue["/Lang"]


def test_answer_is_asked_for_anew_and_sets_no_cookie(client, addressed):
    for url in (LETTER, ENVELOPE):
        answer = client.get(url)
        assert answer["Cache-Control"] == "no-cache" and not answer.cookies
        assert client.get(url, HTTP_IF_NONE_MATCH=answer["ETag"]).status_code == 304
        assert client.head(url).status_code == 200 and client.post(url).status_code == 405


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"name_ru": ""}, "name as it stands in prison papers"),
        ({"facility": None}, "address of the place of detention is not complete"),
        ({"status": "in_transfer"}, "not sure where the person is"),
        ({"mail_status": "cannot"}, "cannot be sent to this person now"),
    ],
)
def test_page_says_what_is_missing_for_an_envelope(client, addressed, fields, says):
    change(addressed, **fields)

    answer = client.get(ENVELOPE.replace("/uk/", "/en/"))

    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
    assert says in answer.content.decode()


def test_place_not_verified_for_long_is_no_address(client, addressed):
    Verification.objects.update(verified_on="2025-01-01")

    assert "not sure where" in client.get(ENVELOPE.replace("/uk/", "/en/")).content.decode()


def test_address_longer_than_the_envelope_is_said(client, addressed):
    addressed.facility.address_ru = "\n".join("Очень длинная строка адреса без конца" for _line in range(30))
    addressed.facility.save()

    assert "does not fit" in client.get(f"{ENVELOPE}?size=c6".replace("/uk/", "/en/")).content.decode()


@pytest.mark.parametrize("rest", ["print/", "letter.pdf", "envelope.pdf", "envelope.pdf?size=c5"])
def test_paused_person_answers_as_an_unknown_one(client, addressed, rest, time_machine):
    time_machine.move_to(timezone.now(), tick=False)  # a header tells the second of the answer
    change(addressed, paused_at=timezone.now())

    paused, unknown = (client.get(f"/uk/prisoners/{slug}/{rest}") for slug in ("vilnyi", "nobody"))

    assert paused.status_code == unknown.status_code == 404 and paused.content == unknown.content
    assert dict(paused.items()) == dict(unknown.items())


@pytest.mark.parametrize("size", ["a4", "labels", "", "%00", "dl'", "9" * 400])
def test_sizes_that_are_none_are_not_found(client, addressed, size):
    assert client.get(f"{ENVELOPE}?size={size}").status_code in (400, 404)


@pytest.mark.parametrize("size", ["a5", "dl", "labels", "", "A4"])
def test_letter_is_printed_only_on_what_lies_in_printers(client, addressed, size):
    assert client.get(f"{LETTER}?size={size}").status_code == 404


def test_same_paper_is_printed_once_and_changed_paper_anew(client, addressed):
    client.get(LETTER), client.get(LETTER)
    assert letter_pdf.cache_info().misses == 1

    change(addressed, name_ru="Иной Пётр")
    assert "Иной" in text_of(client.get(LETTER))[0]


def test_visitors_beyond_the_press_are_asked_to_come_again(client, addressed, monkeypatch):
    monkeypatch.setattr("letters.writing.read_models.self_posted.LONGEST_WAIT_SECONDS", 0.01)
    for _turn in range(2):
        TURNS.acquire()
    try:
        answer = client.get(LETTER)
    finally:
        TURNS.release(2)

    assert answer.status_code == 503 and answer["Retry-After"]


def test_flood_of_visitors_at_the_press_leaves_threads_for_others(client, addressed):
    for _place in range(4):
        PLACES.acquire()
    try:
        answer = client.get(LETTER)  # at once: with those who wait, too many would be held
    finally:
        PLACES.release(4)

    assert answer.status_code == 503


def test_paper_costs_few_queries(client, addressed, django_assert_max_num_queries):
    for url in (LETTER, ENVELOPE):
        client.get(url)
        with django_assert_max_num_queries(8):
            client.get(url)
