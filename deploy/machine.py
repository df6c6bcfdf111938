"""Changing a machine: commands and files, each said before it is done; with `dry_run` said alone."""

import os
import pwd
import shlex
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from deploy.answers import Answers


class Failed(Exception):
    """A command ended badly. Its words are what it said last."""


@dataclass(frozen=True)
class Machine:
    answers: Answers
    code: Path  # the checkout that is installed from
    dry_run: bool = False
    changed: list[Path] = field(default_factory=list)  # what runs has to be started anew then

    def run(
        self,
        *command: str | Path,
        user: str = "",
        env: Mapping[str, str] | None = None,
        stdin: str | None = None,
        cwd: Path | None = None,
    ) -> str:
        """Run a command and return what it printed; as `user`, with their environment and no other.

        Raises Failed with its last words. With `dry_run` it is printed only.
        """
        words = [str(word) for word in command]
        self.say(shlex.join(words), user)
        return "" if self.dry_run else output(words, user=user, env=env, stdin=stdin, cwd=cwd)

    def write(
        self, path: Path, text: str, *, mode: int = 0o644, owner: str = "root", group: str = ""
    ) -> bool:
        """Write a file as it must be, and say whether it was not so; nobody sees half of it."""
        if path.exists() and path.read_text() == text and path.stat().st_mode & 0o777 == mode:
            return False
        self.say(f"write {path}")
        self.changed.append(path)
        if not self.dry_run:
            path.parent.mkdir(parents=True, exist_ok=True)
            draft = path.with_name(f".{path.name}.new")
            draft.touch(mode=mode)
            draft.chmod(mode)
            draft.write_text(text)
            shutil.chown(draft, owner, group or owner)
            draft.replace(path)
        return True

    def folder(self, path: Path, *, mode: int, owner: str, group: str = "") -> None:
        if path.exists() and path.stat().st_mode & 0o777 == mode and path.owner() == owner:
            return
        self.say(f"make folder {path}")
        if not self.dry_run:
            path.mkdir(parents=True, exist_ok=True)
            path.chmod(mode)
            shutil.chown(path, owner, group or owner)

    def say(self, words: str, user: str = "") -> None:
        print(f"    {f'[{user}] ' if user else ''}{words}", flush=True)


def output(
    words: list[str],
    *,
    user: str = "",
    env: Mapping[str, str] | None = None,
    stdin: str | None = None,
    cwd: Path | None = None,
) -> str:
    """Run a command and return what it printed. Raises Failed with its last words."""
    surroundings = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8"}
    surroundings |= {"DEBIAN_FRONTEND": "noninteractive", "PYTHONUNBUFFERED": "1"} | dict(env or {})
    ended = subprocess.run(
        words,
        input=stdin,
        env={**_passed_on(), **surroundings},
        cwd=cwd,
        user=user or None,
        group=pwd.getpwnam(user).pw_gid if user else None,
        extra_groups=[] if user else None,
        umask=0o077 if user else -1,
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        last = "\n".join((ended.stderr or ended.stdout).strip().splitlines()[-15:])
        raise Failed(f"{shlex.join(words)} ended with {ended.returncode}:\n{last}")
    return ended.stdout


def _passed_on() -> dict[str, str]:
    """Where an index of packages is, is this machine's own business."""
    kept = ("http_proxy", "https_proxy", "no_proxy", "PIP_CONFIG_FILE", "PIP_INDEX_URL", "SSL_CERT_FILE")
    return {name: os.environ[name] for name in kept if name in os.environ}


def succeeds(*words: str, user: str = "") -> bool:
    try:
        output([*words], user=user)
    except (Failed, FileNotFoundError, KeyError):
        return False
    return True


def has_systemd() -> bool:
    """Say whether systemd runs here; in a container or a chroot it doesn't, and services start by hand."""
    return Path("/run/systemd/system").is_dir()
