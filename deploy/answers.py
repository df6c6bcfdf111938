"""What `deploy/install` has to know: taken from flags, from the last run, or asked for at the terminal."""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from urllib.parse import urlsplit

KEPT = Path("/etc/letters/answers.json")


@dataclass(frozen=True)
class Answers:
    """`public_name` and `staff_name` are host names; "" for a mail server's name means none yet."""

    roles: tuple[str, ...] = ("public", "staff")
    public_name: str = ""
    staff_name: str = ""
    certificate: str = ""
    certificate_key: str = ""
    certbot: str = ""  # the address that certbot's notices go to
    mail_host: str = ""
    mail_port: int = 587
    mail_user: str = ""
    mail_password_file: str = ""
    mail_from: str = ""
    database_url: str = ""  # for a public host whose database is on the staff host
    redis_url: str = ""  # for several public hosts that count together
    backup_to: str = ""
    onion: bool = False

    @property
    def is_public(self) -> bool:
        return "public" in self.roles

    @property
    def is_staff(self) -> bool:
        return "staff" in self.roles

    @property
    def backup_folder(self) -> str:
        """Where backups lie on this machine; "" where they go to a bucket, or are not made."""
        return "" if self.backup_to.startswith("s3://") else self.backup_to

    @property
    def names(self) -> list[str]:
        """The names this machine answers to."""
        return [name for role, name in self._named if role in self.roles and name]

    @property
    def _named(self) -> list[tuple[str, str]]:
        return [("public", self.public_name), ("staff", self.staff_name)]


# field -> what is asked, where it has no answer yet
QUESTIONS: dict[str, str] = {
    "public_name": "Name of the public site (letters.example.org)",
    "staff_name": "Name of the staff's site, another one (staff.letters.example.org)",
    "mail_host": "Mail server that takes our mail (mail.example.org)",
    "mail_from": "Sender of our mail (letters@example.org)",
}


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(
        prog="deploy/install",
        description="Makes this Debian machine a host of the site, or brings it up to this checkout."
        " Run again it changes what is missing and nothing else. Answers are kept for the next run.",
    )
    only = made.add_mutually_exclusive_group()
    only.add_argument("--public-only", dest="roles", action="store_const", const=["public"])
    only.add_argument("--staff-only", dest="roles", action="store_const", const=["staff"])
    for name, about in QUESTIONS.items():
        made.add_argument(f"--{name.replace('_', '-')}", help=about)
    made.add_argument("--certificate", help="certificate with its chain, for both names")
    made.add_argument("--certificate-key", help="its key")
    made.add_argument(
        "--certbot", metavar="ADDRESS", help="ask Let's Encrypt; its notices go to this address"
    )
    made.add_argument("--mail-port", type=int)
    made.add_argument("--mail-user")
    made.add_argument("--mail-password-file", help="a file that holds the password and nothing else")
    made.add_argument("--database-url", help="with --public-only: the staff host's database")
    made.add_argument("--redis-url", help="one Redis for several public hosts")
    made.add_argument(
        "--backup-to",
        help="folder or s3://BUCKET/PREFIX for the backup of each night; `letters_keys backup` makes its key",
    )
    made.add_argument("--onion", action="store_const", const=True, help="an onion service of the public site")
    made.add_argument("--dry-run", action="store_true", help="say what would be done, and change nothing")
    made.add_argument("--check", action="store_true", help="look at names, ports, clock, disk, mail; no more")
    made.add_argument("--yes", action="store_true", help="ask nothing; fail where an answer is missing")
    return made


def answers_from(flags: argparse.Namespace, kept: Path = KEPT, ask: Callable[[str], str] = input) -> Answers:
    """Return the answers. Raises ValueError that names what is missing or contradicts itself."""
    known = json.loads(kept.read_text()) if kept.exists() else {}
    said = {each.name: getattr(flags, each.name, None) for each in fields(Answers)}
    known |= {name: value for name, value in said.items() if value is not None}
    if not flags.yes and sys.stdin.isatty():
        known |= {name: ask(f"{about}: ").strip() for name, about in QUESTIONS.items() if not known.get(name)}
    answers = Answers(**{**known, "roles": tuple(known.get("roles") or Answers.roles)})
    if wrong := faults(answers):
        raise ValueError("\n".join(wrong))
    return answers


def faults(answers: Answers) -> list[str]:
    """Return what is wrong with the answers, a sentence each."""
    found = [f"{flag_of(name)} is missing." for name in QUESTIONS if not getattr(answers, name)]
    if answers.public_name and answers.public_name == answers.staff_name:
        found.append("--staff-name must differ from --public-name: cookies of one must not reach the other.")
    if bool(answers.certificate) != bool(answers.certificate_key):
        found.append("--certificate and --certificate-key go together.")
    if not answers.certificate and not answers.certbot:
        found.append("Give --certificate and --certificate-key, or --certbot ADDRESS.")
    if not answers.is_staff and not answers.database_url:
        found.append("--public-only needs --database-url: the database lies on the staff host.")
    if answers.backup_to.startswith("s3://") and not urlsplit(answers.backup_to).path.strip("/"):
        found.append("--backup-to needs a prefix, s3://BUCKET/PREFIX: the bucket may hold other files, too.")
    return found


def flag_of(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def keep(answers: Answers) -> str:
    """Return the answers as they are kept for the next run; for root alone: a URL may hold a password."""
    return json.dumps(asdict(answers), indent=1) + "\n"


def parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    return parser().parse_args(arguments)
