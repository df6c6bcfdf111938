"""`manage.py detach_translation NUMBER --by USERNAME`: makes a translation a page of its own."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from wagtail_localize.models import Translation

from home.translation.core.actions.detach import NothingThere, detach
from home.translation.permissions import NotYours


class Command(BaseCommand):
    help = "Let a translation be a page of its own, edited as any: the desk leaves it alone from then on."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", type=int, help="the number in its address at the desk")
        parser.add_argument("--by", required=True, help="the superuser who decides it")

    def handle(self, *args: Any, number: int, by: str, **options: Any) -> None:
        translation = Translation.objects.filter(pk=number, desk__isnull=False).first()
        person = get_user_model().objects.filter(username=by).first()
        if translation is None or person is None:
            raise CommandError("No such translation, or no such person.")
        try:
            target = detach(translation, by=person)
        except NotYours:
            raise CommandError("Only a superuser may.") from None
        except NothingThere:
            raise CommandError("This language has no page of it yet.") from None
        self.stdout.write(f"A page of its own: {target}")
