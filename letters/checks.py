"""What letters ask of the project: sound keys, settings that keep people safe, and a middleware."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.core.checks import CheckMessage
from django.db import DatabaseError
from django.db.models import Model, QuerySet
from django.utils import timezone

from home.checks import INPUT_GUARD, SECURITY_HEADERS, SESSION
from home.headless.checks import API_MIDDLEWARE
from home.security.keyring import KeyRingError, locked_keys, locked_since, ring
from home.settings.defaults import settings
from home.settings.requirements import START, Condition, Needed, broken, faults_of_middleware
from home.settings.rings import STAFF_RINGS
from letters import settings as ours
from letters.choices.letters import Keeping
from letters.models import Letter, Tombstone
from letters.permissions.seats import accounts_that_hold_too_much
from letters.retention.ledger import LedgerError, read_ledger
from letters.retention.read_models import days_kept, replies_for_the_offline_key
from letters.retention.rules import RETENTION_RULES
from letters.sealing.columns import count_by_key, filled, surely_ours
from letters.sealing.keys import faults, staff_rings_in_reach
from letters.sealing.locking import rings_in_clear
from letters.sealing.read_models import MEND, differences
from letters.sealing.sealed_box import has_offline_key, has_release_key

TAG = "keys"
MIDDLEWARE = (
    Needed(
        "letters.E011",
        "letters.middleware.KeepTextMiddleware",
        "gives writers their letter back when something fails or refuses it",
        after=(SECURITY_HEADERS,),
        before=(API_MIDDLEWARE, INPUT_GUARD, SESSION),
    ),
)


def keeps(name: str) -> Callable[[Any], bool]:
    return lambda s: getattr(s, name, None) == getattr(ours, name)


CONDITIONS = (
    Condition(
        "letters.E012",
        "A public host must not know where the private keys are.",
        "SITE_ROLE=public takes them out of KEY_FILES.",
        lambda s: s.SITE_ROLE != "public" or not set(STAFF_RINGS) & set(s.KEY_FILES),
    ),
    Condition(
        "letters.E013",
        "SITE_ROLE=all is for one machine on a desk.",
        "Run two processes under two users: SITE_ROLE=public and SITE_ROLE=staff.",
        lambda s: not (s.PRODUCTION and s.SITE_ROLE == "all"),
    ),
    Condition(
        "letters.E014",
        "Letters would be taken although demo accounts may exist.",
        "LETTERS_REFUSED_WITH_DEMO_ACCOUNTS must be on.",
        lambda s: s.LETTERS_REFUSED_WITH_DEMO_ACCOUNTS or not s.PRODUCTION,
    ),
    Condition(
        "letters.E016",
        "Whoever reads letters and sends them out could be made an administrator, too.",
        "Put letters.apps.StaffUsersConfig in the place of wagtail.users in INSTALLED_APPS.",
        lambda s: "letters.apps.StaffUsersConfig" in s.INSTALLED_APPS,
    ),
    *(
        Condition(
            "letters.E015",
            f"{name} must be {getattr(ours, name)!r}: else {harm}.",
            "`from letters.settings import *` sets it.",
            keeps(name),
        )
        for name, harm in ours.KEPT.items()
    ),
)


@checks.register(START)
def project_is_ready(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[checks.Error]:
    return [*broken(CONDITIONS), *faults_of_middleware(MIDDLEWARE)]


@checks.register(TAG, START)
def keys_are_sound(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    found = faults(other_secrets=[settings.SECRET_KEY])
    return [
        checks.Error(fault, hint="manage.py letters_keys make; letters_keys list", id="letters.E001")
        for fault in found or lost_keys()
    ]


@checks.register(TAG, START)
def keys_of_what_arrived_are_here(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """What names an unknown key keeps no host from starting: whoever has taken a public host can write it."""
    if not (rows := parts_of_unknown_keys()):
        return []
    text = f"{rows} sealed parts that came from outside name keys that are not in the ring letters_private"
    hint = "forged, unless a key was lost: restore letters_private from its copy, or reject these letters"
    return [checks.Warning(text, hint=hint, id="letters.W020")]


@checks.register(TAG, START)
def rings_of_staff_are_locked(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Whoever carries a machine away reads what lies on its disk in clear. On a desk that may be."""
    if not settings.PRODUCTION or not (names := rings_in_clear()):
        return []
    text = f"In clear on the disk, so that whoever takes the machine opens all letters: {', '.join(names)}"
    hint = "manage.py letters_keys lock (docs/security.md says what that costs)"
    return [checks.Warning(text, hint=hint, id="letters.W018")]


