from prisoner_pages.api import shapes


def statistics_of(numbers, words):
    statuses = [
        shapes.Count.model_construct(value=words.word(status), people=count)
        for status, count in numbers.statuses.items()
    ]
    return shapes.Statistics.model_construct(
        people=numbers.people,
        taking_letters=numbers.taking_letters,
        statuses=statuses,
        crimean_tatars=numbers.crimean_tatars or None,
    )
