"""`manage.py check_log`: does every log of a letter, and every day of them, follow from what was before?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from letters.log.read_models import verify


class Command(BaseCommand):
    help = "Look over the letters' log; names letters and days that do not follow, and fails then."

    def handle(self, **options: Any) -> None:
        verdict = verify()
        for letter, numbers in verdict.letters.items():
            self.stdout.write(f"letter {letter}: entries {', '.join(map(str, numbers))} do not follow")
        for day in verdict.days:
            self.stdout.write(f"day {day}: its digest does not follow")
        for day in verdict.gaps:
            self.stdout.write(f"day {day}: a backup was restored, a gap is marked")
        if not verdict.is_sound:
            raise CommandError("the log was changed outside of the site, or a part of it is lost")
        self.stdout.write("The log is whole.")
