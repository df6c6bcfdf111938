"""`manage.py load_demo`: what is missing of the demo; prints the accounts last."""

import os
import secrets
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from home.settings.defaults import settings
from letters.demo.actions.loading import ask_for_letters
from letters.demo.actions.staff import seat_letter_staff
from prisoner_pages.demo.actions.accounts import accounts_of
from prisoner_pages.demo.actions.loading import RealPeopleHere, StartedSite, load_content
from prisoner_pages.demo.actions.unfinished import ask_for_work


class Command(BaseCommand):
    help = (
        "Loads what is missing of the demo: the real initiative, invented people, one account a role. "
        "DEMO_PASSWORD sets the accounts’ password; without it a random one is made once and kept."
    )

    def handle(self, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("Never in production: these accounts share one password.")
        password = os.environ.get("DEMO_PASSWORD") or kept_password(settings.VAR_DIR / "demo_password")
        try:
            load_content(password=password)
            seat_letter_staff()
            ask_for_letters()
            ask_for_work()
        except RealPeopleHere as refusal:
            raise CommandError(
                "Real people are here and no demo is: nothing was loaded, they don’t mix."
            ) from refusal
        except StartedSite as refusal:
            raise CommandError(
                "A site was started here, with an administrator of its own: nothing of the demo was loaded. "
                "Give the demo a place of its own: VAR_DIR=/another/folder make run"
            ) from refusal
        for line in dict.fromkeys(map(told, accounts_of())):
            self.stdout.write(line)
        self.stdout.write(f"Password of all of them: {password}")


def told(pair: tuple[Any, Any]) -> str:
    role, account = pair
    return f"  {account.username:<20}{role.key}  {account.partner}".rstrip()


def kept_password(path: Path) -> str:
    """Return the random password that this installation made at its first run."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(12))
    return path.read_text().strip()
