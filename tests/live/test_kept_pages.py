"""Two processes that keep pages while others write: whatever was committed shows with the next request.

`EDITS` sets how many edits are tried.
"""

import os
import random
import sys
import time
from http.client import HTTPConnection

import pytest

from prisoner_pages.choices import Basis, Scope
from prisoner_pages.facts.actions.changes import change_record
from prisoner_pages.models import Consent, PrisonerPage
from prisoner_pages.records.actions.pauses import pause_prisoner, resume_prisoner
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.live.server import ROOT, answering_at, free_port, running_site
from tests.tiers import WHOLE_PROGRAMS
from tests.waiting import LONGEST_SECONDS

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.both_databases,
    pytest.mark.full(WHOLE_PROGRAMS),
]
EDITS = int(os.environ.get("EDITS", "100"))
PEOPLE, API = "/uk/prisoners/", "/api/v1/prisoners"


@pytest.fixture
def people():
    open_locales("uk", "en")
    return [PrisonerFactory(writable=True, slug=f"person-{number}") for number in range(3)]


@pytest.fixture
def site(people, tmp_path):
    fail_file = tmp_path / "fail"
    fail_file.write_text("")
    with running_site(tmp_path, FAIL_FILE=str(fail_file), WEB_WORKERS="2") as site:
        yield site


class Edits:
    """Random acts of people at work, each with what must be so at an address once it is committed."""

    def __init__(self, people, seed):
        self.people, self.random = people, random.Random(seed)
        self.paused, self.number, self.without_basis = set(), 0, None

    def make(self):
        """Do one; return (address, its status, a word that stands there or "", one that does not or "")."""
        self.number += 1
        person = self.random.choice(self.people)
        person.refresh_from_db()
        acts = (
            [self.resume]
            if person.pk in self.paused
            else [self.rename, self.tell, self.pause, self.end_basis]
        )
        return self.random.choice(acts)(person)

    def rename(self, person):
        name = f"Людина Номер{self.number}."

        def change(facts):
            facts.name_uk = name

        change_record(person, change=change, by=None)
        where = [PEOPLE, f"/uk/prisoners/{person.slug}/", API, f"{API}/{person.slug}"]
        return self.random.choice(where), 200, name, ""

    def tell(self, person):
        story = PrisonerPage.objects.get(prisoner=person, locale__language_code="uk")
        before, story.intro = story.intro, f"Сказане в правці {self.number}."
        story.save_revision().publish()
        where = [f"/uk/prisoners/{person.slug}/", f"{API}/{person.slug}"]
        return self.random.choice(where), 200, story.intro, before

    def pause(self, person):
        self.paused.add(person.pk)
        pause_prisoner(person, by=None)
        return self.somewhere_without(person)

    def resume(self, person):
        self.paused.remove(person.pk)
        resume_prisoner(person, by=None)
        return f"/uk/prisoners/{person.slug}/", 200, person.name_uk, ""

    def end_basis(self, person):
        Consent.objects.filter(prisoner=person, scope=Scope.NAME).delete()
        self.without_basis = person
        return self.somewhere_without(person)

    def give_basis_back(self):
        if self.without_basis:
            Consent.objects.create(prisoner=self.without_basis, scope=Scope.NAME, basis=Basis.GIVEN)
        self.without_basis = None

    def somewhere_without(self, person):
        lists, own = (PEOPLE, API, f"{API}/ids"), (f"/uk/prisoners/{person.slug}/", f"{API}/{person.slug}")
        if self.random.random() < 0.5:
            return self.random.choice(lists), 200, "", person.slug
        return self.random.choice(own), 404, "", ""


def test_no_edit_is_seen_late_by_any_of_two_processes(people, site):
    edits, late = Edits(people, seed=18), []
    for _edit in range(EDITS):
        for path in (PEOPLE, "/uk/prisoners/person-0/", API, f"{API}/ids", f"{API}/person-0"):
            site.ask("GET", path)  # kept again, here or there
        path, status, there, gone = edits.make()
        for _reader in range(2):
            answered, _headers, text = site.ask("GET", path)
            is_right = answered == status and there in text and (not gone or gone not in text)
            late += [] if is_right else [(edits.number, path, answered, there, gone)]
        edits.give_basis_back()

    assert late == []


def test_no_edit_is_seen_late_by_many_who_ask_at_once_on_connections_that_stay_open(people, site):
    edits, late = Edits(people, seed=181), []
    readers = [HTTPConnection("127.0.0.1", site.port, timeout=LONGEST_SECONDS) for _reader in range(8)]
    for _edit in range(EDITS // 3):
        ask_at_once(readers, PEOPLE)  # kept again
        path, status, there, gone = edits.make()
        for answered, text in [*ask_at_once(readers, path), *ask_at_once(readers, path)]:
            is_right = answered == status and there in text and (not gone or gone not in text)
            late += [] if is_right else [(edits.number, path, answered, there, gone)]
        edits.give_basis_back()
    for reader in readers:
        reader.close()

    assert late == []


def ask_at_once(readers, path):
    for reader in readers:
        reader.request("GET", path)
    answers = [reader.getresponse() for reader in readers]
    return [(answer.status, answer.read().decode()) for answer in answers]


def test_it_is_known_when_the_next_request_of_an_open_connection_came(tmp_path):
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "-c",
        "python:cms.gunicorn",
        "-w",
        "1",
        "-b",
        f"127.0.0.1:{port}",
    ]
    with answering_at(port, [*command, "tests.live.came:application"], cwd=ROOT, env={**os.environ}):
        reader = HTTPConnection("127.0.0.1", port, timeout=LONGEST_SECONDS)
        before = time.monotonic()
        first, second, third = (ask_at_once([reader], "/")[0][1] for _time in range(3))
        reader.close()

    assert first == ""
    assert before < float(second) < float(third) < time.monotonic()


def test_what_dies_keeps_nothing_and_is_back(people, site):
    before = site.ask("GET", PEOPLE)[2]
    site.die()
    pause_prisoner(people[0], by=None)

    assert people[0].name_uk in before
    assert people[0].name_uk not in site.ask("GET", PEOPLE)[2]
