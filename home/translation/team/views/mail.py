"""How often a person of the desk wants mail: their own choice."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from wagtail.admin import messages

from home.site.requests import StaffRequest
from home.translation.core.actions.notices import choose_mail
from home.translation.desk.forms.strings import MailForm
from home.translation.desk.views.overview import for_the_desk
from home.translation.models import DigestChoice


@for_the_desk
def mail(request: StaffRequest) -> HttpResponse:
    choice = DigestChoice.objects.filter(user=request.user).first() or DigestChoice(user=request.user)
    form = MailForm(request.POST or None, initial={"frequency": choice.frequency})
    if request.method == "POST" and form.is_valid():
        choose_mail(request.user, form.cleaned_data["frequency"])
        messages.success(request, _("Kept."))
        return redirect("translation_desk:mail")
    return render(request, "translation/team/mail.html", {"form": form}, status=400 if form.errors else 200)
