"""After sending: the code, the state of a letter by its code, the owner's yes to an address."""

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render

from home.errors import error_response
from home.form_tokens import from_another_site
from letters.actions.addresses import confirm_address, find_address
from letters.codes import InvalidReceipt, grouped, parse_code, read_receipt
from letters.forms import CodeForm
from letters.models import Letter
from letters.views.privacy import NEVER_KEPT, kept_as
from prisoner_pages.models import Consent

# Looked up in place of a code that is none, so that both answers take the same work.
NO_CODE = "-"


@kept_as(NEVER_KEPT, methods=("GET", "HEAD"))
def sent(request):
    try:
        receipt = read_receipt(request.GET.get("receipt"))
    except InvalidReceipt:
        return render(request, "letters/public/receipt_over.html", status=410)
    context = {"receipt": receipt, "code": grouped(receipt.code)}
    return render(request, "letters/public/sent.html", context)


@kept_as(NEVER_KEPT)
def status(request):
    """The state of a letter. The code comes in the form only: an address would be kept by the browser."""
    if request.method != "POST":
        if "code" in request.GET:
            return HttpResponseRedirect(request.path)
        return render(request, "letters/public/status.html", {"form": CodeForm()})
    if from_another_site(request):
        return error_response(request, 403)
    letter = Letter.objects.with_code(parse_code(request.POST.get("code")) or NO_CODE)
    context = {"form": CodeForm(), "is_answered": True, "state": public_state_of(letter)}
    return render(request, "letters/public/status.html", context)


def public_state_of(letter):
    """Return the letter's public state, or None; an unknown letter costs the same queries as a known one."""
    if letter is None:
        list(Consent.objects.valid().filter(prisoner_id=0))
        return None
    return letter.public_state


@kept_as(NEVER_KEPT)
def confirm(request, token):
    """A link from a mail. Only the button confirms: mail scanners open links before people do."""
    if request.method == "POST" and not from_another_site(request):
        address = confirm_address(token=token)
    else:
        address = find_address(token)
    if address is None:
        raise Http404
    return render(request, "letters/public/confirm.html", {"is_confirmed": address.confirmed_at is not None})
