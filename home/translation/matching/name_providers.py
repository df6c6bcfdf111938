"""Whom a text names: higher apps know people and say; this ground knows nobody."""

from home.registry import provided


def names_in(text, source, target, *, beside=()):
    """Return who is named in a text of language `source`, by place, with the form to use in `target`.

    Apps provide `name_providers`: function(text, source, target, beside) that returns NameMention rows of
    people who are public, and of those that `beside` holds: things a caller works on (the record a letter is
    to, the page a string is of), whose people may be named though they are not public. A provider passes over
    what it doesn't know.
    """
    found = (
        mention for named in provided("name_providers") for mention in named(text, source, target, beside)
    )
    return sorted(found, key=lambda mention: (mention.start, mention.end, mention.person))
