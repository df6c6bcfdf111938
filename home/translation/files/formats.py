"""The formats a translation can be fetched in."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from home.translation.files import po, table, xliff12
from home.translation.files.content import Sheet


@dataclass(frozen=True)
class Format:
    name: str | Promise
    used_in: str | Promise  # for whom it is
    suffix: str
    content_type: str
    write: Callable[[Sheet], bytes]


FORMATS = {
    "table": Format(
        _("Table"), _("for a browser or a word processor"), "html", "text/html; charset=utf-8", table.write
    ),
    "po": Format(
        "PO", _("for Poedit and the like"), "po", "text/x-gettext-translation; charset=utf-8", po.write
    ),
    "xliff12": Format(
        "XLIFF 1.2", _("for most programs of translators"), "xlf", "application/x-xliff+xml", xliff12.write
    ),
}
