from typing import Any

from django.core.management.base import CommandParser

from home.jobs.turns import BehindOthers
from home.models import SearchEntry
from home.search.actions import merge_segments, steps


class Command(BehindOthers):
    help = (
        "Puts into the index of the search what is missing there or was indexed by an older release. Ended at"
        " any time, it goes on where it stopped when it is run again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--anew", action="store_true", help="Index everything again.")

    def handle(self, *, anew: bool, **_options: Any) -> None:
        if anew:
            SearchEntry.objects.update(version=0)
        done = 0
        for number, of in steps():
            done += number
            self.stdout.write(f"{done} of {of}")
        merge_segments()
        self.stdout.write("The index of the search is up to date.")
