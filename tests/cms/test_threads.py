"""How many threads a web process has: readers need one while letters wait for SQLite."""

from runpy import run_path

import pytest
from django.conf import settings

THREADS = {
    "": 32,
    "sqlite:////srv/letters.sqlite3": 32,
    "postgres://letters@/letters": 8,
    "postgresql://letters@/letters": 8,
    "psql://letters@/letters": 8,
}


@pytest.mark.parametrize("url", THREADS)
def test_only_sqlite_has_many(url, monkeypatch, tmp_path):
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", url)

    assert run_path(str(settings.BASE_DIR / "cms" / "gunicorn.py"))["threads"] == THREADS[url]
