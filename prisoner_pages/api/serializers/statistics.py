from prisoner_pages.api.schemas.people import Count, Statistics


def statistics_of(numbers, words):
    statuses = [
        Count.of(value=words.word(status), people=count) for status, count in numbers.statuses.items()
    ]
    return Statistics.of(
        people=numbers.people,
        taking_letters=numbers.taking_letters,
        statuses=statuses,
        crimean_tatars=numbers.crimean_tatars or None,
    )
