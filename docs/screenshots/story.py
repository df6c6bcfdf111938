"""The letters of the demo, as they wait for those who are to be seen at work."""

import time
from dataclasses import dataclass

from django.contrib.auth import get_user_model

from letters.choices.paper import RunState
from letters.demo.actions.roads import find
from letters.demo.reading import demo
from letters.handling.actions.claims import claim
from letters.models import DayPack, GlassBreak, Letter, PrintedLetter

LOADED_WITHIN_SECONDS = 300


@dataclass(frozen=True)
class Story:
    """What is there to be seen."""

    screened: Letter
    translated: Letter
    checked: Letter
    pack: DayPack
    numbers: list[str]


def tell():
    """Wait until the worker of the site has loaded the letters; return the Story."""
    wait_for(GlassBreak.objects.all())  # comes last
    pack = DayPack.objects.get(desk__partner__slug=demo()["ready_at"], state=RunState.READY)
    rows = PrintedLetter.objects.of(pack).order_by("run__position", "position")
    return Story(
        screened=claim(letter=find("lighthouses"), by=person("screener")),
        translated=find("basil"),
        checked=claim(letter=find("bicycles"), by=person("second-reader")),
        pack=pack,
        numbers=list(rows.values_list("number", flat=True)),
    )


def person(username):
    return get_user_model().objects.get(username=username)


def wait_for(rows):
    deadline = time.monotonic() + LOADED_WITHIN_SECONDS
    while not rows.exists():
        if time.monotonic() > deadline:
            raise RuntimeError("the worker has not loaded the demo in time")
        time.sleep(1)
