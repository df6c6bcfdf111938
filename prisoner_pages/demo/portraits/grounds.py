"""What stands behind a person: the sea, hills, a window. Pale, so that the face comes forward."""

from random import Random

from prisoner_pages.demo.portraits.pen import HEIGHT, WIDTH, Pen, shade

PAPER = "#EFE7D8"
OCHRE = "#E3B23C"


def sea(pen: Pen, chance: Random) -> None:
    pen.rectangle(0, 0, WIDTH, 330, "#E9EAE1")
    pen.oval((chance.choice((110, 490)), 120), (46, 46), shade(OCHRE, 0.45))
    pen.rectangle(0, 320, WIDTH, HEIGHT, "#A9C8CB")
    pen.rectangle(0, 450, WIDTH, HEIGHT, "#8FB6BC")
    for _wave in range(26):
        x, y = chance.randint(-20, 600), chance.randint(335, 700)
        pen.stroke([(x, y), (x + 18, y - 5), (x + 36, y), (x + 54, y - 5)], "#C4DBDB", 2.5)


def hills(pen: Pen, chance: Random) -> None:
    pen.rectangle(0, 0, WIDTH, HEIGHT, "#EDE6D6")
    pen.oval((chance.randint(90, 160), 110), (38, 38), shade(OCHRE, 0.5))
    for base, colour in ((300, "#CBD1C0"), (380, "#B4C0A6"), (470, "#9CAD8E")):
        ridge = [(x, base - chance.randint(0, 110)) for x in range(-60, 700, 95)]
        pen.fill([(-80, HEIGHT + 60), *ridge, (680, HEIGHT + 60)], colour)


def steppe(pen: Pen, chance: Random) -> None:
    pen.rectangle(0, 0, WIDTH, HEIGHT, "#E4E9E4")
    pen.rectangle(0, 345, WIDTH, HEIGHT, "#E0CD9A")
    pen.rectangle(0, 440, WIDTH, HEIGHT, "#D4BC80")
    for _blade in range(120):
        x, y = chance.randint(0, 600), chance.randint(360, 750)
        lean = chance.randint(-12, 16)
        pen.stroke([(x, y), (x + lean / 2, y - 20), (x + lean, y - 38)], "#BFA461", 2)


def window(pen: Pen, chance: Random) -> None:
    pen.rectangle(0, 0, WIDTH, HEIGHT, "#E8DCC6")
    pen.rectangle(50, 30, 550, 640, "#F7F2E7")
    pen.rectangle(68, 48, 532, 622, "#CFE0E1")
    pen.fill([(68, 622), (68, 470), (190, 430), (320, 480), (450, 420), (532, 455), (532, 622)], "#B5C7AC")
    pen.rectangle(292, 48, 308, 622, "#F7F2E7")
    pen.rectangle(68, 230, 532, 244, "#F7F2E7")
    side = chance.choice((0, 1))
    edge = [(0, 0), (95, 0), (80, 250), (110, 470), (84, 750), (0, 750)]
    pen.polygon([(WIDTH - x, y) if side else (x, y) for x, y in edge], "#D9BFA0")


def shelf(pen: Pen, chance: Random) -> None:
    pen.rectangle(0, 0, WIDTH, HEIGHT, "#D9C7A8")
    colours = ("#A7705B", "#6F8A83", "#C7A45B", "#8C8069", "#5F7285", "#B79A8A", "#7F6A86", "#DDD3BD")
    for floor in (175, 370, 565, 760):
        x = -6
        while x < WIDTH:
            width, height = chance.randint(20, 44), chance.randint(115, 165)
            colour = shade(chance.choice(colours), 0.25)
            pen.rectangle(x, floor - height, x + width - 3, floor, colour)
            pen.rectangle(x + 5, floor - height + 16, x + width - 8, floor - height + 20, shade(colour, 0.35))
            x += width
        pen.rectangle(0, floor, WIDTH, floor + 14, "#B99F78")


def vine(pen: Pen, chance: Random) -> None:
    pen.rectangle(0, 0, WIDTH, HEIGHT, "#E6E7D3")
    for _leaf in range(46):
        x, y, size = chance.randint(0, 600), chance.randint(0, 700), chance.randint(20, 44)
        colour = chance.choice(("#B9C79B", "#A3B684", "#C9D3B0", "#92A876"))
        leaf = [
            (-1, 0.1),
            (-0.75, -0.7),
            (-0.2, -0.45),
            (0, -1),
            (0.25, -0.45),
            (0.8, -0.65),
            (1, 0.1),
            (0, 1),
        ]
        pen.fill([(x + a * size, y + b * size) for a, b in leaf], colour)
        pen.stroke([(x, y - size * 0.7), (x, y + size * 0.8)], shade(colour, -0.15), 2)


def night(pen: Pen, chance: Random) -> None:
    pen.rectangle(0, 0, WIDTH, HEIGHT, "#40566B")
    pen.rectangle(0, 420, WIDTH, HEIGHT, "#4C6478")
    for _star in range(60):
        radius = chance.choice((1.5, 2, 3))
        pen.oval((chance.randint(0, 600), chance.randint(0, 520)), (radius, radius), "#E8E2CC")
    pen.oval((120, 130), (50, 50), "#EFE3BF")
    pen.oval((142, 118), (44, 44), "#40566B")
    ridge = [(x, 600 - chance.randint(0, 60)) for x in range(-60, 700, 95)]
    pen.fill([(-80, HEIGHT + 60), *ridge, (680, HEIGHT + 60)], "#364B5C")


def plain(pen: Pen, chance: Random) -> None:
    pen.rectangle(0, 0, WIDTH, HEIGHT, PAPER)
    for _brush in range(16):
        x, y = chance.randint(-60, 560), chance.randint(20, 720)
        pen.stroke([(x, y), (x + 90, y - 12), (x + 190, y - 2)], chance.choice(("#E4D8C2", "#F4EEE2")), 16)


GROUNDS = {
    "sea": sea,
    "hills": hills,
    "steppe": steppe,
    "window": window,
    "shelf": shelf,
    "vine": vine,
    "night": night,
    "plain": plain,
}
