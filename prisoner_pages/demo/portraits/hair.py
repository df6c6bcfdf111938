"""Hair and beards: a shape is laid over the head, then the free skin over the shape."""

from random import Random

from prisoner_pages.demo.portraits.faces import Measures
from prisoner_pages.demo.portraits.pen import WIDTH, Pen, mirrored, shade

COLOURS = {
    "black": "#2F2926",
    "brown": "#54392A",
    "chestnut": "#7A4A2E",
    "fair": "#C59A5F",
    "red": "#A9552F",
    "grey": "#908C86",
    "white": "#DDD9D1",
}
# Left halves, from the crown down; the right half is the mirror image.
BEHIND = {
    "long": [(250, 165), (190, 235), (172, 360), (160, 500), (176, 590), (250, 610)],
    "waves": [(248, 162), (186, 235), (186, 320), (160, 400), (180, 480), (164, 540), (236, 560)],
    "bob": [(248, 165), (188, 235), (180, 350), (174, 430), (196, 468), (250, 470)],
    "braid": [(250, 168), (198, 245), (192, 350), (210, 430), (256, 450)],
    "bun": [(250, 172), (202, 245), (198, 340), (220, 410), (262, 420)],
    "curly": [(240, 160), (180, 220), (166, 290), (184, 365), (208, 395), (256, 400)],
}
TOPS = {
    "short": [(262, 168), (214, 202), (196, 262), (200, 345), (214, 352), (230, 300)],
    "receding": [(262, 190), (216, 220), (196, 276), (198, 350), (212, 356), (222, 316)],
    "curly": [(256, 150), (204, 182), (182, 246), (188, 330), (208, 352), (230, 300)],
}
TOPS |= {
    cut: [(258, 164), (208, 204), (188, 280), (192, 392), (212, 396), (232, 300)]
    for cut in BEHIND
    if cut != "curly"
}
# The free forehead, whole: parted, straight or high.
FOREHEADS = {
    "short": [(222, 330), (228, 266), (262, 236), (330, 226), (372, 262), (378, 330), (300, 380)],
    "receding": [
        (214, 340),
        (214, 262),
        (250, 206),
        (300, 216),
        (350, 206),
        (386, 262),
        (386, 340),
        (300, 380),
    ],
    "curly": [(220, 330), (226, 268), (262, 246), (300, 238), (340, 246), (374, 268), (380, 330), (300, 380)],
    "parted": [
        (218, 380),
        (222, 308),
        (250, 250),
        (300, 200),
        (350, 250),
        (378, 308),
        (382, 380),
        (300, 400),
    ],
    "side": [(218, 380), (220, 300), (240, 252), (330, 204), (368, 262), (382, 310), (384, 380), (300, 400)],
}
FOREHEAD_OF = {"long": "parted", "braid": "parted", "bun": "side", "bob": "side", "waves": "side"}


def draw_hair_behind(pen: Pen, cut: str, colour: str) -> None:
    if cut == "bun":
        pen.oval((300, 158), (48, 40), shade(colour, -0.1))
    if cut in BEHIND:
        pen.fill(mirrored(BEHIND[cut]), shade(colour, -0.14))


def draw_hair(pen: Pen, cut: str, colour: str, skin: str, chance: Random) -> None:
    pen.fill(mirrored(TOPS[cut]), colour)
    _strands(pen, cut, colour, chance)
    pen.fill(FOREHEADS[FOREHEAD_OF.get(cut, cut)], skin)


def _strands(pen: Pen, cut: str, colour: str, chance: Random) -> None:
    light = shade(colour, 0.14)
    for _strand in range(0 if cut == "receding" else 26 if cut == "curly" else 14):
        x = chance.randint(216, 384)
        crown = 194 + 44 * ((x - 300) / 84) ** 2  # the head is round: hair at its sides begins lower
        y = chance.uniform(crown, crown + 40)
        bend = 12 if cut == "curly" else 4
        pen.stroke([(x, y - 14), (x + bend, y), (x, y + 14)], light, 2.2)


def draw_braid(pen: Pen, colour: str) -> None:
    """The plait that falls over a shoulder."""
    for step in range(8):
        x, y = 398 + (7 if step % 2 else -3), 440 + step * 30
        knot = [(x - 25, y), (x, y - 18), (x + 25, y), (x + 10, y + 28), (x - 10, y + 28)]
        pen.fill(knot, shade(colour, 0.08 * (step % 2) - 0.04))
    pen.fill([(386, 684), (414, 684), (408, 726), (392, 726)], colour)
    pen.stroke([(382, 684), (400, 688), (418, 684)], "#8C4A3C", 8)


def draw_beard(pen: Pen, beard: str, face: Measures, colour: str) -> None:
    """The beard without its moustache, which lies over the mouth."""
    w, chin = face.half_width, face.chin
    if beard == "stubble":
        pen.glow((300, chin - 30), (w * 0.6, 30), colour, 0.3)
    if beard not in ("short", "full"):
        return
    drop = {"short": 5, "full": 48}[beard]
    left = [
        (300 - w, 345),
        (300 - w * 0.97, 395),
        (300 - w * 0.78, 442 + drop / 2),
        (300 - w * 0.34, chin + drop),
    ]
    pen.fill(mirrored([(300 - w * 0.8, 345), *left]), colour)
    free = [
        (300 - w * 0.86, 330),
        (300 - w * 0.78, 392),
        (300 - w * 0.5, face.nose + 18),
        (300 - 14, face.nose + 14),
    ]
    pen.fill(mirrored(free), face.skin)
    for side in (-1, 1):
        pen.glow((300 + side * 54, 390), (22, 15), "#D9806A", 0.35)


def draw_moustache(pen: Pen, beard: str, face: Measures, colour: str) -> None:
    if beard not in ("short", "full", "moustache"):
        return
    y = face.nose + 31
    thick = 1.35 if beard == "moustache" else 1
    left = [(302, y - 15), (280, y - 15 * thick), (254, y + 6), (266, y + 7), (284, y - 3), (302, y - 5)]
    pen.fill(left, shade(colour, 0.05))
    pen.fill([(WIDTH - x, y_) for x, y_ in left], shade(colour, 0.05))
