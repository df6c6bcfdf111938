"""How pages answer what could not be done, beside 200 and 303."""

NO_ENTRY = 403  # not by this person
CONFLICT = 409  # it is no longer as it was when the page was opened
OVER = 410  # it was here once and will not be again
UNFILLED = 422  # something is missing or wrong in what was typed
BROKEN = 503  # not now, by our fault
