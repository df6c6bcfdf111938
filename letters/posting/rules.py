"""Whether a reply can be sealed for the writer of the letter, and if not, why."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from letters.lifecycle import ALIVE, SENT
from letters.models import Reply

NO_LETTER = _("The reply names no letter of ours, so it cannot be sealed for a writer: pass it on as before.")
GOES_AGAIN = _("The letter is on its way again: seal the reply once it is posted.")
NO_KEY = _(
    "The code of this letter has 16 digits: answers are read only with codes of 24."
    " Pass the reply on as before."
)
REFUSED = _(
    "Answers from this person, or from this place, are not passed on: whoever answers is punished."
    " The record and the place say so."
)


def why_not_for_writer(reply: Reply) -> str | Promise:
    """Return the sentence that says why not, "" where nothing stands in the way."""
    letter = reply.letter
    if reply.prisoner.refuses_answers:
        return REFUSED
    if letter is None:
        return NO_LETTER
    if letter.place_sent_to and letter.place_sent_to.answers_refused:  # somebody who was moved since
        return REFUSED
    if letter.state not in SENT:
        return GOES_AGAIN if letter.state in ALIVE else NO_LETTER
    return "" if letter.answer_key else NO_KEY
