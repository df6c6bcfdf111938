"""What the site's own log says of desks, seats and exports: who, what, when; nothing of letters. Pure."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy
from wagtail.log_actions import LogFormatter
from wagtail.models.audit_log import BaseLogEntry

from letters.choices.desk import DeskRole
from letters.choices.limits import SendingLimit


def _formatter(label: Promise, message_of: Callable[[dict[str, Any]], str]) -> type[LogFormatter]:
    """Return a formatter that makes its message of an entry's `data`."""

    def format_message(_self: LogFormatter, log_entry: BaseLogEntry) -> str:
        return message_of(log_entry.data)

    return type("Formatter", (LogFormatter,), {"label": label, "format_message": format_message})


def _about_seat(words: Promise) -> Callable[[dict[str, Any]], str]:
    def message_of(data: dict[str, Any]) -> str:
        until = data["until"] and _("until %(day)s") % {"day": data["until"]}
        said = str(words) % {"person": data["person"], "role": DeskRole(data["role"]).label}
        return ", ".join(filter(None, [said, data["languages"], until]))

    return message_of


def _said(words: Promise) -> Callable[[dict[str, Any]], str]:
    return lambda _data: str(words)


def _about_postage(data: dict[str, Any]) -> str:
    if not data["table"]:
        return _("Took the prices of posting out")
    return _("Entered what posting costs, in %(currency)s: %(table)s") % data


def _about_flood(data: dict[str, Any]) -> str:
    return _("Closed %(number)d family requests unread, as a flood: %(reason)s") % data


def _about_limit(data: dict[str, Any]) -> str:
    return _("Set a limit from %(before)d to %(number)d: %(what)s") % {
        **data,
        "what": SendingLimit(data["kind"]).label,
    }


def _about_draw(data: dict[str, Any]) -> str:
    said = _(
        "Changed the draw from %(since)s on: lots from %(lots_before)s to %(lots)s,"
        " limits from %(limits_before)s to %(limits)s"
    )
    listed = {name: ", ".join(map(str, value)) for name, value in data.items() if name != "since"}
    return said % {**listed, "since": date_format(date.fromisoformat(data["since"]))}


# Action -> formatter. Written by letters.oversight.actions.desks and letters.numbers.actions.
LOG_FORMATTERS = {
    "letters.seat": _formatter(
        gettext_lazy("Give a seat"), _about_seat(gettext_lazy("Gave a seat: %(person)s, %(role)s"))
    ),
    "letters.change_seat": _formatter(
        gettext_lazy("Change a seat"), _about_seat(gettext_lazy("Changed a seat: %(person)s, %(role)s"))
    ),
    "letters.unseat": _formatter(
        gettext_lazy("Take a seat away"), _about_seat(gettext_lazy("Took a seat away: %(person)s, %(role)s"))
    ),
    "letters.close_door": _formatter(
        gettext_lazy("Close the door after a seat’s end"),
        _about_seat(gettext_lazy("Closed the door, as the seat has ended: %(person)s, %(role)s")),
    ),
    "letters.open": _formatter(gettext_lazy("Open a desk"), lambda _data: _("Opened the desk")),
    "letters.change": _formatter(gettext_lazy("Change a desk"), lambda _data: _("Changed how it works")),
    "letters.set_postage": _formatter(gettext_lazy("Change what posting costs"), _about_postage),
    "letters.close_family_flood": _formatter(gettext_lazy("Family request"), _about_flood),
    "letters.set_limit": _formatter(gettext_lazy("Set a limit of letters"), _about_limit),
    "letters.change_draw": _formatter(gettext_lazy("Change the draw"), _about_draw),
    **{
        f"letters.{name}": _formatter(gettext_lazy("Family request"), _said(words))
        for name, words in {
            "read_family_request": gettext_lazy("Read what a relative wrote"),
            "pause_for_family": gettext_lazy("Took the person out of public view on a relative’s word"),
            "note_for_family": gettext_lazy("Noted what a relative told of the post"),
            "answer_family_request": gettext_lazy("Answered a relative"),
            "close_family_request": gettext_lazy("Closed a relative’s request"),
            "reopen_family_request": gettext_lazy("Opened a relative’s request again"),
            "name_family_request": gettext_lazy("Said whom a relative’s request is about"),
        }.items()
    },
    "letters.export": _formatter(
        gettext_lazy("Export numbers"),
        lambda data: _("Took the numbers away as %(format)s: %(rows)d rows") % data,
    ),
}
