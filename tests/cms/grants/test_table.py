"""What the public host’s database user may do: a line for every model, in SQL that can be said again."""

import io

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from cms.grants.rules import GRANTS, NOTHING, AllBut
from cms.grants.statements import columns_of


def said(*arguments):
    out = io.StringIO()
    call_command("grants", *arguments, stdout=out)
    return out.getvalue()


ONLY_ON_SQLITE = {"wagtailsearch.SQLiteFTSIndexEntry"}


def models():
    return {model._meta.label for model in apps.get_models(include_auto_created=True)} - ONLY_ON_SQLITE


def test_each_model_has_its_line_and_no_other_has():
    assert set(GRANTS) == models()


def test_each_field_that_is_named_is_one():
    for label, grant in GRANTS.items():
        for fields in (grant.reads, grant.adds):
            columns_of(apps.get_model(label), fields)


def test_what_is_sealed_or_encrypted_is_never_read():
    for label, grant in GRANTS.items():
        read = columns_of(apps.get_model(label), grant.reads)
        assert [name for name in read if "sealed" in name or "encrypted" in name] == [], label


def test_nothing_is_changed_or_deleted():
    granted = [line for line in said("someone").splitlines() if line.startswith("GRANT")]

    assert {line.split()[1] for line in granted} == {"USAGE", "SELECT", "INSERT", "EXECUTE"}


def test_a_name_that_is_more_than_a_name_is_refused():
    with pytest.raises(CommandError):
        said("x; DROP TABLE letters_letter")


def test_the_administrator_limits_the_user_and_the_owner_does_not():
    once = said("someone", "--administrator")

    assert "NOSUPERUSER" in once and "CONNECTION LIMIT" in once and "statement_timeout" in once
    assert "ALTER ROLE" not in said("someone")


def test_taking_all_away_grants_nothing():
    assert "GRANT" not in said("someone", "--none")


def test_a_model_of_staff_is_no_model_of_visitors():
    assert GRANTS["sessions.Session"] is GRANTS["wagtailcore.Revision"] is NOTHING
    assert isinstance(GRANTS["prisoner_pages.Consent"].reads, AllBut)
