"""What is done to a machine, in order. Each step sees for itself whether it is done already."""

import secrets
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from deploy import layout
from deploy.answers import KEPT, keep
from deploy.layout import CURRENT, DATABASE, PICTURES, PUBLIC, RELEASES, STAFF, Role, roles_on
from deploy.machine import Machine, has_systemd, output, succeeds

PACKAGES = ["python3-venv", "make", "git", "ca-certificates", "openssl", "nginx", "iproute2", "bind9-host"]
OF_DATABASE, OF_REDIS = ["postgresql", "postgresql-client"], ["redis-server"]


@dataclass(frozen=True)
class Step:
    says: str
    do: Callable[[Machine], None]
    applies: Callable[[Machine], bool] = lambda machine: True


def plan(machine: Machine) -> Iterator[Step]:
    return (step for step in STEPS if step.applies(machine))


def keeps_database(machine: Machine) -> bool:
    return not machine.answers.database_url


# --- The machine -----------------------------------------------------------------------------------
def packages(machine: Machine) -> None:
    wanted = [*PACKAGES, *(OF_DATABASE if keeps_database(machine) else OF_DATABASE[1:])]
    wanted += OF_REDIS
    wanted += ["certbot"] if machine.answers.certbot else []
    wanted += ["tor"] if machine.answers.onion else []
    if missing := [name for name in wanted if not is_installed(name)]:
        machine.run("apt-get", "update", "-qq")
        machine.run("apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing)


def is_installed(package: str) -> bool:
    return succeeds("sh", "-c", f"dpkg-query -W -f='${{Status}}' {package} | grep -q 'ok installed'")


def users(machine: Machine) -> None:
    """One user a side; nginx is let into the folder of each socket, and into nothing else of theirs."""
    for role in roles_on(machine.answers):
        if not succeeds("id", role.user):
            machine.run("useradd", "--system", "--home", role.home, "--shell", "/usr/sbin/nologin", role.user)
        machine.run("usermod", "-aG", role.user, "www-data")
        machine.folder(role.home, mode=0o700, owner=role.user)
    machine.folder(layout.SETTINGS, mode=0o755, owner="root")
    machine.write(KEPT, keep(machine.answers), mode=0o600)
    if machine.answers.is_staff:
        machine.folder(PICTURES, mode=0o755, owner=STAFF.user)
        if machine.answers.backup_folder:
            machine.folder(Path(machine.answers.backup_folder), mode=0o700, owner=STAFF.user)


# --- The code --------------------------------------------------------------------------------------
def release_of(machine: Machine) -> Path:
    """Return the folder of this checkout's commit: an older one stays beside it, to go back to."""
    commit = output(
        ["git", "-c", f"safe.directory={machine.code}", "rev-parse", "--short=12", "HEAD"], cwd=machine.code
    )
    return RELEASES / commit.strip()


def code(machine: Machine) -> None:
    release = release_of(machine)
    if (release / ".complete").exists():
        return
    machine.folder(RELEASES, mode=0o755, owner="root")
    if not machine.dry_run:
        shutil.rmtree(release, ignore_errors=True)
    machine.run(
        *("git", "-c", f"safe.directory={machine.code}", "-c", f"safe.directory={machine.code / '.git'}"),
        *("clone", "--quiet", "--no-hardlinks", machine.code, release),
    )
    # What runs reads no history of the code.
    machine.run("rm", "-rf", release / ".git")
    # Built where it will lie: a virtualenv that was moved keeps the interpreter of its old place.
    machine.run("make", ".venv/.runtime", "PYTHON=/usr/bin/python3", cwd=None if machine.dry_run else release)
    machine.run(release / ".venv/bin/python", "-m", "compileall", "-q", release, cwd=None)
    machine.run("chmod", "-R", "go+rX,go-w", release)
    machine.run("touch", release / ".complete")


def switch(machine: Machine) -> None:
    """Make this release the one that runs."""
    release = release_of(machine)
    if CURRENT.is_symlink() and CURRENT.resolve() == release:
        return
    machine.run("ln", "-sfn", release, CURRENT)
    machine.changed.append(CURRENT)


# --- Database and counters ---------------------------------------------------------------------------
def database(machine: Machine) -> None:
    """The staff's user owns everything; what the public one may do is printed by `manage.py grants`."""
    if not has_systemd():
        machine.run("service", "postgresql", "start")
    for role in (STAFF, PUBLIC):
        if not _is_row(f"SELECT 1 FROM pg_roles WHERE rolname = '{role.user}'"):
            # The drill of a backup makes a database beside the live one.
            more = ["--createdb"] if role == STAFF else []
            machine.run("createuser", *more, role.user, user="postgres")
    if not _is_row(f"SELECT 1 FROM pg_database WHERE datname = '{DATABASE}'"):
        machine.run(
            *("createdb", "--owner", STAFF.user, "--encoding", "UTF8", "--template", "template0", DATABASE),
            user="postgres",
        )


def port_of_database(machine: Machine) -> str:
    """Return where the machine's own cluster listens: a second one beside it has another port than 5432."""
    if not keeps_database(machine) or machine.dry_run:
        return ""
    return output(["psql", "-tAc", "SHOW port"], user="postgres").strip()


def _is_row(query: str) -> bool:
    return succeeds("sh", "-c", f'psql -tAc "{query}" | grep -q 1', user="postgres")


def counters(machine: Machine) -> None:
    """A Redis for each side: whoever seizes the public one must not be able to clear the staff's."""
    for role in roles_on(machine.answers):
        if shares_counters(machine, role):
            continue
        text = layout.rendered("redis.conf", ROLE=role.name, PASSWORD=_redis_password(role))
        changed = machine.write(role.redis, text, mode=0o640, owner="root", group="redis")
        confined = layout.UNITS / f"redis-server@{role.service}.service.d/letters.conf"
        changed |= machine.write(confined, layout.rendered("redis-unit.conf"))
        if has_systemd():
            machine.run("systemctl", "daemon-reload")
            machine.run("systemctl", "enable", "--quiet", f"redis-server@{role.service}")
            if changed:
                machine.run("systemctl", "restart", f"redis-server@{role.service}")


def shares_counters(machine: Machine, role: Role) -> bool:
    """Several public hosts count together; the staff's counters are never where visitors' are."""
    return role == PUBLIC and bool(machine.answers.redis_url)


def _redis_password(role: Role) -> str:
    address = layout.variables(role.environment).get("REDIS_URL", "")
    kept = address.partition("://:")[2].partition("@")[0]
    return kept or secrets.token_hex(24)


# --- Settings, keys, tables ----------------------------------------------------------------------------
def settings(machine: Machine) -> None:
    for role in roles_on(machine.answers):
        before = layout.variables(role.environment)
        shared = machine.answers.redis_url if shares_counters(machine, role) else ""
        redis = shared or _redis_address(role)
        text = layout.environment(role, machine.answers, before, redis, port_of_database(machine))
        # systemd reads it for the side; whoever takes over nginx, which is in the side's group, must not.
        machine.write(role.environment, text, mode=0o600)


def _redis_address(role: Role) -> str:
    lines = role.redis.read_text().splitlines() if role.redis.exists() else []
    password = next((word[1:] for line in lines for word in line.split() if word[0] == ">"), "")
    return f"unix://:{password}@/run/redis-{role.service}/redis.sock"


def commands(machine: Machine) -> None:
    """Give each side a command of its own for manage.py: `letters-staff doctor`."""
    for role in roles_on(machine.answers):
        text = layout.rendered("command", ROLE=role.name, SERVICE=role.service, CODE=CURRENT)
        machine.write(layout.COMMANDS / role.service, text, mode=0o755)


def manage(machine: Machine, role: Role, *words: str | Path, stdin: str | None = None) -> str:
    return machine.run(
        *(CURRENT / ".venv/bin/python", "manage.py", *words),
        user=role.user,
        env=layout.variables(role.environment),
        stdin=stdin,
        cwd=None if machine.dry_run else CURRENT,
    )


def keys(machine: Machine) -> None:
    if machine.answers.is_staff:
        manage(machine, STAFF, "letters_keys", "make")


def place_for_unlocked_keys(machine: Machine) -> None:
    text = layout.rendered("tmpfiles.conf", PLACE=layout.OPENED_KEYS, USER=STAFF.user)
    machine.write(layout.TEMPORARY, text)
    machine.folder(layout.OPENED_KEYS, mode=0o700, owner=STAFF.user)


def shared_keys(machine: Machine) -> None:
    """A public side on another machine takes its share by hand (First day)."""
    if machine.answers.is_staff and machine.answers.is_public:
        share = Path("/run/letters-keys")
        if not machine.dry_run:
            share.unlink(missing_ok=True)
            share.touch(mode=0o600)
            shutil.chown(share, STAFF.user)
        manage(machine, STAFF, "letters_keys", "share", share, "--plain")
        machine.run("chown", PUBLIC.user, share)
        manage(machine, PUBLIC, "letters_keys", "take", share)
        machine.run("shred", "-u", share)


def tables(machine: Machine) -> None:
    manage(machine, STAFF, "migrate", "--no-input")
    manage(machine, STAFF, "index_search")


def grants(machine: Machine) -> None:
    """Applied by the cluster's administrator: a limit on connections is not the owner's to set."""
    for words in (["--administrator"], []):
        sql = manage(machine, STAFF, "grants", PUBLIC.user, *words)
        machine.run("psql", "-q", "-v", "ON_ERROR_STOP=1", DATABASE, user="postgres", stdin=sql)


def static(machine: Machine) -> None:
    for role in roles_on(machine.answers):
        manage(machine, role, "collectstatic", "--no-input", "-v0")


# --- Services ----------------------------------------------------------------------------------------
def units(machine: Machine) -> None:
    for name, text in layout.unit_files(machine.answers).items():
        machine.write(layout.UNITS / name, text)
    if has_systemd():
        machine.write(Path("/etc/systemd/journald.conf.d/letters.conf"), layout.rendered("journald.conf"))
        machine.run("systemctl", "daemon-reload")


def certificate(machine: Machine) -> None:
    """Over http, which nginx answers without one; certbot's own timer renews it in the same way."""
    if Path(layout.certificate_files(machine.answers)[0]).exists():
        return
    machine.folder(layout.CHALLENGES, mode=0o755, owner="root")
    serve(machine, layout.over_http(machine.answers))
    machine.run(*layout.certbot(machine.answers))


def onion(machine: Machine) -> None:
    """Tor names the service at its first start; then settings and proxy say the name."""
    machine.write(Path("/etc/tor/torrc.d/letters.conf"), layout.rendered("torrc"))
    include = Path("/etc/tor/torrc")
    line = "%include /etc/tor/torrc.d/*.conf"
    before = include.read_text() if include.exists() else ""
    if line not in before:
        machine.write(include, f"{before.rstrip()}\n{line}\n")
    machine.run("tor", "--verify-config", "--quiet", user="debian-tor")
    if has_systemd():
        machine.run("systemctl", "restart", "tor@default")
    settings(machine)


def proxy(machine: Machine) -> None:
    serve(machine, layout.proxy(machine.answers))


def serve(machine: Machine, sites: str) -> None:
    machine.write(layout.NGINX / "nginx.conf", layout.rendered("nginx/nginx.conf"))
    machine.write(layout.NGINX / "conf.d/letters.conf", sites)
    default = layout.NGINX / "sites-enabled/default"
    if default.exists():
        machine.run("rm", default)
    machine.run("nginx", "-t", "-q")
    if has_systemd():
        machine.run("systemctl", "reload-or-restart", "nginx")


def start(machine: Machine) -> None:
    """Start what doesn't run, and anew what runs, where a file of its changed.

    A process that finds something unsafe says so in its log and ends.
    """
    verb = "restart" if machine.changed else "start"
    services = [name for role in roles_on(machine.answers) for name in layout.SERVICES[role.name]]
    for service in services:
        machine.run("systemctl", "enable", "--quiet", service)
        machine.run("systemctl", verb, service)
    if machine.answers.is_staff:
        machine.run("systemctl", "enable", "--quiet", "--now", "letters-doctor.timer")
    if machine.answers.is_staff and machine.answers.backup_to:
        machine.run("systemctl", "enable", "--quiet", "--now", "letters-backup.timer")


def is_staff(machine: Machine) -> bool:
    return machine.answers.is_staff


STEPS = (
    Step("Install what is missing of Debian's packages", packages),
    Step("Make a user for each side, and their folders", users),
    Step("Build this release in a folder of its own", code),
    Step("Make the database and its two users", database, keeps_database),
    Step("Set up counters, one store a side", counters),
    Step("Write the settings of each side", settings),
    Step("Switch to this release", switch),
    Step("Give each side a command of its own", commands),
    Step("Make keys", keys),
    Step("Make a place in memory for keys that are unlocked", place_for_unlocked_keys, is_staff),
    Step("Bring the tables up to this release", tables, is_staff),
    Step(
        "Say what the public side's database user may do", grants, lambda m: is_staff(m) and keeps_database(m)
    ),
    Step("Give the public side its share of the keys", shared_keys),
    Step("Collect style sheets, scripts and fonts", static),
    Step("Write the units", units),
    Step("Get a certificate", certificate, lambda machine: bool(machine.answers.certbot)),
    Step("Set up the onion service", onion, lambda machine: machine.answers.onion),
    Step("Set up nginx", proxy),
    Step("Start everything", start, lambda machine: has_systemd()),
)
