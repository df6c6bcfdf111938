import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from prisoner_pages.models import Facility, Prisoner
from tests.factories.prisoner_pages import PartnerFactory
from tests.prisoner_pages.importing.conftest import list_of

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
