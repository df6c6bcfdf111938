"""An organisation that takes part is added where it is named."""

from django.contrib.auth.models import User
from django.db import transaction

from prisoner_pages.facts.actions.changes import log_record
from prisoner_pages.models import Partner
from prisoner_pages.permissions.partners import require_editor


@transaction.atomic
def add_organisation(partner: Partner, *, name_uk: str, name_en: str, kind: str, by: User) -> Partner:
    """Return the organisation of this name, made if the partner is offered none; it has no workspace.

    Other partners are offered it once something with it is public: whom a draft names is nobody else's.
    """
    require_editor(by, partner)
    Partner.objects.wait_for_turn()
    if known := Partner.objects.offered_to([partner]).called(name_uk):
        return known
    made = Partner.objects.create(
        name_uk=name_uk,
        name_en=name_en,
        kind=kind,
        slug=Partner.objects.free_address(name_uk),
        added_by=partner,
    )
    log_record(made, "add_organisation", by=by, partner=partner.pk)
    return made
