"""What coordinators may set of a desk, and what no account may be at once. Pure."""

from django.utils.translation import gettext_lazy as _

ROLES_APART = _("Nobody may screen letters, send them out and administer the site at once.")
SETTINGS = [
    "return_address_ru",
    "envelope_format",
    "country",
    "marks_envelopes",
    "electronic_chars",
    "openings_a_day",
    "closings_a_day",
    "prints_a_day",
    "allows_lone_translators",
]
