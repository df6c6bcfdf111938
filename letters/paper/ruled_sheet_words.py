"""The words on sheets that people write on by hand, in one language each: at an event, or printed at home."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext, gettext_noop

from home.languages.table import ENGLISH, declared
from home.private_parts import keys_known_in
from letters.paper.ruled_sheets import Aside, RuledSheet, event_sheet
from letters.paper_sizes import SHEET

TO = gettext_noop("To:")
EVERYDAY = gettext_noop(
    "Tell of everyday things: your day, a book, a film, your cat, the weather. Ask questions."
)
NO_POLITICS = gettext_noop("Nothing of politics, the war or the case: the censor may stop the whole letter.")
NO_OTHERS = gettext_noop(
    "No addresses, telephone numbers or names of others, least of all of people in Crimea."
)
NO_RIDDLES = gettext_noop("No riddles and no hints: the censor stops what can be read in two ways.")


@dataclass(frozen=True)
class Words:
    heading: str
    rules: tuple[str, ...]
    note: str


AT_AN_EVENT = Words(
    gettext_noop("Your letter"),
    (
        gettext_noop("Write in your own language, clearly. We translate into Russian."),
        EVERYDAY,
        NO_POLITICS,
        NO_OTHERS,
    ),
    gettext_noop("Leave the code free: by it we know where the letter was written, and nothing about you."),
)
# A guest chooses a person from a list on the table, and writes the name down.
TO_WHOM = gettext_noop("On the first line: to whom you write.")
AT_HOME = Words(
    gettext_noop("Before you write"),
    (
        gettext_noop(
            "The prison’s censor lets only Russian through. Write in Russian, or write on our site in your"
            " own language: we translate."
        ),
        EVERYDAY,
        NO_POLITICS,
        NO_OTHERS,
        NO_RIDDLES,
    ),
    gettext_noop("Keep this page. Only the page with the lines goes into the envelope."),
)


def sheet_for_event(language, *, paper, to_name="", recipient=None):
    """Return the RuledSheet for guests; `to_name` is the Recipient as prison papers have the name, or ""."""
    language, words = in_one_language(language, AT_AN_EVENT, TO, TO_WHOM, *_heed(recipient))
    heading, rules, note, to_word, to_whom, *asides = words
    return event_sheet(
        language=language,
        paper=paper,
        title=heading,
        heading=heading,
        to_word=to_word,
        to_name=to_name,
        asides=_asides(recipient, language, asides),
        rules=rules if to_name else (to_whom, *rules),
        note=note,
    )


def sheet_at_home(language, *, to_name, recipient, paper=SHEET):
    """Return the RuledSheet for a writer's own printer: words on a page to keep, lines on a page to post.

    `to_name` is the Recipient as prison papers have the name.
    """
    language, words = in_one_language(language, AT_HOME, TO, *_heed(recipient))
    heading, rules, note, to_word, *asides = words
    return RuledSheet(
        language=language,
        paper=paper,
        title=heading,
        heading=heading,
        to_word=to_word,
        to_name=to_name,
        asides=_asides(recipient, language, asides),
        rules=rules,
        note=note,
        sides=2,
        has_cover=True,
    )


def _heed(recipient):
    """Return what stands before each fact that a writer is to heed."""
    return [told.fact.heed for told in recipient.heeded] if recipient else []


def _asides(recipient, language, labels):
    """Return the Asides about the person, if there is one; a word of another language says so."""
    told = recipient.told_in(language).heeded if recipient else []
    return tuple(
        Aside(label, tuple((str(word), getattr(word, "language", "") or language) for word in each.words))
        for label, each in zip(labels, told, strict=True)
    )


def in_one_language(language, words, *more):
    """Return (language, [heading, rules, note, *more]): our words on a sheet never mix two languages.

    Where a word is missing, the whole sheet is in the language in which a page would show it.
    """
    texts = [words.heading, *words.rules, words.note, *more]
    fallback = declared(language).words_missing_in
    language = next(code for code in (language, fallback, ENGLISH) if code == ENGLISH or _knows(code, texts))
    with translation.override(language):
        said = [gettext(text) for text in texts]
    rules = len(words.rules)
    return language, [said[0], tuple(said[1 : 1 + rules]), *said[1 + rules :]]


def _knows(language, texts):
    """Has the catalogue all of them? One that is compiled in English has them as they are."""
    known = keys_known_in(language)
    return all(text in known and known[text] != text for text in texts)
