"""What the pages of a whole list say in public of sentence, verification and letters is what its rows say.

The rows are read here anew, as text, and not through the import's own eyes.
"""

import csv
import io
import re
from collections import Counter
from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.utils import translation

from home.languages.dates import date_in_words
from prisoner_pages.can_be_written_to import Call, CallReason
from prisoner_pages.choices import FactGroup
from prisoner_pages.facts.can_be_written_to_words import CALL_WORDS, REASON_WORDS
from prisoner_pages.models import Prisoner, PrisonerPage
from tests.prisoner_pages.importing.test_lists import INVENTED, REAL
from tests.tiers import LONG

WORDS = {
    "uk": {"verdict": "Вирок", "regime": "Режим", "strict": "суворий режим", "general": "загальний режим"},
    "en": {"verdict": "Sentence", "regime": "Regime", "strict": "strict regime", "general": "general regime"},
}
VERIFIED = {
    FactGroup.IDENTITY: lambda row: True,
    FactGroup.PLACE: lambda row: row["facility_name"],
    FactGroup.VERDICT: lambda row: row["charge_articles"] or row["sentence_years"] or row["sentence_months"],
    FactGroup.MAIL: lambda row: row["can_receive_letters"],
}
# What a row must say, or leave open, for these sentences to be so.
CALLS = {
    Call.WRITE: lambda row: row["can_receive_letters"] == "yes" and is_held(row),
    Call.HELD: lambda row: row["can_receive_letters"] == "yes" and is_held(row),
    Call.IMPOSSIBLE: lambda row: row["can_receive_letters"] != "yes" or not is_held(row),
    Call.FREED: lambda row: row["status"] in ("exchanged", "released"),
    Call.IN_MEMORY: lambda row: row["status"] == "died_in_custody",
}
REASONS = {
    CallReason.NONE: lambda row: True,
    CallReason.NO_BASIS: lambda row: row["can_receive_letters"] != "yes",
    CallReason.CANNOT_RECEIVE: lambda row: row["can_receive_letters"] == "no",
    CallReason.INCOMMUNICADO: lambda row: row["status"] == "incommunicado",
    CallReason.HOUSE_ARREST: lambda row: row["status"] == "house_arrest",
    CallReason.STATUS_UNKNOWN: lambda row: row["status"] in ("", "unknown"),
    CallReason.PLACE_UNKNOWN: lambda row: not (row["facility_name"] and row["postal_index"]),
    CallReason.ADDRESS_INCOMPLETE: lambda row: not (row["facility_address"] and row["postal_index"]),
    CallReason.NAME_INCOMPLETE: lambda row: len(row["full_name_ru"].split()) < 3,
    CallReason.PLACE_STALE: lambda row: True,  # that nobody looked lately is so of every row
}


def is_held(row):
    return row["status"] in ("sentenced", "detained", "in_prison")


def numbers(words):
    return [int(number) for number in re.findall(r"\d+", words)]


def term_of(row):
    """Return the numbers that a sentence names: years, months, and those of them in prison."""
    term = [int(row[name] or 0) for name in ("sentence_years", "sentence_months")]
    prison = re.search(r"first (.+) in prison", row["regime"])
    parts = re.findall(r"([\d.]+) (year|month)", prison[1]) if prison else []
    for count, unit in parts:
        years, months = (float(count), 0) if unit == "year" else (0, int(count))
        term += [int(years), round(years % 1 * 12), months]
    return [number for number in term if number]


def in_words(stated, language):
    """Return a day, month or year of the list as a page says it."""
    parts = [*map(int, stated.split("-")), 1, 1][:3]
    return date_in_words(date(*parts), ("year", "month", "day")[stated.count("-")], language)


def facts(page, title):
    """Return {label: words} of the list of facts below a heading."""
    heading = page.find(["h2", "h3"], string=re.compile(rf"^\s*{title}\s*$"))
    rows = heading.find_next_sibling("dl").find_all("dt") if heading else []
    return {row.get_text(" ", strip=True): row.find_next_sibling("dd") for row in rows}


def faults_of_sentence(row, language, page):
    words = WORDS[language]
    told = facts(page, {"uk": "Стан справи", "en": "Where things stand"}[language])
    label = words["verdict"] if row["sentence_years"] or row["sentence_months"] else words["regime"]
    cell = told.pop(label, None)
    if {words["verdict"], words["regime"]} & told.keys():
        yield "two sentences"
    regime = row["regime"].partition(";")[0]
    if (cell is None) != (not (term_of(row) or regime)):
        yield f"{label}: {cell}"
    elif cell is not None:
        if court := cell.find(class_="muted"):
            court.extract()
        said = cell.get_text(" ", strip=True)
        if numbers(said) != term_of(row) or (regime and words[regime] not in said):
            yield f"{said!r} of {row['sentence_years']}, {row['sentence_months']}, {row['regime']}"


def faults_of_checks(row, language, page):
    with translation.override(language):
        title = {"uk": "Перевірено", "en": "Verified on"}[language]
        allowed = {str(group.label): VERIFIED[group](row) for group in VERIFIED}
        day = row["source_date"] and in_words(row["source_date"], language)
    told = facts(page, title)
    if bool(told) != bool(day):
        yield f"verified: {list(told)}, dated {day!r}"
    for group, when in told.items():
        if not allowed.get(group) or when.get_text(" ", strip=True) != day:
            yield f"verified {group} on {when.get_text()}"


def faults_of_letters(row, language, page):
    section = page.find(class_="call")
    [call] = [kind for kind in Call if f"call--{kind}" in section["class"]]
    heading, *more = section.find_all(["h2", "p"])
    with translation.override(language):
        reasons = [reason for reason, words in REASON_WORDS.items() if words and str(words) == more[0].text]
        is_said = heading.get_text(strip=True) == str(CALL_WORDS[call])
    leads_to_form = bool(section.find("a", href=re.compile("/letters/write/.+")))
    if not (is_said and CALLS[call](row)) or leads_to_form != (call in (Call.WRITE, Call.HELD)):
        yield f"{call}: {heading.text}"
    for reason in reasons:
        if not REASONS[reason](row):
            yield f"{call}: {reason}"


class SentencesTests:
    path = None

    @pytest.mark.full(LONG)
    def test_each_public_sentence_is_what_its_row_says(self, take, client):
        rows = [
            row
            for row in csv.DictReader(io.StringIO(self.path.read_text("utf-8-sig")))
            if row["full_name_uk"]
        ]
        places = self.path.with_name("facilities.csv")
        take(self.path.read_bytes(), facilities=places.read_bytes() if places.exists() else None)
        people = list(Prisoner.objects.order_by("pk"))
        assert len(people) == len(rows)

        untrue, read = [], Counter()
        for row, person in zip(rows, people, strict=True):
            for story in PrisonerPage.objects.filter(prisoner=person, live=True).select_related("locale"):
                language = story.locale.language_code
                page = BeautifulSoup(client.get(f"/{language}/prisoners/{person.slug}/").content, "lxml")
                read[language] += 1
                for faults in (faults_of_sentence, faults_of_checks, faults_of_letters):
                    untrue += [(language, person.slug, fault) for fault in faults(row, language, page)]

        assert untrue == []
        assert read["uk"] == len(rows) and read["en"]


class TestInventedList(SentencesTests):
    path = INVENTED


if REAL.exists():

    class TestRealList(SentencesTests):
        path = REAL
