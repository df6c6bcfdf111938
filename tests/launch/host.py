"""A machine to install on: this one's files beneath, its own changes above, gone with the mount namespace.

No systemd runs in it. What it would do is read from the units and done by hand: user, environment, limits.
"""

import os
import re
import shlex
import signal
import socket
import ssl
import subprocess
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection
from itertools import starmap
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from deploy.layout import DATABASE, variables
from tests.deploy.certificates import pin_of, self_signed

CHECKOUT = Path(__file__).parents[2]
PLACE = Path("/mnt")
PUBLIC_NAME, STAFF_NAME = "letters.example", "staff.letters.example"
MAIL_PORT = 2525
SERVICES = ("letters-public", "letters-staff", "letters-worker")
FIRST = "06435ce0"
ASKED = [
    *(f"--public-name={PUBLIC_NAME}", f"--staff-name={STAFF_NAME}"),
    *("--mail-host=localhost", f"--mail-port={MAIL_PORT}", f"--mail-from=letters@{PUBLIC_NAME}"),
    *(
        "--certificate=/etc/ssl/letters.pem",
        "--certificate-key=/etc/ssl/letters.key",
        "--backup-to=/var/backups/letters",
        "--yes",
    ),
]
# What a unit's limits are as words to setpriv; the sandbox of the file system is systemd's own to make.
CONFINED = ["--clear-groups", "--no-new-privs", "--bounding-set=-all", "--inh-caps=-all"]

MIGRATION = """
from django.db import migrations

class Migration(migrations.Migration):
    dependencies = [("home", "{after}")]
    operations = [migrations.RunSQL("ALTER TABLE home_heartbeat ADD trial integer", migrations.RunSQL.noop)]
"""


