"""Staff: webhooks of partners' own sites, their deliveries, and their secrets, each shown once."""

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from home.headless.models import Delivery, Endpoint
from home.site.requests import StaffRequest
from prisoner_pages.models import Partner
from prisoner_pages.partners.actions.webhooks import (
    ACTS,
    GIVES_SECRET,
    act_on_webhook,
    add_webhook,
    change_webhook,
    send_again,
)
from prisoner_pages.partners.forms.webhooks import NewWebhookForm, WebhookForm
from prisoner_pages.permissions.partners import KEEP_FRONT_ENDS, is_coordinator, may_keep_webhooks, require
from prisoner_pages.records.views.consents import not_stored
from prisoner_pages.records.views.records import posted

PER_PAGE = 30
DONE = {
    "end-older": gettext_lazy("The older secret does not sign any more."),
    "off": gettext_lazy("The webhook is switched off; what was on its way is shown as failed."),
    "on": gettext_lazy("The webhook is told of changes from now on."),
    "test": gettext_lazy("A test event is on its way. Load this page again to see how it went."),
    "delete": gettext_lazy("The webhook is deleted."),
}


def webhooks(request: StaffRequest) -> HttpResponse:
    require(request.user.has_perm(KEEP_FRONT_ENDS))
    found = Endpoint.objects.all()
    if not is_coordinator(request.user):
        found = found.of(Partner.objects.moderated_by(request.user).values_list("slug", flat=True))
    names = dict(Partner.objects.values_list("slug", "name_uk"))
    rows = [(endpoint, names.get(endpoint.owner, endpoint.owner)) for endpoint in found]
    return render(request, "prisoner_pages/partners/webhooks.html", {"rows": rows})


@not_stored
def new_webhook(request: StaffRequest) -> HttpResponse:
    require(request.user.has_perm(KEEP_FRONT_ENDS))
    form = NewWebhookForm(posted(request), user=request.user)
    if form.is_valid():
        try:
            endpoint, secret = add_webhook(by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return _show_secret(request, endpoint, secret)
    context = {
        "title": _("Add a webhook"),
        "subtitle": "",
        "explanation": _(
            "We tell the address of each change on the site, so that a page kept elsewhere is made anew or"
            " taken down. It gets addresses of pages, never a text, and nothing that is not public."
        ),
        "form": form,
        "back": reverse("webhooks"),
    }
    return render(request, "prisoner_pages/records/form.html", context)


@not_stored
def webhook(request: StaffRequest, pk: int) -> HttpResponse:
    """Show a webhook with its deliveries and what can be done with it, and change it."""
    endpoint = _kept(request, pk)
    kept = {"url": endpoint.url, "events": endpoint.events, "own_only": endpoint.own_only}
    form = WebhookForm(posted(request), initial=kept)
    if form.is_valid():
        try:
            change_webhook(endpoint, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The webhook is changed."))
            return redirect("webhook", pk)
    deliveries = endpoint.deliveries.select_related("event").prefetch_related("tries").order_by("-pk")
    context = {
        "endpoint": endpoint,
        "form": form,
        "secrets": endpoint.secrets.valid(),
        "page_obj": Paginator(deliveries, PER_PAGE).get_page(request.GET.get("p")),
    }
    return render(request, "prisoner_pages/partners/webhook.html", context)


@not_stored
@require_POST
def webhook_act(request: StaffRequest, pk: int, name: str) -> HttpResponse:
    if name not in ACTS:
        raise Http404
    endpoint = _kept(request, pk)
    result = act_on_webhook(endpoint, name, by=request.user)
    if name in GIVES_SECRET:
        return _show_secret(request, endpoint, result)
    messages.success(request, DONE[name])
    return redirect("webhooks") if name == "delete" else redirect("webhook", pk)


@require_POST
def webhook_again(request: StaffRequest, pk: int) -> HttpResponse:
    delivery = get_object_or_404(Delivery.objects.select_related("endpoint"), pk=pk)
    require(may_keep_webhooks(request.user, delivery.endpoint.owner))
    try:
        send_again(delivery, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The event is on its way once more."))
    return redirect("webhook", delivery.endpoint_id)


def _kept(request: StaffRequest, pk: int) -> Endpoint:
    endpoint = get_object_or_404(Endpoint, pk=pk)
    require(may_keep_webhooks(request.user, endpoint.owner))
    return endpoint


def _show_secret(request: StaffRequest, endpoint: Endpoint, secret: str) -> HttpResponse:
    context = {"endpoint": endpoint, "secret": secret}
    return render(request, "prisoner_pages/partners/webhook_secret.html", context)
