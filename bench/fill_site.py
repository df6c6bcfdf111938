"""Fills an empty database of this site with N invented people and writes a path file that names one of them.

VAR_DIR=... DATABASE_URL=... python bench/fill_site.py 200 > paths.json
"""

import json
import sys
from pathlib import Path

import import_rows  # sets Django up, and knows how untidy lists are
from prisoner_pages.importing.actions import import_prisoners as action
from prisoner_pages.choices import Status
from prisoner_pages.models import PrisonerPage

PATHS = Path(__file__).with_name("paths_site.json")


def main(count):
    partner, data = import_rows.prepare(), import_rows.invented_list(count)
    action.import_prisoners(data, partner=partner, intent=action.Intent(publish=True))
    story = PrisonerPage.objects.live().filter(prisoner__facility__isnull=False).select_related("prisoner").first()
    text = PATHS.read_text().replace("{slug}", story.slug).replace("{facility}", str(story.prisoner.facility_id))
    text = text.replace("{name}", story.prisoner.name_en.split()[-1]).replace("{status}", Status.DETAINED)
    print(json.dumps(json.loads(text)))


if __name__ == "__main__":
    main(int(sys.argv[1]))
