"""What is in error is refused by itself and told, and a rehearsal writes nothing."""

import pytest
from django.core.validators import MaxLengthValidator

from prisoner_pages.choices import Scope
from prisoner_pages.models import CaseGroup, Consent, Facility, ImportedFact, Occupation, Prisoner
from tests.prisoner_pages.importing.test_import import counts, only
from tests.tiers import first_of

pytestmark = pytest.mark.both_databases


class TestErrorsAndRehearsal:
    def test_row_in_error_leaves_the_others_intact(self, take):
        report = take(
            {"birth_date": "31.02.1980"},
            {"full_name_uk": "Інша Людина", "full_name_en": "Other Person", "full_name_ru": ""},
        )

        assert counts(report) == (1, 0, 0, 1)
        assert [(remark.row, remark.column) for remark in report.errors] == [(2, "birth_date")]
        assert only().name_uk == "Інша Людина"

    def test_row_the_record_refuses_is_reported_and_undone(self, take, monkeypatch):
        monkeypatch.setattr(Prisoner._meta.get_field("slug"), "max_length", 5)
        monkeypatch.setattr(Prisoner._meta.get_field("slug"), "validators", [MaxLengthValidator(5)])

        report = take({"occupation_uk": "коваль"})

        assert counts(report) == (0, 0, 0, 1) and report.errors[0].row == 2
        assert not Occupation.objects.exists()
        monkeypatch.undo()
        assert counts(take({"occupation_uk": "коваль"})) == (1, 0, 0, 0)

    def test_only_the_row_that_breaks_in_the_database_is_lost(self, take, monkeypatch):
        def broken(record, row):
            if row.number == 2:
                Consent.objects.create(prisoner_id=None, scope=Scope.NAME)

        monkeypatch.setattr("prisoner_pages.importing.actions.records.verify_new", broken)

        report = take({}, {"full_name_uk": "Інша Людина", "full_name_en": "", "full_name_ru": ""})

        assert counts(report) == (1, 0, 0, 1) and report.errors[0].row == 2
        assert only().name_uk == "Інша Людина"

    def test_refused_file_changes_nothing_and_says_why(self, take):
        report = take(b"full_name_uk\nx\n")

        assert counts(report) == (0, 0, 0, 0) and report.errors[0].row == 0
        assert not Prisoner.objects.exists()

    def test_refused_list_of_places_refuses_all(self, take):
        report = take({}, facilities=b"nothing\n")

        assert report.errors and not Prisoner.objects.exists()

    @pytest.mark.parametrize("publish", first_of([True, False]))
    def test_rehearsal_writes_nothing_and_reports_the_same(self, take, publish):
        rows = [
            {"birth_date": "1977", "occupation_uk": "коваль", "facility_name": "ИК-7, Выдуманск"},
            {"birth_date": "1977", "occupation_uk": "коваль", "facility_name": "ИК-7, Выдуманск"},
            {"birth_date": "1977", "sentence_years": "12", "source_url": "https://b.example/2"},
            {"birth_date": "31.02.1980"},
            {
                "full_name_uk": "Інша Людина",
                "full_name_en": "",
                "full_name_ru": "",
                "facility_name": "ИК-7, Выдуманск",
            },
        ]

        rehearsed = take(*rows, publish=publish, rehearse=True)
        assert not any(model.objects.exists() for model in (Prisoner, Facility, Occupation, ImportedFact))
        real = take(*rows, publish=publish)
        assert counts(rehearsed) == counts(real) == (2, 1, 1, 1)
        assert rehearsed.errors == real.errors

    def test_rehearsal_of_a_change_leaves_the_record(self, take):
        take({"sentence_years": "12"})

        assert counts(take({"sentence_years": "14"}, rehearse=True)) == (0, 1, 0, 0)
        assert only().sentences.get().years == 12

    def test_formulas_and_html_are_stored_as_text(self, take):
        take({"occupation_uk": '=HYPERLINK("http://evil","x")', "case_group": "<script>alert(1)</script>"})

        assert Occupation.objects.in_language("uk").get().name == '=HYPERLINK("http://evil","x")'
        assert not CaseGroup.objects.exists()  # no Ukrainian name: nothing to show
