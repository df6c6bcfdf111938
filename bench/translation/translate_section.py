#!/usr/bin/env python3
"""Opening N profiles for translation into eight languages in the background, while the site answers.

Fills an empty database with N invented people and a text of 16 strings for each, starts the site and a worker, asks
for the whole section as a coordinator does, and reads a public page all the while. Then opens some more profiles
the stock way. Prints the seconds until all are open, milliseconds per page and language, the times of the public page
before and meanwhile, and the ratio to stock; asserts nothing. On a database of its own: a fresh SQLite file, or
DATABASE_URL's.

  bench/translation/translate_section.py --people 1000 --stock 20
"""

import argparse
import json
import os
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

import translate_pages as pages  # sets Django up, on a database of its own
from import_rows import invented_list, prepare

from django.core.management import call_command
from django_tasks_db.models import DBTaskResult
from wagtail.models import Locale

from home.models import HomePage
from home.translation.publication.actions.bulk_opening import ask_for_bulk
from home.translation.core.actions.sync import submit
from home.translation.models import BulkJob, Unit
from prisoner_pages.importing.actions import import_prisoners as action
from prisoner_pages.models import PrisonerPage

ROOT = Path(__file__).resolve().parents[2]
PORT = int(os.environ.get("BENCH_PORT", "8187"))
LONGEST_SECONDS = 900


def fill(count):
    partner = prepare()
    for code, _name in pages.CONTENT_LANGUAGES:
        pages.open_locale(code, title=code, intro="", by=None, live=True)
    action.import_prisoners(invented_list(count), partner=partner, intent=action.Intent(publish=True))
    originals = PrisonerPage.objects.filter(locale__language_code="uk").order_by("pk")
    for number, page in enumerate(originals):
        told = pages.texts(number)
        page.intro, page.body = told["intro"], told["body"]
        page.save()
    return list(originals.filter(live=True))


class Reader(threading.Thread):
    """Reads one page again and again; `times` are milliseconds."""

    def __init__(self, address):
        super().__init__(daemon=True)
        self.address, self.times, self.stopping = address, [], threading.Event()

    def run(self):
        while not self.stopping.is_set():
            began = time.perf_counter()
            urllib.request.urlopen(self.address, timeout=60).read()
            self.times.append(1000 * (time.perf_counter() - began))
            self.stopping.wait(0.05)

    def told(self):
        self.stopping.set()
        self.join()
        times = sorted(self.times)
        places = {"p50": len(times) // 2, "p95": len(times) * 95 // 100, "longest": len(times) - 1}
        return {name: round(times[place]) for name, place in places.items()}


def start(*words):
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen([sys.executable, *words], cwd=ROOT, **quiet)


def read_for(address, seconds):
    reader = Reader(address)
    reader.start()
    time.sleep(seconds)
    return reader.told()


def open_all(address, languages):
    section = HomePage.objects.get(locale__language_code="uk")
    # What filling the database queued (notes of references) is another work.
    DBTaskResult.objects.ready().delete()
    reader, worker = Reader(address), start("manage.py", "worker")
    reader.start()
    began = time.monotonic()
    job = ask_for_bulk(section=section, locales=languages, by=None)
    try:
        while time.monotonic() - began < LONGEST_SECONDS:
            job = BulkJob.objects.get(pk=job.pk)
            if job.ended_at:
                break
            time.sleep(0.5)
    finally:
        worker.terminate()
        worker.wait()
    return job, time.monotonic() - began, reader.told()


def compare(originals, languages):
    """Open some profiles anew by the desk and the stock way, in this process; processor time."""
    half = len(originals) // 2
    desk = pages.measure(lambda page: submit(page, languages), originals[:half], len(languages))
    stock = pages.measure_stock(originals[half:], languages)
    return {"desk": desk, "stock": stock, "ratio": {name: round(stock[name] / desk[name], 1) for name in desk}}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--stock", type=int, default=20, help="profiles that go the stock way, and as many the desk's")
    options = parser.parse_args()
    call_command("letters_keys", "make", verbosity=0)
    originals = fill(options.people + 2 * options.stock)
    apart = originals[options.people :]
    languages = list(Locale.objects.filter(language_code__in=pages.LANGUAGES))
    result = {"load": os.getloadavg(), **compare(apart, languages)}
    call_command("collectstatic", interactive=False, verbosity=0)
    site = start("-m", "gunicorn", "-w", "2", "-b", f"127.0.0.1:{PORT}", "cms.wsgi")
    try:
        time.sleep(8)
        address = f"http://127.0.0.1:{PORT}{originals[0].get_url()}"
        result["page before, ms"] = read_for(address, 10)
        job, seconds, meanwhile = open_all(address, languages)
    finally:
        site.terminate()
        site.wait()
    tried = max(job.done, 1) * len(languages)
    result |= {
        "opened": job.done,
        "failed": len(job.failed),
        "seconds": round(seconds, 1),
        "ms per page and language": round(1000 * seconds / tried, 2),
        "page meanwhile, ms": meanwhile,
        "units": Unit.objects.count(),
    }
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
