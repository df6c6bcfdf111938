"""XML that comes from outside: no document type, no entities, no network."""

import re

from django.utils.translation import gettext_lazy as _
from lxml import etree

from home.translation.files.sheet import FileRefused

DECLARED = re.compile(r"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def parsed(text):
    """Return the root element of a document. Raises FileRefused."""
    if DECLARED.search(text):
        raise FileRefused(_("The file declares a document type or entities; such a file is not read."))
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError:
        raise FileRefused(_("The file is broken: it is no well-formed XML.")) from None


def printed(root):
    """Return the document as bytes; nothing is added between elements, where space may be text."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")
