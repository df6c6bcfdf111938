"""Whom a text names: higher apps know people and say; this ground knows nobody."""

_providers = []


def register_name_provider(function):
    """Ask `function(text, source, target, beside)` in every search for names. For AppConfig.ready.

    It returns NameMention rows of people who are public, and of those that `beside` holds: things a caller
    works on (the record a letter is to, the page a string is of), whose people may be named though they are
    not public. A provider passes over what it doesn't know.
    """
    if function not in _providers:
        _providers.append(function)


def names_in(text, source, target, *, beside=()):
    """Return who is named in a text of language `source`, by place, with the form to use in `target`."""
    found = (mention for provider in _providers for mention in provider(text, source, target, beside))
    return sorted(found, key=lambda mention: (mention.start, mention.end, mention.person))
