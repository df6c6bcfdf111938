"""The glossary in files: written in either format, read whichever it is."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from home.translation.files import glossary_csv, tbx
from home.translation.files.reading import checked_size, decoded
from home.translation.files.safe_xml import parsed, printed
from home.translation.files.sheet import FileRefused

ROOTS = frozenset({"martif", "tbx", "TBX"})
MOST_TERMS = 3_000


@dataclass(frozen=True)
class GlossaryFormat:
    name: str
    used_in: str
    suffix: str
    content_type: str
    write: Callable


GLOSSARY_FORMATS = {
    "csv": GlossaryFormat(
        "CSV", gettext_lazy("for a spreadsheet"), "csv", "text/csv; charset=utf-8", glossary_csv.write
    ),
    "tbx": GlossaryFormat(
        "TBX",
        gettext_lazy("for programs of translators"),
        "tbx",
        "application/x-tbx+xml",
        lambda terms: printed(tbx.write(terms)),
    ),
}


def terms_of(body):
    """Return the TermRows of a file. Raises FileRefused."""
    checked_size(body)
    text = decoded(body)
    terms = _read_tbx(parsed(text)) if text.lstrip().startswith("<") else glossary_csv.read(text)
    if not terms:
        raise FileRefused(_("The file holds no term."))
    if len(terms) > MOST_TERMS:
        raise FileRefused(_("The file holds more than %s terms. Divide it.") % MOST_TERMS)
    return terms


def _read_tbx(root):
    if root.tag.rpartition("}")[2] not in ROOTS:
        raise FileRefused(_("This is neither a TBX nor a CSV file."))
    return tbx.read(root)
