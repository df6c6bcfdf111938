"""The two tiers: nothing falls out of both, what waits says why; a change is tried by what stands near it."""

import re
from pathlib import Path

import pytest

from tests import changed, tiers
from tests.tiers import COUNTED, ROOT, reason_to_wait, with_other_runs

MARK = re.compile(r"pytest\.mark\.full\(([^)]*)\)")


def test_what_runs_and_what_waits_are_together_all_that_was_collected(request):
    collected, waits = request.config.stash[COUNTED]

    assert len(request.session.items) + waits == collected


def test_what_waits_runs_only_where_it_is_asked_for(request):
    named = {Path(arg.partition("::")[0]).resolve() for arg in request.config.args}
    unasked = [item for item in request.session.items if reason_to_wait(item) and item.path not in named]

    assert request.config.getoption("full") or unasked == [] or request.config.getoption("markexpr")


def test_every_mark_says_why_in_words():
    files = [path for path in (ROOT / "tests").rglob("test_*.py") if path != Path(__file__)]
    said = {reason for path in files for reason in MARK.findall(path.read_text(encoding="utf-8"))}
    known = {name for name in vars(tiers) if name.isupper() and " " in str(getattr(tiers, name))}

    assert len(said) > 5
    assert [reason for reason in said - known - {"ELSEWHERE"} if len(reason.split()) < 3] == []


@pytest.mark.parametrize(
    ("outcomes", "together"),
    [
        (("skipped", "passed"), "passed"),
        (("passed", "skipped"), "passed"),
        (("failed", "passed"), "failed"),
        (("skipped", "skipped"), "skipped"),
    ],
)
def test_a_test_counts_as_run_where_one_run_had_it_and_as_failed_where_one_failed(outcomes, together):
    first, second = outcomes

    assert with_other_runs({"test": [first, 1.0]}, {"test": [second, 2.0]}) == {"test": [together, 3.0]}


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("letters/screening/views/screening.py", "tests/letters/screening"),
        ("letters/lifecycle.py", "tests/letters/test_lifecycle.py"),
        ("letters/templates/letters/screening/letter.html", "tests/letters/screening"),
        ("home/translation/core/guards.py", "tests/home/translation/core"),
        ("home/static/home/saving.js", "tests/browser"),
        ("locale/uk/LC_MESSAGES/django.po", "tests/home/catalogues"),
        ("tests/letters/desk_world.py", "tests/letters/handling/test_bulk.py"),
        ("tests/letters/test_codes.py", "tests/letters/test_codes.py"),
    ],
)
def test_a_change_is_tried_by_what_stands_near_it_and_by_the_guards(path, near):
    chosen = changed.near([path])

    assert near in chosen
    assert set(changed.ALWAYS) <= set(chosen)


def test_a_change_of_what_all_rests_on_is_tried_by_all_tests():
    assert changed.near(["letters/codes.py", "requirements.txt"]) == ["tests"]


def test_without_a_change_nothing_is_run():
    assert changed.near([]) == []
