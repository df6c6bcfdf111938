"""`letters-staff doctor`, `letters-public check`: manage.py of one side, as its user, with its settings.

The environment file is systemd's to read; a shell would read a password with a sign of its own otherwise.
"""

import os
import pwd
import sys

from deploy.layout import CURRENT, PUBLIC, STAFF, Role, variables


def main(name: str, *words: str) -> None:
    become(next(role for role in (PUBLIC, STAFF) if role.service == name), [*words])


def become(role: Role, words: list[str]) -> None:
    """Give up every right but those of the side's user; the process is the command's from here on.

    What it is to read or write lies in that user's folder, where it may: few others are open to it.
    """
    environment = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **variables(role.environment)}
    if os.geteuid() == 0:
        user = pwd.getpwnam(role.user)
        os.setgroups([])
        os.setgid(user.pw_gid)
        os.setuid(user.pw_uid)
    os.umask(0o077)
    os.chdir(role.home)
    python = str(CURRENT / ".venv/bin/python")  # it finds its packages by its own name
    os.execve(python, [python, str(CURRENT / "manage.py"), *words], environment)


if __name__ == "__main__":
    main(*sys.argv[1:])
