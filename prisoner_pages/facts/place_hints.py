"""A place of detention as published becomes hints by which a known facility is found."""

import re
from dataclasses import dataclass, field
from typing import Self

# First match wins; stems of Russian words as sources write them.
PLACE_KINDS = (
    ("hospital", re.compile(r"\b(лпу|лиу|больниц|лечебн)", re.I)),
    ("remand", re.compile(r"\b(сизо|следственн|ивс)", re.I)),
    ("prison", re.compile(r"\bтюрьм", re.I)),
    ("colony", re.compile(r"\b(ик\b|ик-|колони|кп-)", re.I)),
)
NUMBER = re.compile(
    r"(?:\b(?:сизо|ик|лпу|лиу|тюрьма|тюрьмы|колония|кп)[\s-]*(?:№\s*)?|№\s*)(\d{1,3})\b", re.I
)
INDEX = re.compile(r"\d{6}", re.ASCII)
HEALTH = re.compile(r"\([^()]*(?:туберк|больниц|психи|инфекц|онколог|нарколог)[^()]*\)", re.I)
NO_NUMBER = re.compile(r"\([^()]*не назван[^()]*\)", re.I)
REGION = re.compile(r"\b(?:обл\.?|област\w*|кра[йяею]\w*|республик\w*|округ\w*)", re.I)
# Words of an address that name no place.
NO_PLACE = (
    "фку уфсин фсин россии по гор город пос поселок село сел дер ул улица дом обл область области край "
    "края республика республики республике лпу лиу сизо ик кп тюрьма тюрьмы колония колонии номер "
    "источнике назван следственный изолятор исправительная лечебное учреждение больница централ "
    "туберкулезная большая женская строгого общего режима occupied"
)
# Владимир, Владимирский, Владимирской; but Краснодарский is not Красноярский.
ADJECTIVE = re.compile(r"[сц]к(?:ая|ий|ой|ого|ому|ом|ую|ое|ие|их)?$")
ENDING = re.compile(r"[аяоеуюыийь]+$")


@dataclass(frozen=True)
class PlaceHint:
    """What a cell tells of a place. `name` is the text without words on the person's health."""

    name: str
    kind: str = "other"
    number: str = ""
    index: str = ""
    places: frozenset[str] = frozenset()
    address: str = field(default="", compare=False)

    def agrees_with(self, other: Self) -> bool:
        """Say whether both can be the same facility. A number that is missing on one side is no agreement."""
        if (self.kind, self.number) != (other.kind, other.number):
            return False
        if self.index and other.index:
            return self.index == other.index
        return bool(self.places & other.places)


def place_hint(name: str, *, address: str = "", index: str = "", region: str = "") -> PlaceHint | None:
    """Return the PlaceHint of the cells, or None when no place is named."""
    name = " ".join(NO_NUMBER.sub("", HEALTH.sub("", name)).replace(" ,", ",").split())
    if not name:
        return None
    kind = next((kind for kind, pattern in PLACE_KINDS if pattern.search(name)), "other")
    number = NUMBER.search(name)
    town = address.split(",")[0]
    return PlaceHint(
        name=name,
        kind=kind,
        number=number[1] if number else "",
        index=index if INDEX.fullmatch(index) else "",
        places=place_stems(" ".join((name, town, region))),
        address=address,
    )


def place_stems(text: str) -> frozenset[str]:
    """Return the stems of the words that name a town or region."""
    words = re.findall(r"[^\W\d_]{4,}", text.lower().replace("ё", "е"))
    no_place = set(NO_PLACE.split())
    return frozenset(_stem(word) for word in words if word not in no_place)


def _stem(word: str) -> str:
    return ENDING.sub("", ADJECTIVE.sub("", word)) or word


def region_of(name: str) -> str:
    """Return the region named in a place's text, e.g. «Ставропольский край», or an empty string."""
    for part in re.findall(r"\(([^()]*)\)|,\s*([^,()]*)", name):
        text = (part[0] or part[1]).strip()
        if REGION.search(text):
            return re.sub(r"\bобл\.?$", "область", text)
    return ""
