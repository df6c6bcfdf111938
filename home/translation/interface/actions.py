"""Proposing words of the interface for the next release, and taking a proposal back."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Locale

from home.catalogues.message import Message
from home.translation.choices import Right
from home.translation.interface.rules import faults_of
from home.translation.models import InterfaceProposal
from home.translation.permissions import require


class BadWords(ValueError):
    """The words cannot be proposed; `faults` are sentences."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


class ProposedMeanwhile(Exception):
    """Somebody else proposed other words since the person looked; `proposal` is theirs."""

    def __init__(self, proposal: InterfaceProposal) -> None:
        super().__init__()
        self.proposal = proposal


@transaction.atomic
def propose_words(
    message: Message, forms: list[str], locale: Locale, *, by: User, seen: Iterable[str], source: str = ""
) -> InterfaceProposal:
    """Propose `forms` for a Message in a language; return the InterfaceProposal. Each string has one.

    `seen` are the forms the person saw proposed, () for none. Raises NotYours, BadWords, ProposedMeanwhile.
    """
    require(by, Right.TRANSLATE, locale)
    forms = [form.strip() for form in forms]
    if faults := faults_of(message, locale.language_code, forms, source):
        raise BadWords(faults)
    # Two people may be the first to propose something: both lock the language.
    Locale.objects.select_for_update().get(pk=locale.pk)
    here = {"locale": locale, "msgctxt": message.context, "msgid": message.words}
    before = InterfaceProposal.objects.filter(**here).order_by("-at").first()
    if before and before.texts != list(seen):
        raise ProposedMeanwhile(before)
    proposal = before or InterfaceProposal(**here)
    proposal.texts, proposal.source, proposal.by = forms, source.strip(), by
    proposal.save()
    _log(proposal, "propose_words", by)
    return proposal


@transaction.atomic
def withdraw_words(proposal: InterfaceProposal, *, by: User) -> None:
    """Take a proposal back. Raises NotYours."""
    require(by, Right.TRANSLATE, proposal.locale)
    _log(proposal, "withdraw_words", by)
    proposal.delete()


def _log(proposal: InterfaceProposal, action: str, by: User) -> None:
    locale, data = proposal.locale, {"words": proposal.msgid[:100]}
    log(locale, f"translation.{action}", user=by, title=str(locale), data=data)
