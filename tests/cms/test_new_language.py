"""A language that is added by a table and a catalogue alone serves the whole site."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.tiers import WHOLE_PROGRAMS
from tests.waiting import LONGEST_SECONDS

ROOT = Path(__file__).parents[2]


@pytest.mark.full(WHOLE_PROGRAMS)
def test_language_added_on_trial_serves_every_page_and_its_letters_are_told():
    pytest_here = [sys.executable, "-m", "pytest", "-n", "0"]
    trial = ["-p", "tests.trial.italian", "tests/trial/italian_site.py"]
    run = subprocess.run(
        [*pytest_here, *trial], cwd=ROOT, capture_output=True, text=True, timeout=LONGEST_SECONDS, check=False
    )

    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-2000:]
