from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from home.settings.defaults import settings
from home.translation.choices import Machine, Purpose

NOT_SET_UP = _("This machine is not set up on this host; see docs/operations.md.")


@register_setting(icon="globe")
class TranslationSettings(BaseGenericSetting):
    """Which machine drafts translations. Until somebody chooses one, no text is sent to any."""

    letters_machine = models.CharField(
        _("machine for letters and replies"),
        max_length=20,
        choices=Machine.choices,
        default=Machine.NONE,
        blank=True,
        help_text=_("Its owner then reads the letters, too: choose only one to whom they may be entrusted."),
    )
    pages_machine = models.CharField(
        _("machine for texts of pages"),
        max_length=20,
        choices=Machine.choices,
        default=Machine.NONE,
        blank=True,
        help_text=_("Only originals that are public are sent to it."),
    )

    class Meta:
        verbose_name = _("machine translation")

    def clean(self) -> None:
        super().clean()
        fields = {f"{purpose}_machine" for purpose in Purpose}
        chosen = {name: getattr(self, name) for name in fields}
        wrong = {
            name
            for name, machine in chosen.items()
            if machine and machine not in settings.TRANSLATION_MACHINES
        }
        if wrong:
            raise ValidationError(dict.fromkeys(wrong, NOT_SET_UP))

    @classmethod
    def machine_for(cls, purpose: str) -> Machine:
        """Return the Machine chosen for a Purpose, Machine.NONE when nobody chose; one query."""
        chosen = cls.objects.values_list(f"{Purpose(purpose)}_machine", flat=True).first()
        return Machine(chosen or Machine.NONE)
