"""How long letters took lately, as everybody is told: of enough of them, coarse, and never a promise."""

from datetime import date, timedelta

import pytest

from letters.choices.desk import LogAction
from letters.models import Letter, LetterLogEntry
from letters.numbers.actions import note_weeks
from letters.numbers.read_models.weeks import FEWEST_LETTERS, weeks_lately
from tests.letters.conftest import filled
from tests.letters.desk_world import make_letters

STEP, STATUS = "/uk/letters/write/vilnyi/", "/uk/letters/status/"
TODAY, LAST_MONTH = date(2026, 11, 29), date(2026, 10, 30)
LATELY = "За останні пів року половина відправлених листів"


def posted(world, count, *, took, on=LAST_MONTH):
    """Store letters that were posted on a day, `took` days after they had come."""
    steps = (LogAction.ACCEPTED, took // 2), (LogAction.APPROVED, took // 2 + 1), (LogAction.POSTED, took)
    for letter in make_letters(world, count, received_on=on - timedelta(days=took), state="posted"):
        for action, days in steps:
            LetterLogEntry(letter=letter, action=action, day=letter.received_on + timedelta(days=days)).save()


@pytest.fixture
def _posted_lately(world):
    for took in range(8, 48, 2):
        posted(world, 1, took=took, on=date.today().replace(day=1) - timedelta(days=1))
    note_weeks()


def test_middle_half_is_told_in_whole_weeks(world):
    for took in range(8, 48, 2):
        posted(world, 1, took=took)

    told = weeks_lately(TODAY)

    assert told == {"reading": [1, 3], "translating": [0, 1], "posting": [1, 3], "all": [2, 6]}


def test_nothing_is_told_of_fewer_letters_nor_of_a_month_that_is_not_over_nor_of_long_ago(world):
    posted(world, FEWEST_LETTERS - 1, took=10)
    posted(world, 5, took=10, on=date(2026, 11, 5))
    posted(world, 5, took=10, on=date(2026, 4, 30))
    assert weeks_lately(TODAY) == {}

    posted(world, 1, took=10, on=date(2026, 5, 1))
    assert weeks_lately(TODAY)["all"] == [1, 2]


@pytest.mark.usefixtures("_posted_lately")
def test_ranges_stand_where_a_letter_is_written_sent_and_followed_and_not_once_it_waits(client, world):
    sent = client.post(f"{STEP}check/", filled())
    receipt = client.get(sent.headers["Location"])
    code = receipt.context["code"]
    Letter.objects.filter(state="received").update(state="accepted")

    for page in (client.get(STEP), receipt, client.post(STATUS, {"code": code})):
        assert LATELY in page.content.decode()

    world.status = "in_transfer"
    world.save()
    for page in (client.get(STEP), client.post(STATUS, {"code": code})):
        assert LATELY not in page.content.decode()


def test_without_figures_only_a_general_sentence_is_said(client, world):
    note_weeks()

    html = client.get(STEP).content.decode()

    assert LATELY not in html and "може минути кілька тижнів" in html
