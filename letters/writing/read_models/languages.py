"""In which languages letters to somebody can be handled now, to be said before one is written."""

from home.caching.read_models import Numbers, memoized_for
from home.languages.info import TEXT_LANGUAGES
from prisoner_pages.models import Partner, Prisoner

# Generation of what is kept here; bumped when a desk or a partner is saved (letters.apps).
LETTER_LANGUAGES = "letter-languages"
PRINTED = "ru"  # what is written in it, every place reads as it is


def languages_now(prisoner: Prisoner, *, generations: Numbers) -> list[tuple[str, str]]:
    """Return (code, its own name) of each language that needs no wait, in the order of the switcher.

    None at all where nobody translates at the moment.
    """
    found = _by_partner(generations=generations).get(prisoner.partner_id, [])
    codes = dict(TEXT_LANGUAGES).keys() & found
    return [each for each in TEXT_LANGUAGES if each[0] in codes | {PRINTED}] if codes else []


@memoized_for(LETTER_LANGUAGES)
def _by_partner() -> dict[int, list[str]]:
    """Return {id of a partner: languages of the desk that works for its people}; takes `generations`."""
    rows = Partner.objects.values_list(
        "pk", "letter_desk", "desk_staff__languages_now", "letter_desk__desk_staff__languages_now"
    )
    return {partner: (others if desk else own) or [] for partner, desk, own, others in rows}
