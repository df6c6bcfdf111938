"""Where a text does not exist in the page's language: the nearest language that has it, always marked."""

from home.shell import OTHER_SECOND_LANGUAGES, SECOND_LANGUAGES


def nearest(available, wanted):
    """Return the language of `available` nearest to the wanted one, or "" when there is none."""
    order = (wanted, *SECOND_LANGUAGES.get(wanted, ()), *OTHER_SECOND_LANGUAGES, *sorted(available))
    return next((language for language in order if language in available), "")


def mark(language, wanted):
    """Return what stands in a `lang` attribute: "" where the text is in the page's own language."""
    return "" if language == wanted else language
