"""Two tiers of tests: what protects every change (`make test`), and what waits for `make everything`.

A test waits where it, its class or its file is marked `full`, with the reason; nothing else decides. Whoever
names a file gets the whole of it. What tests took is remembered in `var/tests`, for `make tiers`, which runs
this module, and `make docs`.
"""

import json
import os
import sys
import time
from collections import defaultdict
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).parents[1]
KEPT = ROOT / "var" / "tests"
# {test: [outcome, seconds]} of the last time it ran, whatever the tier.
ITEMS = KEPT / "items.json"
# {tier: {items, minutes, database}} of the last time the whole of it ran.
TIERS = KEPT / "seconds.json"
# How many tests were collected, and how many of them wait.
COUNTED = pytest.StashKey()
PROTECT, EVERYTHING = "protect", "everything"
# Why a test waits, where several do so for one reason.
OTHER_LANGUAGE = "another language of a screen that is looked at in Ukrainian"
NO_SCRIPTS = "without scripts what is done with them here, by the same forms"
OTHER_WIDTH = "another width or colour of a screen that is looked at once"
OTHER_SCREEN = "rules of access on a screen that fewer people see"
OTHER_KIND = "another case of what is done here with one"
BESIDE_A_JOURNEY = "beside the way that most people take there"
WHOLE_PROGRAMS = "starts whole programs"
WHOLE_DEMO = "the whole demo, with its letters and the work in it"
WHOLE_SITE = "every page of a site, in each language"
BREAKS = "what is around us breaks: storage, mail, a killed process"
MANY = "costs and draws among many people"
SCREENS = "each screen of a kind, whose acts are held where they are decided"
PRINTED = "pictures of sheets are drawn or read"
RARE = "what is done seldom"
LONG = "takes half a second and more, for a rule beside those that are held quickly"


def later(*values, why):
    """Return values of a parameter with which a test waits for `make everything`; a tuple is several."""
    rows = [value if isinstance(value, tuple) else (value,) for value in values]
    return [pytest.param(*row, marks=pytest.mark.full(why)) for row in rows]


def first_of(values, *, why=OTHER_KIND):
    """Return the values of a parameter, of which all but the first wait."""
    first, *others = values
    return [first, *later(*others, why=why)]


def uk_and(*others):
    """Return languages of a screen, of which all but Ukrainian wait."""
    return first_of(["uk", *others], why=OTHER_LANGUAGE)


def reason_to_wait(item):
    """Return why a test waits for `make everything`; None where `make test` runs it."""
    marker = item.get_closest_marker("full")
    if marker is None:
        return None
    assert marker.args and marker.args[0], f"{item.nodeid}: full(why it can wait)"
    return marker.args[0]


def leave_out_what_waits(config, items):
    """Deselect the tests of the full run, unless that was asked for or their file was named."""
    config.stash[COUNTED] = len(items), 0
    if config.getoption("full"):
        return
    named = {Path(arg.partition("::")[0]).resolve() for arg in config.args}
    waits = [item for item in items if reason_to_wait(item) and item.path not in named]
    if waits:
        config.stash[COUNTED] = len(items), len(waits)
        config.hook.pytest_deselected(items=waits)
        ids = {id(item) for item in waits}
        items[:] = [item for item in items if id(item) not in ids]


class Record:
    """What each test of this run came to, and took; stored when the run ends."""

    def __init__(self, config):
        self.items, self.began = defaultdict(lambda: ["skipped", 0.0]), time.monotonic()
        chosen = config.option.keyword or config.option.markexpr
        self.whole = config.args_source is not config.ArgsSource.ARGS and not chosen
        self.tier = EVERYTHING if config.getoption("full") else PROTECT

    def pytest_runtest_logreport(self, report):
        item = self.items[report.nodeid]
        item[1] = round(item[1] + report.duration, 3)
        if report.failed or (report.passed and report.when == "call" and item[0] != "failed"):
            item[0] = report.outcome

    def pytest_sessionfinish(self):
        KEPT.mkdir(parents=True, exist_ok=True)
        remember(ITEMS, self.items)
        if path := os.environ.get("RECORD"):
            remember(Path(path), with_other_runs(remembered(Path(path)), self.items))
        if self.whole and self.tier == PROTECT:
            minutes = round((time.monotonic() - self.began) / 60, 1)
            found = {"items": len(self.items), "minutes": minutes, "database": connection.vendor}
            remember(TIERS, {PROTECT: found})


def with_other_runs(before, items):
    """Return what tests came to in several runs: failed in one is failed, skipped in all is skipped."""
    rank = ["skipped", "passed", "failed"].index
    found = {}
    for test, (outcome, took) in items.items():
        other, others = before.get(test, ["skipped", 0.0])
        found[test] = [max(outcome, other, key=rank), round(took + others, 3)]
    return found


def remember(path, found):
    path.write_text(json.dumps({**remembered(path), **found}))


def remembered(path):
    return json.loads(path.read_text()) if path.exists() else {}


def main():
    """Print the tiers: folder by folder what protects, reason by reason what waits."""
    collected = Collected()
    pytest.main(["--collect-only", "--full", "-qq", "--no-header", "tests"], plugins=[collected])
    rows, seconds = defaultdict(lambda: [0, 0.0]), remembered(ITEMS)
    for test, folder, reason in collected.tests:
        row = rows[(PROTECT, folder) if reason is None else ("full", reason)]
        row[0] += 1
        row[1] += seconds.get(test, ["", 0.0])[1]
    for tier in (PROTECT, "full"):
        own = {what: row for (kind, what), row in rows.items() if kind == tier}
        print(f"\n{tier}: {sum(row[0] for row in own.values())} tests")
        for what, (items, took) in sorted(own.items(), key=lambda row: -row[1][1]):
            print(f"{items:6} {took:8.1f} s  {what}")
    if not seconds:
        print("\nNo test has run here yet, so no seconds are known.")


class Collected:
    def __init__(self):
        self.tests = []

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items):
        for item in items:
            folder = item.path.parent.relative_to(ROOT).as_posix()
            self.tests.append((item.nodeid, folder, reason_to_wait(item)))
        items.clear()


if __name__ == "__main__":
    sys.exit(main())
