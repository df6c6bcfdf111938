"""Approving at once what needs no new review: older texts that a translator found still right."""

from django.contrib.auth.models import User
from wagtail_localize.models import Translation

from home.translation.choices import Refusal, Right
from home.translation.core.actions.units import Blocked, Conflict, approve
from home.translation.core.read_models.returned_drafts import unchanged_in
from home.translation.permissions import OwnText, require
from home.translation.team.actions.assignments import Outcome

REFUSALS: dict[type[Exception], Refusal] = {
    OwnText: Refusal.OWN_TEXT,
    Conflict: Refusal.CHANGED,
    Blocked: Refusal.FAULTY,
}


def approve_unchanged(translation: Translation, *, by: User) -> Outcome:
    """Approve each of them as `approve` does, with all its checks; return the Outcome. Raises NotYours."""
    require(by, Right.REVIEW, translation.target_locale)
    outcome = Outcome()
    for unit in unchanged_in(translation):
        try:
            approve(unit, by=by, version=unit.version)
            outcome.done += 1
        except tuple(REFUSALS) as fault:
            outcome.refused[REFUSALS[type(fault)]] += 1
    return outcome
