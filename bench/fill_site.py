"""Fills an empty database of this site with N invented people, and prints what paths.json asks for of one of them.

VAR_DIR=... DATABASE_URL=... python bench/fill_site.py 200 9      200 people, 9 public locales
"""

import json
import sys

import import_rows  # sets Django up, and knows how untidy lists are
from home.jobs import turns
from home.languages.info import CONTENT_LANGUAGES
from prisoner_pages.importing.actions import import_prisoners as action
from prisoner_pages.choices import Status
from prisoner_pages.models import PrisonerPage
from prisoner_pages.partners.actions.locales import open_locale

ROWS_AT_ONCE = 10_000  # a list of more is a file too large


def main(count, locales):
    turns.GIVE_WAY_SECONDS = float("inf")  # nobody waits to write
    partner = import_rows.prepare()
    for language, name in [each for each in CONTENT_LANGUAGES if each[0] not in ("uk", "en")][: locales - 2]:
        open_locale(language, title=name, intro="", by=None, live=True)
    for first in range(0, count, ROWS_AT_ONCE):
        rows = min(ROWS_AT_ONCE, count - first)
        data = import_rows.invented_list(rows, seed=first + 1, first=first)
        report = action.import_prisoners(data, partner=partner, intent=action.Intent(publish=True))
        if report.created != rows:
            sys.exit(f"{report.created} of {rows} rows were taken: {report.errors[:1]}")
    story = PrisonerPage.objects.live().filter(prisoner__facility__isnull=False).select_related("prisoner").first()
    name = story.prisoner.name_en.split()[-1]
    facility = str(story.prisoner.facility_id)
    print(json.dumps({"slug": story.slug, "facility": facility, "name": name, "status": Status.DETAINED}))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
