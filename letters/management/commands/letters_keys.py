"""`manage.py letters_keys make|list|add|rotate|remove|offline`: where keys are made and end."""

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from django.core.management.base import BaseCommand, CommandError

from home.security.keyring import KeyRingError, ring
from home.settings.defaults import settings
from letters.sealing.actions import rotate, take_out_key
from letters.sealing.keys import PURPOSES, CannotMakeKeys, add, faults, make_missing, make_offline

OFFLINE_MADE = """added {kid} to release_public.
Public half: {public}
  Copy it to the same place on every host (public and staff) and restart. It seals and opens nothing.
Private half: {private}
  Keep it on two sticks in two places, away from every server, and leave no copy here.
  Who has it reads the copies; without it nobody ever does. manage.py letters_release open needs it."""

Made = TypeVar("Made")


class Command(BaseCommand):
    help = "Make the keys this installation lacks, list them, add newer ones, seal anew, take old ones out."
    # Runs before the keys exist: the check of keys would stop it.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "verb",
            choices=["make", "list", "add", "rotate", "remove", "offline"],
            help="make: every ring that has no file yet; list: rings and ids, never a key, failing when one "
            "is at fault; add RING: a newer key; rotate: seal all letters for the newest key, may be stopped "
            "and run again; remove KEY_ID: take an old key of letters out, once nothing needs it; "
            "offline FILE: a key for copies kept until a release, its private half in FILE",
        )
        parser.add_argument("what", nargs="?", metavar="RING, KEY_ID or FILE")

    def handle(self, *, verb: str, **options: Any) -> None:
        getattr(self, f"{verb}_keys")(**options)

    def make_keys(self, **options: Any) -> None:
        for name in self.made(make_missing):
            self.stdout.write(f"made {name} in {settings.KEY_FILES[name]}")

    def list_keys(self, **options: Any) -> None:
        for name, path in settings.KEY_FILES.items():
            self.stdout.write(f"{name}: {PURPOSES[name]}\n  {path}")
            self.stdout.write(f"  {self.ids(name)}")
        found = faults(other_secrets=[str(settings.SECRET_KEY)])
        if found:
            raise CommandError("\n".join(found))

    def ids(self, name: str) -> str:
        try:
            return ", ".join(ring(name).keys) + " (the last is in use)"
        except KeyRingError:
            return "no usable key"

    def add_keys(self, *, what: str | None, **options: Any) -> None:
        if what not in settings.KEY_FILES:
            raise CommandError(f"add to which ring? {', '.join(sorted(settings.KEY_FILES))}")
        self.stdout.write(f"added {self.made(add, what)} to {what}")

    def rotate_keys(self, **options: Any) -> None:
        left = self.made(rotate, on_batch=lambda done: self.stdout.write(f"{done} parts sealed anew"))
        for kid, parts in sorted(left.items()):
            self.stdout.write(f"{kid}: {parts} parts")

    def remove_keys(self, *, what: str | None, **options: Any) -> None:
        self.made(take_out_key, what or "")
        self.stdout.write(f"took {what} out")

    def offline_keys(self, *, what: str | None, **options: Any) -> None:
        if not what:
            raise CommandError("write the private key to which file?")
        kid = self.made(make_offline, Path(what))
        public = settings.KEY_FILES["release_public"]
        self.stdout.write(OFFLINE_MADE.format(kid=kid, public=public, private=what))

    def made(self, make: Callable[..., Made], *arguments: Any, **options: Any) -> Made:
        try:
            return make(*arguments, **options)
        except (CannotMakeKeys, KeyRingError) as fault:
            raise CommandError(str(fault)) from None
