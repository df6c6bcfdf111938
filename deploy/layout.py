"""Where things lie on a host, and the files that say so: units, proxy, environments."""

import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from deploy.answers import Answers

CODE = Path("/srv/letters")
CURRENT = CODE / "current"  # the release that runs, a link
RELEASES = CODE / "releases"
SETTINGS = Path("/etc/letters")
TEMPLATES = Path(__file__).parent / "templates"
UNITS = Path("/etc/systemd/system")
COMMANDS = Path("/usr/local/sbin")
NGINX = Path("/etc/nginx")
DATABASE = "letters"
# In memory. No RuntimeDirectory of a unit: that goes when the unit stops, and worker and web share this one.
OPENED_KEYS = Path("/run/letters-staff-keys")
TEMPORARY = Path("/etc/tmpfiles.d/letters.conf")
# Written by the staff side, read by the public one: nothing lies there but what pages show.
PICTURES = Path("/var/lib/letters-pictures")
CHALLENGES = Path("/var/www/letters-acme")  # where certbot puts what proves that a name is ours
ONION = Path("/var/lib/tor/letters")
NETWORK = "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6"
# Whoever seizes such a process has no way out but through what it answers.
NO_NETWORK = "RestrictAddressFamilies=AF_UNIX\nIPAddressDeny=any"
PLAIN = re.compile(r"[\w@%+=:,./~-]*")
PLACE = re.compile(r"@([A-Z_]+)@")


@dataclass(frozen=True)
class Role:
    """A process of its own user; the worker is staff's."""

    name: str

    @property
    def user(self) -> str:
        """The same name on the machine and in the database, where a hyphen would ask for quotes."""
        return f"letters_{self.name}"

    @property
    def service(self) -> str:
        return f"letters-{self.name}"

    @property
    def home(self) -> Path:
        return Path(f"/var/lib/letters-{self.name}")

    @property
    def environment(self) -> Path:
        return SETTINGS / f"{self.name}.env"

    @property
    def socket(self) -> Path:
        return Path(f"/run/letters-{self.name}/web.sock")

    @property
    def redis(self) -> Path:
        return Path(f"/etc/redis/redis-letters-{self.name}.conf")


PUBLIC, STAFF = Role("public"), Role("staff")
SERVICES = {"public": ["letters-public"], "staff": ["letters-staff", "letters-worker"]}


def roles_on(answers: Answers) -> list[Role]:
    return [role for role in (PUBLIC, STAFF) if role.name in answers.roles]


def rendered(template: str, **values: object) -> str:
    """Fill in @NAME@; one that has no value is a fault of ours, and a KeyError."""
    text = (TEMPLATES / template).read_text()
    return PLACE.sub(lambda found: str(values[found[1]]), text)


def environment(role: Role, answers: Answers, before: dict[str, str], redis: str, port: str = "") -> str:
    """Return the lines of a role's environment; of those `before`, secrets and lines of one's own stay."""
    return "".join(
        f"{name}={quoted(value)}\n"
        for name, value in {**before, **_ours(role, answers, before, redis, port)}.items()
    )


def _ours(role: Role, answers: Answers, before: dict[str, str], redis: str, port: str) -> dict[str, str]:
    name = answers.public_name if role == PUBLIC else answers.staff_name
    onion = onion_name() if role == PUBLIC and answers.onion else ""
    said = {
        "DJANGO_SETTINGS_MODULE": "cms.settings.production",
        "SITE_ROLE": role.name,
        "SECRET_KEY": before.get("SECRET_KEY") or secrets.token_urlsafe(48),
        "ALLOWED_HOSTS": ",".join(filter(None, [name, onion])),
        "SITE_URL": f"https://{answers.public_name}",
        "STAFF_URL": f"https://{answers.staff_name}",
        "DATABASE_URL": answers.database_url or _local_database(port),
        "VAR_DIR": str(role.home),
        "RENDITIONS_DIR": str(PICTURES),
        "BIND": f"unix:{role.socket}",
        "BEHIND_PROXY": "1",
        "CLIENT_ADDRESS_HEADER": "X-Forwarded-For",
        "REDIS_URL": redis,
    }
    return said | (_mail(answers) if role == STAFF else {})


def _local_database(port: str) -> str:
    """Over the socket a user of the machine is that user of the database: there is no password to lose."""
    place = quote("/var/run/postgresql", safe="") + (f":{port}" if port else "")
    return f"postgres://{place}/{DATABASE}"


