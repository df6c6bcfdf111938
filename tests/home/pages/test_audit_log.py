import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models.signals import post_save
from django.test.utils import CaptureQueriesContext
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, PageLogEntry

from home.models import HomePage
from home.pages.actions.audit_log import logged_together, note
from tests.factories.prisoner_pages import PrisonerFactory, open_locales

pytestmark = pytest.mark.both_databases
OF_PEOPLE = "prisoner_pages.import_create"


@pytest.fixture
def record(db):
    open_locales("uk")
    return PrisonerFactory()


def entries_of(record):
    fields = [each.name for each in ModelLogEntry._meta.fields if each.name not in ("id", "timestamp")]
    return list(ModelLogEntry.objects.filter(action=OF_PEOPLE).order_by("pk").values(*fields))


def test_an_entry_noted_with_others_says_what_wagtail_writes(record, django_user_model):
    user = django_user_model.objects.create_user("editor")
    log(record, OF_PEOPLE, user=user, data={"published": True})
    with transaction.atomic(), logged_together():
        note(record, OF_PEOPLE, by=user, data={"published": True})

    by_wagtail, by_us = entries_of(record)
    assert by_us == by_wagtail


def test_many_entries_take_one_insert_a_log(record):
    with transaction.atomic(), CaptureQueriesContext(connection) as queries, logged_together():
        for _time in range(3):
            note(record, OF_PEOPLE, by=None)
            note(HomePage.objects.get(), "wagtail.edit", by=None)

    assert len([each for each in queries if each["sql"].startswith("INSERT")]) == 2
    assert len(entries_of(record)) == 3
    assert PageLogEntry.objects.filter(action="wagtail.edit").count() == 3


def test_what_a_savepoint_takes_back_is_not_logged(record):
    with transaction.atomic(), logged_together():
        note(record, OF_PEOPLE, by=None, data={"published": True})
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            note(record, OF_PEOPLE, by=None, data={"published": False})
            raise ZeroDivisionError

    assert [each["data"] for each in entries_of(record)] == [{"published": True}]


def test_whoever_follows_the_log_is_told_of_each_entry(record):
    told = []

    def hear(instance, created, **_how):
        told.append((instance.pk, created))

    post_save.connect(hear, sender=ModelLogEntry)
    try:
        with transaction.atomic(), logged_together():
            note(record, OF_PEOPLE, by=None)
    finally:
        post_save.disconnect(hear, sender=ModelLogEntry)

    assert told == [(ModelLogEntry.objects.latest("pk").pk, True)]


def test_an_action_that_nobody_registered_is_refused(record):
    with pytest.raises(ValidationError), transaction.atomic(), logged_together():
        note(record, "nobody.knows_it", by=None)
