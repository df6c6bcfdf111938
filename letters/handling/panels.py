"""What the page of a letter shows between its facts and its buttons, by the step the letter waits at.

A step provides its panels (`provides_panels`, {Step: panels}); those of `provides_panels_of_all_steps` stand
above them, and never in place of one. A panel's template stands in the folder of its step, and finds what
`context` returned as `panel`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.forms import Form
from django.utils.functional import Promise

from home.registry import provided, provided_by_name
from home.site.requests import StaffRequest
from letters.choices.desk import Act
from letters.choices.letters import CensorWish, DelayWish, LetterPart
from letters.handling.actions.opening import OpenedLetter, open_both, open_letter
from letters.handling.read_models import step_of
from letters.handling.view_types import Context
from letters.models import Letter
from letters.permissions.letters import has_emergency_access, may_read


@dataclass(frozen=True)
class Panel:
    """`context(request, letter)` returns a dict for the template, or None when the user may not see it.

    It may open the letter; what it raises then (TooManyOpened, UnsealError) the page answers. `acts` are
    those for which the panel has forms of its own: the page shows no button for them.
    """

    template: str
    context: Callable[[StaffRequest, Letter], Context | None]
    acts: frozenset[Act] = frozenset()


@dataclass(frozen=True)
class Decision:
    """One form of a panel: what it does, and with what of the form's data."""

    act: Act
    form: Callable[..., Form]
    do: Callable[..., Letter]
    title: str | Promise
    key: str = ""  # opens the form, or sends it, on the page of the letter


def with_fields(action: Callable[..., Letter], *names: str) -> Callable[..., Letter]:
    """Return what a Decision does: the action, given these fields of its form as far as the form has them."""

    def do(form: Form, **about: Any) -> Letter:
        return action(**about, **{name: form.cleaned_data[name] for name in names if name in form.fields})

    return do


ShownPanel = tuple[Panel, Context]


def panels_for(request: StaffRequest, letter: Letter) -> list[ShownPanel]:
    """Return [(Panel, context)] for this user; where no panel shows the letter, the plain original.

    Who was granted access in an emergency reads all of it, whatever else the step shows.
    """
    beside = _shown(provided("panels_of_all_steps"), request, letter)
    step = step_of(letter)
    shown = _shown(provided_by_name("panels").get(step, ()) if step else (), request, letter)
    if has_emergency_access(request.user, letter):
        shown.append((EMERGENCY, all_of_it(request, letter)))
    elif not shown and may_read(request.user, LetterPart.ORIGINAL, letter):
        shown.append((ORIGINAL, original(request, letter)))
    return beside + shown


def _shown(panels: Iterable[Panel], request: StaffRequest, letter: Letter) -> list[ShownPanel]:
    found = [(panel, panel.context(request, letter)) for panel in panels]
    return [(panel, context) for panel, context in found if context is not None]


def original(request: StaffRequest, letter: Letter) -> Context:
    """Open the letter; what the reader may see of it, and the writer's wishes in words."""
    return _as_written(request.user, letter, open_letter(letter=letter, by=request.user))


def all_of_it(request: StaffRequest, letter: Letter) -> Context:
    """What somebody reads in an emergency: the original, and the Russian text beside it."""
    opened, translated = open_both(letter=letter, by=request.user)
    return {**_as_written(request.user, letter, opened), "translation": translated.text}


def _as_written(user: User, letter: Letter, opened: OpenedLetter) -> Context:
    wishes = opened.wishes and [
        CensorWish(opened.wishes["censor"]).label,
        DelayWish(opened.wishes["delay"]).label,
    ]
    shows_drawing = letter.has_drawing and may_read(user, LetterPart.DRAWING, letter)
    return {"letter": letter, "opened": opened, "wishes": wishes, "shows_drawing": shows_drawing}


ORIGINAL = Panel("letters/handling/original.html", original)
EMERGENCY = Panel("letters/handling/emergency_panel.html", all_of_it)
