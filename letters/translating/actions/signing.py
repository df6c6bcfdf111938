"""What stands under a letter on paper: the writer's name in Russian letters, by rule or a reader's."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from letters.models import Letter
from letters.sealing.sealed_box import unseal_text
from letters.text.transliteration import RUSSIAN, in_russian, is_in_russian

WORD = re.compile(r"[^\W\d_]+")
# Another spelling may take more letters, a message takes many more.
LONGER_BY = 10


class SignatureRefused(ValidationError):
    """This is not the writer's name in Russian letters."""


def proposed(name: str, *, language: str, on_paper: str) -> str:
    """Return the name by the rule, as the sheet will bear it; both are languages, of letter and paper."""
    return in_russian(name, language) if on_paper == RUSSIAN else name


def signature_for_paper(letter: Letter, *, on_paper: str, written: str = "") -> str:
    """Return what stands under a text in the language `on_paper`; `written` by a reader, "" for the rule.

    A reader spells a name and adds nothing: no more words than the writer's, however they are joined. Raises
    SignatureRefused, UnsealError.
    """
    name = letter.sealed_name and unseal_text(letter.sealed_name, letter=letter.uuid, field="name")
    if not name or on_paper != RUSSIAN:
        return name
    found = written or in_russian(name, letter.language)
    if not is_in_russian(found):
        raise SignatureRefused(_("Write the signature in Russian letters: the censor reads no others."))
    if len(WORD.findall(found)) > len(WORD.findall(name)) or len(found) > 2 * len(name) + LONGER_BY:
        raise SignatureRefused(_("The signature says more than the writer’s own."))
    return found
