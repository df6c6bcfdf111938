"""What the cards of a list say."""


def names_on(response):
    """Return the names of the cards, in their order."""
    titles = response.text.split('class="card__title">')[1:]
    return [title.split("</a>")[0].rpartition(">")[2] for title in titles]
