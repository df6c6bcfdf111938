"""What gets a letter through, as the writer is told: beside the form, and to front ends elsewhere. Pure."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LANGUAGE = _(
    "Write in your own language. We translate into Russian: the censor seldom lets anything else through."
)
EVERYDAY = _("Tell of everyday things: your day, a book, a film, your cat, the weather.")
EVERYDAY_ASKING = _(
    "Tell of everyday things: your day, a book, a film, your cat, the weather. Ask questions."
)
AVOIDED = (
    _("Nothing about politics, the war or the case: the censor may stop the whole letter."),
    _(
        "No addresses, phone numbers or names of others, least of all of people in Crimea: your letter"
        " could get them questioned."
    ),
    _("No riddles and no hints: the censor stops anything that can be read two ways."),
)
RARELY_ANSWERED = _("Answers are rare. The letter helps all the same.")
# To pupils, in words for under sixteen; the first stands on their slips, too.
CLASS_ADVICE = (
    _(
        "Sign with your first name or a made-up one. Leave out your surname, school, town, street, phone"
        " number and the names of others."
    ),
    _("Nothing about the war or politics: a letter like that may not get through."),
    _("Not sure how to begin? A grown-up may help you."),
)
SIGN_CAREFULLY = _(
    "If you are in Russia or in an occupied area, sign with a made-up name and leave out your e-mail address."
)


def advice_to(*, refuses_answers: bool, pupil: bool = False) -> tuple[str | Promise, ...]:
    """Return the advice; to somebody for whom answering brings punishment nothing that asks for an answer."""
    of_class = CLASS_ADVICE if pupil else ()
    if refuses_answers:
        return (*of_class, LANGUAGE, EVERYDAY, *AVOIDED)
    return (*of_class, LANGUAGE, EVERYDAY_ASKING, *AVOIDED, RARELY_ANSWERED)
