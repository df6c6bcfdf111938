#!/usr/bin/env python3
"""Looking N strings up in the translation memory, each a known one with one word changed; prints milliseconds.

The strings stand in pages of 50 and are public in English. On a database of its own: a fresh SQLite file, or
DATABASE_URL's.

  bench/translation/memory.py --strings 50000
"""

import argparse
import json
import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
FOLDER = tempfile.TemporaryDirectory(prefix="memory-")
os.environ.setdefault("DATABASE_URL", f"sqlite:///{FOLDER.name}/db.sqlite3")
os.environ.setdefault("VAR_DIR", FOLDER.name)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")

import django

django.setup()

from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Locale
from wagtail_localize.models import String

from home.models import HomePage, StandardPage
from home.translation.core.actions.sync import submit
from home.translation.memory.read_models import matches_for
from home.translation.models import DeskTranslation, Unit
from prisoner_pages.partners.actions.locales import open_locale

A_PAGE = 50
WORDS = (
    "його її їх затримали обшукали перевезли засудили звільнили восени навесні вночі зранку суд слідчий адвокат родина"
    " лист книга хліб море степ дорога дім школа село місто Сімферополь Бахчисарай Судак Керч Севастополь Ялта колонія"
    " камера тюрма етап вирок роки місяці дні діти мати батько дружина друг сусід учитель лікар журналіст водій рибалка"
    " написав сказав бачив чекає вірить малює читає співає пам’ятає знає просить дякує обіймає"
).split()


def text(chance):
    return " ".join(chance.choices(WORDS, k=chance.randint(4, 25))).capitalize() + "."


def make(count, chance):
    home, english = HomePage.objects.get(locale__language_code="uk"), Locale.objects.get(language_code="en")
    english_home = home.get_translation(english)
    for number in range(count):
        paragraphs = "".join(f"<p>{text(chance)}</p>" for _ in range(A_PAGE - 2))
        body = [("paragraph", paragraphs)]
        page = StandardPage(slug=f"page-{number}", title=text(chance), intro=text(chance), body=body)
        home.add_child(instance=page)
        submit(page, [english])
        target = StandardPage(slug=page.slug, title="English", locale=english, translation_key=page.translation_key)
        english_home.add_child(instance=target)
    now = timezone.now()
    Unit.objects.update(approved_text="An English text", approved_at=now)
    DeskTranslation.objects.update(last_published_at=now)


def queries(count, chance):
    """Yield units, unsaved, whose words are those of known ones but one."""
    every = Unit.objects.select_related("string", "translation__source", "translation__target_locale")
    for pk in chance.sample(list(every.values_list("pk", flat=True)), count):
        unit = every.get(pk=pk)
        words = unit.string.data.split()
        words[chance.randrange(len(words))] = "інакше"
        unit.pk, unit.string = 0, String(pk=0, data=" ".join(words))
        yield unit


def timed(unit):
    began = time.process_time()
    found = matches_for(unit)
    return 1000 * (time.process_time() - began), len(found)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--strings", type=int, default=50_000)
    parser.add_argument("--queries", type=int, default=60)
    options = parser.parse_args()
    chance = random.Random(1)
    call_command("migrate", verbosity=0)
    for code in ("uk", "en"):
        open_locale(code, title=code, intro="", by=None, live=True)
    make(options.strings // A_PAGE, chance)
    first, *rest = [timed(unit) for unit in queries(options.queries + 1, chance)]
    spent = [milliseconds for milliseconds, _found in rest]
    print(
        json.dumps(
            {
                "strings": Unit.objects.values("string").distinct().count(),
                "first_ms": round(first[0], 1),
                "median_ms": round(statistics.median(spent), 1),
                "max_ms": round(max(spent), 1),
                "found": sum(found > 0 for _milliseconds, found in rest),
                "of": len(rest),
            }
        )
    )


if __name__ == "__main__":
    main()
