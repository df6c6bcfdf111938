"""deploy/install, as far as it goes without changing the machine: answers, units, proxy, a dry run."""

import json
import os
import re
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from deploy import layout
from deploy.answers import KEPT, Answers, answers_from, faults, keep, parsed
from deploy.layout import PUBLIC, STAFF
from deploy.machine import Failed, output
from deploy.preflight import findings
from deploy.steps import STEPS
from tests.deploy.certificates import self_signed

ROOT = Path(__file__).parents[2]
CERTIFICATE = {"certificate": "/etc/ssl/letters.pem", "certificate_key": "/etc/ssl/letters.key"}
WHOLE = Answers(
    public_name="letters.example",
    staff_name="staff.letters.example",
    mail_host="mail.example",
    mail_from="letters@letters.example",
    **CERTIFICATE,
    backup_to="/var/backups/letters",
)
FLAGS = [
    *("--public-name=letters.example", "--staff-name=staff.letters.example", "--mail-host=mail.example"),
    *("--mail-from=letters@letters.example", "--certificate=/etc/ssl/letters.pem"),
    *("--certificate-key=/etc/ssl/letters.key", "--yes"),
]


# --- Answers ---------------------------------------------------------------------------------------
def test_a_whole_set_of_answers_has_no_fault():
    assert faults(WHOLE) == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"public_name": ""}, "--public-name is missing"),
        ({"staff_name": "letters.example"}, "must differ"),
        ({"certificate_key": ""}, "go together"),
        ({"certificate": "", "certificate_key": ""}, "--certbot"),
        ({"roles": ("public",)}, "--database-url"),
        ({"backup_to": "s3://copies/"}, "needs a prefix"),
    ],
)
def test_an_answer_that_is_missing_or_contradicts_another_is_named(changed, said):
    assert said in " ".join(faults(Answers(**{**vars(WHOLE), **changed})))


def test_answers_of_the_last_run_are_taken_up_and_a_flag_changes_one(tmp_path):
    kept = tmp_path / "answers.json"
    kept.write_text(keep(WHOLE))

    answers = answers_from(parsed(["--yes", "--mail-host=other.example"]), kept)

    assert answers == Answers(**{**vars(WHOLE), "mail_host": "other.example"})
    assert json.loads(keep(answers))["roles"] == ["public", "staff"]


# --- Settings --------------------------------------------------------------------------------------
def test_a_second_run_keeps_secrets_and_lines_of_the_administrators_own():
    first = lines_of(layout.environment(PUBLIC, WHOLE, {}, "redis"))
    again = lines_of(layout.environment(PUBLIC, WHOLE, {**first, "WEB_WORKERS": "4"}, "redis"))

    assert again == {**first, "WEB_WORKERS": "4"}
    assert len(first["SECRET_KEY"]) > 50


def test_the_public_side_is_told_no_password_of_the_mail_server(tmp_path):
    (tmp_path / "password").write_text("planted secret\n")
    answers = Answers(**{**vars(WHOLE), "mail_password_file": str(tmp_path / "password")})

    public, staff = (layout.environment(role, answers, {}, "redis") for role in (PUBLIC, STAFF))

    assert "planted secret" in staff and "planted secret" not in public
    assert lines_of(public)["SECRET_KEY"] != lines_of(staff)["SECRET_KEY"]


@pytest.mark.parametrize("password", ["plain-1", "two words", 'quo"te', "back\\slash", "$HOME`id`#", "ключ"])
def test_a_password_of_any_signs_is_read_as_it_was_given(tmp_path, password):
    (tmp_path / "password").write_text(f"{password}\n")
    answers = Answers(**{**vars(WHOLE), "mail_password_file": str(tmp_path / "password")})
    (tmp_path / "env").write_text(layout.environment(STAFF, answers, {}, "redis"))

    again = layout.environment(STAFF, answers, layout.variables(tmp_path / "env"), "redis")

    assert layout.variables(tmp_path / "env")["EMAIL_HOST_PASSWORD"] == password
    assert again == (tmp_path / "env").read_text()


