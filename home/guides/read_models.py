"""Guides as they lie in `docs`, and the part of one that a screen of the admin leads to.

A part is named by its guide and the anchor of its heading in English (`editor#my-day`); in another language
it is the heading at the same place: guides have as many in each (tests/architecture/test_guides.py).
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.urls import reverse

from home.guides.markdown import Heading, Rendered, render
from home.registry import provided_by_name
from home.settings.places import GUIDES
from home.staff.roles import roles_of

FIRST = "en"  # its headings name the parts; who has no guides in their language reads these
PICTURES = GUIDES / "img"
PART = 2  # level of its heading
FOR_DEVELOPERS = "api.md"  # in English alone
# Those that are no role's own.
FOR_ALL, FOR_PARTNERS, FOR_HOSTS = "letter", "embeds", "event"


@dataclass(frozen=True)
class Guide:
    name: str
    language: str
    title: str
    page: Rendered

    @property
    def top(self) -> str:
        """What stands before the first part: the list of parts goes below it."""
        return self.page.html.partition("<h2")[0]

    @property
    def rest(self) -> str:
        return "".join(self.page.html.partition("<h2")[1:])

    @property
    def parts(self) -> list[Heading]:
        return [heading for heading in self.page.headings if heading.level == PART]


def are_here() -> bool:
    """Packages that are installed alone bring no guides."""
    return (GUIDES / FIRST).is_dir()


@cache
def names() -> tuple[str, ...]:
    """Return the guides of all roles in their order, then the others."""
    of_roles = (role.guide for role in roles_of() if role.guide)
    known = dict.fromkeys([*of_roles, FOR_ALL, FOR_PARTNERS, FOR_HOSTS])
    return tuple(name for name in known if path_of(name, FIRST).is_file())


def language_for(language: str) -> str:
    """Return the language of the guides for somebody whose admin is in this one."""
    return language if (GUIDES / language).is_dir() else FIRST


def guides_in(language: str) -> list[Guide]:
    return [guide(name, language) for name in names()]


@cache
def guide(name: str, language: str) -> Guide:
    """Return a guide of `names()`, read once: a release brings its own."""
    page = render(path_of(name, language).read_text(), _address)
    return Guide(name, language, page.headings[0].words, page)


@cache
def guide_for_developers() -> Guide | None:
    """Return the guide to the API, which everybody may read; None where no guides are."""
    path = GUIDES / FOR_DEVELOPERS
    if not path.is_file():
        return None
    page = render(path.read_text(encoding="utf-8"), _within)
    return Guide(path.stem, FIRST, page.headings[0].words, page)


def help_address(view_name: str, language: str, about: str = "") -> str:
    """Return where "Help" leads from a screen; "" where no guide is about it, and without guides.

    A screen may lead to another part by what it is `about`.
    """
    parts = parts_of_screens() if are_here() else {}
    part = parts.get(f"{view_name}/{about}") or parts.get(view_name)
    return part_address(part, language_for(language)) if part else ""


def parts_of_screens() -> dict[str, str]:
    """Return {name of a screen's URL, or it and what it is about: part}, as the apps declare them."""
    return provided_by_name("guide_parts")


def panel_help_address(panel: Any, language: str) -> str:
    """Return where "?" beside a panel of a form leads; "" where no guide tells more of it."""
    part = parts_of_panels().get(name_of_panel(panel)) if are_here() else None
    return part_address(part, language_for(language)) if part else ""


def parts_of_panels() -> dict[str, str]:
    """Return {name of a panel: part}, as the apps declare them (`provides_panel_parts`)."""
    return provided_by_name("panel_parts")


def name_of_panel(panel: Any) -> str:
    """Return the model of its form and its first field, as `home.homepage.title`; "" where it has none."""
    field = _first_field(panel)
    return f"{panel.model._meta.label_lower}.{field}" if panel.model and field else ""


def _first_field(panel: Any) -> str:
    own = getattr(panel, "field_name", "") or getattr(panel, "relation_name", "")
    return own or next(filter(None, map(_first_field, getattr(panel, "children", ()))), "")


@cache
def part_address(part: str, language: str) -> str:
    name, _hash, anchor = part.partition("#")
    place = [heading.anchor for heading in guide(name, FIRST).page.headings].index(anchor)
    return f"{reverse('guide', args=[name])}#{guide(name, language).page.headings[place].anchor}"


def picture(name: str) -> Path:
    return PICTURES / f"{name}.png"


def path_of(name: str, language: str) -> Path:
    return GUIDES / language / f"{name}.md"


def _within(target: str) -> str:
    """Return where a link leads on a page that stands alone: within it, to another host, or nowhere."""
    return target if target.startswith(("#", "https:")) else ""


def _address(target: str) -> str:
    """Return where a link or picture of a guide leads inside the admin."""
    path, hash_, anchor = target.partition("#")
    stem, folder = Path(path).stem, Path(path).parent.name
    if not path or target.startswith(("http:", "https:", "mailto:")):
        return target if not path else ""
    if folder == PICTURES.name:
        return reverse("guide_picture", args=[stem])
    return f"{reverse('guide', args=[stem])}{hash_}{anchor}" if stem in names() and not folder else ""
