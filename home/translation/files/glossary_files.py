"""The glossary in files: written in either format, read whichever it is."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from home.translation.files import glossary_csv, tbx
from home.translation.files.content import FileRefused
from home.translation.files.formats import printed
from home.translation.files.reading import checked_size, decoded, told, without_declarations

MOST_TERMS = 3_000
MOST_SAID = 12_000  # translations in a file: four a term


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
    terms = _read_tbx(text) if text.lstrip().startswith("<") else glossary_csv.read(text)
    if not terms:
        raise FileRefused(_("The file holds no term."))
    if len(terms) > MOST_TERMS:
        raise FileRefused(_("The file holds more than %s terms. Divide it.") % MOST_TERMS)
    if sum(len(term.said) for term in terms) > MOST_SAID:
        raise FileRefused(_("The file holds more than %s translations of terms. Divide it.") % MOST_SAID)
    return terms


def _read_tbx(text):
    return tbx.rows_of(told("tbx", without_declarations(text))["terms"])