def test_every_variable_that_is_written_is_explained():
    explained = (ROOT / ".env.example").read_text()
    written = {
        name for role in (PUBLIC, STAFF) for name in lines_of(layout.environment(role, WHOLE, {}, "redis"))
    }

    assert {name for name in written if not re.search(rf"^#?{name}=", explained, re.MULTILINE)} == set()


def lines_of(text):
    return dict(line.split("=", 1) for line in text.splitlines())


# --- Units -----------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def units(tmp_path_factory):
    """The units of a host with both sides, whose programs lie in a folder of the test's own."""
    folder = tmp_path_factory.mktemp("units")
    program = folder / "code/.venv/bin/python"
    program.parent.mkdir(parents=True)
    program.symlink_to(sys.executable)
    found = {}
    for name, text in layout.unit_files(WHOLE).items():
        found[name] = folder / name
        found[name].write_text(text.replace(str(layout.CURRENT), str(folder / "code")))
    return found


def test_a_host_with_both_sides_has_a_unit_for_each_of_its_processes():
    assert set(layout.unit_files(WHOLE)) == {
        *("letters-public.service", "letters-staff.service", "letters-worker.service"),
        *("letters-backup.service", "letters-backup.timer"),
        *("letters-doctor.service", "letters-doctor.timer"),
    }
    alone = Answers(**{**vars(WHOLE), "roles": ("public",), "database_url": "postgres://x"})
    assert set(layout.unit_files(alone)) == {"letters-public.service"}


@pytest.mark.parametrize(
    ("to", "writes"), [("/var/backups/letters", " /var/backups/letters"), ("s3://copies/site", " ")]
)
def test_backup_of_the_night_goes_to_a_folder_or_a_bucket_and_writes_nowhere_else(to, writes):
    answers = Answers(**{**vars(WHOLE), "backup_to": to})

    unit = layout.unit_files(answers)["letters-backup.service"].splitlines()

    assert any(line.endswith(f"manage.py backup {to} --keep-days 7 --keep-weeks 4") for line in unit)
    assert f"ReadWritePaths={layout.STAFF.home}{writes}" in unit
    assert answers.backup_folder == writes.strip()


def test_systemd_understands_every_line_of_every_unit(units):
    """A misspelt key is a warning to it, and no failure: so it must say nothing at all."""
    looked = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units.values()],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (looked.returncode, looked.stderr) == (0, "")


@pytest.mark.parametrize("name", [name for name in layout.unit_files(WHOLE) if name.endswith(".service")])
def test_a_unit_may_do_little_beyond_its_work(units, name):
    """systemd's own figure: 0 is a process that can do nothing, 10 one that may do everything."""
    said = output(["systemd-analyze", "security", "--offline=yes", "--no-pager", str(units[name])])

    assert float(re.search(r"Overall exposure level.*?: ([\d.]+)", said)[1]) <= 2.5


def test_a_public_side_whose_database_is_on_the_machine_reaches_nothing_outside_it():
    units = layout.unit_files(WHOLE)
    away = layout.unit_files(Answers(**{**vars(WHOLE), "database_url": "postgres://other.example/letters"}))

    assert "IPAddressDeny=any" in units["letters-public.service"]
    assert "IPAddressDeny" not in units["letters-staff.service"] + away["letters-public.service"]


# --- The proxy -------------------------------------------------------------------------------------
def test_nginx_understands_its_sites(tmp_path, monkeypatch):
    answers = Answers(**{**vars(WHOLE), **with_certificate(tmp_path), "onion": True})
    monkeypatch.setattr(layout, "onion_name", lambda: f"{'a' * 56}.onion")

    assert passes(tmp_path, layout.proxy(answers))
    assert not passes(tmp_path, layout.proxy(answers).replace("proxy_pass", "proxy_pas", 1))


