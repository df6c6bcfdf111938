"""A basis that was given, with all that one must name."""

from datetime import date

from prisoner_pages.choices import Basis

GIVEN = {"basis": Basis.GIVEN, "given_by": "мати", "given_on": date(2026, 3, 2), "proof": "лист"}
