#!/usr/bin/env python3
"""Streams the list of N people as CSV and as XLSX through the whole site; prints rows, seconds and MiB of growth.

Growth is that of the process's resident memory over what it was after a table of one person: the highest
seen while the lines were read one by one, each thrown away at once. On a database of its own.

  bench/table.py --people 20000
"""

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
FOLDER = tempfile.TemporaryDirectory(prefix="table-")
os.environ.setdefault("DATABASE_URL", f"sqlite:///{FOLDER.name}/db.sqlite3")
os.environ.setdefault("VAR_DIR", FOLDER.name)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.test")

import django

django.setup()

from django.core.management import call_command
from django.db import reset_queries
from django.test import Client

from tests.factories.crowd import gather_crowd
from tests.factories.prisoner_pages import PartnerFactory, PrisonerFactory, open_locales
from tests.factories.site_content import furnish

MIB = 1024 * 1024
LANGUAGES = ["uk", "en"]


def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / MIB


def read(client, address):
    """Return (bytes, lines, seconds, highest resident memory)."""
    began, size, lines, highest = time.monotonic(), 0, 0, 0
    response = client.get(address)
    assert response.status_code == 200, response.status_code
    for number, piece in enumerate(response):
        size, lines = size + len(piece), lines + piece.count(b"\n")
        if number % 200 == 0:
            highest = max(highest, resident())
    return size, lines, time.monotonic() - began, max(highest, resident())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=20_000)
    count = parser.parse_args().people
    call_command("migrate", verbosity=0)
    open_locales(*LANGUAGES)
    partner = PartnerFactory(slug="zmina", section=True)
    one = PrisonerFactory(writable=True, slug="one", stories=LANGUAGES)
    furnish([one], languages=LANGUAGES)
    for _turn in range(count // 1_000):
        gather_crowd(1_000, partner=partner, languages=LANGUAGES)
    reset_queries()
    client = Client()
    for form in ("csv", "xlsx"):
        read(client, f"/api/v1/prisoners.{form}?locale=en&campaign=winter")
        before = resident()
        size, lines, seconds, highest = read(client, f"/api/v1/prisoners.{form}?locale=en&fallback=uk")
        told = {"form": form, "people": count, "lines": lines, "MB": round(size / 1e6, 1)}
        print(json.dumps({**told, "seconds": round(seconds, 1), "growth_mib": round(highest - before, 1)}))


if __name__ == "__main__":
    main()
