"""What a search costs among N invented people: the index made anew, then questions. Prints times; asserts nothing.

python bench/search.py 20000        a fresh SQLite file (or DATABASE_URL's database, which must be empty)
"""

import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
if "DATABASE_URL" not in os.environ:
    os.environ["DATABASE_URL"] = f"sqlite:///{tempfile.mkdtemp(prefix='search-')}/db.sqlite3"

import django

django.setup()

from django.core.management import call_command
from django.db import connection

from import_rows import GIVEN, LATIN, PARTS
from home.caching.read_models import current
from home.models import SearchEntry
from home.search.actions import VERSION, steps
from home.search.read_models import known_words
from prisoner_pages.models import Prisoner
from prisoner_pages.names import search_text
from prisoner_pages.people.read_models.search_results import answer_to
from tests.factories.crowd import gather_crowd
from tests.factories.prisoner_pages import PartnerFactory, open_locales

ROUNDS = 40
LANGUAGES = ("uk", "en")


def named(count, chance):
    """Give the crowd names that differ as names do."""
    people = list(Prisoner.objects.order_by("pk")[:count])
    for person in people:
        parts = [chance.randrange(len(PARTS)) for _part in range(3)]
        given = chance.choice(GIVEN)
        person.name_uk = f"{given} {''.join(PARTS[part] for part in parts).title()}єв"
        person.name_en = f"Person {''.join(LATIN[part] for part in parts).title()}iev"
        person.search_text = search_text([person.name_uk, person.name_en])
    Prisoner.objects.bulk_update(people, ["name_uk", "name_en", "search_text"], batch_size=500)
    return people


def slip(word, chance):
    place = chance.randrange(1, len(word) - 1)
    return word[:place] + word[place + 1 :]


def measure(label, questions, language):
    spent, found = [], 0
    for words in questions:
        generations = current()
        began = time.perf_counter()
        found += bool(answer_to(words, language, generations=generations).people)
        spent.append((time.perf_counter() - began) * 1000)
    print(
        f"{label:34} median {statistics.median(spent):6.1f} ms   worst {max(spent):6.1f} ms   {found} of {len(questions)} find somebody"
    )


def main(count):
    chance = random.Random(7)
    call_command("migrate", verbosity=0)
    open_locales(*LANGUAGES)
    gather_crowd(count, partner=PartnerFactory(slug="zmina", section=True), languages=LANGUAGES)
    people = named(count, chance)
    began = time.process_time()
    entries = sum(done for done, _of in steps())
    spent = time.process_time() - began
    print(
        f"{connection.vendor}, {count} people: {entries} things indexed, {spent / max(entries, 1) * 1000:.2f} ms CPU each"
    )
    print(f"rows {SearchEntry.objects.filter(version=VERSION).count()}")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    some = chance.sample(people, ROUNDS)
    began = time.perf_counter()
    known_words("uk", generations=current())
    print(f"the words of all names, once a change: {(time.perf_counter() - began) * 1000:.0f} ms")
    measure("a whole name", [each.name_uk for each in some], "uk")
    measure("a surname in Latin letters", [each.name_en.split()[1] for each in some], "uk")
    measure("a beginning of three letters", [each.name_uk.split()[1][:3] for each in some], "uk")
    measure("a surname with a letter missing", [slip(each.name_uk.split()[1], chance) for each in some], "uk")
    measure("a word that all have", ["вчить"] * 5, "uk")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
