"""Whether a file is a PDF that can be opened, found out in the confined child."""

import subprocess
from pathlib import Path

from home.sandbox.runner import run_confined

COUNTER = Path(__file__).with_name("pdf_counter.py")
LIMITS = {"memory_bytes": 500 * 1024 * 1024, "cpu_seconds": 10}
WALL_SECONDS = 20.0
ANSWER_BYTES = 20


def pages_in(content: bytes) -> int:
    """Return the number of pages; 0 for what is no PDF, is locked, or can't be opened in time."""
    try:
        child = run_confined(COUNTER, content, answer_bytes=ANSWER_BYTES, wall_seconds=WALL_SECONDS, **LIMITS)
    except (subprocess.TimeoutExpired, OSError):
        return 0
    said = child.stdout.strip()
    return int(said) if child.returncode == 0 and said.isdigit() else 0
