import re
import secrets
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from home.headless.answers.api.front_ends import PUBLISHABLE
from prisoner_pages.models.partner import Partner
from prisoner_pages.querysets.partners import FrontEndQuerySet

# An origin goes into headers, where a space or a semicolon would begin something else.
HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?")
LOCAL_HOSTS = {"localhost", "127.0.0.1"}
NO_ORIGIN = _("“%(line)s” is no address of a site. Write it like https://example.org, without a path.")


def origins_in(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def validate_origins(text: str) -> None:
    """One origin a line; https, or http of one's own machine. No wildcard: each site is named."""
    for line in origins_in(text):
        if not is_origin(line):
            raise ValidationError(NO_ORIGIN, params={"line": line[:100]})


def is_origin(text: str) -> bool:
    try:
        parts = urlsplit(text)
        port, host = parts.port, parts.hostname or ""
    except ValueError:
        return False
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and host in LOCAL_HOSTS)
    written = f"{parts.scheme}://{host}" + (f":{port}" if port else "")
    return is_safe and bool(HOST.fullmatch(host)) and text == written


def validate_own_address(address: str) -> None:
    """A preview is opened with what is not public yet: over https, or on one's own machine."""
    parts = urlsplit(address)
    if parts.scheme != "https" and parts.hostname not in LOCAL_HOSTS:
        raise ValidationError(_("Use an address that begins with https://."))


def new_publishable_key() -> str:
    return PUBLISHABLE + secrets.token_urlsafe(24)


class FrontEnd(models.Model):
    """A partner's own site that reads from the API, shows our embeds, or previews drafts.

    The publishable key stands in the source of that site: it names the partner and gives no privilege. The
    secret key is for servers; it is shown once and kept as a digest.
    """

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="front_ends", verbose_name=_("partner"))
    name = models.CharField(
        pgettext_lazy("of a thing", "name"), max_length=100, help_text=_("So that you know it again.")
    )
    origins = models.TextField(
        _("sites that may read from a browser"),
        blank=True,
        max_length=2000,
        validators=[validate_origins],
        help_text=_("One a line, like https://example.org."),
    )
    preview_url = models.URLField(
        _("address that shows a preview"),
        blank=True,
        max_length=500,
        validators=[validate_own_address],
        help_text=_("A link to a draft is added to it. Empty: no previews there."),
    )
    embed_origins = models.TextField(
        _("sites that may show our embeds"),
        blank=True,
        max_length=2000,
        validators=[validate_origins],
        help_text=_("One a line, like https://example.org."),
    )
    publishable_key = models.CharField(
        _("publishable key"), max_length=60, unique=True, editable=False, default=new_publishable_key
    )
    secret_digest = models.CharField(max_length=64, blank=True, editable=False)
    secret_made_at = models.DateTimeField(_("secret key made"), null=True, editable=False)
    active = models.BooleanField(_("in use"), default=True)

    objects = FrontEndQuerySet.as_manager()

    class Meta:
        verbose_name = _("front end")
        verbose_name_plural = _("front ends")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def allowed_origins(self) -> frozenset[str]:
        return frozenset(origins_in(self.origins))

    @property
    def allowed_embed_origins(self) -> tuple[str, ...]:
        return tuple(origins_in(self.embed_origins))
