"""The catalogue of bad inputs (tests/data/bad_inputs.yaml), read as cases for a runner of each surface.

    CASES = bad_inputs.cases("tracking_code", without=["TR-11"])

    @pytest.mark.parametrize("case", CASES, ids=str)
    def test_...(case): ...; case.assert_met(response, stored=Letter.objects.count())

Where the design or an issue sets another rule than the catalogue, `CHANGED` states it beside the case's id.
"""

import base64
import json
import random
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml

CATALOGUE = Path(__file__).parents[2] / "data" / "bad_inputs.yaml"

# Case id -> (what differs from the catalogue and why, the fields of `expected` that differ).
CHANGED = {
    "LF-018": (
        "every letter is read by a person before it goes on: link spam waits as received, like all others",
        {"checks": ["state:received"]},
    ),
    "LF-041": (
        "the recipient is part of the address, not of the form: one that is unknown is 404, as always",
        {"status": [404], "stored": 0, "checks": ["no_5xx"]},
    ),
    "LF-019": (
        "8,000 random base64 characters in one line pass our limit of 6,000 characters: refused, text kept",
        {"status": [422], "stored": 0, "checks": ["field_error:body"]},
    ),
    "LF-055": (
        "a form cut short lacks its last fields, consent and token: explained with the text, nothing stored",
        {"status": [400, 422]},
    ),
    "WF-10": (
        "letters of another queue are as if they were not there: a list of results without them (302)",
        {"status": [302, 400, 403, 404]},
    ),
    "WF-12": (
        "no page shows who sent a letter; openings are capped by the day and refused beyond, each is logged",
        {"status": [403], "checks": ["audit_row"]},
    ),
    "WF-14": (
        "no task names a person: the address itself is closed to partners",
        {"status": [302, 403, 404]},
    ),
    "PO-03": ("a file that cannot be read is 400, with a sentence", {"status": [400]}),
    "PO-24": (
        "rights are by language, not by partner: a text in another language is as if it were not there",
        {"status": [404]},
    ),
    "PO-25": ("as PO-24", {"status": [404]}),
    "WF-19": ("a closed door of the admin leads to its home", {"status": [302, 403, 404]}),
    "RM-006": ("the auditor reads the log of letters, no list: a closed door leads home", {"status": [302]}),
    "UP-33": (
        "our form lets one file be chosen; more than ten are refused unread, as too large",
        {"status": [413], "checks": []},
    ),
    "PV-10": (
        "the API knows its parameters and refuses all others; an answer of it is shown in no frame",
        {"status": [400], "checks": []},
    ),
    "A3-09": (
        "a number that no column can hold is refused at the first door, whatever the address (as PG-05)",
        {"status": [400, 404]},
    ),
    "CU-02": (
        "the photo is kept, clean; the page for many of them answers with JSON",
        {"status": [200, 302], "stored": 1},
    ),
    "CU-07": (
        "Wagtail's documents are closed to everybody, and a closed door leads home or answers 403",
        {"status": [200, 302, 400, 403]},
    ),
    "CU-09": ("as CU-07: no office file comes in", {"status": [200, 302, 400, 403]}),
    "CU-08": ("the copy of a source is kept, for its partner alone", {"stored": 1}),
    "CU-12": ("as WF-19", {"status": [302, 403, 404]}),
    "LF-046": (
        "the form has no return address: the field is ignored and nothing of it is kept",
        {"status": [303], "stored": 1, "checks": []},
    ),
}


@dataclass(frozen=True)
class Case:
    id: str
    surface: str
    role: str
    payload: object
    statuses: frozenset
    stored: object
    checks: tuple
    note: str
    is_control: bool
    changed: str = field(default="")

    def __str__(self):
        return self.id

    def assert_met(self, response, *, stored):
        """Hold a response and the number of rows made against the case; every 3xx stands for 302."""
        status = 302 if response.status_code == 303 else response.status_code
        allowed = {302 if code == 303 else code for code in self.statuses}
        assert status < 500, f"{self.id}: {response.status_code}"
        assert status in allowed, f"{self.id}: {response.status_code} not in {sorted(allowed)} ({self.note})"
        assert _allows(self.stored, stored), (
            f"{self.id}: {stored} stored, {self.stored} allowed ({self.note})"
        )

    def has(self, check):
        """Say whether the case asks for `check` (its name, or name:arg)."""
        return any(found == check or found.split(":")[0] == check for found in self.checks)


def cases(surface, *, without=()):
    """Return the cases of `surface` in the catalogue's order. Raises KeyError for an id that is not there."""
    found = {case.id: case for case in _catalogue() if case.surface == surface}
    for known in without:
        found.pop(known)
    assert found, surface
    return list(found.values())


def add_cases(cases, run):
    """Give a test class one method for each case."""

    def add(cls):
        for case in cases:
            setattr(cls, f"test_{case.id}", lambda self, case=case: run(self, case))
        return cls

    return add


@cache
def _catalogue():
    return [_case(raw) for raw in yaml.safe_load(CATALOGUE.read_text())["cases"]]


def _case(raw):
    why, differs = CHANGED.get(raw["id"], ("", {}))
    expected = {**raw.get("expected", {}), **differs}
    return Case(
        id=raw["id"],
        surface=raw["surface"],
        role=raw.get("role", "anon"),
        payload=raw.get("payload"),
        statuses=frozenset(expected.get("status", [])),
        stored=expected.get("stored", 0),
        checks=tuple(expected.get("checks", [])),
        note=raw.get("note", ""),
        is_control=raw.get("kind") == "control",
        changed=why,
    )


def _allows(expected, count):
    if expected == "any":
        return True
    if isinstance(expected, str) and expected.startswith("<="):
        return count <= int(expected[2:])
    if isinstance(expected, str) and ".." in expected:
        low, high = expected.split("..")
        return int(low) <= count <= int(high)
    return count == int(expected)


def generated(value):
    """Return a payload with its value generators filled in; `gen: {post: ...}` is left to the runner."""
    if isinstance(value, list):
        return [generated(item) for item in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {"gen"} and (maker := _maker(value["gen"])):
        return maker(value["gen"])
    return {key: generated(item) for key, item in value.items()}


def _maker(gen):
    return next((make for name, make in MAKERS.items() if name in gen), None)


def _zalgo(gen):
    marks = random.Random(gen["n"])
    return "".join(
        "а" + "".join(chr(marks.randint(0x300, 0x36F)) for _ in range(20)) for _ in range(gen["n"] // 20)
    )


def _base64(gen):
    noise = random.Random(1).randbytes(gen["random_base64"])
    return base64.b64encode(noise).decode()[: gen["random_base64"]]


MAKERS = {
    "repeat": lambda gen: gen["repeat"] * gen["n"],
    "zalgo": _zalgo,
    "random_base64": _base64,
    "base64_json": lambda gen: base64.b64encode(json.dumps(gen["base64_json"]).encode()).decode(),
    "hex": lambda gen: bytes.fromhex(gen["hex"]),
}