def _mail(answers: Answers) -> dict[str, str]:
    password = Path(answers.mail_password_file).read_text().strip() if answers.mail_password_file else ""
    return {
        "DEFAULT_FROM_EMAIL": answers.mail_from,
        "EMAIL_HOST": answers.mail_host,
        "EMAIL_PORT": str(answers.mail_port),
        "EMAIL_USE_TLS": "0" if answers.mail_host == "localhost" else "1",
        "EMAIL_HOST_USER": answers.mail_user,
        "EMAIL_HOST_PASSWORD": password,
    }


def variables(path: Path) -> dict[str, str]:
    """Read an environment file; {} where there is none."""
    lines = path.read_text().splitlines() if path.exists() else []
    pairs = (line.partition("=") for line in lines if line.strip() and not line.startswith("#"))
    return {name.strip(): unquoted(value) for name, _sign, value in pairs}


def quoted(value: str) -> str:
    """Write a value so that systemd reads the same: signs of a password may mean something to it."""
    return value if PLAIN.fullmatch(value) else '"' + re.sub(r'(["\\$`])', r"\\\1", value) + '"'


def unquoted(value: str) -> str:
    return re.sub(r"\\(.)", r"\1", value[1:-1]) if value.startswith('"') else value


def onion_name() -> str:
    """The address that tor made; "" before its first start."""
    path = ONION / "hostname"
    return path.read_text().strip() if path.exists() else ""


def proxy(answers: Answers) -> str:
    """Return the sites of nginx: one a name, and the onion service's on the loopback."""
    certificate, key = certificate_files(answers)
    shared = {"CERTIFICATE": certificate, "CERTIFICATE_KEY": key}
    onion = onion_name() if answers.onion else ""
    location = f'add_header Onion-Location "http://{onion}$request_uri" always;' if onion else ""
    parts = [over_http(answers)]
    if answers.is_public:
        parts.append(
            rendered("nginx/public.conf", NAME=answers.public_name, ONION_LOCATION=location, **shared)
        )
    if onion:
        parts.append(rendered("nginx/onion.conf", NAME=onion))
    if answers.is_staff:
        parts.append(rendered("nginx/staff.conf", NAME=answers.staff_name, **shared))
    return "\n".join(parts)


def over_http(answers: Answers) -> str:
    """Return what nginx answers to any name, and without a certificate."""
    return rendered("nginx/all.conf", NAMES=" ".join(answers.names), CHALLENGES=CHALLENGES)


def certbot(answers: Answers) -> list[str]:
    """Return the command that asks for a certificate: it is renewed as it was asked for, while nginx runs."""
    named = [word for name in answers.names for word in ("-d", name)]
    how = ["--webroot", "-w", str(CHALLENGES), "--deploy-hook", "systemctl reload nginx"]
    return ["certbot", "certonly", "--non-interactive", "--agree-tos", "-m", answers.certbot, *how, *named]


def certificate_files(answers: Answers) -> tuple[str, str]:
    if answers.certificate:
        return answers.certificate, answers.certificate_key
    folder = f"/etc/letsencrypt/live/{answers.names[0]}"
    return f"{folder}/fullchain.pem", f"{folder}/privkey.pem"


def unit_files(answers: Answers) -> dict[str, str]:
    """Return {file name: text} of the units of this host."""
    found = {}
    for role in roles_on(answers):
        for service in SERVICES[role.name]:
            values = _unit_values(role, answers)
            found[f"{service}.service"] = rendered(f"units/{service}.service", **values)
    if answers.is_staff:
        found["letters-doctor.service"] = rendered(
            "units/letters-doctor.service", **_unit_values(STAFF, answers)
        )
        found["letters-doctor.timer"] = rendered("units/letters-doctor.timer")
    if answers.is_staff and answers.backup_to:
        told = {"TO": answers.backup_to, "FOLDER_OF_BACKUPS": answers.backup_folder}
        values = {**_unit_values(STAFF, answers), **told}
        found["letters-backup.service"] = rendered("units/letters-backup.service", **values)
        found["letters-backup.timer"] = rendered("units/letters-backup.timer")
    return found


def _unit_values(role: Role, answers: Answers) -> dict[str, object]:
    return {
        "USER": role.user,
        "FOLDER": role.service,
        "ENVIRONMENT": role.environment,
        "CODE": CURRENT,
        "HOME": role.home,
        "PICTURES": PICTURES,
        "HARDENING": rendered("units/hardening").strip(),
        "NETWORK": NETWORK if needs_network(role, answers) else NO_NETWORK,
    }


def needs_network(role: Role, answers: Answers) -> bool:
    """Say whether a side speaks to anything but sockets of this machine.

    The staff's sends mail and keeps files in buckets; of these the public one knows the addresses alone.
    """
    return role == STAFF or bool(answers.database_url or answers.redis_url)
