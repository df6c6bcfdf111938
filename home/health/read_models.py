"""Answers about what all apps share: database, disk, worker, jobs, mail, Redis, certificates."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.cache import caches
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, Min
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from home.caching.shared_cache import SharedCache
from home.health.certificates import NOBODY_ANSWERS, days_left
from home.health.disk import free_megabytes
from home.health.figures import Figure
from home.health.question import WITH_STAFF, Question
from home.jobs.actions.clock import may_be_ahead
from home.jobs.queue import is_worked_at
from home.models import Heartbeat, Outbox
from home.settings.defaults import settings

FREE_MEGABYTES = 500
# Longer than a round of the worker between two signs, with all the mail and small jobs it may take on.
SILENT_AFTER = timedelta(minutes=5)
LONGEST_JOB_WAIT = timedelta(minutes=30)
LONGEST_MAIL_WAIT = timedelta(hours=6)
# Certbot renews thirty days before the end, and tries twice a day.
CERTIFICATE_DAYS = 14


def database_answers() -> str:
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        return f"{connection.vendor}: {type(error).__name__}"
    return ""


def migrations_are_applied() -> str:
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "the database does not answer"
    return f"{len(missing)} missing" if missing else ""


def disk_has_room() -> str:
    free = free_megabytes()
    return "" if free >= FREE_MEGABYTES else f"{free} MB left"


def redis_answers() -> str:
    """Without one nothing is amiss on a desk; what it means in production, the start says (cms.checks)."""
    kept = caches["default"]
    return "away: each process counts for itself" if isinstance(kept, SharedCache) and kept.is_away() else ""


def last_sign_of_worker() -> datetime | None:
    return Heartbeat.objects.filter(name="worker").values_list("at", flat=True).first()


def is_worker_heard() -> bool:
    at = last_sign_of_worker()
    return (at is not None and abs(timezone.now() - at) < SILENT_AFTER) or is_worked_at()


def worker_works() -> str:
    at = last_sign_of_worker()
    if is_worker_heard():
        return ""
    return "none has worked here yet" if at is None else f"silent for {told(timezone.now() - at)}"


def oldest_job() -> timedelta | None:
    """Return how long the job that is due the longest has waited; of one to be tried again, since then."""
    due = DBTaskResult.objects.filter(status=TaskResultStatus.READY, run_after__lte=timezone.now())
    since = due.aggregate(first=Min("run_after"))["first"]
    return timezone.now() - since if since else None


def jobs_are_done() -> str:
    waits = oldest_job()
    return f"the oldest waits for {told(waits)}" if waits and waits > LONGEST_JOB_WAIT else ""


def oldest_mail() -> timedelta | None:
    """Return how long the oldest mail waits that was tried, or is due."""
    due = Outbox.objects.filter(state=Outbox.State.PENDING)
    tried = due.filter(attempts__gt=0) | due.filter(due_at__lte=timezone.now())
    since = tried.aggregate(first=Min("created_at"))["first"]
    return timezone.now() - since if since else None


def mail_leaves() -> str:
    waits = oldest_mail()
    return f"the oldest waits for {told(waits)}" if waits and waits > LONGEST_MAIL_WAIT else ""


def mail_arrives() -> str:
    """Tell how many mails of which kind were given up within a day, and nothing of whose they were."""
    since = timezone.now() - timedelta(days=1)
    dead = Outbox.objects.filter(state=Outbox.State.DEAD, sent_at__gt=since).order_by("template")
    kinds = dead.values_list("template").annotate(count=Count("pk"))
    return ", ".join(f"{count} of {template}" for template, count in kinds)


def clock_is_believed() -> str:
    ahead = may_be_ahead()
    if ahead is None:
        return ""
    return f"{told(ahead)} ahead, or no worker worked for so long: nothing is deleted by its day"


def certificates_hold() -> str:
    return _of_certificates(lambda days: "over" if days < 0 else "")


def certificates_last() -> str:
    """Told apart from one that is over: that is mailed anew."""
    return _of_certificates(lambda days: f"{days} days left" if 0 <= days < CERTIFICATE_DAYS else "")


def _of_certificates(words_for: Callable[[int], str]) -> str:
    if not settings.PRODUCTION:
        return ""
    addresses = filter(None, dict.fromkeys((settings.SITE_URL, settings.STAFF_URL)))
    return "; ".join(filter(None, (_certificate(address, words_for) for address in addresses)))


def _certificate(address: str, words_for: Callable[[int], str]) -> str:
    try:
        days = days_left(address)
    except NOBODY_ANSWERS as fault:
        return f"{address} does not answer: {type(fault).__name__}"
    words = "" if days is None else words_for(days)
    return f"{address}: {words}" if words else ""


def told(span: timedelta) -> str:
    """Return a span in the one unit that tells most of it."""
    hours = span.total_seconds() / 3600
    if hours < 2:
        return f"{round(hours * 60)} minutes"
    return f"{round(hours)} hours" if hours < 48 else f"{round(hours / 24)} days"


HEALTH = (
    Question(
        "database",
        database_answers,
        "start PostgreSQL, look at DATABASE_URL",
        "unset DATABASE_URL for SQLite, or start PostgreSQL",
    ),
    Question(
        "migrations", migrations_are_applied, "manage.py migrate, on the staff host", "make run", WITH_STAFF
    ),
    Question("disk", disk_has_room, "free some space below VAR_DIR", is_watched=True),
    Question(
        "Redis", redis_answers, "start it, look at REDIS_URL; the site takes it up by itself", is_watched=True
    ),
    Question(
        "worker",
        worker_works,
        "systemctl start letters-worker, then look at its log",
        "make run starts one",
        WITH_STAFF,
        is_watched=True,  # by `doctor --tell`, which a timer calls: a dead worker mails nothing
    ),
    Question(
        "jobs", jobs_are_done, "look for job_failed in the worker’s log", roles=WITH_STAFF, is_watched=True
    ),
    Question(
        "mail waiting",
        mail_leaves,
        "look for mail_failed in the worker’s log",
        roles=WITH_STAFF,
        is_watched=True,
    ),
    # Told apart from mail that waits: it is mailed anew, and nobody tries these again.
    Question(
        "mail given up",
        mail_arrives,
        "look for mail_given_up in the worker’s log: a mailbox is gone, or a server took none for days",
        roles=WITH_STAFF,
        is_watched=True,
    ),
    Question(
        "clock",
        clock_is_believed,
        "timedatectl set-ntp true; where the clock is right: manage.py keep_times --clock-is-right",
        roles=WITH_STAFF,
        is_watched=True,
    ),
    Question(
        "certificates", certificates_hold, "certbot renew, then systemctl reload nginx", is_watched=True
    ),
    Question(
        "certificates ending",
        certificates_last,
        "certbot renew, then systemctl reload nginx",
        is_watched=True,
    ),
)


def _age_of_worker() -> dict[str, float]:
    at = last_sign_of_worker()
    return {} if at is None else {"": (timezone.now() - at).total_seconds()}


def _seconds(span: timedelta | None) -> dict[str, float]:
    return {"": span.total_seconds() if span else 0}


def _jobs_waiting() -> dict[str, float]:
    due = DBTaskResult.objects.filter(status=TaskResultStatus.READY, run_after__lte=timezone.now())
    return {"": due.count()}


def _mails() -> dict[str, float]:
    kinds = (Outbox.State.PENDING, Outbox.State.DEAD)
    return {kind.value: Outbox.objects.filter(state=kind).count() for kind in kinds}


FIGURES = (
    Figure(
        "free_bytes",
        "Room left where the site writes",
        lambda: {"": free_megabytes() * 2**20},
        of_staff=False,
    ),
    Figure("worker_age_seconds", "Since the worker's last sign of life", _age_of_worker),
    Figure("jobs_waiting", "Jobs that are due", _jobs_waiting),
    Figure("oldest_job_seconds", "How long the oldest of them waits", lambda: _seconds(oldest_job())),
    Figure("mails", "Mails by state", _mails),
    Figure("oldest_mail_seconds", "How long the oldest waiting mail waits", lambda: _seconds(oldest_mail())),
)
