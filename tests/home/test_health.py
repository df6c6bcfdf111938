from unittest import mock

import pytest
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_process_is_alive_without_a_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")
    assert response["Cache-Control"] == "no-store"


def test_site_is_ready_when_every_migration_is_there(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        assert client.get("/readyz").status_code == 200


def test_site_is_not_ready_while_a_migration_is_missing(client):
    MigrationRecorder.Migration.objects.filter(app="home").last().delete()

    assert client.get("/readyz").status_code == 503


def test_site_is_not_ready_without_a_database(client):
    with mock.patch.object(BaseDatabaseWrapper, "cursor", side_effect=OperationalError):
        response = client.get("/readyz")

    assert response.status_code == 503
    assert b"database" in response.content
