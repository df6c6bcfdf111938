#!/usr/bin/env python3
"""Opening N pages of 16 strings for translation into eight languages, by the desk and as wagtail-localize does it.

Prints milliseconds and queries per page and language of both, and their ratio. On a database of its own: a fresh
SQLite file, or DATABASE_URL's.

  bench/translation/translate_pages.py --pages 1000 --stock 20
"""

import argparse
import gc
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
FOLDER = tempfile.TemporaryDirectory(prefix="translate-")
os.environ.setdefault("DATABASE_URL", f"sqlite:///{FOLDER.name}/db.sqlite3")
os.environ.setdefault("VAR_DIR", FOLDER.name)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale
from wagtail_localize.operations import TranslationCreator

from home.languages.info import CONTENT_LANGUAGES
from home.models import HomePage, StandardPage
from home.translation.core.actions.sync import submit, sync
from prisoner_pages.partners.actions.locales import open_locale

LANGUAGES = [code for code, _name in CONTENT_LANGUAGES if code != "uk"]


def make_pages(count, prefix):
    home = HomePage.objects.get(locale__language_code="uk")
    for number in range(count):
        home.add_child(instance=StandardPage(slug=f"{prefix}-{number}", **texts(number)))
    return list(StandardPage.objects.filter(slug__startswith=f"{prefix}-"))


def texts(number):
    items = "".join(f"<li>Рядок {number} переліку {each}</li>" for each in range(4))
    paragraphs = "".join(
        f'<p>Абзац {number}-{each} про море, степ і <a href="https://example.org/{each}">дорогу</a>.</p>' for each in range(5)
    )
    body = [("heading", f"Розділ {number}"), ("paragraph", paragraphs + f"<ul>{items}</ul>")]
    body += [("quote", {"quote": f"Слова {number}", "attribution": f"Хтось {number}"}), ("heading", "Наприкінці")]
    return {"title": f"Сторінка {number}", "intro": f"Вступ {number}", "body": body}


def measure(work, pages, languages):
    """The first page counts the queries, the others the time: to note queries takes longer than to ask them."""
    gc.collect()
    gc.freeze()  # the pages this script holds; no worker holds them
    with CaptureQueriesContext(connection) as queries:
        work(pages[0])
    began = time.process_time()
    for page in pages[1:]:
        work(page)
    spent = time.process_time() - began
    return {
        "ms": round(1000 * spent / (len(pages) - 1) / languages, 2),
        "queries": round(len(queries) / languages, 1),
    }


def measure_stock(pages, locales):
    """Measure wagtail-localize itself, with the guards off that stop it here."""
    creator = TranslationCreator(None, locales)
    with mock.patch("home.translation.core.guards.check_live"), mock.patch("home.translation.core.guards.check_revision"):
        return measure(creator.create_translations, pages, len(locales))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--stock", type=int, default=20, help="pages that go the stock way")
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    for code, _name in CONTENT_LANGUAGES:
        open_locale(code, title=code, intro="", by=None, live=True)
    locales = list(Locale.objects.filter(language_code__in=LANGUAGES))
    pages, stock_pages = make_pages(options.pages, "desk"), make_pages(options.stock, "stock")
    desk = measure(lambda page: submit(page, locales), pages, len(locales))
    again = measure(sync, pages[:100], len(locales))
    stock = measure_stock(stock_pages, locales)
    ratio = {name: round(stock[name] / desk[name], 1) for name in desk}
    print(json.dumps({"desk": desk, "synced again": again, "stock": stock, "ratio": ratio}, indent=1))


if __name__ == "__main__":
    main()
