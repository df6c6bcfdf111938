import hashlib
from typing import Any, Self

from django.core.files import File
from django.core.files.storage import storages
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    Filter,
    Image as WagtailImage,
    SourceImageIOError,
    WagtailImageField,
    WagtailImageFieldFile,
    get_rendition_storage,
    get_rendition_upload_to,
    get_upload_to,
)

from home.pictures.left_behind import note_stored
from home.pictures.reencoding import PictureFile, Source, random_name, reencode, size_in_pixels
from home.pictures.renditions import STAFF_SPECS, is_known_spec, is_staff_spec
from home.private_parts import is_stored
from home.settings.defaults import settings
from home.storage import FilesAway


class CleanPictureFieldFile(WagtailImageFieldFile):
    """The only way into the storage: admin, multiple upload, API, import and code all go through `save`."""

    instance: "SiteImage"

    def save(self, name: str | None, content: Source, save: bool = True) -> None:
        clean = made_anew(content)
        self.instance.file_size = clean.size
        self.instance.file_hash = hashlib.sha1(clean.picture.bytes, usedforsecurity=False).hexdigest()
        super().save(str(clean.name), clean, save)
        note_stored(self)

    def get_image_dimensions(self) -> tuple[int, int]:
        if not is_stored(self):
            # Not saved yet: a file from outside is not even measured in this process.
            self.file = made_anew(self.file)
        closed = self.closed
        self.open()
        try:
            return size_in_pixels(self)
        finally:
            if closed:
                self.close()


def made_anew(content: Source) -> PictureFile:
    return content if isinstance(content, PictureFile) else PictureFile(reencode(content))


class CleanPictureField(WagtailImageField):
    attr_class = CleanPictureFieldFile


class SiteImage(AbstractImage):
    """A picture, re-encoded when saved so that no place, camera or author travels in it."""

    file = CleanPictureField(_("file"), upload_to=get_upload_to, width_field="width", height_field="height")

    shows_nobody = models.BooleanField(
        _("nobody can be recognised in this picture"), default=False, editable=False
    )

    # Those that were brought with it (home.shown_pictures); Wagtail looks there first.
    prefetched_renditions: "list[SiteRendition]"

    # No tags: Wagtail shows the tags of everyone's images to everyone.
    admin_form_fields = tuple(name for name in WagtailImage.admin_form_fields if name != "tags")

    class Meta:
        verbose_name = _("image")
        verbose_name_plural = _("images")

    def save(self, *args: Any, **kwargs: Any) -> None:
        # The file first: its size, hash and upright width go into this same row.
        self.file.field.pre_save(self, self._state.adding)
        is_moved = not self._state.adding and self._is_focal_point_moved()
        super().save(*args, **kwargs)
        if is_moved:
            self.renditions.public().delete()  # cut around another point: the worker makes them anew

    def _is_focal_point_moved(self) -> bool:
        names = [f"focal_point_{part}" for part in ("x", "y", "width", "height")]
        before = type(self).objects.filter(pk=self.pk).values_list(*names).first()
        return before is not None and before != tuple(getattr(self, name) for name in names)

    def get_upload_to(self, filename: str) -> str:
        return f"original_images/{filename}"

    def create_rendition(self, filter: Filter) -> AbstractRendition:
        """Say of a store that is away what Wagtail says of a lost original: a page shows a sign for it."""
        try:
            return super().create_rendition(filter)
        except FilesAway as fault:
            raise SourceImageIOError(str(fault)) from fault

    def generate_rendition_file(self, filter: Filter, *, source: Any = None) -> File:
        if not is_known_spec(filter.spec):
            raise InvalidFilterSpecError(f"{filter.spec} is not in home/pictures/renditions.py")
        if settings.SITE_ROLE == "public":
            raise SourceImageIOError("a public host opens no original")
        return super().generate_rendition_file(filter, source=source)


class SiteRenditionFieldFile(WagtailImageFieldFile):
    """A rendition made for the admin lies in the private storage, beside the originals."""

    def __init__(self, instance: "SiteRendition", field: "SiteRenditionField", name: str | None) -> None:
        super().__init__(instance, field, name)
        if is_staff_spec(instance.filter_spec):
            self.storage = storages["default"]


class SiteRenditionField(WagtailImageField):
    attr_class: Any = SiteRenditionFieldFile


class RenditionQuerySet(models.QuerySet["SiteRendition"]):
    def public(self) -> Self:
        """Return what visitors load: everything but the sizes made for the admin."""
        return self.exclude(filter_spec__in=STAFF_SPECS.values())


class SiteRendition(AbstractRendition):
    image = models.ForeignKey(SiteImage, on_delete=models.CASCADE, related_name="renditions")
    file = SiteRenditionField(
        upload_to=get_rendition_upload_to,
        storage=get_rendition_storage,
        width_field="width",
        height_field="height",
    )

    objects = RenditionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="one_rendition")
        ]
        # Every picture that a visitor loads from our disk is looked up by its name (home.site.views).
        indexes = [models.Index(fields=["file"], name="rendition_file")]

    @property
    def url(self) -> str:
        if is_staff_spec(self.filter_spec):
            return reverse("staff_picture", args=[self.pk])
        return self.file.url

    def get_upload_to(self, filename: str) -> str:
        # Not derived from the original's name: whoever knows one size of a picture must not find the others.
        extension = filename.rpartition(".")[2]
        return f"images/{random_name(extension)}"
