"""Which files, pages and records a form may refer to: those its user could have chosen."""

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.images import get_image_model
from wagtail.models import Page

from home.private_parts import references_in
from prisoner_pages.models import Prisoner
from prisoner_pages.permissions.choosers import images_for, pages_for, records_for

# Base model of a reference -> what of it a user may point at. Models that are not here are shared words.
OFFERED: dict[Any, Callable[[User], QuerySet]] = {
    get_image_model(): images_for,
    Page: pages_for,
    Prisoner: records_for,
}
LONGEST_KEY = 30  # characters
# Draftail gives one to each paragraph that came without.


def references_of(thing: Any) -> set[tuple[Any, str]]:
    """Return {(model, id)} of everything the unsaved instance points at, in fields, streams and rich text."""
    found: set[tuple[Any, str]] = set()
    for type_id, object_id, _model_path, _content_path in references_in(thing):
        found.add((ContentType.objects.get_for_id(type_id).model_class(), str(object_id)))
    return found


def without(data: QueryDict, refused: set[tuple[Any, str]], choosers: Mapping[str, Any]) -> QueryDict:
    """Return what was sent without these references; the words of a link stay."""
    pages = {key for model, key in refused if model is Page}
    left = data.copy()
    for name, values in data.lists():
        if (choosers.get(name.rpartition("-")[2]), _key_in(values[-1])) in refused:
            left[name] = ""
        elif values[-1].startswith("{") and pages:
            left[name] = _without_links(values[-1], pages)
    return left


def _key_in(value: str) -> str:
    """Return a key as the database writes it, whatever zeros and digits it was sent with."""
    return str(int(value)) if len(value) < LONGEST_KEY and value.strip().isdecimal() else value


def _without_links(text: str, pages: set[str]) -> str:
    """Return a text as its editor sends it, without where its links to these pages led."""
    try:
        state = json.loads(text)
        for entity in state["entityMap"].values():
            if str(entity["data"].get("id")) in pages:
                entity["data"] = {"url": ""}
    except (ValueError, TypeError, KeyError, AttributeError):
        return text  # no text, but what somebody typed
    return json.dumps(state)


if TYPE_CHECKING:  # what it is mixed into
    ModelForm: TypeAlias = WagtailAdminModelForm
else:
    ModelForm = object


class OwnFilesMixin(ModelForm):
    """Refuses a new reference to a file, page or record that the user could not have chosen.

    What was there before the edit stays: it may have come with a record handed over. What is refused is left
    out of the form that comes back: Wagtail would write its title there, and for a picture more.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept_references = references_of(self.instance) if self.instance.pk else set()

    def full_clean(self) -> None:
        super().full_clean()
        if self.for_user is None or not self.is_bound:
            return
        refused = self._refused()
        if refused:
            self.add_error(None, _("This contains a file, page or person that you may not use."))
            self.data = without(cast(QueryDict, self.data), refused, self._choosers())

    def _refused(self) -> set[tuple[Any, str]]:
        """Return the new references that the user could not have chosen."""
        refused: set[tuple[Any, str]] = set()
        for model, ids in self._new_references().items():
            offered = OFFERED[model](cast(User, self.for_user)).filter(pk__in=ids)
            refused |= {
                (model, key) for key in ids - {str(pk) for pk in offered.values_list("pk", flat=True)}
            }
        return refused

    def _choosers(self) -> dict[str, Any]:
        """Return {last part of a name in the form: base model chosen there}, pictures in a text included."""
        found = {"image": get_image_model()}
        for name, field in self.fields.items():
            model = getattr(getattr(field, "queryset", None), "model", object)
            found.update((name, base) for base in OFFERED if issubclass(model, base))
        return found

    def _new_references(self) -> dict[Any, set[str]]:
        new: dict[Any, set[str]] = {}
        for model, object_id in references_of(self.instance) - self.kept_references:
            if model in OFFERED:
                new.setdefault(model, set()).add(object_id)
        return new
