from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from prisoner_pages.choices import PartnerKind
from prisoner_pages.opening.read_models.first_site import there_is_a_site
from prisoner_pages.partners.actions.workspaces import create_partner, make_groups


class Command(BaseCommand):
    help = "Open a partner's workspace: groups, collection, section in each open locale, rights."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--slug", required=True, help="address of its section")
        parser.add_argument("--kind", required=True, choices=PartnerKind.values)
        parser.add_argument("--name-uk", required=True)
        parser.add_argument("--name-en", required=True)

    def handle(self, *, slug: str, kind: str, name_uk: str, name_en: str, **options: Any) -> None:
        if not there_is_a_site():
            raise CommandError(_("There is no site yet: run manage.py start_site first."))
        partner = create_partner(slug=slug, kind=kind, name_uk=name_uk, name_en=name_en, by=None)
        make_groups()
        self.stdout.write(f"{partner.slug}: {partner.editors}, {partner.moderators}")
