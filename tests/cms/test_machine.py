"""`make run`, `reset` and `doctor`, as far as they need no second process."""

import socket
import subprocess
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cms import static_state
from cms.doctor import mend, questions
from cms.management.commands import serve
from cms.management.commands.doctor import COLUMN
from cms.management.commands.serve import Command, refuse_taken_port

ROOT = Path(__file__).parents[2]


@pytest.fixture
def var(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    return tmp_path


class TestMake:
    def test_lists_every_command_with_its_meaning(self):
        told = subprocess.run(
            ["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout

        named = {line.split()[0] for line in told.splitlines()}
        assert named == {
            "help",
            "run",
            "dev",
            "test",
            "changed",
            "everything",
            "tiers",
            "check",
            "bench",
            "launch",
            "faults",
            "fuzz",
            "reset",
            "doctor",
            "messages",
            "screenshots",
            "docs",
        }

    def test_readme_names_files_that_are_there(self):
        readme = (ROOT / "README.md").read_text()
        named = [word.strip("`:") for word in readme.split() if word.startswith("`") and ".py" in word]

        assert len([name for name in named if "/" in name]) == 5
        assert [name for name in named if "/" in name and not (ROOT / name).exists()] == []


class TestServe:
    def test_taken_port_is_told_with_a_way_out(self):
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            port = str(other.getsockname()[1])

            with pytest.raises(CommandError, match=f"Port {port} .* make run PORT="):
                refuse_taken_port("127.0.0.1", port)

    @pytest.mark.parametrize("port", ["", "x", "0", "65536", "-1"])
    def test_what_is_no_port_is_refused(self, port):
        with pytest.raises(CommandError, match="no port"):
            refuse_taken_port("127.0.0.1", port)

    @pytest.mark.django_db
    def test_demo_that_was_removed_stays_away(self, var):
        (var / "demo_loaded").touch()

        assert "removed" in Command().load_demo()

    def test_static_files_are_collected_once_and_again_after_a_change(self, var, monkeypatch):
        assert not static_state.is_collected()

        static_state.remember_collected()
        assert static_state.is_collected()

        monkeypatch.setattr(static_state, "fingerprint", lambda: "changed")
        assert not static_state.is_collected()


class TestReset:
    def test_letters_are_not_erased_without_a_yes(self, var, monkeypatch):
        monkeypatch.setattr("cms.management.commands.reset.letters_here", lambda: 3)
        monkeypatch.setattr("cms.management.commands.reset.empty_database", lambda: pytest.fail("emptied"))

        with pytest.raises(CommandError, match="3 letters would be lost.*make reset YES=1"):
            call_command("reset")

    def test_never_in_production(self, var, settings, monkeypatch):
        settings.PRODUCTION = True
        monkeypatch.setenv("YES", "1")

        with pytest.raises(CommandError, match="production"):
            call_command("reset")

    def test_pictures_and_the_mark_of_the_demo_go_and_keys_stay(self, var, monkeypatch):
        monkeypatch.setattr("cms.management.commands.reset.letters_here", lambda: 0)
        monkeypatch.setattr("cms.management.commands.reset.empty_database", lambda: None)
        for name in ("media", "keys"):
            (var / name).mkdir()
        (var / "demo_loaded").touch()

        call_command("reset")

        assert [path.name for path in var.iterdir()] == ["keys"]


@pytest.mark.django_db
class TestDoctor:
    @pytest.mark.both_databases
    @pytest.mark.parametrize("production", [True, False])
    def test_questions_answer_in_a_line_and_have_a_fix(self, var, settings, production):
        settings.PRODUCTION = production
        for question in questions():
            assert len(question.name) < COLUMN, "no space would be left before the answer"
            assert "\n" not in question.answer()
            assert mend(question)
            assert not production or "make run" not in mend(question)

    def test_committed_files_are_found(self):
        asked = {question.name: question for question in questions()}

        assert [asked[name].answer() for name in ("fonts", "interface strings")] == ["", ""]

    def test_trouble_is_told_with_its_fix_and_fails(self, var, capsys):
        with pytest.raises(CommandError, match="to look at"):
            call_command("doctor")

        told = capsys.readouterr().out
        assert "static files          not collected" in told
        assert "-> make run" in told


def test_worker_that_was_killed_is_started_anew_and_the_site_goes_on(monkeypatch):
    site, worker = serve.launch(["sleep", "600"]), serve.launch(["sh", "-c", "exec sleep 600", "worker"])
    processes = [site, worker]
    worker.kill()
    worker.wait()
    monkeypatch.setattr(serve.time, "sleep", lambda seconds: (_ for _ in ()).throw(KeyboardInterrupt))

    try:
        with pytest.raises(KeyboardInterrupt):
            serve.watch(processes)
        assert processes[0] is site
        assert processes[1] is not worker and processes[1].args == worker.args
    finally:
        for process in processes:
            process.kill()
            process.wait()
