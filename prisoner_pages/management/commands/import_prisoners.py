import json
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from home.jobs.turns import BehindOthers
from prisoner_pages.importing.actions.import_prisoners import Intent, import_prisoners
from prisoner_pages.importing.actions.run import COUNTS
from prisoner_pages.importing.reading import MAX_FILE_BYTES
from prisoner_pages.models import Partner
from prisoner_pages.opening.read_models.first_site import there_is_a_site
from prisoner_pages.stories.actions.drafts import NoSection


class Command(BehindOthers):
    help = (
        "Import a partner's list of people (CSV or XLSX). Everything stays a draft unless --publish is given."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--partner", required=True, help="address (slug) of the partner whose list it is")
        parser.add_argument("--facilities", type=Path, help="a list of places of detention, taken first")
        parser.add_argument("--dry-run", action="store_true", help="report only; nothing is written")
        parser.add_argument("--publish", action="store_true", help="publish, as your own act; it is logged")
        parser.add_argument("--report", type=Path, help="write the report as JSON to this file")

    def handle(self, **options: Any) -> None:
        if not there_is_a_site():
            raise CommandError(_("There is no site yet: run manage.py start_site first."))
        partner = Partner.objects.filter(slug=options["partner"]).first()
        if partner is None:
            raise CommandError(
                _("There is no partner “%s”: run manage.py create_partner first.") % options["partner"]
            )
        if partner.closed_on:
            raise CommandError(_("The partner “%s” is closed: reopen it in the admin first.") % partner.slug)
        see_that_it_can_be_written(options["report"])
        try:
            report = import_prisoners(
                contents(options["file"]),
                partner=partner,
                intent=Intent(publish=options["publish"], rehearse=options["dry_run"]),
                facilities=contents(options["facilities"]) if options["facilities"] else None,
            )
        except NoSection as error:
            raise CommandError(
                _("The partner “%s” has no workspace yet: run manage.py create_partner first.") % partner.slug
            ) from error
        self._tell(report.as_dict(), options["report"])

    def _tell(self, report: dict[str, Any], path: Path | None) -> None:
        if path:
            path.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n")
        for kind in ("errors", "warnings"):
            for remark in report[kind]:
                self.stdout.write(line_of(remark))
        counts = {name: report[name] for name in COUNTS}
        self.stdout.write(
            _(
                "Created %(created)d, updated %(updated)d, unchanged %(unchanged)d, skipped %(skipped)d,"
                " left to other partners %(proposed)d."
            )
            % counts
        )
        if any(remark["row"] == 0 for remark in report["errors"]):
            raise CommandError(_("The file was not imported."))


def contents(path: Path) -> bytes:
    """Read once: what is imported is what was checked. One byte over the limit is enough for a refusal."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise CommandError(_("The file can't be read: %s") % error) from error


def see_that_it_can_be_written(path: Path | None) -> None:
    """Before anything is imported: its report would be lost."""
    try:
        if path:
            path.touch()
    except OSError as error:
        raise CommandError(_("The report can't be written: %s") % error) from error


def line_of(remark: dict[str, Any]) -> str:
    place = ", ".join(filter(None, [_("row %d") % remark["row"] if remark["row"] else "", remark["column"]]))
    return f"{place}: {remark['message']}" if place else remark["message"]
