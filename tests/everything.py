"""`make everything`: all there is, one after the other, and a table of what was run at its end.

Before an issue of several days is called done: the look over the code, every test on PostgreSQL and, but for
those in a browser, on SQLite, and the first day of two hosts. A test that ran in none of them is a fault.
DATABASE_URL names a PostgreSQL where databases may be made.
"""

import os
import re
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass

from tests.tiers import EVERYTHING, KEPT, ROOT, TIERS, remember, remembered

RECORD = KEPT / "everything.json"
ALL_TESTS = [sys.executable, "-m", "pytest", "--full", "-n", "auto", "--dist", "worksteal", "tests"]
# Part of the tests -> how their names begin, or what they hold; each counts in the first that fits.
KINDS = {
    "in a browser": re.compile(r"^tests/browser/"),
    "between running servers": re.compile(r"^tests/live/"),
    "faults": re.compile(r"test_\w*fault|test_f\d\d|killed"),
    "invented inputs": re.compile(r"fuzz"),
    "all others": re.compile(r""),
}


@dataclass(frozen=True)
class Step:
    """One run: what it is called, its command, and what its environment has besides, or not (None)."""

    name: str
    command: list[str]
    environ: dict[str, str | None]


STEPS = [
    Step("check", ["make", "check"], {}),
    Step("PostgreSQL", ALL_TESTS, {"ALL_PAIRS": "1"}),
    Step("SQLite", [*ALL_TESTS, "--ignore", "tests/browser"], {"DATABASE_URL": None}),
    Step("launch", ["make", "launch"], {"DATABASE_URL": None}),
]


def main() -> int:
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        print("DATABASE_URL names no PostgreSQL, and without one half of everything is not run.")
        return 2
    RECORD.unlink(missing_ok=True)
    ended = {step.name: run(step) for step in STEPS}
    found = remembered(RECORD)
    minutes = round(sum(took for _code, took in ended.values()), 1)
    remember(TIERS, {EVERYTHING: {"items": len(found), "minutes": minutes, "database": "both"}})
    nowhere = [test for test, (outcome, _seconds) in found.items() if outcome == "skipped"]
    tell(ended, found, nowhere)
    return int(any(code for code, _took in ended.values()) or bool(nowhere))


def run(step: Step) -> tuple[int, float]:
    """Return how a step ended, and the minutes it took."""
    environ = {**os.environ, "RECORD": str(RECORD), **step.environ}
    started = time.monotonic()
    print(f"=== {step.name}", flush=True)
    given = {name: value for name, value in environ.items() if value is not None}
    code = subprocess.call(step.command, cwd=ROOT, env=given)
    return code, (time.monotonic() - started) / 60


def tell(ended: dict[str, tuple[int, float]], found: dict[str, list], nowhere: list[str]) -> None:
    print("\n| what | tests | minutes | failed |\n|---|---:|---:|---:|")
    for name, (code, took) in ended.items():
        print(f"| {name} | | {took:.1f} | {'yes' if code else 'no'} |")
    kinds = {test: next(kind for kind, begins in KINDS.items() if begins.search(test)) for test in found}
    items, failed, seconds = Counter(kinds.values()), Counter(), Counter()
    for test, (outcome, took) in found.items():
        failed[kinds[test]] += outcome == "failed"
        seconds[kinds[test]] += took
    for kind in KINDS:
        print(f"| of these {kind} | {items[kind]} | {seconds[kind] / 60:.1f} of a worker | {failed[kind]} |")
    print(f"\nIn none of these runs: {len(nowhere)}")
    for test in nowhere:
        print(f"  {test}")


if __name__ == "__main__":
    sys.exit(main())
