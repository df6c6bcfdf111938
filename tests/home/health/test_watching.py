"""What is newly amiss is mailed to administrators: once, not each minute."""

import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from zlib import crc32

import pytest
import time_machine
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from home.health import read_models
from home.health.actions import watching
from home.health.actions.watching import is_time_to_look, look_at_health
from home.health.certificates import days_left
from home.health.question import Question
from home.jobs import queue
from home.jobs.actions.heartbeat import beat
from home.jobs.actions.outbox import send_due
from home.models import HealthFinding, Outbox
from home.registry import provided

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(django_user_model):
    return django_user_model.objects.create_superuser("root", "root@host.example", "password")


@pytest.fixture
def said(monkeypatch):
    """What the one watched question answers."""
    answers = {"words": ""}
    question = Question("disk", lambda: answers["words"], "free some space", is_watched=True)
    monkeypatch.setattr(watching, "questions", lambda: [question])
    return answers


def subjects(mailoutbox):
    send_due()
    return [mail.subject for mail in mailoutbox]


@pytest.mark.both_databases
def test_it_is_told_once_and_again_when_it_comes_back_another_day(administrator, said, mailoutbox):
    said["words"] = "3 MB left"
    for _look in range(3):
        look_at_health()

    assert len(subjects(mailoutbox)) == 1
    assert "disk" in mailoutbox[0].subject and "3 MB left" in mailoutbox[0].body
    assert "free some space" in mailoutbox[0].body

    said["words"] = ""
    look_at_health()
    assert not HealthFinding.objects.exists()
    said["words"] = "2 MB left"
    look_at_health()  # within a day: it comes and goes
    assert len(subjects(mailoutbox)) == 1
    said["words"] = ""
    look_at_health()

    with time_machine.travel(timezone.now() + timedelta(days=2)):
        said["words"] = "1 MB left"
        look_at_health()
        assert len(subjects(mailoutbox)) == 2


def test_what_is_well_again_before_the_mail_leaves_is_not_told(administrator, said, mailoutbox):
    said["words"] = "3 MB left"
    look_at_health()
    said["words"] = ""

    assert subjects(mailoutbox) == []


def test_question_that_fails_is_an_answer_and_stops_no_other(administrator, monkeypatch, mailoutbox):
    def fails():
        raise OSError("/srv/secret/place")

    asked = [
        Question("broken", fails, "x", is_watched=True),
        Question("disk", lambda: "full", "y", is_watched=True),
    ]
    monkeypatch.setattr(watching, "questions", lambda: asked)

    look_at_health()

    assert sorted(HealthFinding.objects.values_list("name", flat=True)) == ["broken", "disk"]
    assert len(subjects(mailoutbox)) == 2
    assert "secret" not in "".join(mail.body for mail in mailoutbox)


def test_worker_looks_every_few_minutes(said):
    assert is_time_to_look()

    look_at_health()

    assert not is_time_to_look()
    with time_machine.travel(timezone.now() + watching.EACH + timedelta(seconds=5)):
        assert is_time_to_look()


def test_names_are_told_apart_in_mails():
    names = [question.name for question in provided("health")]
    assert len({crc32(name.encode()) for name in names}) == len(names)
    assert max(map(len, names)) <= 40


class TestDoctorTells:
    def test_dead_worker_is_mailed_about_by_the_doctor_itself(
        self, administrator, mailoutbox, tmp_path, settings
    ):
        with pytest.raises(CommandError):
            call_command("doctor", tell=True)

        assert any("worker" in mail.subject for mail in mailoutbox)

    def test_living_worker_sends_the_mail(self, administrator, said, mailoutbox):
        beat()
        said["words"] = "3 MB left"

        with pytest.raises(CommandError):
            call_command("doctor", tell=True)

        assert mailoutbox == [] and Outbox.objects.filter(template=watching.AMISS).count() == 1


