"""What stands under a letter on paper: the writer's name in Russian letters, by rule or a reader's."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from letters.sealing import unseal_text
from letters.signatures import RUSSIAN, in_russian, is_in_russian


class SignatureRefused(ValidationError):
    """This is not the writer's name in Russian letters."""


def proposed(name, *, language, on_paper):
    """Return the name by the rule, as the sheet will bear it; both are languages, of letter and paper."""
    return in_russian(name, language) if on_paper == RUSSIAN else name


def signature_for_paper(letter, *, on_paper, written=""):
    """Return what stands under a text in the language `on_paper`; `written` by a reader, "" for the rule.

    A reader spells a name and adds nothing: it has no more words than the writer's. Raises SignatureRefused,
    UnsealError.
    """
    name = letter.sealed_name and unseal_text(letter.sealed_name, letter=letter.uuid, field="name")
    if not name or on_paper != RUSSIAN:
        return name
    found = written or in_russian(name, letter.language)
    if not is_in_russian(found):
        raise SignatureRefused(_("Write the signature in Russian letters: the censor reads no others."))
    if len(found.split()) > len(name.split()):
        raise SignatureRefused(_("The signature has more words than the writer’s own."))
    return found