@dataclass
class Host:
    root: Path
    processes: dict[str, subprocess.Popen] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)  # what one test hands on to the next

    @classmethod
    def made(cls):
        mount("tmpfs", PLACE, "-t", "tmpfs", "-o", "size=12g")
        upper, work, root = (PLACE / name for name in ("upper", "work", "root"))
        for folder in (upper, work, root):
            folder.mkdir()
        mount("overlay", root, "-t", "overlay", "-o", f"lowerdir=/,upperdir={upper},workdir={work}")
        mount("proc", root / "proc", "-t", "proc")
        for name in ("dev", "sys"):
            mount(f"/{name}", root / name, "--rbind")
        for name in ("run", "tmp"):
            mount("tmpfs", root / name, "-t", "tmpfs")
        (root / "tmp").chmod(0o1777)
        (root / "run/lock").mkdir(mode=0o1777)
        host = cls(root)
        host.be_bare()
        return host

    def be_bare(self):
        """Take away what the machine beneath has of ours; give it a clone, a certificate and its names."""
        self.run("rm", "-rf", "/srv/letters", "/etc/letters", "/checkout")
        for folder in ("var/lib/postgresql", "etc/postgresql"):
            mount("tmpfs", self.root / folder, "-t", "tmpfs")
            self.run("chown", "postgres:postgres", f"/{folder}")
        self.run("sh", "-c", "v=$(ls /usr/lib/postgresql | sort -n | tail -1); pg_createcluster $v main")
        subprocess.run(["git", "clone", "-q", CHECKOUT, self.root / "checkout"], check=True)
        self_signed(self.root / "etc/ssl", PUBLIC_NAME, STAFF_NAME)
        hosts = self.root / "etc/hosts"
        hosts.write_text(f"127.0.0.1 localhost {PUBLIC_NAME} {STAFF_NAME}\n")

    @property
    def pin(self):
        return pin_of(self.root / "etc/ssl/letters.pem")

    # --- Commands ----------------------------------------------------------------------------------
    def run(self, *words, check=True, **more):
        """Run a command in it as root, and return what it said."""
        path = "/usr/sbin:/usr/bin:/sbin:/bin"
        ended = subprocess.run(
            ["chroot", self.root, "env", f"PATH={path}", *words],
            capture_output=True,
            text=True,
            check=False,
            **more,
        )
        assert not check or ended.returncode == 0, f"{words}: {ended.stdout[-3000:]}{ended.stderr[-3000:]}"
        return ended

    def install(self, *more):
        return self.run("sh", "-c", f"cd /checkout && deploy/install {shlex.join([*ASKED, *more])}").stdout

    def manage(self, role, *words, **more):
        """Run `letters-staff …` or `letters-public …`, as First day has it."""
        return self.run(f"/usr/local/sbin/letters-{role}", *words, **more)

    def add_settings(self, role, lines):
        """Write lines of the administrator's own into the settings of a side."""
        with (self.root / f"etc/letters/{role}.env").open("a") as settings:
            settings.writelines(starmap("{}={}\n".format, lines.items()))

    def give(self, path, content):
        """Lay a file where every user of it reads it."""
        path = self.root / path.relative_to("/")
        path.write_bytes(content)
        path.chmod(0o644)

    def lend(self, kept, to):
        """Put in the stick: the staff side's user reads it for now."""
        self.run("cp", kept, to)
        self.run("chown", "letters_staff", to)

    def psql(self, query):
        return self.run("runuser", "-u", "postgres", "--", "psql", "-tAF,", "-c", query, DATABASE).stdout

    def drop_database(self):
        self.run("runuser", "-u", "postgres", "--", "dropdb", "--force", DATABASE)

    def counts(self):
        """Return {table: number of rows} of the whole database."""
        query = (
            "SELECT table_name, (xpath('/row/c/text()', query_to_xml(format('SELECT count(*) AS c FROM %I',"
            " table_name), false, true, '')))[1]::text"
            " FROM information_schema.tables WHERE table_schema = 'public'"
        )
        return dict(line.split(",") for line in self.psql(query).split())

    def as_unit(self, unit, command):
        there = variables(self.root / unit.environment.lstrip("/"))
        inner = f"umask 0077; cd /srv/letters/current && exec {shlex.join(command)}"
        privileges = ["setpriv", f"--reuid={unit.user}", f"--regid={unit.user}", *CONFINED]
        limits = ["prlimit", "--nofile=4096", "--core=0"]
        return [
            "env",
            "-i",
            "PATH=/usr/bin:/bin",
            *starmap("{}={}".format, there.items()),
            *privileges,
            *limits,
            "sh",
            "-c",
            inner,
        ]

    def lines(self, path):
        return (self.root / path.lstrip("/")).read_text().splitlines()

    # --- Releases ---------------------------------------------------------------------------------
    @property
    def current(self):
        """The folder of the release that runs."""
        return self.run("readlink", "/srv/letters/current").stdout.strip()

    def git(self, *words):
        who = ("-c", "user.name=Olena", "-c", f"user.email=olena@{PUBLIC_NAME}")
        return self.run("git", "-C", "/checkout", "-c", "safe.directory=*", *who, *words).stdout.strip()

    def release_before(self):
        """Return the newest tag below this commit, else one whose grants suit the public code of today."""
        tags = self.git("tag", "--merged", "HEAD^", "--sort=-creatordate").split()
        return tags[0] if tags else FIRST

    def add_release(self, version):
        """Add a commit to the checkout as the next release would be: a number, and a migration that adds."""
        last = max(path.stem for path in (self.root / "checkout/home/migrations").glob("0*.py"))
        migration = self.root / f"checkout/home/migrations/{int(last[:4]) + 1:04}_trial.py"
        migration.write_text(MIGRATION.format(after=last))
        about = self.root / "checkout/home/__init__.py"
        about.write_text(re.sub(r"(?m)^__version__ = .*", f'__version__ = "{version}"', about.read_text()))
        self.git("add", "home")
        self.git("commit", "-q", "-m", f"Release {version}")

    # --- Services ----------------------------------------------------------------------------------
    def unit(self, name):
        """Read what the tests need of a unit."""
        pairs = dict(
            line.split("=", 1) for line in self.lines(f"/etc/systemd/system/{name}.service") if "=" in line
        )
        return SimpleNamespace(
            user=pairs["User"],
            environment=pairs["EnvironmentFile"],
            command=shlex.split(pairs["ExecStart"]),
            runtime=pairs.get("RuntimeDirectory", ""),
            network=[] if "IPAddressDeny" not in pairs else ["unshare", "--net"],
        )

    def start(self, name):
        """Do what systemd would do with the unit."""
        unit = self.unit(name)
        if unit.runtime:
            folder = self.root / "run" / unit.runtime
            folder.mkdir(mode=0o750, exist_ok=True)
            self.run("chown", f"{unit.user}:{unit.user}", f"/run/{unit.runtime}")
        log = (PLACE / f"{name}.log").open("ab")
        self.processes[name] = subprocess.Popen(
            ["chroot", self.root, *self.as_unit(unit, unit.command)],
            stdout=log,
            stderr=log,
            start_new_session=True,
        )

    def start_services(self):
        for name in SERVICES:
            self.start(name)
        self.wait_for(PUBLIC_NAME)
        self.wait_for(STAFF_NAME)

    def stop_services(self):
        for name in SERVICES:
            self.end(name)

    def restart_services(self):
        self.stop_services()
        self.start_services()

    def once(self, name):
        """Run a unit that ends by itself; return how it ended."""
        unit = self.unit(name)
        return self.run(*self.as_unit(unit, unit.command), check=False).returncode

    def start_counters(self):
        for role in ("public", "staff"):
            folder = self.root / f"run/redis-letters-{role}"
            folder.mkdir(exist_ok=True)
            self.run("chown", "redis:redis", f"/run/redis-letters-{role}")
            folder.chmod(0o755)
            command = ["redis-server", f"/etc/redis/redis-letters-{role}.conf", "--supervised", "no"]
            self.processes[f"redis-{role}"] = subprocess.Popen(
                [
                    "chroot",
                    self.root,
                    "setpriv",
                    "--reuid=redis",
                    "--regid=redis",
                    "--clear-groups",
                    *command,
                ],
                stdout=subprocess.DEVNULL,
                start_new_session=True,
            )

    def start_proxy(self):
        self.processes["nginx"] = subprocess.Popen(
            ["chroot", self.root, "/usr/sbin/nginx", "-g", "daemon off;"], start_new_session=True
        )

    def reload_proxy(self):
        self.end("nginx")
        self.start_proxy()
        self.wait_for(PUBLIC_NAME)

    def start_tor(self):
        """Let it make its keys, and thereby the name of the service; it has no network to go to."""
        command = ["runuser", "-u", "debian-tor", "--", "tor", "--DisableNetwork", "1", "--quiet"]
        self.processes["tor"] = subprocess.Popen(["chroot", self.root, *command], start_new_session=True)
        wait_until((self.root / "var/lib/tor/letters/hostname").exists, seconds=60)

    def end(self, name):
        """Stop a service as systemd would, and wait for its end."""
        process = self.processes.pop(name)
        os.killpg(process.pid, signal.SIGTERM)
        return process.wait(60)

    def stop(self):
        for name in [*self.processes]:
            self.end(name)
        self.run("service", "postgresql", "stop", check=False)

    def log_of(self, name):
        return (PLACE / f"{name}.log").read_text()

    # --- Visitors ----------------------------------------------------------------------------------
    def get(self, name, path):
        """Ask nginx by TLS, believing our own certificate alone; return status, headers, text."""
        trusted = ssl.create_default_context(cafile=self.root / "etc/ssl/letters.pem")
        plain = socket.create_connection(("127.0.0.1", 443), timeout=60)
        return asked(trusted.wrap_socket(plain, server_hostname=name), name, path)

    def get_over_http(self, name, path):
        return asked(socket.create_connection(("127.0.0.1", 80), timeout=60), name, path)

    def get_over_tor(self, name, path):
        """Come out where tor hands on to nginx."""
        end = socket.socket(socket.AF_UNIX)
        end.connect(str(self.root / "run/letters-onion.sock"))
        return asked(end, name, path)

    def wait_for(self, name, path="/healthz", seconds=60):
        end = time.monotonic() + seconds
        while (answer := self.tried(name, path)) != 200:
            assert time.monotonic() < end, (answer, *map(self.last_words, self.processes))
            time.sleep(0.3)

    def tried(self, name, path):
        try:
            return self.get(name, path).status
        except OSError as error:
            return str(error)

    def last_words(self, name):
        path = PLACE / f"{name}.log"
        return name, path.read_text()[-1500:] if path.exists() else ""


def asked(connected, name, path):
    connection = HTTPConnection(name)
    connection.sock = connected
    connection.request("GET", path)
    answer = connection.getresponse()
    return SimpleNamespace(status=answer.status, headers=answer.headers, text=answer.read().decode())


def mount(what, where, *options):
    where.mkdir(exist_ok=True)
    subprocess.run(["mount", *options, what, where], check=True)


def wait_until(happens, *, seconds):
    end = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < end
        time.sleep(1)
