"""Dates that an import once set for facts no source had named are taken back."""

import datetime
from importlib import import_module

import pytest
from django.apps import apps

from prisoner_pages.choices import FacilityKind, MailStatus
from prisoner_pages.models import Charge, Facility, ImportedFact, Sentence, Verification
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.standing import standing

pytestmark = pytest.mark.django_db
SOURCE = "https://a.example/1"
GROUPS = ["identity", "place", "verdict", "mail"]
take_back = import_module("prisoner_pages.migrations.0003_take_back_untrue_verifications").take_back


@standing
def trees():
    return open_locales("uk")


def verified_by_list(**values):
    """Return a person of whom a list verified every group it may, as imports once did."""
    person = PrisonerFactory(stories=[], **{"facility": None, **values})
    Verification.objects.filter(prisoner=person).delete()
    Verification.objects.bulk_create(
        Verification(prisoner=person, group=group, verified_on=datetime.date(2019, 11, 12), source_url=SOURCE)
        for group in GROUPS
    )
    return person


def kept(person):
    return set(person.verifications.values_list("group", flat=True))


def imported(person, **stated):
    ImportedFact.objects.bulk_create(
        ImportedFact(prisoner=person, field=field, stated=text, source_url=SOURCE)
        for field, text in {"name_uk": person.name_uk, **stated}.items()
    )


@pytest.mark.usefixtures("trees")
class TestTakenBack:
    def test_dates_without_a_fact_are_taken_back_and_counted(self, capsys):
        person = verified_by_list(mail_status=MailStatus.UNKNOWN)
        imported(person, status="sentenced", detained_on="2016-02-11", regime="strict")

        take_back(apps, None)

        assert kept(person) == {"identity"}
        assert "3 dates" in capsys.readouterr().out

    def test_date_of_a_list_that_named_no_place_does_not_stay_for_a_place_found_later(self):
        place = Facility.objects.create(name_uk="ВК-7", kind=FacilityKind.COLONY)
        person = verified_by_list(facility=place, mail_status=MailStatus.CAN, charges=[Charge(code="275")])
        imported(person, charges="275", letters="yes", place="")

        take_back(apps, None)

        assert kept(person) == {"identity", "verdict", "mail"}

    def test_what_a_list_or_a_person_verified_stays_and_so_does_another_source(
        self, capsys, django_user_model
    ):
        editor = django_user_model.objects.create_user("editor")
        by_list = verified_by_list(
            facility=Facility.objects.create(name_ru="ИК-7"),
            mail_status=MailStatus.CAN,
            sentences=[Sentence(years=12)],
        )
        imported(by_list, place="ИК-7", letters="yes", sentence="12/0")
        by_editor = verified_by_list(mail_status=MailStatus.UNKNOWN)
        by_editor.verifications.update(verified_by=editor)

        take_back(apps, None)
        take_back(apps, None)

        assert kept(by_list) == {"identity", "place", "verdict", "mail"}
        assert kept(by_editor) == set(GROUPS)
        assert capsys.readouterr().out == ""
