"""How exactly a date is known, beside the date."""

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from home.fields import PrecisionField
from home.languages.date_fields import refuse_future
from prisoner_pages.choices import DatePrecision

PRECISION = _("precision of the date")


def dated(of: str, label: Promise | str = PRECISION) -> PrecisionField:
    """Return the field that says how exactly the date in the field `of` is known."""
    return PrecisionField(
        label, of=of, max_length=10, choices=DatePrecision.choices, default=DatePrecision.DAY
    )


def refuse_days_to_come(row: Model, *names: str) -> None:
    """Raise a ValidationError, each by its field, for dates of what cannot have happened yet."""
    wrong = {}
    for name in names:
        try:
            refuse_future(getattr(row, name))
        except ValidationError as refusal:
            wrong[name] = refusal
    if wrong:
        raise ValidationError(wrong)
