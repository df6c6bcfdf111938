"""What an import of N invented rows costs, per row and as it grows. Prints times and ratios; nothing is asserted.

python bench/import_rows.py 2000            a fresh SQLite file (or DATABASE_URL's database, which must be empty)
python bench/import_rows.py 500 --profile   where the time goes
"""

import argparse
import cProfile
import csv
import io
import os
import pstats
import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
if "DATABASE_URL" not in os.environ:
    os.environ["DATABASE_URL"] = f"sqlite:///{tempfile.mkdtemp(prefix='import-rows-')}/db.sqlite3"

import django

django.setup()

from django.core.management import call_command

from prisoner_pages.importing.actions import import_prisoners as action
from prisoner_pages.partners.actions.locales import open_locale
from prisoner_pages.partners.actions.workspaces import create_partner
from prisoner_pages.importing.read_models.person_rows import COLUMNS

GIVEN = "Алім Ахтем Богдан Веджіє Галина Дилявер Ельзара Ернес Зекір Іззет Леніє Мар’ям Нафе Осман Рефат Сейран".split()
PARTS = "ад бек вел гур джеп ер жум ібр кур лют мед нур осм пав реш сей тал уст фет хал ялк".split()
LATIN = "ad bek vel hur dzhep yer zhum ibr kur liut med nur osm pav resh sei tal ust fet khal yalk".split()
WORK = [("вчителька", "teacher"), ("тесля", "carpenter"), ("журналіст", "journalist"), ("кухар", "cook")]


def invented_list(count, seed=1, first=0):
    """Return a CSV of `count` invented people from the number `first` on, as untidy as real lists are."""
    chance = random.Random(seed)
    file = io.StringIO()
    writer = csv.DictWriter(file, COLUMNS)
    writer.writeheader()
    for number in range(first, first + count):
        writer.writerow(invented_row(number, chance))
    return file.getvalue().encode()


def invented_row(number, chance):
    rest, surname, latin = number, "", ""
    for _ in range(4):
        rest, index = divmod(rest, len(PARTS))
        surname, latin = surname + PARTS[index], latin + LATIN[index]
    given = chance.choice(GIVEN)
    uk, en = chance.choice(WORK)
    return {
        "full_name_uk": f"{given} {surname.title()}єв",
        "full_name_en": f"Invented {latin.title()}iev",
        "gender": chance.choice(["m", "f", ""]),
        "birth_date": chance.choice(["", "", str(chance.randint(1950, 2004))]),
        "crimean_tatar": chance.choice(["yes", ""]),
        "occupation_uk": uk,
        "occupation_en": en,
        "case_group": f"Вигадана група {number % 40} / Invented group {number % 40} (invented)",
        "charge_articles": chance.choice(["205.5", "205.5 ч.2; 30 ч.1 + 278", ""]),
        "detention_date": f"20{chance.randint(14, 24)}-0{chance.randint(1, 9)}",
        "sentence_years": str(chance.randint(5, 20)),
        "regime": chance.choice(["strict", "strict; first 3.5 years in prison", ""]),
        "status": chance.choice(["sentenced", "sentenced", "detained", "unknown"]),
        "facility_name": chance.choice(["", f"ИК-{number % 9 + 1}, Тамбов"]),
        "can_receive_letters": chance.choice(["", "yes", "no"]),
        "short_bio_uk": chance.choice([f"Жителька села, {uk}.", "Батько двох дітей.", ""]),
        "short_bio_en": chance.choice([f"From a village, {en}.", "Father of two.", ""]),
        "source_url": f"https://a.example/{number} ; https://b.example/{number % 50}",
        "source_date": f"202{chance.randint(0, 5)}",
    }


def clock():
    """(seconds on the wall, seconds of this process's CPU): on a busy machine only the second is the import's."""
    return time.perf_counter(), time.process_time()


class Stopwatch:
    """Notes when every tenth of the rows is done."""

    def __init__(self, count):
        self.step, self.done, self.laps = max(count // 10, 1), 0, []
        self.take = action.take_row

    def __call__(self, raw, run):
        outcome = self.take(raw, run)
        self.done += 1
        if self.done % self.step == 0:
            self.laps.append(clock())
        return outcome


def prepare():
    call_command("migrate", verbosity=0)
    for language, title in (("uk", "Листи"), ("en", "Letters")):
        open_locale(language, title=title, intro="", by=None, live=True)
    return create_partner(slug="bench", kind="ngo", name_uk="Лава", name_en="Bench", by=None)


def run(data, partner, count):
    watch = Stopwatch(count)
    action.take_row = watch
    start = clock()
    report = action.import_prisoners(data, partner=partner, intent=action.Intent(publish=True))
    action.take_row = watch.take
    return report, start, watch.laps, clock()


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("rows", type=int, nargs="?", default=1000)
    options.add_argument("--profile", action="store_true")
    options = options.parse_args()
    partner, data = prepare(), invented_list(options.rows)
    profile = cProfile.Profile()
    if options.profile:
        profile.enable()
    report, start, laps, end = run(data, partner, options.rows)
    profile.disable()
    tell(report, start, laps, end, options.rows)
    if options.profile:
        pstats.Stats(profile).sort_stats("cumulative").print_stats(70)
        return
    report, start, laps, end = run(data, partner, options.rows)
    print(f"again: {report.unchanged} unchanged, {a_row(start, end, options.rows)}")


def a_row(start, end, rows):
    wall, cpu = ((after - before) / rows * 1000 for before, after in zip(start, end, strict=True))
    return f"{wall:.1f} ms a row ({cpu:.1f} ms CPU)"


def tell(report, start, laps, end, rows):
    for remark in report.errors[:3]:
        print(remark)
    cpu = [lap[1] for lap in (start, *laps)]
    tenths = [after - before for before, after in zip(cpu, cpu[1:], strict=False)]
    print(f"created {report.created}, errors {len(report.errors)}, warnings {len(report.warnings)}")
    print(f"{a_row(start, laps[-1], rows)}; indexing at the end {a_row(laps[-1], end, rows)}")
    print(f"CPU of the last tenth / the second tenth: {tenths[-1] / tenths[1]:.2f}")
    print(f"10,000 rows at the last tenth's pace: {tenths[-1] / (rows // 10) * 10_000 / 60:.1f} min CPU")


if __name__ == "__main__":
    main()
