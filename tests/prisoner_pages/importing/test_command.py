import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from home.caching import read_models
from prisoner_pages.importing.actions import import_prisoners
from prisoner_pages.models import Facility, Prisoner
from tests.factories.prisoner_pages import PartnerFactory
from tests.prisoner_pages.importing.conftest import list_of
from tests.tiers import LONG

PLACES = "facility_name_ru,type,address,postal_index,region\nИК-7,colony,,,Выдуманский край\n"


@pytest.fixture
def path(tmp_path, partner):
    path = tmp_path / "list.csv"
    path.write_bytes(list_of({}))
    return path


def test_report_holds_counts_errors_and_warnings(path, tmp_path, capsys):
    report = tmp_path / "out.json"
    path.write_bytes(list_of({"birth_date": "31.02.1980"}))

    with translation.override("uk"):
        call_command("import_prisoners", path, partner="zmina", report=report)

    found = json.loads(report.read_text())
    assert {name: found[name] for name in ("created", "updated", "unchanged", "skipped")} == {
        "created": 0,
        "updated": 0,
        "unchanged": 0,
        "skipped": 1,
    }
    assert [(remark["row"], remark["column"]) for remark in found["errors"]] == [(2, "birth_date")]
    assert "31.02.1980" in found["errors"][0]["message"] and found["warnings"] == []
    assert "рядок 2" in capsys.readouterr().out


@pytest.mark.both_databases
def test_dry_run_writes_nothing_and_publish_is_asked_for(path):
    call_command("import_prisoners", path, "--partner=zmina", "--dry-run", "--publish")
    assert not Prisoner.objects.exists()

    call_command("import_prisoners", path, "--partner=zmina")
    assert not Prisoner.objects.get().live

    call_command("import_prisoners", path, "--partner=zmina", "--publish")
    assert Prisoner.objects.get().live


def test_places_come_first(path, tmp_path):
    places = tmp_path / "places.csv"
    places.write_text(PLACES)

    call_command("import_prisoners", path, "--partner=zmina", f"--facilities={places}")

    assert Facility.objects.get().region_ru == "Выдуманский край"


@pytest.mark.both_databases
def test_refused_file_ends_in_an_error_after_the_report_is_written(path, tmp_path):
    report = tmp_path / "out.json"
    path.write_bytes(b"")

    with pytest.raises(CommandError):
        call_command("import_prisoners", path, partner="zmina", report=report)

    assert json.loads(report.read_text())["errors"][0]["row"] == 0


@pytest.mark.parametrize("partner_slug", ["nobody", "without-a-workspace"])
def test_partner_must_have_a_workspace(path, partner_slug):
    PartnerFactory(slug="without-a-workspace")

    with pytest.raises(CommandError):
        call_command("import_prisoners", path, partner=partner_slug)


def test_missing_file_is_told(partner, tmp_path):
    with pytest.raises(CommandError):
        call_command("import_prisoners", tmp_path / "nothing.csv", partner="zmina")


def test_nothing_is_imported_when_its_report_could_not_be_written(path, tmp_path):
    with pytest.raises(CommandError, match="can't be written"):
        call_command("import_prisoners", path, partner="zmina", report=tmp_path / "nowhere" / "out.json")

    assert not Prisoner.objects.exists()


# --- What a row costs -------------------------------------------------------------------------------------
CYRILLIC, LATIN = "абвгдежзиклмнопрстуфхцчш", "abcdefghijklmnopqrstuvwxyz"
MOST_QUERIES = 64  # of a person with a page in two languages
STORIES = {"short_bio_uk": "Тесля з Криму.", "short_bio_en": "A carpenter from Crimea."}


def person(number):
    surname = CYRILLIC[number // 24] + CYRILLIC[number % 24] + "евич"
    names = {
        "full_name_uk": f"Іван {surname.title()}",
        "full_name_en": f"Ivan {LATIN[number // 24]}{LATIN[number % 24]}evych".title(),
    }
    return STORIES | {"full_name_ru": ""} | names | {"source_url": f"https://a.example/{number}"}


def queries_by_row(monkeypatch, take, rows):
    counts, take_row = [], import_prisoners.take_row

    def counted(raw, run):
        with CaptureQueriesContext(connection) as queries:
            outcome = take_row(raw, run)
        counts.append(len(queries))
        return outcome

    monkeypatch.setattr(import_prisoners, "take_row", counted)
    assert take(*rows).created == len(rows)
    return counts


@pytest.mark.full(LONG)
def test_a_row_takes_few_queries_and_the_last_no_more_than_the_second(monkeypatch, take):
    monkeypatch.setattr(read_models, "SOON", timedelta(hours=1))  # or a slow run renews in a row more
    counts = queries_by_row(monkeypatch, take, [person(number) for number in range(25)])

    assert counts[-1] <= counts[2], counts
    assert counts[-1] <= MOST_QUERIES, counts
