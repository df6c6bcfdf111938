"""`manage.py grants`: prints the SQL for the public host's database user; nothing is done here."""

import re
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from cms.grants.statements import for_administrator, for_owner, nothing_for

ROLE = re.compile(r"[a-z_][a-z0-9_]{0,62}")


class Command(BaseCommand):
    help = "Print the SQL by which the public host's database user may do what it needs, and nothing else."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("role", nargs="?", default="letters_public", help="the database user")
        which = parser.add_mutually_exclusive_group()
        which.add_argument(
            "--administrator", action="store_true", help="what the cluster's administrator runs, once"
        )
        which.add_argument(
            "--none", action="store_true", help="take every right away: before a migration that asks for it"
        )

    def handle(self, *args: Any, role: str, administrator: bool, none: bool, **options: Any) -> None:
        if not ROLE.fullmatch(role):
            raise CommandError(f"{role}: write small Latin letters, digits and _, at most 63.")
        if administrator:
            said = for_administrator(role, str(connection.settings_dict["NAME"]))
        else:
            said = nothing_for(role) if none else for_owner(role)
        text = "".join(f"{statement};\n" for statement in said)
        # Roles and their settings stand outside of any transaction of ours; rights come all at once.
        self.stdout.write(text if administrator else f"BEGIN;\n{text}COMMIT;\n", ending="")
