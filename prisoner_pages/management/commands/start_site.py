"""`manage.py start_site`: what an empty database lacks to be a site; asks, or takes flags."""

import sys
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from home.login.actions.mails import link_to_new_password
from home.settings.defaults import settings
from prisoner_pages.opening.actions.first_site import CannotStart, Done, FirstPartner, FirstSite, start_site
from prisoner_pages.opening.actions.languages import CannotOpen
from prisoner_pages.opening.forms import FirstSiteForm
from prisoner_pages.opening.read_models.first_site import administrators

PARTNER = ("slug", "kind", "name_uk", "name_en")


class Command(BaseCommand):
    help = (
        "Make a site on an empty database: languages, lists, reference pages, a partner, an "
        "administrator. Asks for what no option says. Run again, it makes what is missing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would be made; write nothing")
        for name, field in FirstSiteForm.base_fields.items():
            choices = ", ".join(str(value) for value, _label in getattr(field, "choices", ()))
            parser.add_argument(option(name), dest=name, help=f"{field.label} {choices}".strip())

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        if settings.SITE_ROLE == "public":
            raise CommandError(_("Run it on the staff host: this one has no admin."))
        try:
            wanted = wish(self.answers(options))
            with transaction.atomic():
                self.tell(start_site(wanted))
                transaction.set_rollback(dry_run)
        except (CannotStart, CannotOpen) as refusal:
            raise CommandError(str(refusal)) from None
        except DatabaseError as error:
            raise CommandError(
                _("The database is not ready (%s): run manage.py migrate first.") % type(error).__name__
            ) from error
        if dry_run:
            self.stdout.write(_("Nothing was written: this was a rehearsal."))
        else:
            self.tell_how_to_log_in(wanted)

    def answers(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """Return the answers, from the options and else from the keyboard, where there is one."""
        form = FirstSiteForm({**defaults(), **{name: value for name, value in options.items() if value}})
        asked = [name for name in form.fields if options[name] is None] if sys.stdin.isatty() else []
        given = {name: self.ask(form.fields[name], form.data.get(name)) for name in asked}
        form = FirstSiteForm({**form.data, **given})
        if not form.is_valid():
            wrong = (f"{option(name)}: {' '.join(map(str, form.errors[name]))}" for name in form.errors)
            raise CommandError("\n".join(wrong))
        return form.cleaned_data

    def ask(self, field: forms.Field, usual: str | None) -> str:
        """Ask until the answer can be used; an empty one is the usual."""
        choices = ", ".join(str(value) for value, _label in getattr(field, "choices", ()))
        question = " ".join(
            filter(None, [str(field.label), choices and f"({choices})", usual and f"[{usual}]"])
        )
        while True:
            answer = input(f"{question}: ").strip() or usual or ""
            try:
                field.clean(answer)
            except ValidationError as refusal:
                self.stderr.write(" ".join(refusal.messages))
            else:
                return answer

    def tell(self, done: list[Done]) -> None:
        for each in done:
            self.stdout.write((_("made: %s") if each.is_new else _("there already: %s")) % each.what)

    def tell_how_to_log_in(self, wanted: FirstSite) -> None:
        user = administrators().get(username=wanted.administrator)
        if user.has_usable_password():
            return
        said = _(
            "%(name)s sets a password here, once and within an hour; give the link to nobody else:\n%(link)s"
        )
        self.stdout.write(said % {"name": user.username, "link": link_to_new_password(user)})


def option(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def defaults() -> dict[str, Any]:
    """Return what holds where nobody says otherwise."""
    usual = {name: field.initial for name, field in FirstSiteForm.base_fields.items() if field.initial}
    first = administrators().order_by("pk").first()
    known = {"administrator": first.username, "administrator_email": first.email} if first else {}
    return {**usual, **known, "url": settings.SITE_URL}


def wish(answers: Mapping[str, Any]) -> FirstSite:
    partner = FirstPartner(**{name: answers[f"partner_{name}"] for name in PARTNER})
    others = {name: value for name, value in answers.items() if not name.startswith("partner_")}
    return FirstSite(partner=partner, **others)
