"""The form of an image: beside title and file, whom the picture shows."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Case, When
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from home.languages.info import SOURCE_LANGUAGE
from home.models import SiteImage
from home.pictures.forms import SiteImageForm
from home.widgets import BoxesToFind
from prisoner_pages.models import Prisoner
from prisoner_pages.permissions.choosers import records_for
from prisoner_pages.permissions.partners import partners_for
from prisoner_pages.pictures.actions import SHOWS_SOMEBODY, forget_replaced, name_people, say_nobody_is_shown
from prisoner_pages.querysets.records import PrisonerQuerySet

UNSEEN = _(
    "Somebody else is named here whom only their own partner sees at present; that stays, and until it"
    " changes the picture is not shown."
)


class PeopleField(forms.ModelMultipleChoiceField):
    """People with a box each, one's own first; the partner tells apart those of one name."""

    widget = BoxesToFind

    def label_from_instance(self, person: Prisoner) -> str:
        return f"{person.name_uk} ({person.partner})"


class PictureForm(SiteImageForm):
    """Asks whom the picture shows. Nothing said is an answer too: the site doesn't show the picture."""

    people = PeopleField(
        queryset=Prisoner.objects.none(),
        required=False,
        label=_("People in this picture"),
        help_text=_(
            "Everybody who can be recognised. The picture is shown while there is a basis for the photo of"
            " each of them."
        ),
    )
    shows_nobody = forms.BooleanField(
        required=False,
        label=_("Nobody can be recognised in this picture"),
        help_text=_(
            "A landscape, an object, a drawing without a likeness. Until you name people or tick this, the"
            " site does not show the picture. A new file takes this statement back."
        ),
    )

    def __init__(self, *args: Any, user: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.user = user
        self._people.queryset = people_for(user)
        if self.instance.pk:
            self._show_what_was_said()
        self.order_fields(["title", "file", "people", "shows_nobody"])

    @property
    def _people(self) -> PeopleField:
        return cast(PeopleField, self.fields["people"])

    def _show_what_was_said(self) -> None:
        people, offered = self._people, cast(PrisonerQuerySet, self._people.queryset)
        named = list(offered.filter(shown_in__image=self.instance).values_list("pk", flat=True))
        self.initial.update(people=named, shows_nobody=self.instance.shows_nobody)
        people.queryset = named_first(offered, named)
        if self._names_unseen():
            people.help_text = format_lazy("{} {}", people.help_text, UNSEEN)

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get("shows_nobody") and (cleaned.get("people") or self._shows_somebody_anyway()):
            self.add_error("shows_nobody", SHOWS_SOMEBODY)
        return cleaned

    def save(self, commit: bool = True) -> SiteImage:
        # Wagtail's form would delete the file that is replaced itself, whether or not its store answers.
        replaced, self.original_file = self.original_file, None
        with transaction.atomic():
            image = super().save(commit=commit)
            if commit and replaced and "file" in self.changed_data:
                forget_replaced(image, replaced.name)
            if commit:
                self._say(image)
        return image

    def _say(self, image: SiteImage) -> None:
        """Pass on what was said; what was said of the old file is not said of a new one."""
        said_before = self.initial.get("shows_nobody", False)
        if not self.cleaned_data["shows_nobody"] or (said_before and "file" in self.changed_data):
            name_people(image, self.cleaned_data["people"], by=self.user)
        elif not said_before:
            name_people(image, [], by=self.user)
            say_nobody_is_shown(image, by=self.user)

    def _shows_somebody_anyway(self) -> bool:
        if not self.instance.pk:
            return False
        return self._names_unseen() or Prisoner.objects.filter(photo=self.instance).exists()

    def _names_unseen(self) -> bool:
        offered = cast(PrisonerQuerySet, self._people.queryset).order_by().values("pk")
        return self.instance.subjects.exclude(prisoner__in=offered).exists()


def people_for(user: User | None) -> PrisonerQuerySet:
    """Return whom the user may name, one's own first, then the public people of others, by surname."""
    if user is None:
        return Prisoner.objects.all()
    foreign = Case(When(partner__in=partners_for(user), then=0), default=1)
    named = records_for(user).select_related("partner").named(SOURCE_LANGUAGE)
    return named.order_by(foreign, *named.query.order_by)


def named_first(people: PrisonerQuerySet, ids: Iterable[int]) -> PrisonerQuerySet:
    """Put those whom the picture names above the others, where they are seen without scrolling."""
    return people.order_by(Case(When(pk__in=ids, then=0), default=1), *people.query.order_by)
