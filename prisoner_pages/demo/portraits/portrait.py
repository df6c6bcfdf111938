"""One portrait from the features in a person's table; the same table always gives the same picture."""

import random
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from home.pictures.reencoding import PictureFile, encode
from prisoner_pages.demo.portraits.clothes import HEADWEAR, draw_clothes, draw_scarf_behind
from prisoner_pages.demo.portraits.faces import Measures, draw_face, draw_features, draw_glasses, draw_neck
from prisoner_pages.demo.portraits.grounds import GROUNDS, PAPER
from prisoner_pages.demo.portraits.hair import (
    COLOURS,
    draw_beard,
    draw_braid,
    draw_hair,
    draw_hair_behind,
    draw_moustache,
)
from prisoner_pages.demo.portraits.pen import Pen, shade

if TYPE_CHECKING:
    from PIL import Image

Features = Mapping[str, Any]  # what a table says of the looks


def portrait_file(features: Features, *, seed: str) -> PictureFile:
    """Return the drawn portrait as a file; `seed` makes the face this person's own."""
    return PictureFile(encode(draw_portrait(features, seed=seed), "PNG"))


def draw_portrait(features: Features, *, seed: str) -> "Image.Image":
    """Return a picture of 600 by 750. Features: ground, skin 1 to 4, age, hair, cut, cloth, collar,
    and perhaps beard, glasses, head with head_colour.
    """
    chance = random.Random(seed)  # noqa: S311 (a drawing, no secret)
    pen = Pen(PAPER)
    face = Measures(chance, skin=features["skin"], age=features["age"])
    hair = COLOURS[features["hair"]]
    GROUNDS[features["ground"]](pen, chance)
    _behind(pen, features, hair)
    draw_neck(pen, face)
    draw_clothes(pen, features["collar"], features["cloth"], face.skin)
    draw_face(pen, face)
    _head(pen, features, face, hair, chance)
    return pen.finished()


def _behind(pen: Pen, features: Features, hair: str) -> None:
    if features.get("head") == "scarf":
        draw_scarf_behind(pen, features["head_colour"])
    else:
        draw_hair_behind(pen, features["cut"], hair)


def _head(pen: Pen, features: Features, face: Measures, hair: str, chance: random.Random) -> None:
    beard = features.get("beard", "")
    draw_beard(pen, beard, face, hair)
    draw_hair(pen, features["cut"], hair, face.skin, chance)
    draw_features(pen, face, brows=shade(hair, -0.15))
    draw_moustache(pen, beard, face, hair)
    if features["cut"] == "braid":
        draw_braid(pen, hair)
    if features.get("glasses"):
        draw_glasses(pen, face)
    if head := features.get("head"):
        HEADWEAR[head](pen, features["head_colour"], face.skin)
