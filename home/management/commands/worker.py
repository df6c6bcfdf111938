"""`manage.py worker`: runs the jobs and sends the mail until told to stop."""

import logging
import signal
import threading
import time
import uuid
from collections.abc import Callable
from typing import Any

from django.core.management.base import CommandParser
from django.db import DatabaseError, close_old_connections, connection
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from home.backup.replaced_file import leave_replaced_file
from home.jobs.actions.daily import queue_daily_jobs, queue_watched_jobs
from home.jobs.actions.heartbeat import beat
from home.jobs.actions.outbox import send_due
from home.jobs.actions.tasks import run_for
from home.jobs.queue import known_jobs, put_back_what_waits, revive_abandoned
from home.jobs.turns import BehindOthers

logger = logging.getLogger(__name__)
# Its own "starting worker" line would be written once a second.
logging.getLogger("django_tasks_db").setLevel(logging.WARNING)

PAUSE_SECONDS = 1
WATCH_SECONDS = 60
PAUSE_AFTER_FAULT_SECONDS = 3
# Jobs in one round, so that a long queue never keeps the mail waiting.
JOBS_A_ROUND = 20


class OneJob(Worker):
    """A worker that takes one job, and says whether there was any."""

    has_run = False

    def run_task(self, db_task_result: DBTaskResult) -> None:
        """Run it, or mark it as failed: no row, whoever wrote it, runs other code or ends the worker."""
        self.has_run = True
        try:
            db_task_result.task_path = run_for(db_task_result.task_path)
            super().run_task(db_task_result)
            put_back_what_waits(db_task_result)
        except Exception as fault:
            refused = {"event": "task_refused", "row": db_task_result.pk, "error": type(fault).__name__}
            logger.error("Task refused", extra=refused)
            db_task_result.set_failed(fault)


class Command(BehindOthers):
    help = "Run jobs and send mail; stops after the job in hand on SIGTERM or SIGINT."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due now, then stop")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        self.stopping = threading.Event()
        self.watch_at = time.monotonic()
        self.worker_id = uuid.uuid4().hex
        self.is_behind = False  # more jobs may wait than a round takes
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: self.stopping.set())
        if once:
            self.do_all_once()
            return
        beside = self.start_beside()
        while not self.stopping.is_set():
            self.wait_after(self.round())
        for thread in beside:
            thread.join()

    def do_all_once(self) -> None:
        """Before the rounds, too, what runs beside them: it may make jobs and mail."""
        beside = [job.run for job in known_jobs().values() if job.threads]
        self.fault_free(*beside)
        while self.round() and self.is_behind and not self.stopping.is_set():
            pass
        self.fault_free(*beside)

    def wait_after(self, fault_free: bool) -> None:
        self.stopping.wait(PAUSE_SECONDS if fault_free else PAUSE_AFTER_FAULT_SECONDS)

    def round(self) -> bool:
        """Do one round; return whether the database answered."""
        return self.fault_free(revive_abandoned, queue_daily_jobs, self.watch, self.run_jobs, send_due)

    def start_beside(self) -> list[threading.Thread]:
        threads = [
            threading.Thread(target=self.go_on, args=(job.run,), name=name)
            for name, job in known_jobs().items()
            for _number in range(job.threads)
        ]
        for thread in threads:
            thread.start()
        return threads

    def go_on(self, function: Callable[[], object]) -> None:
        while not self.stopping.is_set():
            try:
                self.wait_after(self.fault_free(function))
            except Exception as error:  # a fault of ours must not end the thread
                logger.error("Work failed", extra={"event": "work_failed", "error": type(error).__name__})
                self.wait_after(False)
        connection.close()

    def fault_free(self, *steps: Callable[[], object]) -> bool:
        """Take the steps one after the other; return whether the database answered."""
        close_old_connections()
        leave_replaced_file()
        try:
            for step in steps:
                step()
        except DatabaseError as error:
            # Locked or away: what is queued stays queued, the next round finds it.
            logger.warning("Worker waits", extra={"event": "worker_waits", "error": type(error).__name__})
            connection.close()
            return False
        return True

    def watch(self) -> None:
        if time.monotonic() >= self.watch_at:
            beat()
            queue_watched_jobs()
            self.watch_at = time.monotonic() + WATCH_SECONDS

    def run_jobs(self) -> None:
        started, self.is_behind = time.monotonic(), True
        for _turn in range(JOBS_A_ROUND):
            if self.stopping.is_set() or time.monotonic() - started > 30:
                return
            jobs = OneJob(
                queue_names=["*"],
                interval=0,
                batch=True,
                backend_name="default",
                startup_delay=False,
                max_tasks=1,
                worker_id=self.worker_id,
                excluded_queue_names=[],
            )
            jobs.run()
            if not jobs.has_run:
                self.is_behind = False
                return
