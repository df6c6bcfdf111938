"""`manage.py letters_keys`: where keys are made, carried from host to host, and end."""

import os
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from home.security.keyring import KeyRingError, KeysLocked, locked_keys, ring
from home.settings.defaults import settings
from letters.management.passphrases import asked, first_line, new_passphrase
from letters.models import SharedKey
from letters.sealing import locking
from letters.sealing.actions import make_known, rotate, take_out_key
from letters.sealing.key_bundle import LONGEST_BYTES, NotABundle, PassphraseAsked, pack, unpack
from letters.sealing.keys import PURPOSES, CannotMakeKeys, add, faults, make_missing, make_offline
from letters.sealing.read_models import MEND, differences
from letters.sealing.sharing import CannotTake, rings_to_share, take
from letters.sealing.volatile_places import swap_on_disk

OFFLINE_MADE = """added {kid} to release_public.
Public half: {public}
  Copy it to the same place on every host (public and staff) and restart. It seals and opens nothing.
Private half: {private}
  Keep it on two sticks in two places, away from every server, and leave no copy here.
  Who has it reads the copies; without it nobody ever does. manage.py letters_release open needs it."""
IN_CLEAR = """{file} holds {rings} in clear.
  Whoever reads it can find letters by their codes and sign what the public site signs; it opens no letter.
  Carry it over by ssh or on a stick, take it there, then delete it in both places."""
SEALED = """{file} holds {rings}, sealed with the passphrase.
  Tell the passphrase by another way than the file."""
LOCKED = """Encrypted in {file}: {rings}.
  Without the passphrase nobody ever opens a letter again: have it on paper in two places, away from here.
  After each start of the machine: manage.py letters_keys unlock. Until then letters arrive and wait.
  A disk may still hold what was overwritten: for keys that were never on it in clear, now add newer ones
  (letters_keys add letters_private, rotate, remove), or keep the whole disk encrypted."""
MAY_BE_WRITTEN = """{place}: what is in memory may be written there, unlocked keys too, and stays.
  Turn it off (swapoff -a, and its line in /etc/fstab), or encrypt it with a key of each start."""
ASK_OLD, ASK_NEW = "Passphrase of the letters: ", "New passphrase of the letters: "
VERBS = {
    "make": "(every ring that has no file yet)",
    "list": "(rings and ids, never a key; fails when one is at fault)",
    "check": "(the same, and whether this host has the keys of the other)",
    "share": "FILE (write the rings that both hosts need)",
    "take": "FILE (read them on the other host)",
    "add": "RING (a newer key)",
    "rotate": "(seal all letters for the newest key; may be stopped and run again)",
    "remove": "KEY_ID (take an old key of letters out, once nothing needs it)",
    "lock": "(encrypt the rings that open letters, and forget those that are unlocked)",
    "unlock": "(after each start of the machine; --for-good ends the encryption)",
    "passphrase": "(another one for the encrypted rings)",
    "offline": "FILE (a key for copies kept until a release, its private half in FILE)",
    "backup": "FILE (a key that seals backups and old replies, its private half in FILE)",
}
BACKUP_MADE = """added {kid} to backup_public.
Public half: {public}
  Stays on this staff host: it seals backups, and replies of prisoners after 30 days, and opens neither.
Private half: {private}
  Keep it on two sticks in two places, away from every server and every backup, and leave no copy here.
  Who has it and a backup reads what stands in clear there, and older replies; without it no backup can be
  restored and no such reply opened. Keep it for two years after another takes its place."""

Made = TypeVar("Made")


