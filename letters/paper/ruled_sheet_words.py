"""The words on sheets that people write on by hand, in one language each: at an event, or printed at home."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.translation import gettext, gettext_noop

from home.languages.table import ENGLISH, declared
from home.private_parts import keys_known_in
from letters.paper.ruled_sheets import Aside, RuledSheet, SlipWords, event_sheet
from letters.paper_sizes import SHEET

if TYPE_CHECKING:
    from letters.writing.read_models.recipients import Recipient

TO = gettext_noop("To:")
EVERYDAY = gettext_noop(
    "Tell of everyday things: your day, a book, a film, your cat, the weather. Ask questions."
)
# To somebody for whom answering brings punishment.
EVERYDAY_UNASKED = gettext_noop("Tell of everyday things: your day, a book, a film, your cat, the weather.")
NO_POLITICS = gettext_noop(
    "Nothing about politics, the war or the case: the censor may stop the whole letter."
)
NO_OTHERS = gettext_noop("No addresses, phone numbers or names of others, least of all of people in Crimea.")
NO_RIDDLES = gettext_noop("No riddles and no hints: the censor stops anything that can be read two ways.")


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
    gettext_noop(
        "Leave the code free: by it we know where the letter was written and which slip belongs to it, and"
        " nothing about you."
    ),
)
# In the order of SlipWords.
SLIP = (
    gettext_noop("Tear this off and keep it"),
    gettext_noop("The code of your letter:"),
    gettext_noop("In a week or two, type it in here and see how the letter is doing, or withdraw it:"),
)
SLIP_NOTES = (
    gettext_noop("If an answer comes, you read it there, too: only whoever has this code can open it."),
    gettext_noop("Nobody else has the code, and it cannot be found again."),
    gettext_noop("Written on several sheets? Keep all their slips: one of them opens your letter."),
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


def sheet_for_event(
    language: str,
    *,
    paper: str,
    follow_at: Callable[[str], str],
    to_name: str = "",
    recipient: "Recipient | None" = None,
) -> RuledSheet:
    """Return the RuledSheet for guests; `to_name` is the Recipient as prison papers have the name, or "".

    `follow_at(language)` is the address at which a letter is followed, which stands on the slip.
    """
    said, notes = _said_to(recipient, AT_AN_EVENT), _slip_notes(recipient)
    language, words, more = in_one_language(language, said, TO, TO_WHOM, *SLIP, *notes, *_heed(recipient))
    to_word, to_whom, heading, code_word, address_word, *rest = more
    asides = rest[len(notes) :]
    return event_sheet(
        language=language,
        paper=paper,
        title=words.heading,
        heading=words.heading,
        to_word=to_word,
        to_name=to_name,
        asides=_asides(recipient, language, asides),
        rules=words.rules if to_name else (to_whom, *words.rules),
        note=words.note,
        slip=SlipWords(heading, code_word, address_word, follow_at(language), tuple(rest[: len(notes)])),
    )


def sheet_at_home(language: str, *, to_name: str, recipient: "Recipient", paper: str = SHEET) -> RuledSheet:
    """Return the RuledSheet for a writer's own printer: words on a page to keep, lines on a page to post.

    `to_name` is the Recipient as prison papers have the name.
    """
    said = _said_to(recipient, AT_HOME)
    language, words, (to_word, *asides) = in_one_language(language, said, TO, *_heed(recipient))
    return RuledSheet(
        language=language,
        paper=paper,
        title=words.heading,
        heading=words.heading,
        to_word=to_word,
        to_name=to_name,
        asides=_asides(recipient, language, asides),
        rules=words.rules,
        note=words.note,
        sides=2,
        has_cover=True,
    )


def rules_at_home(recipient: "Recipient") -> tuple[str, ...]:
    """Return what whoever posts a letter to this person without us has to know; to be translated."""
    return _said_to(recipient, AT_HOME).rules


def _said_to(recipient: "Recipient | None", words: Words) -> Words:
    if recipient is None or not recipient.prisoner.refuses_answers:
        return words
    rules = (EVERYDAY_UNASKED if rule == EVERYDAY else rule for rule in words.rules)
    return replace(words, rules=tuple(rules))


def _slip_notes(recipient: "Recipient | None") -> tuple[str, ...]:
    """Return what else the slip says: where answering brings punishment, nothing of an answer."""
    return SLIP_NOTES[1:] if recipient and recipient.prisoner.refuses_answers else SLIP_NOTES


def _heed(recipient: "Recipient | None") -> list[str]:
    """Return what stands before each fact that a writer is to heed."""
    return [fact.heed for fact, _words in recipient.heeded] if recipient else []


def _asides(recipient: "Recipient | None", language: str, labels: Iterable[str]) -> tuple[Aside, ...]:
    """Return the Asides about the person, if there is one; a word of another language says so."""
    told = recipient.told_in(language).heeded if recipient else []
    return tuple(
        Aside(label, tuple((word.text, word.lang) for word in words))
        for label, (_fact, words) in zip(labels, told, strict=True)
    )


def in_one_language(language: str, words: Words, *more: str) -> tuple[str, Words, list[str]]:
    """Return (language, words, more) as said in it: our words on a sheet never mix two languages.

    Where a word is missing, the whole sheet is in the language in which a page would show it.
    """
    texts = [words.heading, *words.rules, words.note, *more]
    fallback = declared(language).words_missing_in
    language = next(code for code in (language, fallback, ENGLISH) if code == ENGLISH or _knows(code, texts))
    with translation.override(language):
        rules = tuple(gettext(rule) for rule in words.rules)
        said = Words(gettext(words.heading), rules, gettext(words.note))
        return language, said, [gettext(text) for text in more]


def _knows(language: str, texts: Iterable[str]) -> bool:
    """Has the catalogue all of them? One that is compiled in English has them as they are."""
    known = keys_known_in(language)
    return all(text in known and known[text] != text for text in texts)
