"""The face: calm, looking at you, with a little of everyone's own in every measure."""

from random import Random

from prisoner_pages.demo.portraits.pen import Pen, Point, mirrored, shade

SKINS = {1: "#F2D3B8", 2: "#E9C3A2", 3: "#DBAE88", 4: "#C9976E"}
LIPS = dict(zip(SKINS.values(), ("#CB8273", "#C27A6A", "#B56E5E", "#A5614F"), strict=True))
INK = "#3A2E2A"


class Measures:
    """How this face differs from the next one. Drawn from chance, which the person's address seeds."""

    def __init__(self, chance: Random, *, skin: int, age: str) -> None:
        self.skin, self.age = SKINS[skin], age
        self.half_width = chance.uniform(90, 102)
        self.chin = chance.uniform(461, 474)
        self.jaw = chance.uniform(0.66, 0.8)
        self.eyes = chance.uniform(41, 47)
        self.eye_level = chance.uniform(333, 341)
        self.nose = chance.uniform(388, 398)
        self.nose_width = chance.uniform(13, 18)
        self.mouth = chance.uniform(24, 31)
        self.brow = chance.uniform(4.5, 7.5)
        self.brow_rise = chance.uniform(-3, 4)
        self.iris = chance.choice(("#5B4630", "#4A3A2C", "#5F6B52", "#52697A"))

    @property
    def outline(self) -> list[Point]:
        w, chin = self.half_width, self.chin
        left = [
            (300 - w * 0.62, 214),
            (300 - w * 0.93, 268),
            (300 - w, 330),
            (300 - w * 0.95, 385),
            (300 - w * self.jaw, 430),
            (300 - w * 0.3, chin - 3),
        ]
        return mirrored([(300, 200), *left, (300, chin)][1:-1])


def draw_neck(pen: Pen, face: Measures) -> None:
    pen.fill(
        [(254, 400), (346, 400), (350, 520), (378, 580), (222, 580), (250, 520)], shade(face.skin, -0.06)
    )
    pen.fill([(256, 430), (344, 430), (340, 480), (300, 506), (260, 480)], shade(face.skin, -0.2))


def draw_face(pen: Pen, face: Measures) -> None:
    for side in (-1, 1):
        pen.oval((300 + side * face.half_width, 350), (14, 27), shade(face.skin, -0.07))
    pen.fill(face.outline, face.skin)
    for side in (-1, 1):
        pen.glow((300 + side * 56, 396), (24, 17), "#D9806A", 0.4)
    pen.glow((300, 240), (60, 26), shade(face.skin, 0.35), 0.5)


def draw_features(pen: Pen, face: Measures, *, brows: str) -> None:
    for side in (-1, 1):
        _eye(pen, face, side, brows)
    _nose(pen, face)
    _mouth(pen, face)
    if face.age != "young":
        _years(pen, face)


def _eye(pen: Pen, face: Measures, side: int, brows: str) -> None:
    x, y = 300 + side * face.eyes, face.eye_level
    pen.fill([(x - 19, y + 1), (x, y - 9), (x + 19, y + 1), (x, y + 8)], "#FBF6EE")
    pen.oval((x, y - 1), (8.5, 8.5), face.iris)
    pen.oval((x, y - 1), (4, 4), "#221B18")
    pen.oval((x + 3, y - 4), (2.2, 2.2), "#FFFFFF")
    pen.stroke([(x - 20, y + 1), (x, y - 10), (x + 20, y + 1)], INK, 3.4)
    pen.stroke([(x - 15, y + 7), (x, y + 10), (x + 15, y + 7)], shade(face.skin, -0.22), 1.6)
    outer, inner = x + side * 25, x - side * 20
    top = y - 30 - face.brow_rise
    pen.stroke([(inner, top + 5), (x, top - 2), (outer, top + 7)], brows, face.brow)


def _nose(pen: Pen, face: Measures) -> None:
    dark, y, w = shade(face.skin, -0.28), face.nose, face.nose_width
    pen.glow((300 + 8, y - 34), (9, 38), shade(face.skin, -0.2), 0.45)
    pen.stroke([(300 - w, y - 6), (300 - w + 3, y + 2), (300 - 3, y + 5)], dark, 2.6)
    pen.stroke([(300 + w, y - 6), (300 + w - 3, y + 2), (300 + 3, y + 5)], dark, 2.6)
    pen.stroke([(300 - 3, y + 5), (300, y + 6), (300 + 3, y + 5)], dark, 2.6)


def _mouth(pen: Pen, face: Measures) -> None:
    y, w = face.nose + 31, face.mouth
    lip = LIPS[face.skin]
    pen.fill([(300 - w, y), (288, y - 6), (300, y - 3), (312, y - 6), (300 + w, y), (300, y + 13)], lip)
    pen.stroke(
        [(300 - w - 3, y - 3), (284, y + 2), (300, y + 3), (316, y + 2), (300 + w + 3, y - 3)], "#7A4238", 2.4
    )


def _years(pen: Pen, face: Measures) -> None:
    soft = shade(face.skin, -0.2)
    for side in (-1, 1):
        pen.stroke([(300 + side * 30, 394), (300 + side * 42, 412), (300 + side * 44, 428)], soft, 2.2)
        if face.age == "old":
            eye = 300 + side * face.eyes
            pen.stroke(
                [
                    (eye - 14, face.eye_level + 15),
                    (eye, face.eye_level + 19),
                    (eye + 14, face.eye_level + 15),
                ],
                soft,
                2,
            )
            for rise in (-4, 3, 10):
                pen.stroke(
                    [(eye + side * 25, face.eye_level + rise / 3), (eye + side * 38, face.eye_level + rise)],
                    soft,
                    1.8,
                )
    if face.age == "old":
        for y in (262, 276):
            pen.stroke([(262, y), (300, y - 4), (338, y)], soft, 1.8)


def draw_glasses(pen: Pen, face: Measures) -> None:
    for side in (-1, 1):
        pen.ring((300 + side * face.eyes, face.eye_level + 1), (33, 26), "#4B3F38", 3.6)
        pen.stroke(
            [
                (300 + side * (face.eyes + 33), face.eye_level - 4),
                (300 + side * face.half_width, face.eye_level - 6),
            ],
            "#4B3F38",
            3,
        )
    inner = face.eyes - 33
    pen.stroke(
        [(300 - inner, face.eye_level - 3), (300, face.eye_level - 8), (300 + inner, face.eye_level - 3)],
        "#4B3F38",
        3,
    )