class TestAnswers:
    def test_job_that_waits_too_long(self):
        DBTaskResult.objects.create(
            args_kwargs={"args": [], "kwargs": {"name": "x", "kwargs": {}}},
            task_path=queue.run_job.module_path,
            status=TaskResultStatus.READY,
            run_after=timezone.now() - timedelta(minutes=29),
            backend_name="default",
        )
        assert read_models.jobs_are_done() == ""

        with time_machine.travel(timezone.now() + timedelta(hours=3)):
            assert read_models.jobs_are_done() == "the oldest waits for 3 hours"

    def test_mail_that_waits_or_was_given_up_and_not_one_that_is_to_wait(self):
        later = timezone.now() + timedelta(days=9)
        mail = Outbox.objects.create(template="x", reference="0" * 32, due_at=later)
        with time_machine.travel(timezone.now() + timedelta(days=3)):
            assert read_models.mail_leaves() == ""
            Outbox.objects.filter(pk=mail.pk).update(attempts=4)
            assert read_models.mail_leaves() == "the oldest waits for 3 days"
            Outbox.objects.filter(pk=mail.pk).update(state=Outbox.State.DEAD, sent_at=timezone.now())
            assert (read_models.mail_leaves(), read_models.mail_arrives()) == ("", "1 of x")

    def test_worker_that_is_silent(self):
        assert read_models.worker_works() == "none has worked here yet"
        beat()
        assert read_models.worker_works() == ""
        with time_machine.travel(timezone.now() + timedelta(hours=5)):
            assert read_models.worker_works() == "silent for 5 hours"


def certificate(days):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now - timedelta(days=90))
    made = made.not_valid_after(now + timedelta(days=days, hours=1)).sign(key, hashes.SHA256())
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return made.public_bytes(pem) + private


@pytest.fixture
def https(tmp_path):
    """Return a function that serves TLS with a certificate of so many days: its address."""
    listening = []

    def serve(days):
        (tmp_path / f"{days}.pem").write_bytes(certificate(days))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(tmp_path / f"{days}.pem")
        listener = socket.create_server(("127.0.0.1", 0))
        listening.append(listener)

        def answer():
            while True:
                try:
                    connection, _address = listener.accept()
                except OSError:
                    return
                try:
                    context.wrap_socket(connection, server_side=True).close()
                except OSError:
                    connection.close()

        threading.Thread(target=answer, daemon=True).start()
        return f"https://127.0.0.1:{listener.getsockname()[1]}"

    yield serve
    for listener in listening:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


class TestCertificates:
    def test_days_are_those_of_the_certificate_that_visitors_meet(self, https):
        assert days_left(https(40)) == 40
        assert days_left("http://localhost") is None

    @pytest.mark.parametrize(
        ("days", "ending", "over"), [(40, "", ""), (3, "3 days left", ""), (-2, "", "over")]
    )
    def test_one_that_ends_soon_or_is_over_is_told(self, https, settings, days, ending, over):
        settings.PRODUCTION, settings.SITE_URL = True, https(days)
        settings.STAFF_URL = settings.SITE_URL

        said = [read_models.certificates_last(), read_models.certificates_hold()]

        assert said == [f"{settings.SITE_URL}: {words}" if words else "" for words in (ending, over)]

    def test_administrators_are_mailed_the_days_beforehand_and_again_once_it_is_over(
        self, https, settings, administrator, mailoutbox
    ):
        settings.PRODUCTION, settings.STAFF_URL = True, ""
        for days in (13, -1):
            settings.SITE_URL = https(days)
            look_at_health()
            send_due()

        told = [mail.body for mail in mailoutbox if "certificates" in mail.subject]
        assert len(told) == 2
        assert "13 days left" in told[0] and ": over" in told[1]
        assert all("certbot renew" in body for body in told)

    def test_browsers_refuse_one_that_is_over(self, https, tmp_path):
        """What a visitor meets: no page of ours, and no way around it (HSTS)."""
        address = urlsplit(https(-1))
        trusting = ssl.create_default_context(cafile=tmp_path / "-1.pem")
        trusting.check_hostname = False
        with (
            socket.create_connection((address.hostname, address.port)) as plain,
            pytest.raises(ssl.SSLCertVerificationError, match="expired"),
        ):
            trusting.wrap_socket(plain, server_hostname="localhost")

    def test_address_where_nobody_answers_is_told(self, settings):
        settings.PRODUCTION, settings.STAFF_URL = True, ""
        with socket.create_server(("127.0.0.1", 0)) as free:
            settings.SITE_URL = f"https://127.0.0.1:{free.getsockname()[1]}"

        assert "does not answer" in read_models.certificates_hold()