def passes(folder, sites):
    """Ask nginx whether it would start with these sites."""
    return nginx(folder, sites, "-t").wait() == 0


def nginx(folder, sites, *how):
    """Start nginx with these sites, on ports and sockets of the test's own."""
    sites = re.sub(r"listen (\[::\]:)?(80|443)", lambda at: f"listen {at[1] or ''}1{at[2]:0>4}", sites)
    sites = sites.replace("/run/letters-onion.sock", f"{folder}/onion.sock").replace(
        "/var/log/nginx", str(folder)
    )
    main = layout.rendered("nginx/nginx.conf").replace("/run/nginx.pid", f"{folder}/pid")
    main = re.sub(r"include /etc/nginx/(conf|sites|modules)[^;]*;", "", main).replace(
        "/var/log/nginx", str(folder)
    )
    (folder / "nginx.conf").write_text(main.removesuffix("}\n") + sites + "}\n")
    program = ["/usr/sbin/nginx", *how, "-e", folder / "errors", "-c", folder / "nginx.conf"]
    return subprocess.Popen(program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def with_certificate(folder):
    certificate, key = self_signed(folder, WHOLE.public_name, WHOLE.staff_name)
    return {"certificate": str(certificate), "certificate_key": str(key)}


def test_certbot_asks_and_renews_by_the_folder_that_nginx_shows_over_http():
    answers = Answers(**{**vars(WHOLE), "certbot": "olena@letters.example"})
    command = layout.certbot(answers)

    assert f"root {layout.CHALLENGES};" in layout.over_http(answers)
    assert command[command.index("--webroot") + 2] == str(layout.CHALLENGES)
    assert [name for flag, name in pairwise(command) if flag == "-d"] == answers.names


def test_the_proxy_writes_no_line_about_a_visitor_and_believes_no_address_they_name():
    main, sites = layout.rendered("nginx/nginx.conf"), layout.proxy(WHOLE)

    assert "access_log off;" in main and re.findall(r"error_log .*", main) == [
        "error_log /var/log/nginx/error.log emerg;"
    ]
    assert "X-Forwarded-For $remote_addr;" in main
    assert not re.search(r"access_log|error_log|proxy_add_x_forwarded_for", sites)


# --- What is looked at beforehand ------------------------------------------------------------------
def test_a_bare_machine_is_looked_at_without_the_programs_that_come_later(tmp_path, monkeypatch):
    answers = Answers(**{**vars(WHOLE), **with_certificate(tmp_path)})
    monkeypatch.setenv("PATH", str(tmp_path))

    assert not [finding for finding in findings(answers) if finding.stops]


# --- The plan --------------------------------------------------------------------------------------
def test_a_dry_run_says_every_step_and_changes_nothing(tmp_path):
    before = KEPT.exists()
    said = subprocess.run(
        ["deploy/install", "--dry-run", *FLAGS], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert said.returncode == 0, said.stderr
    steps = re.findall(r"^\d+\. (.+)$", said.stdout, re.MULTILINE)
    skipped = {"Get a certificate", "Set up the onion service"}
    skipped |= set() if os.path.isdir("/run/systemd/system") else {"Start everything"}
    assert steps == [step.says for step in STEPS if step.says not in skipped]
    assert re.search(r"rm -rf \S+/releases/\w+/\.git", said.stdout)  # no history where the site runs
    assert KEPT.exists() == before and not layout.CODE.exists()


def test_what_is_missing_stops_it_before_anything_is_done():
    said = subprocess.run(["deploy/install", "--yes"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert said.returncode == 1
    assert "--public-name is missing." in said.stderr and said.stdout == ""


def test_a_command_that_fails_is_told_with_its_last_words():
    with pytest.raises(Failed, match=r"(?s)ended with 3.*what it said"):
        output(["sh", "-c", "echo what it said >&2; exit 3"])


def test_the_programs_that_the_tests_ask_are_there():
    assert shutil.which("systemd-analyze") and Path("/usr/sbin/nginx").exists()
