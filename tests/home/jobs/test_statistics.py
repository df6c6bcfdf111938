"""The database knows of its tables by what it notes daily, and after many rows came at once."""

import pytest
from django.db import connection

from home.jobs.actions.statistics import KEEP_STATISTICS, keep_statistics
from home.jobs.queue import Turn, known_jobs
from prisoner_pages.importing.actions import import_prisoners as action
from tests.factories.prisoner_pages import PartnerFactory, PrisonerFactory, open_locales
from tests.prisoner_pages.importing.conftest import list_of

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
TABLE = "prisoner_pages_prisoner"
NOTED = {
    "sqlite": "SELECT count(*) FROM sqlite_stat1 WHERE tbl = %s",
    "postgresql": "SELECT count(*) FROM pg_stats WHERE tablename = %s",
}


def forget():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            keep_statistics()  # makes the table of notes
            cursor.execute("DELETE FROM sqlite_stat1")
        else:
            cursor.execute("DELETE FROM pg_statistic WHERE starelid = %s::regclass", [TABLE])


def noted():
    with connection.cursor() as cursor:
        cursor.execute(NOTED[connection.vendor], [TABLE])
        return cursor.fetchone()[0] > 0


def test_the_daily_job_notes_what_is_in_the_tables():
    open_locales("uk")
    PrisonerFactory()
    forget()
    assert not noted()

    job = known_jobs()[KEEP_STATISTICS]
    job.run()

    assert job.every == Turn.DAY
    assert noted()


@pytest.mark.parametrize(("rows", "is_noted"), [(1, False), (2, True)])
def test_an_import_of_many_rows_notes_it_at_its_end(rows, is_noted, monkeypatch):
    open_locales("uk")
    partner = PartnerFactory(section=True)
    monkeypatch.setattr(action, "MANY_ROWS", 2)
    forget()

    people = [
        {"full_name_uk": "Марко Вигад", "full_name_en": "Marko Vyhad"},
        {"full_name_uk": "Ілля Вимисел", "full_name_en": "Illia Vymysel", "full_name_ru": ""},
    ]
    report = action.import_prisoners(list_of(*people[:rows]), partner=partner, intent=action.Intent())

    assert report.created == rows
    assert noted() is is_noted
