"""What somebody learns who draws without end, and knows how the draw is made but not its key.

Nobody has to draw in vain here: the adversary is given the shown band of everybody in every week, which
is the most that any number of draws can tell. The last but one draws.
"""

from collections import Counter, defaultdict
from random import Random

import pytest

from prisoner_pages.people.read_models.next_recipients import LIMITS, WEIGHTS, shown_band, true_band

KEY = b"a key that the adversary lacks.."
WEEKS, PEOPLE, DRAWS = 26, 6000, 10_000
FEW, SOME, MANY = (0, 5), (5, 20), (20, 80)


def half_year(chance, pk):
    """Return (shown bands in their order without repeats, true band at the end)."""
    letters, weekly = chance.randrange(*chance.choice((FEW, SOME, MANY))), chance.choice((0, 0.05, 0.2, 0.5))
    shown = []
    for _week in range(WEEKS):
        band = shown_band(KEY, pk, letters)
        shown += [band] if band not in shown[-1:] else []
        last = true_band(KEY, pk, letters)
        letters += sum(chance.random() < weekly / 2 for _letter in range(2))
    return tuple(shown), last


@pytest.fixture(scope="module")
def guesses():
    """{what was seen: [true bands]} of half of the people; and what was seen of each of the others."""
    chance = Random(17)
    lives = [half_year(chance, pk) for pk in range(2 * PEOPLE)]
    learnt = defaultdict(Counter)
    for seen, band in lives[:PEOPLE]:  # who knows the truth about half can tell what is likely of the others
        learnt[seen][band] += 1
    best = {seen: bands.most_common(1)[0][0] for seen, bands in learnt.items()}
    return [(seen, best.get(seen, 0) == band) for seen, band in lives[PEOPLE:]]


def share(right):
    return sum(right) / len(right)


def test_26_weeks_of_10000_draws_guess_the_band_of_at_most_70_percent(guesses):
    assert share([right for _seen, right in guesses]) <= 0.70


def test_change_of_a_band_is_seen_of_few_and_told_with_doubt(guesses):
    """The weakest place: whoever passes a limit is seen under two noises. Measured: 20 %, of whom 81 %."""
    changed = [right for seen, right in guesses if len(seen) > 1]
    assert len(changed) < 0.25 * PEOPLE
    assert share(changed) < 0.85


def test_half_a_year_of_counting_the_drawn_tells_no_more_than_the_shown_band():
    chance = Random(26)
    letters = {pk: chance.randrange(*chance.choice((FEW, SOME, MANY))) for pk in range(300)}
    weights = [WEIGHTS[shown_band(KEY, pk, had)] for pk, had in letters.items()]
    often = Counter()
    for _week in range(WEEKS):
        often.update(chance.choices(list(letters), weights, k=DRAWS))

    ranks = sorted(letters, key=lambda pk: -often[pk])
    sizes = [weights.count(weight) for weight in WEIGHTS]
    guessed = [band for band, size in enumerate(sizes) for _one in range(size)]
    assert (
        share([true_band(KEY, pk, letters[pk]) == band for pk, band in zip(ranks, guessed, strict=True)])
        <= 0.70
    )


def test_0_to_1_letters_come_clearly_more_often_than_50():
    def chances(letters):
        return sum(WEIGHTS[shown_band(KEY, pk, letters)] for pk in range(PEOPLE)) / PEOPLE

    assert chances(0) == chances(1) > 1.5 * chances(50)
    assert {shown_band(KEY, pk, 0) for pk in range(PEOPLE)} == {0, 1, 2}


def until_the_band_changes(pk, letters):
    """Return how many letters it takes until somebody who had `letters` is shown in another band."""
    before = shown_band(KEY, pk, letters)
    sent = range(1, LIMITS[0][1] + 1)
    return next((more for more in sent if shown_band(KEY, pk, letters + more) != before), None)


def test_whoever_sends_letters_until_the_band_changes_knows_not_how_many_there_were():
    chance = Random(5)
    found = [(until_the_band_changes(pk, had := chance.randrange(5)), had) for pk in range(2 * PEOPLE)]
    learnt = defaultdict(Counter)
    for sent, had in found[:PEOPLE]:
        learnt[sent][had] += 1
    best = {sent: counts.most_common(1)[0][0] for sent, counts in learnt.items()}

    assert share([best.get(sent) == had for sent, had in found[PEOPLE:]]) < 0.40  # 0.20 by mere chance
