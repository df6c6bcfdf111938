"""What the site's own log says of desks, seats and exports: who, what, when; nothing of letters. Pure."""

from django.utils.translation import gettext as _, gettext_lazy
from wagtail.log_actions import LogFormatter

from letters.choices.desk import DeskRole


def _seat_formatter(label, words):
    class SeatFormatter(LogFormatter):
        """`data`: person, role, languages, until."""

        def format_message(self, log_entry):
            data = log_entry.data
            facts = {"person": data["person"], "role": DeskRole(data["role"]).label}
            more = [data["languages"], data["until"] and _("until %(day)s") % {"day": data["until"]}]
            return ", ".join(filter(None, [words % facts, *more]))

    SeatFormatter.label = label
    return SeatFormatter


def _plain_formatter(label, message):
    return type("PlainFormatter", (LogFormatter,), {"label": label, "message": message})


class PostageFormatter(LogFormatter):
    """`data`: currency, table."""

    label = gettext_lazy("Change what posting costs")

    def format_message(self, log_entry):
        data = log_entry.data
        if not data["table"]:
            return _("Took the prices of posting out")
        return _("Entered what posting costs, in %(currency)s: %(table)s") % data


class ExportFormatter(LogFormatter):
    """`data`: rows, format."""

    label = gettext_lazy("Export numbers")

    def format_message(self, log_entry):
        return _("Took the numbers away as %(format)s: %(rows)d rows") % log_entry.data


# Action -> formatter. Written by letters.oversight.actions.desks and letters.numbers.actions.
LOG_FORMATTERS = {
    "letters.seat": _seat_formatter(
        gettext_lazy("Give a seat"), gettext_lazy("Gave a seat: %(person)s, %(role)s")
    ),
    "letters.change_seat": _seat_formatter(
        gettext_lazy("Change a seat"), gettext_lazy("Changed a seat: %(person)s, %(role)s")
    ),
    "letters.unseat": _seat_formatter(
        gettext_lazy("Take a seat away"), gettext_lazy("Took a seat away: %(person)s, %(role)s")
    ),
    "letters.close_door": _seat_formatter(
        gettext_lazy("Close the door after a seat’s end"),
        gettext_lazy("Closed the door, as the seat has ended: %(person)s, %(role)s"),
    ),
    "letters.open": _plain_formatter(gettext_lazy("Open a desk"), gettext_lazy("Opened the desk")),
    "letters.change": _plain_formatter(gettext_lazy("Change a desk"), gettext_lazy("Changed how it works")),
    "letters.set_postage": PostageFormatter,
    "letters.export": ExportFormatter,
}
