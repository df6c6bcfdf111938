"""Clothes and what is worn on the head."""

from typing import Any

from prisoner_pages.demo.portraits.pen import WIDTH, Pen, mirrored, shade

SHOULDERS = mirrored([(252, 522), (214, 552), (120, 590), (62, 650), (38, 790)])
RED, INK = "#A8483A", "#33302E"


def draw_clothes(pen: Pen, collar: str, cloth: str, skin: str) -> None:
    pen.fill(SHOULDERS, cloth)
    pen.glow((300, 720), (180, 60), shade(cloth, -0.3), 0.3)
    COLLARS[collar](pen, cloth, skin)
    for side in (-1, 1):
        pen.stroke(
            [(300 + side * 176, 640), (300 + side * 186, 700), (300 + side * 184, 760)], shade(cloth, -0.2), 3
        )


def _round(pen: Pen, cloth: str, skin: str) -> None:
    pen.fill([(240, 516), (252, 556), (300, 586), (348, 556), (360, 516), (300, 500)], shade(skin, -0.04))
    pen.stroke([(236, 522), (252, 566), (300, 596), (348, 566), (364, 522)], shade(cloth, -0.18), 9)


def _shirt(pen: Pen, cloth: str, skin: str) -> None:
    pen.fill([(254, 516), (300, 622), (346, 516), (300, 496)], shade(skin, -0.04))
    for side in (-1, 1):
        wing = [(300 + side * x, y) for x, y in ((50, 506), (74, 540), (52, 606), (0, 632), (34, 566))]
        pen.polygon(wing, shade(cloth, 0.16))
        pen.stroke([wing[0], wing[4], wing[3]], shade(cloth, -0.25), 2.4)
    pen.stroke([(300, 634), (301, 690), (300, 760)], shade(cloth, -0.2), 2.6)
    for y in (666, 716):
        pen.oval((308, y), (5, 5), shade(cloth, 0.45))


def _turtleneck(pen: Pen, cloth: str, _skin: Any) -> None:
    pen.fill([(246, 478), (300, 492), (354, 478), (362, 560), (300, 588), (238, 560)], shade(cloth, 0.07))
    for x in range(256, 352, 12):
        pen.stroke([(x, 492), (x - 1, 530), (x, 566)], shade(cloth, -0.12), 2)


def _jacket(pen: Pen, cloth: str, skin: str) -> None:
    shirt = "#EEE8DC"
    pen.polygon([(244, 520), (356, 520), (330, 760), (270, 760)], shirt)
    pen.fill([(262, 512), (300, 580), (338, 512), (300, 496)], shade(skin, -0.04))
    for side in (-1, 1):
        lapel = [
            (300 + side * x, y)
            for x, y in ((58, 512), (112, 556), (96, 640), (20, 760), (14, 740), (52, 620))
        ]
        pen.polygon(lapel, shade(cloth, -0.1))
        pen.polygon(
            [(300 + side * x, y) for x, y in ((50, 506), (62, 540), (10, 596), (2, 578))], shade(shirt, 0.5)
        )


def _apron(pen: Pen, cloth: str, skin: str) -> None:
    _round(pen, cloth, skin)
    for side in (-1, 1):
        pen.stroke([(300 + side * 66, 552), (300 + side * 76, 610), (300 + side * 80, 664)], "#5F7285", 16)
    pen.fill([(214, 650), (300, 640), (386, 650), (400, 790), (200, 790)], "#5F7285")


def _embroidered(pen: Pen, cloth: str, skin: str) -> None:
    _round(pen, cloth, skin)
    pen.polygon([(276, 594), (324, 594), (322, 760), (278, 760)], "#F3ECDD")
    for row, y in enumerate(range(606, 750, 18)):
        for x in (288, 312):
            pen.polygon([(x, y - 8), (x + 8, y), (x, y + 8), (x - 8, y)], INK if row % 3 == 2 else RED)


COLLARS = {
    "round": _round,
    "shirt": _shirt,
    "turtleneck": _turtleneck,
    "jacket": _jacket,
    "apron": _apron,
    "embroidered": _embroidered,
}


# --- On the head -----------------------------------------------------------------------------------
def draw_scarf_behind(pen: Pen, colour: str) -> None:
    pen.fill(
        mirrored([(260, 146), (190, 190), (166, 300), (176, 430), (150, 540), (230, 600)]),
        shade(colour, -0.16),
    )


def draw_scarf(pen: Pen, colour: str, _skin: Any) -> None:
    """A headscarf: around the face, knotted under the chin."""
    left = [(300, 146), (222, 168), (176, 250), (176, 360), (198, 450), (238, 520), (270, 540)]
    inner = [(268, 500), (226, 440), (206, 360), (206, 280), (236, 222), (300, 204)]
    for flip in (False, True):
        band = [*left, *inner]
        pen.fill([(WIDTH - x, y) for x, y in band] if flip else band, colour)
    for rise in (0, 16):
        pen.stroke([(216, 232 - rise), (300, 186 - rise), (384, 232 - rise)], shade(colour, -0.14), 2.6)
    pen.fill([(250, 494), (300, 516), (350, 494), (372, 566), (300, 606), (228, 566)], shade(colour, 0.07))
    for x in (270, 300, 330):
        pen.stroke([(x, 520), (x + (x - 300) / 5, 556), (x + (x - 300) / 3, 584)], shade(colour, -0.16), 2.6)


def draw_skullcap(pen: Pen, colour: str, _skin: Any) -> None:
    pen.fill([(202, 256), (208, 178), (252, 146), (348, 146), (392, 178), (398, 256), (300, 236)], colour)
    pen.stroke([(204, 250), (300, 230), (396, 250)], shade(colour, -0.3), 16)
    for x in range(222, 390, 26):
        y = 250 - (1 - ((x - 300) / 100) ** 2) * 18
        pen.polygon([(x, y - 8), (x + 7, y), (x, y + 8), (x - 7, y)], "#E3B23C")


def draw_cap(pen: Pen, colour: str, _skin: Any) -> None:
    pen.fill([(190, 248), (186, 186), (240, 148), (360, 148), (414, 186), (410, 248), (300, 232)], colour)
    pen.stroke([(196, 246), (300, 228), (404, 246)], shade(colour, -0.3), 18)
    pen.fill([(206, 254), (300, 236), (394, 254), (372, 282), (300, 272), (228, 282)], shade(colour, -0.4))


def draw_knit(pen: Pen, colour: str, _skin: Any) -> None:
    pen.fill([(194, 262), (196, 190), (246, 134), (354, 134), (404, 190), (406, 262), (300, 244)], colour)
    for x in range(216, 400, 20):
        pen.stroke(
            [(x, 240), (300 + (x - 300) * 0.85, 190), (300 + (x - 300) * 0.5, 146)], shade(colour, -0.1), 3
        )
    pen.stroke([(196, 254), (300, 236), (404, 254)], shade(colour, 0.14), 30)


def draw_hat(pen: Pen, colour: str, _skin: Any) -> None:
    pen.fill([(218, 236), (224, 150), (270, 120), (330, 120), (376, 150), (382, 236)], colour)
    pen.stroke([(218, 224), (300, 212), (382, 224)], "#7B6A58", 16)
    pen.fill(
        [(96, 268), (180, 226), (300, 220), (420, 226), (504, 268), (420, 262), (300, 248), (180, 262)],
        shade(colour, -0.06),
    )


HEADWEAR = {
    "scarf": draw_scarf,
    "skullcap": draw_skullcap,
    "cap": draw_cap,
    "knit": draw_knit,
    "hat": draw_hat,
}
