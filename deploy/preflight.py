"""What must be true of a machine and its names before anything is installed, and the line that mends it."""

import platform
import re
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from deploy.answers import Answers
from deploy.layout import CURRENT
from deploy.machine import has_systemd, succeeds

LEAST_MIB = 1_800  # two web processes of each side, the worker, PostgreSQL
LEAST_GIB, LEAST_GIB_AGAIN = 5, 2  # for a new host; for another release beside the one that runs
DEBIAN = {"12", "13"}
PORTS = {80: "http", 443: "https"}


@dataclass(frozen=True)
class Finding:
    """`stops`: what follows can't succeed. Otherwise it may wait, and is said again by `manage.py doctor`."""

    what: str
    mend: str
    stops: bool = True


Look = Callable[[Answers], Iterator[Finding]]


def findings(answers: Answers) -> Iterator[Finding]:
    """Look at everything, whatever was found before."""
    for look in LOOKS:
        yield from look(answers)


def system(answers: Answers) -> Iterator[Finding]:
    release = platform.freedesktop_os_release()
    if release.get("ID") != "debian" or release.get("VERSION_ID") not in DEBIAN:
        yield Finding(f"This is {release.get('PRETTY_NAME')}.", "Take a machine with Debian 12 or 13.")
    if not has_systemd():
        words = "Units are written, but nothing starts them: systemd does not run here."
        yield Finding(words, "Start the commands of the units by hand.", stops=False)


def memory(answers: Answers) -> Iterator[Finding]:
    total = int(re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text())[1]) // 1024  # type: ignore[index]
    if total < LEAST_MIB:
        yield Finding(f"The machine has {total} MiB of memory.", f"Give it {LEAST_MIB} MiB or more.")


def disk(answers: Answers) -> Iterator[Finding]:
    free = shutil.disk_usage("/").free // 1024**3
    least = LEAST_GIB_AGAIN if CURRENT.exists() else LEAST_GIB
    if free < least:
        yield Finding(f"{free} GiB of disk are free.", f"Free {least} GiB or more.")


def clock(answers: Answers) -> Iterator[Finding]:
    """Second steps, links and times of keeping all hang on it."""
    if has_systemd() and not succeeds("sh", "-c", "timedatectl show -p NTPSynchronized | grep -q =yes"):
        yield Finding("Nothing sets the clock.", "apt-get install systemd-timesyncd", stops=False)


def names(answers: Answers) -> Iterator[Finding]:
    """Ask where each name leads. A certificate can be had only for one that leads here."""
    for name in answers.names:
        leads_to = addresses_of(name)
        if not leads_to:
            yield Finding(
                f"{name} leads nowhere.",
                f"Make an A record (AAAA, too, if you have IPv6) for {name} at whoever keeps your domain,"
                " and wait until `getent hosts` finds it.",
                stops=bool(answers.certbot),
            )
        elif not leads_to & own_addresses():
            yield Finding(
                f"{name} leads to {', '.join(sorted(leads_to))}, which is not an address of this machine.",
                "That is right behind a router that passes ports 80 and 443 on; otherwise mend the record.",
                stops=False,
            )


def ports(answers: Answers) -> Iterator[Finding]:
    for port, kind in PORTS.items():
        holder = holder_of(port)
        if holder and holder != "nginx":
            yield Finding(
                f"Port {port} ({kind}) is held by {holder}.", f"Stop {holder}: nginx has to answer there."
            )


def certificate(answers: Answers) -> Iterator[Finding]:
    for path in filter(None, (answers.certificate, answers.certificate_key)):
        if not Path(path).is_file():
            yield Finding(f"{path} is missing.", "Give the certificate with its chain, and its key.")
            return
    if answers.certificate and shutil.which("openssl"):
        said = _openssl("x509", "-noout", "-checkend", str(7 * 86400), "-in", answers.certificate)
        if said.returncode:
            yield Finding("The certificate ends within a week.", "Renew it.", stops=False)
        for name in answers.names:
            if (
                "does match"
                not in _openssl("x509", "-noout", "-checkhost", name, "-in", answers.certificate).stdout
            ):
                yield Finding(f"The certificate is not for {name}.", "Have one made for both names.")


def mail(answers: Answers) -> Iterator[Finding]:
    """Without these records other servers take our mail for a forgery, and writers get none."""
    domain = answers.mail_from.rpartition("@")[2].strip(">")
    if not answers.is_staff or not shutil.which("host"):
        return
    if not any("v=spf1" in line for line in texts_of(domain)):
        yield Finding(
            f"{domain} has no SPF record: who may send for it is not said.",
            f'A TXT record for {domain}: "v=spf1 mx a:{answers.mail_host} -all"',
            stops=False,
        )
    if not any("v=DMARC1" in line for line in texts_of(f"_dmarc.{domain}")):
        yield Finding(
            f"{domain} has no DMARC record.",
            f'A TXT record for _dmarc.{domain}: "v=DMARC1; p=quarantine"',
            stops=False,
        )
    yield Finding(
        "DKIM can't be seen from here: only your mail server knows its selector.",
        f"Send yourself a mail from {answers.mail_from} and look for dkim=pass in its headers.",
        stops=False,
    )


def mail_server(answers: Answers) -> Iterator[Finding]:
    if not answers.is_staff:
        return
    try:
        socket.create_connection((answers.mail_host, answers.mail_port), timeout=5).close()
    except OSError as error:
        yield Finding(
            f"{answers.mail_host}:{answers.mail_port} does not answer ({type(error).__name__}).",
            "Check the name and port, and whether your provider blocks outgoing mail.",
            stops=False,
        )


LOOKS: tuple[Look, ...] = (system, memory, disk, clock, names, ports, certificate, mail, mail_server)


def addresses_of(name: str) -> set[str]:
    try:
        return {str(found[4][0]) for found in socket.getaddrinfo(name, 443, type=socket.SOCK_STREAM)}
    except OSError:
        return set()


def own_addresses() -> set[str]:
    return {*_said("hostname", "-I").split(), "127.0.0.1", "::1"}


def holder_of(port: int) -> str:
    """Return the name of the program that listens on a port, "" for none, "something" where nobody tells."""
    said = _said("ss", "-Hltnp", f"sport = :{port}")
    found = re.search(r'\(\("([^"]+)"', said)
    return found[1] if found else "something" if said.strip() else ""


def texts_of(domain: str) -> list[str]:
    return _said("host", "-t", "TXT", domain).splitlines()


def _said(*words: str) -> str:
    """Return what a program prints, "" where a bare machine does not have it yet."""
    if not shutil.which(words[0]):
        return ""
    return subprocess.run(words, capture_output=True, text=True, check=False).stdout


def _openssl(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["openssl", *words], capture_output=True, text=True, check=False)
