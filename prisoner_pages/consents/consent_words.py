"""What stays off the site while a basis is missing: one fixed sentence for each thing a consent is about."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from prisoner_pages.choices import Basis, Scope
from prisoner_pages.policies import BASES_FOR_SCOPE, NEEDED_FOR_BASIS

HIDDEN_WITHOUT = {
    Scope.NAME: _("Nothing about the person is shown in any language."),
    Scope.PHOTO: _("A drawn plate is shown instead of the photo, and pictures with the person are left out."),
    Scope.LETTERS: _(
        "Nobody can write: the page says that we have not been told that letters are wished for."
    ),
    Scope.HEALTH: _("Nothing about health is shown."),
    Scope.FAMILY: _("Nothing about the family is shown."),
    Scope.HOME: _("Only the region is shown, not the town or village."),
    Scope.BIRTHDAY: _("Only the year of birth is shown."),
    Scope.ORIGIN: _("The origin is not shown; it counts in totals only."),
}

ASKED_FOR = {
    "given_by": _("Say who gave it."),
    "given_on": _("Say when it was given."),
    "proof": _("Say how it was given."),
    "source_url": _("Name the public source."),
}


def faults_of(scope: Scope, basis: Basis, /, **said: Any) -> dict[str, Any]:
    """Return {field: sentence} of what keeps this basis from carrying that scope; `said` is what it names."""
    faults = {
        name: ASKED_FOR[name] for name in NEEDED_FOR_BASIS[basis] if not str(said.get(name) or "").strip()
    }
    if basis not in BASES_FOR_SCOPE[scope]:
        faults["basis"] = _("This basis is not enough for that.")
    return faults