class Command(BaseCommand):
    help = "Make the keys this installation lacks, list them, add newer ones, seal anew, take old ones out."
    # Runs before the keys exist: the check of keys would stop it.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "verb", choices=list(VERBS), help="; ".join(f"{verb} {VERBS[verb]}" for verb in VERBS)
        )
        parser.add_argument("what", nargs="?", metavar="RING, KEY_ID or FILE")
        parser.add_argument(
            "--passphrase-file", type=Path, help="the first line seals or opens the shared file or the rings"
        )
        parser.add_argument("--new-passphrase-file", type=Path, help="the first line is the new passphrase")
        parser.add_argument("--plain", action="store_true", help="share without a passphrase, in clear")
        parser.add_argument("--anywhere", action="store_true", help="unlock to a folder that is no memory")
        parser.add_argument("--for-good", action="store_true", help="unlock into the files, in clear again")

    def handle(self, *, verb: str, **options: Any) -> None:
        getattr(self, f"{verb}_keys")(**options)

    def make_keys(self, **options: Any) -> None:
        for name in self.made(make_missing):
            self.stdout.write(f"made {name} in {settings.KEY_FILES[name]}")

    def list_keys(self, **options: Any) -> None:
        for name, path in settings.KEY_FILES.items():
            self.stdout.write(f"{name}: {PURPOSES[name]}\n  {path}")
            self.stdout.write(f"  {self.ids(name)}")
        if found := faults(other_secrets=[str(settings.SECRET_KEY)]):
            raise CommandError("\n".join(found))

    def check_keys(self, **options: Any) -> None:
        self.list_keys()
        try:
            found = differences()
        except DatabaseError as error:
            raise CommandError(
                f"the database does not answer ({type(error).__name__}): not compared"
            ) from None
        if told := [*found.wrong, *found.behind]:
            raise CommandError("\n".join([*told, MEND]))
        self.stdout.write("This host has the keys that the staff host has made known, or none are known yet.")

    def share_keys(
        self, *, what: str | None, passphrase_file: Path | None, plain: bool, **options: Any
    ) -> None:
        if not what:
            raise CommandError("write the shared keys to which file?")
        rings = self.made(rings_to_share)
        passphrase = None if plain else new_passphrase(passphrase_file)
        try:
            write_secret(Path(what), pack(rings, passphrase))
            make_known()
        except FileExistsError:
            raise CommandError(f"{what} exists") from None
        except OSError as error:
            raise CommandError(f"{what}: {error.strerror}") from None
        except DatabaseError as error:
            Path(what).unlink()
            raise CommandError(
                f"the database does not answer ({type(error).__name__}), so the other host could not compare:"
                " run migrate first"
            ) from None
        told = IN_CLEAR if passphrase is None else SEALED
        self.stdout.write(told.format(file=what, rings=", ".join(rings)))

    def take_keys(self, *, what: str | None, passphrase_file: Path | None, **options: Any) -> None:
        if not what:
            raise CommandError("read the shared keys from which file?")
        text, given = bundle_in(Path(what)), first_line(passphrase_file) if passphrase_file else None
        try:
            rings = unpack(text, given)
        except PassphraseAsked:
            rings = self.made(unpack, text, asked("Passphrase of the file: "))
        except NotABundle as fault:
            raise CommandError(f"{what}: {fault}") from None
        for name, is_new in self.made(take, rings).items():
            self.stdout.write(f"{name}: {'taken' if is_new else 'nothing newer in the file'}")
        self.stdout.write("Restart this host, then delete the file in both places.")

    def ids(self, name: str) -> str:
        try:
            return ", ".join(ring(name).keys) + " (the last is in use)"
        except KeysLocked as locked:
            return f"{', '.join(locked_keys()[name])} (locked since {locked.since:%Y-%m-%d %H:%M} UTC)"
        except KeyRingError:
            return "no usable key"

    def lock_keys(self, *, passphrase_file: Path | None, **options: Any) -> None:
        if not (found := self.made(locking.rings_in_clear)):
            self.made(locking.lock, "")
            self.stdout.write("What was unlocked is forgotten." if locked_keys() else "Nothing to lock here.")
            return
        if locked_keys():
            self.opening(locking.lock, file=passphrase_file)
        else:
            self.made(locking.lock, new_passphrase(passphrase_file, ASK_NEW))
        self.stdout.write(LOCKED.format(file=settings.LOCKED_KEYS, rings=", ".join(found)))

    def unlock_keys(
        self, *, passphrase_file: Path | None, anywhere: bool, for_good: bool, **options: Any
    ) -> None:
        if for_good:
            names = self.opening(locking.keep_in_clear, file=passphrase_file)
            self.stdout.write(f"In clear again, and read at each start: {', '.join(names)}.")
            return
        names = self.opening(locking.unlock, file=passphrase_file, anywhere=anywhere)
        self.stdout.write(f"Unlocked until the machine stops: {', '.join(names)}. Nothing need be restarted.")
        if place := swap_on_disk():
            self.stderr.write(MAY_BE_WRITTEN.format(place=place))

    def passphrase_keys(
        self, *, passphrase_file: Path | None, new_passphrase_file: Path | None, **options: Any
    ) -> None:
        old = first_line(passphrase_file) if passphrase_file else asked(ASK_OLD)
        self.made(locking.open_locked, old)
        self.made(locking.new_passphrase, old, new_passphrase(new_passphrase_file, ASK_NEW))
        self.stdout.write("The rings are encrypted with the new passphrase; burn the old one.")

    def add_keys(self, *, what: str | None, passphrase_file: Path | None, **options: Any) -> None:
        if what not in settings.KEY_FILES:
            raise CommandError(f"add to which ring? {', '.join(sorted(settings.KEY_FILES))}")
        self.stdout.write(f"added {self.asking(add, str(what), file=passphrase_file)} to {what}")
        self.tell_other_host()

    def rotate_keys(self, **options: Any) -> None:
        left = self.made(rotate, on_batch=lambda done: self.stdout.write(f"{done} parts sealed anew"))
        for kid, parts in sorted(left.items()):
            self.stdout.write(f"{kid}: {parts} parts")

    def remove_keys(self, *, what: str | None, passphrase_file: Path | None, **options: Any) -> None:
        self.asking(take_out_key, what or "", file=passphrase_file)
        self.stdout.write(f"took {what} out")
        self.tell_other_host()

    def offline_keys(self, *, what: str | None, **options: Any) -> None:
        self.make_pair("release_public", what, OFFLINE_MADE)

    def backup_keys(self, *, what: str | None, **options: Any) -> None:
        self.make_pair("backup_public", what, BACKUP_MADE)

    def make_pair(self, name: str, what: str | None, words: str) -> None:
        if not what:
            raise CommandError("write the private key to which file?")
        if name not in settings.KEY_FILES:
            raise CommandError(f"{name} is no ring of this host")
        kid = self.made(make_offline, Path(what), name=name)
        self.stdout.write(words.format(kid=kid, public=settings.KEY_FILES[name], private=what))

    def tell_other_host(self) -> None:
        """Make the change known, once anything is: the other host is told by its check to take the keys."""
        try:
            if SharedKey.objects.exists():
                make_known()
                self.stdout.write(f"If the public site has a host of its own: {MEND}.")
        except DatabaseError:
            self.stderr.write("the database does not answer: run letters_keys share once it does")

    def opening(self, act: Callable[..., Made], *, file: Path | None, **options: Any) -> Made:
        """Do what needs the passphrase of the rings."""
        return self.made(act, first_line(file) if file else asked(ASK_OLD), **options)

    def asking(self, act: Callable[..., Made], what: str, *, file: Path | None) -> Made:
        """Do what needs the passphrase only where the ring lies encrypted."""
        try:
            return self.made(act, what)
        except PassphraseAsked:
            return self.opening(lambda passphrase: act(what, passphrase), file=file)

    def made(self, make: Callable[..., Made], *arguments: Any, **options: Any) -> Made:
        try:
            return make(*arguments, **options)
        except (CannotMakeKeys, CannotTake, KeyRingError, NotABundle, locking.CannotLock) as fault:
            raise CommandError(str(fault)) from None


def write_secret(path: Path, text: str) -> None:
    """Write a file that its owner alone may read: a new one, or an empty one laid out for it.

    Raises FileExistsError for any other.
    """
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        if os.fstat(handle).st_size or os.fstat(handle).st_mode & 0o077:
            raise FileExistsError
        file.write(text)


def bundle_in(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(LONGEST_BYTES).decode("ascii", "replace")
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from None
