from prisoner_pages.api.schemas.people import Count, Statistics
from prisoner_pages.api.serializers.words import Words
from prisoner_pages.people.read_models.statistics import PeopleNumbers


def statistics_of(numbers: PeopleNumbers, words: Words) -> Statistics:
    statuses = [
        Count.of(value=words.word(status), people=count) for status, count in numbers.statuses.items()
    ]
    return Statistics.of(
        people=numbers.people,
        taking_letters=numbers.taking_letters,
        statuses=statuses,
        crimean_tatars=numbers.crimean_tatars or None,
    )
