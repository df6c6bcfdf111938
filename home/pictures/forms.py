"""The form of a picture in the admin."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from home.pictures.reencoding import PictureFile, reencode

NOT_STORED = _(
    "The place where pictures are kept cannot be reached at the moment, so this one was not stored. "
    "Your other entries are still here; choose the picture again in a few minutes."
)


class PictureFormField(forms.FileField):
    """A chosen picture, re-encoded already; a file we can't use is a form error in plain words."""

    max_upload_size: int | None

    def to_python(self, data: Any) -> PictureFile | None:
        file = super().to_python(data)
        return PictureFile(reencode(file)) if file else None


class SiteImageForm(BaseImageForm):
    """Wagtail's image form with our way of reading the file (its own answers a truncated JPEG with a 500)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(field := self.fields.get("file"), WagtailImageField):
            self.fields["file"] = picture_field_like(field)

    def full_clean(self) -> None:
        """Store the file while the form can still say that this did not work, and keep what was typed."""
        super().full_clean()
        if self.is_bound and not self.errors and "file" in self.changed_data:
            try:
                self.instance.file.field.pre_save(self.instance, add=False)
            except OSError:
                # The page shows the one that is there; a plain assignment would open it.
                self.instance.__dict__["file"] = self.original_file
                self.add_error("file", NOT_STORED)


def picture_field_like(field: WagtailImageField) -> PictureFormField:
    ours = PictureFormField(
        label=field.label,
        required=field.required,
        widget=field.widget,
        help_text=_("JPEG, PNG or WebP, at most 10 MB and 24 million dots."),
    )
    # The page for uploading many files reads these from the field.
    ours.max_upload_size = field.max_upload_size
    ours.error_messages = {**field.error_messages, **ours.error_messages}
    ours.widget.attrs["accept"] = "image/jpeg,image/png,image/webp"
    return ours
