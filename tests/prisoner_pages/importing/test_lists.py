"""Two whole lists go through: an invented one, always, and the real one where it lies beside the project."""

import csv
import io
import os
import warnings
from pathlib import Path

import pytest

from home.caching.read_models import current
from prisoner_pages.choices import Scope
from prisoner_pages.facts.read_models.declarations import IMPORTED
from prisoner_pages.importing.read_models.person_rows import COLUMNS, REQUIRED_COLUMNS, person_row
from prisoner_pages.importing.reading import read_sheet
from prisoner_pages.models import ImportedFact, Prisoner, PrisonerPage
from prisoner_pages.names import named
from prisoner_pages.people.read_models.profile import profile_of
from prisoner_pages.public.read_models.lexicon import lexicon_in
from tests.tiers import MANY

pytestmark = pytest.mark.full(MANY)


ROOT = Path(__file__).parents[3]
INVENTED = ROOT / "tests" / "data" / "invented_list.csv"
REAL = Path(os.environ.get("REAL_LIST", ROOT.parent / "shared" / "data" / "prisoners.csv"))


class ListTests:
    """What holds for any list of ours."""

    path = None
    facilities = None

    @pytest.fixture
    def data(self):
        return self.path.read_bytes()

    @pytest.fixture
    def people(self, data):
        """The rows as read, by their number."""
        sheet = read_sheet(data, columns=COLUMNS, required=REQUIRED_COLUMNS)
        read = [person_row(row) for row in sheet.rows]
        assert not any(errors for _person, errors, _warnings in read)
        return [person for person, _errors, _warnings in read]

    @pytest.fixture
    def report(self, take, data):
        return take(data, facilities=self.facilities)

    def test_everybody_is_published_without_an_error_and_again_without_a_change(
        self, take, report, data, people
    ):
        everybody = len(people)

        assert (report.created, report.skipped, report.errors) == (everybody, 0, [])
        assert Prisoner.objects.public().count() == everybody
        assert PrisonerPage.objects.filter(live=True, locale__language_code="uk").count() == everybody
        before = (
            list(Prisoner.objects.order_by("pk").values()),
            list(PrisonerPage.objects.order_by("pk").values()),
        )
        again = take(data, facilities=self.facilities)
        assert (again.unchanged, again.created, again.updated, again.skipped) == (everybody, 0, 0, 0)
        after = (
            list(Prisoner.objects.order_by("pk").values()),
            list(PrisonerPage.objects.order_by("pk").values()),
        )
        assert after == before

    def test_the_records_say_what_the_list_says_and_no_more(self, report, people):
        by_name = {record.name_uk: record for record in Prisoner.objects.all()}
        pairs = [(person, by_name[person.names["uk"].display]) for person in people]

        assert_only_listed_can_be_written_to(pairs)
        for person, record in pairs:
            assert_blanks_are_blank_and_facts_lead_to_their_source(person, record)
            assert_found_by_each_name(person)
            assert_verified_is_only_what_the_row_says(person, record)
        assert_no_private_text_is_public(people)


def assert_only_listed_can_be_written_to(pairs):
    listed = {record.pk for person, record in pairs if person.said.get("letters")}

    assert listed
    assert {record.pk for record in Prisoner.objects.with_basis(Scope.LETTERS)} == listed
    assert {record.pk for _person, record in pairs if record.call_to_action.takes_letters} <= listed
    assert {record.pk for record in Prisoner.objects.accepting_letters()} <= listed


def assert_blanks_are_blank_and_facts_lead_to_their_source(person, record):
    supported = {group for source in record.sources.all() for group in source.groups}
    traced = {fact.field: fact.source_url for fact in record.imported_facts.all()}
    for fact in IMPORTED:
        if fact.stated(person):
            assert traced[fact.name] in person.sources, (person.number, fact.name)
            assert fact.group in supported, (person.number, fact.name)
        else:
            assert fact.held(record) == fact.held(Prisoner()), (person.number, fact.name)


def assert_verified_is_only_what_the_row_says(person, record):
    """What the page says was verified, and when, is what the row names and dates."""
    checks = profile_of(record, lexicon_in("uk", generations=current())).verified
    said = {
        "identity": True,
        "place": bool(record.facility and "place" in person.said),
        "verdict": bool({"charges", "sentence"} & person.said.keys()),
        "mail": "letters" in person.said,
    }

    assert {check.facts.code for check in checks} <= {group for group, is_said in said.items() if is_said}
    assert {check.date.first for check in checks} <= {person.stated_on and person.stated_on.day}
    assert bool(checks) is bool(person.stated_on), person.number


def assert_found_by_each_name(person):
    for name in person.names.values():
        found = Prisoner.objects.filter(named(f"{name.given} {name.surname}"))
        assert found.filter(name_uk=person.names["uk"].display).exists(), name


def assert_no_private_text_is_public(people):
    held = {person.stories[key] for person in people if person.held_because for key in person.stories}

    assert held
    assert not PrisonerPage.objects.filter(intro__in=held).exists()
    assert ImportedFact.objects.filter(field="story_uk").exists()


class TestInventedList(ListTests):
    path = INVENTED

    def test_it_is_as_untidy_as_a_real_one(self, data):
        rows = list(csv.DictReader(io.StringIO(data.decode())))
        text = data.decode()

        for untidy in (
            " ; ",
            "ч.1 + 278",
            "in prison",
            ") Вигадченко",
            "died_in_custody",
            "оглы",
            "номер в источнике",
        ):
            assert untidy in text, untidy
        assert {len(row["birth_date"]) for row in rows} == {0, 4, 7, 10}
        assert {row["can_receive_letters"] for row in rows} == {"", "yes", "no"}

    def test_the_same_list_saved_by_a_spreadsheet_in_ukraine_is_the_same(self, take, report, data, people):
        rows = csv.reader(io.StringIO(data.decode()))
        file = io.StringIO()
        csv.writer(file, delimiter=";", lineterminator="\r\n").writerows(rows)

        assert take(("\ufeff" + file.getvalue()).encode()).unchanged == len(people)


if REAL.exists():

    class TestRealList(ListTests):
        path = REAL

        @property
        def facilities(self):
            places = REAL.with_name("facilities.csv")
            return places.read_bytes() if places.exists() else None

        def test_its_ninety_people_are_there(self, people):
            assert len(people) == 90

else:

    def test_the_real_list_is_missing_and_this_test_says_so():
        """Real people are never committed: where their list is not at hand, the invented one stands in."""
        warnings.warn(
            f"No real list at {REAL}: only the invented one was imported (REAL_LIST).", stacklevel=1
        )