@checks.register(TAG, START)
def rings_are_unlocked(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """A locked host starts and serves; what needs the rings waits."""
    try:
        since = locked_since()
    except KeyRingError:  # said above
        return []
    if since is None:
        return []
    text = f"The letters are locked since {since:%Y-%m-%d %H:%M} UTC: they arrive and wait"
    return [checks.Warning(text, hint="manage.py letters_keys unlock", id="letters.W019")]


@checks.register(START)
def no_ring_of_staff_in_reach(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[checks.Error]:
    """Whoever takes over a public host reads every file that its process can."""
    if settings.SITE_ROLE != "public":
        return []
    hint = (
        "Move it to the staff host, or to a user of its own; if visitors reached this host, make a new key."
    )
    return [
        checks.Error(f"A public host can read a ring of the staff: {path}", hint=hint, id="letters.E017")
        for path in staff_rings_in_reach()
    ]


@checks.register(TAG, START)
def hosts_have_the_same_keys(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """A code or a letter made with a key of this host alone is lost on the other."""
    try:
        found = differences()
    except (KeyRingError, DatabaseError):  # a ring is at fault: said above; no tables yet
        return []
    return [
        *(checks.Error(fault, hint=MEND, id="letters.E005") for fault in found.wrong),
        *(checks.Warning(fault, hint=MEND, id="letters.W006") for fault in found.behind),
    ]


@checks.register(TAG, START)
def database_knows_every_erasure(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """A ledger that knows more than the database means that a restore was not finished."""
    unknown = len(erasures_missed())
    if not unknown:
        return []
    text = f"{unknown} erasures stand in {settings.ERASURE_LEDGER} and not in the database: it was restored"
    return [checks.Error(text, hint="manage.py restore_check", id="letters.E002")]


@checks.register(TAG, START)
def copies_can_be_sealed(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """A copy that a writer was promised needs the ring on the staff host, too."""
    if has_release_key():
        return []
    try:
        ring("letters_private")
        waiting = Letter.objects.filter(is_for_release=True).exclude(sealed_body="").count()
    except (KeyRingError, DatabaseError):  # a public host, which empties no letter; no tables yet
        return []
    if not waiting:
        return []
    text = f"{waiting} letters are to leave a copy for a release, and the ring release_public is not here"
    return [checks.Warning(text, hint="copy it from the host that has it", id="letters.W004")]


@checks.register(TAG, START)
def replies_can_be_sealed(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """After their days at the desk no host is to open them: that takes a key whose other half is away."""
    if has_offline_key():
        return []
    try:
        ring("letters_private")
        day = timezone.localdate() - timedelta(days=days_kept()[Keeping.REPLIES_AT_HAND])
        waiting = replies_for_the_offline_key(day).count()
    except (KeyRingError, DatabaseError):  # a public host, which opens no reply; no tables yet
        return []
    if not waiting:
        return []
    text = f"{waiting} replies of prisoners wait for an offline key, and whoever takes this host opens them"
    return [checks.Warning(text, hint="manage.py letters_keys backup FILE", id="letters.W021")]


@checks.register(checks.Tags.database)
def roles_stand_apart(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Nobody reads letters, sends them out and rules the site: an error in production, else a warning."""
    if not databases:
        return []
    try:
        accounts = accounts_that_hold_too_much()
    except DatabaseError:  # not migrated yet
        return []
    message, severity = (checks.Error, "E") if settings.PRODUCTION else (checks.Warning, "W")
    return [
        message(
            f"{user.get_username()} is first reader, dispatcher and administrator at once",
            hint="take one of the seats or the right to administer away",
            id=f"letters.{severity}003",
        )
        for user in accounts
    ]


def erasures_missed() -> set[str]:
    """Return the digests of the ledger that the database lacks though it should still have them."""
    oldest = timezone.localdate() - timedelta(days=RETENTION_RULES[Keeping.TOMBSTONE].days)
    try:
        noted = {digest for digest, day in read_ledger(settings.ERASURE_LEDGER).items() if day > oldest}
        return noted and noted - set(Tombstone.objects.values_list("digest", flat=True))
    except (LedgerError, DatabaseError):  # no tables yet; a broken ledger is told by restore_check
        return set()


def lost_keys() -> list[str]:
    """Return a sentence for each key that is not here and surely sealed something."""
    proven, named = _unknown_keys(surely_ours), _unknown_keys()
    return [
        f"letters_private: key {kid} is not in the ring, and {named[kid]} sealed parts need it"
        for kid in sorted(proven)
    ]


def parts_of_unknown_keys() -> int:
    """Return how many parts name keys that are not here and that may never have been."""
    proven = _unknown_keys(surely_ours)
    return sum(rows for kid, rows in _unknown_keys().items() if kid not in proven)


def _unknown_keys(rows_of: Callable[[type[Model], str], QuerySet[Any]] = filled) -> dict[str, int]:
    """Return {key id: sealed parts} of keys that are not here; a public host opens nothing."""
    if "letters_private" not in settings.KEY_FILES:
        return {}
    try:
        known = set(locked_keys().get("letters_private") or ring("letters_private").keys)
        counted = count_by_key(rows_of)
    except (KeyRingError, DatabaseError):  # no ring: said above; no tables: nothing is sealed yet
        return {}
    return {kid: rows for kid, rows in counted.items() if kid not in known}
