"""The scanned pages of a letter beside whatever else its page shows: for who reads its original."""

from home.site.requests import StaffRequest
from letters.choices.letters import LetterPart
from letters.handling.panels import Panel
from letters.handling.view_types import Context
from letters.models import Letter
from letters.permissions.letters import may_read


def scans_of(request: StaffRequest, letter: Letter) -> Context | None:
    if not may_read(request.user, LetterPart.SCANS, letter):
        return None
    pages = list(letter.scans.defer("sealed").order_by("position"))
    return {"letter": letter, "pages": pages} if pages else None


PANEL = Panel("letters/intake/letter_scans.html", scans_of)
