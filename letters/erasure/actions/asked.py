"""What was asked for on the pages about erasing, carried out where the keys are."""

from letters.erasure.actions.erase import erase_by_writer
from letters.erasure.actions.requests import ask_to_erase, confirm_erasure
from letters.models import WriterRequest
from letters.requests.actions.carrying_out import Refused, language_of, letter_asked_about, proof_in
from letters.writing.forms.steps import EraseByEmailForm


def erase_by_code(request: WriterRequest) -> None:
    erase_by_writer(letter=letter_asked_about(request))


def mail_link(request: WriterRequest) -> None:
    form = EraseByEmailForm({"email": proof_in(request)})
    if not form.is_valid():
        raise Refused("no address")
    ask_to_erase(email=form.cleaned_data["email"], page_language=language_of(request))


def erase_by_link(request: WriterRequest) -> None:
    if confirm_erasure(token=proof_in(request), at=request.asked_at) is None:
        raise Refused("no such link")
