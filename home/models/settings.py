from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


@register_setting(icon="cog")
class SiteSettings(BaseGenericSetting):
    """What the whole site says of itself, in every language alike."""

    contact_email = models.EmailField(_("contact e-mail"), blank=True)
    security_email = models.EmailField(
        _("e-mail for reports of security faults"), blank=True, help_text=_("Shown in security.txt.")
    )
    postal_address = models.TextField(
        _("postal address for letters on paper"), blank=True, help_text=_("In Ukrainian, as on an envelope.")
    )
    # What a coordinator arranged: paths and slugs (home.site.read_models); the rest stands as usual.
    menu = models.JSONField(default=list, db_default=[], editable=False)
    footer = models.JSONField(default=list, db_default=[], editable=False)
    # Written by the worker (letters.oversight.actions.openness): the public host reads no account.
    takes_letters = models.BooleanField(default=False, editable=False)
    # Likewise (letters.numbers.actions): {step: [from, to]} in weeks, empty while too few letters went.
    letter_weeks = models.JSONField(default=dict, db_default={}, editable=False)

    class Meta:
        verbose_name = _("site settings")
