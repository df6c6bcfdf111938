"""`manage.py letters_keys make|list|add RING`: the only place where keys are made."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from home.keyring import KeyRingError, ring
from letters.keys import PURPOSES, CannotMakeKeys, add, faults, make_missing


class Command(BaseCommand):
    help = "Make the keys this installation lacks, list them, or add a newer one to a ring."
    # Runs before the keys exist: the check of keys would stop it.
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "verb",
            choices=["make", "list", "add"],
            help="make: every ring that has no file yet; list: rings and ids, never a key, failing when one "
            "is at fault; add: a newer key for RING",
        )
        parser.add_argument("ring", nargs="?", choices=sorted(settings.KEY_FILES))

    def handle(self, *, verb, **options):
        getattr(self, f"{verb}_keys")(**options)

    def make_keys(self, **options):
        try:
            made = make_missing()
        except (CannotMakeKeys, KeyRingError) as fault:
            raise CommandError(str(fault)) from None
        for name in made:
            self.stdout.write(f"made {name} in {settings.KEY_FILES[name]}")

    def list_keys(self, **options):
        for name, path in settings.KEY_FILES.items():
            self.stdout.write(f"{name}: {PURPOSES[name]}\n  {path}")
            self.stdout.write(f"  {self.ids(name)}")
        found = faults(other_secrets=[settings.SECRET_KEY])
        if found:
            raise CommandError("\n".join(found))

    def ids(self, name):
        try:
            return ", ".join(ring(name).keys) + " (the last is in use)"
        except KeyRingError:
            return "no usable key"

    def add_keys(self, *, ring, **options):
        if ring is None:
            raise CommandError("add to which ring?")
        try:
            self.stdout.write(f"added {add(ring)} to {ring}")
        except (CannotMakeKeys, KeyRingError) as fault:
            raise CommandError(str(fault)) from None
