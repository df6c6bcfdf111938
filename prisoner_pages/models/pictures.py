from django.db import models
from django.utils.translation import gettext_lazy as _

from prisoner_pages.models.prisoner import Prisoner


class ImageSubject(models.Model):
    """A person whom an image shows. Without that person's basis for photos the image appears nowhere."""

    image = models.ForeignKey("home.SiteImage", models.CASCADE, related_name="subjects")
    prisoner = models.ForeignKey(Prisoner, models.CASCADE, related_name="shown_in")

    class Meta:
        verbose_name = _("person shown")
        verbose_name_plural = _("people shown")
        constraints = [models.UniqueConstraint(fields=["image", "prisoner"], name="one_subject_an_image")]
