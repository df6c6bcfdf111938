"""A letter that came on paper or by e-mail, typed in by staff: from then on a letter like any other."""

from collections.abc import Callable
from functools import partial

from django.contrib.auth.models import User

from home.languages.info import CONTENT_LANGUAGES, SOURCE_LANGUAGE
from letters.choices.desk import DeskWork, LogAction
from letters.choices.letters import Channel
from letters.log.actions.entries import log_by_staff
from letters.models import Letter
from letters.permissions.letters import desk_partner_of, require_desk_work
from letters.sealing.bindings import Binding
from letters.text.language_detection import detect_language
from letters.writing.actions.submit import RecipientGone, submit_letter
from letters.writing.content import Content
from prisoner_pages.models import Prisoner


def key_in_letter(*, content: Content, nonce: str, channel: Channel, by: User) -> tuple[Letter, str]:
    """Store a letter to one of the people of the typist's desk, as `key_in_for_any_desk` does.

    Raises PermissionDenied as well.
    """
    recipient = Prisoner.objects.select_related("partner").filter(slug=content.prisoner).first()
    if recipient is None:
        raise RecipientGone
    require_desk_work(by, DeskWork.KEY_IN, desk_partner_of(recipient))
    also = partial(_require_own, by=by)
    return key_in_for_any_desk(content=content, nonce=nonce, channel=channel, by=by, also=also)


def _require_own(letter: Letter, *, by: User) -> None:
    # Asked again now that the row is stored: the person may have been handed to another partner meanwhile.
    require_desk_work(by, DeskWork.KEY_IN, desk_partner_of(letter.prisoner))


def key_in_for_any_desk(
    *,
    content: Content,
    nonce: str,
    channel: Channel,
    by: User,
    also: Callable[[Letter], object],
    slip: Binding | None = None,
) -> tuple[Letter, str]:
    """Store the letter, logged with the person who typed it; return (letter, code) as `submit_letter`.

    It goes to its recipient's desk, even where that is not the typist's; the caller has checked their right.
    `channel` is Channel.PAPER or EMAIL. The same form sent twice makes one letter. `also(letter)` is done in
    the same transaction. `slip` is that of the sheet. Effects: an address gets the mail that asks to confirm
    it. Raises as `submit_letter`.
    """
    return submit_letter(
        content=content,
        nonce=nonce,
        page_language=_language_of_mail(content),
        channel=channel,
        also=partial(_note_keyed_in, by=by, also=also),
        slip=slip,
    )


def _note_keyed_in(letter: Letter, *, by: User, also: Callable[[Letter], object]) -> None:
    log_by_staff(letter, LogAction.KEYED_IN, by=by, detail=letter.channel)
    also(letter)


def _language_of_mail(content: Content) -> str:
    """Return the language of the letter where mail speaks it, else that of the initiative."""
    language = content.language or detect_language(content.body)
    return language if language in dict(CONTENT_LANGUAGES) else SOURCE_LANGUAGE
