"""Figures of kept answers: each answer counts, and all are told of at most once a second."""

from threading import Thread
from types import SimpleNamespace

import pytest
from prometheus_client import CollectorRegistry, Counter

from home.kept_pages import figures
from home.kept_pages.figures import TOLD_EVERY, Figures


@pytest.fixture
def clock(monkeypatch):
    clock = SimpleNamespace(now=1_000.0, monotonic=lambda: clock.now)
    monkeypatch.setattr(figures, "time", clock)
    return clock


@pytest.fixture
def counter():
    return Counter("answers", "Of a test", ["answer"], registry=CollectorRegistry())


def told(counter):
    samples = counter.collect()[0].samples
    return {each.labels["answer"]: each.value for each in samples if each.name == "answers_total"}


def test_answers_of_one_second_are_told_with_the_first_after_it_of_whatever_kind(clock, counter):
    answers = Figures(counter, "made", "given")
    for _answer in range(5):
        answers.note("made")
    assert told(counter) == {"made": 1, "given": 0}

    clock.now += TOLD_EVERY
    answers.note("given")
    assert told(counter) == {"made": 5, "given": 1}


def test_on_a_quiet_site_each_is_told_at_once(clock, counter):
    answers = Figures(counter, "given")
    for _answer in range(3):
        answers.note("given")
        clock.now += 60

    assert told(counter) == {"given": 3}


def test_none_is_lost_where_threads_answer_at_once(monkeypatch, counter):
    monkeypatch.setattr(figures, "TOLD_EVERY", 0)
    answers = Figures(counter, "given")
    threads = [
        Thread(target=lambda: [answers.note("given") for _answer in range(2_000)]) for _each in range(4)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    answers.note("given")

    assert told(counter) == {"given": 8_001}
