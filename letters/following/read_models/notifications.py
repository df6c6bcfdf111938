"""What a writer is told: reasons and endings in fixed words, in their language or marked as another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from home.languages.info import CONTENT_LANGUAGES
from home.models import Outbox
from letters.choices.letters import ClosedReason
from letters.codes import Receipt
from letters.models import Letter, ReasonText
from prisoner_pages.can_be_written_to import CallReason
from prisoner_pages.facts.can_be_written_to_words import REASON_WORDS
from prisoner_pages.public.read_models.fallbacks import mark, nearest

# One sentence for each way a letter ends; nothing of the letter, nothing of who decided.
CLOSED_SENTENCES: dict[str, str | Promise] = {
    ClosedReason.CANNOT_GO: _(
        "This letter could not be sent as it was: the censor would have stopped it."
        " You are welcome to write another."
    ),
    ClosedReason.REFUSED: _("We do not pass this letter on."),
    ClosedReason.UNANSWERED: _(
        "We asked you about this letter and had no answer within 30 days, so it was not sent."
    ),
    ClosedReason.WITHDRAWN: _("You withdrew this letter. It was not sent."),
    ClosedReason.ERASED: _("This letter was erased."),
    ClosedReason.TOO_LATE: _("This letter could not be sent within the time you gave."),
    ClosedReason.DUPLICATE: _("The same letter reached us twice. It goes once, under its other code."),
}
CLOSED_OTHERWISE = _("This letter goes no further, and nothing more will happen to it.")
IS_HELD = _("The letter cannot be sent yet. We keep it and send it as soon as it can arrive.")
COPY_WILL_BE_KEPT = _(
    "Once it has gone, we keep a sealed copy to hand over after their release."
    " With the code you can have the copy erased."
)
MAIL_GOES = _(
    "We send you one mail now: please confirm your address by the link in it. Until then you get no other."
)
ANSWERS_ARE_RARE = _("Answers are rare and take months. The letter helps all the same.")
ANSWER_BY_CODE = _(
    "If an answer comes, you read it on the page “Follow a letter”, with this code alone: so keep the code."
)
SITE_LANGUAGES = dict(CONTENT_LANGUAGES)
# In what a writer is told of a letter in a language that the site does not speak.
LAST_FALLBACK = "en"


@dataclass(frozen=True)
class Words:
    """A text, and the language it is in when it is not the reader's own ("" when it is)."""

    text: str
    language: str = ""

    @property
    def language_name(self) -> str:
        return SITE_LANGUAGES.get(self.language, "")


def after_sending(receipt: Receipt) -> list[str | Promise]:
    """Return the sentences about what happens now to a letter that was sent."""
    told: list[tuple[object, Any]] = [
        (receipt.held_because, IS_HELD),
        (receipt.held_because, REASON_WORDS[CallReason(receipt.held_because)]),
        (receipt.keeps_copy, COPY_WILL_BE_KEPT),
        (receipt.has_email, MAIL_GOES),
        (receipt.may_be_answered, ANSWERS_ARE_RARE),
        (receipt.may_be_answered, ANSWER_BY_CODE),
    ]
    return [sentence for is_told, sentence in told if is_told]


def closed_sentence(closed_because: str) -> str | Promise:
    return CLOSED_SENTENCES.get(closed_because, CLOSED_OTHERWISE)


def reason_words(slugs: Sequence[str], language: str) -> list[Words]:
    """Return the Words of these reasons in their order for a reader of `language`; one query.

    A reason without a text in that language is told in the next that has one; one that is gone is left out.
    """
    found: dict[str, dict[str, str]] = {}
    for text in ReasonText.objects.filter(chip__slug__in=slugs).select_related("chip"):
        found.setdefault(text.chip.slug, {})[text.language] = text.text
    return [_in_best(found[slug], language) for slug in slugs if slug in found]


def _in_best(texts: Mapping[str, str], language: str) -> Words:
    best = nearest(texts, language)
    return Words(texts[best], mark(best, language))


def writer_language(letter: Letter) -> str:
    """Return the language of the site to write to this letter's writer in.

    That of the letter; for one the site does not speak, that of the page it was written on, as long as the
    first mail remembers it; else English.
    """
    if letter.language in SITE_LANGUAGES:
        return letter.language
    first = Outbox.objects.filter(reference=letter.uuid).order_by("pk").first()
    return first.language if first else LAST_FALLBACK
