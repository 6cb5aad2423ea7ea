"""Computed photographs of halls that do not exist. Faces are masked with opaque squares, as the field asks."""

import io
from collections.abc import Callable
from functools import cache
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from app.demo.hall import MASK, SIZE, Colour, Hall, lit

VARIANTS = 6
DESK: Colour = (205, 172, 132)
FRONT: Colour = (176, 173, 166)
SCREEN: Colour = (52, 57, 62)
_TINTS: tuple[tuple[Colour, Colour, Colour], ...] = (
    ((214, 213, 206), (104, 116, 130), (58, 78, 108)),
    ((218, 210, 196), (70, 112, 108), (44, 70, 74)),
    ((205, 211, 214), (122, 104, 96), (84, 62, 70)),
)


Scene = Callable[[Hall], None]


@cache
def jpeg(scene: str, variant: int) -> bytes:
    """The bytes of a picture; the same for the same arguments. `scene` is one of SCENES, `variant` below VARIANTS."""
    chance = Random(f"{scene}{variant}")
    picture = Image.new("RGB", SIZE)
    wall, band, cloth = _TINTS[variant % len(_TINTS)]
    hall = Hall(
        ImageDraw.Draw(picture),
        across=chance.uniform(-0.1, 0.7),
        back=chance.uniform(2.9, 3.5),
        turn=chance.uniform(-0.18, 0.14),
        wall=wall,
        band=band,
        cloth=cloth,
    )
    SCENES[scene](hall)
    return _developed(picture, chance)


def _room(hall: Hall) -> None:
    far, wide, high = 3.2, 9.0, 3.1
    hall.draw.rectangle((0, 0, *SIZE), fill=lit(hall.wall, 0.62))
    hall.face(hall.wall, 1.0, (-wide, 0, far), (wide, 0, far), (wide, high, far), (-wide, high, far))
    hall.face((150, 150, 146), 1.0, (-wide, 0, -2), (wide, 0, -2), (wide, 0, far), (-wide, 0, far))
    hall.face(hall.wall, 0.8, (-wide, high, -2), (wide, high, -2), (wide, high, far), (-wide, high, far))
    hall.face(hall.band, 1.0, (-7, 2.3, far), (7, 2.3, far), (7, 2.9, far), (-7, 2.9, far))
    for number in range(-2, 4):
        x = number * 2.0
        lamp = ((x - 0.5, high, 0.2), (x + 0.5, high, 0.2), (x + 0.5, high, 0.8), (x - 0.5, high, 0.8))
        hall.face((250, 250, 246), 1.0, *lamp)
        hall.box((44, 48, 46), (x - 0.34, 2.05, 3.05), (x + 0.34, 2.5, far))
        hall.face((206, 92, 52), 1.0, *((x + a, y, 3.04) for a, y in _LAMP))
        spot = hall.see((x, 2.28, 3.04))
        if number >= -1:
            hall.draw.text(spot, str(number + 2), fill=(252, 226, 200), font=_font(), anchor="mm")


_LAMP = ((-0.26, 2.12), (0.26, 2.12), (0.26, 2.43), (-0.26, 2.43))


def _counter(hall: Hall) -> None:
    """The counter with its screens and panes; what sits behind it must be drawn before."""
    for number in range(-2, 4):
        x = number * 2.0 - 0.55
        hall.box(SCREEN, (x - 0.32, 1.12, 1.0), (x + 0.32, 1.52, 1.05))
        hall.box(SCREEN, (x - 0.05, 1.0, 1.0), (x + 0.05, 1.12, 1.05))
    hall.box(DESK, (-7, 0.95, 0.3), (7, 1.0, 1.2))
    hall.box(FRONT, (-7, 0.0, 0.42), (7, 0.95, 0.5))
    hall.face(hall.band, 0.9, (-7, 0.22, 0.41), (7, 0.22, 0.41), (7, 0.36, 0.41), (-7, 0.36, 0.41))
    for number in range(-2, 4):
        x = number * 2.0 + 1.0
        hall.box((198, 212, 210), (x, 1.0, 0.35), (x + 0.03, 1.45, 1.1))
        hall.box((232, 234, 234), (x - 1.05, 1.0, 0.5), (x - 0.72, 1.02, 0.8))


def _stools(hall: Hall) -> None:
    for number in range(-2, 4):
        x = number * 2.0 + 0.2
        hall.box((92, 96, 98), (x - 0.03, 0.0, -0.35), (x + 0.03, 0.44, -0.29))
        hall.box((96, 136, 132), (x - 0.22, 0.44, -0.5), (x + 0.22, 0.5, -0.1))


def _chairs(hall: Hall) -> None:
    for number in range(-2, 4):
        x = number * 2.0 + 0.1
        hall.box((66, 68, 74), (x - 0.26, 0.7, 2.1), (x + 0.26, 1.28, 2.16))


def _seated(hall: Hall) -> None:
    _room(hall)
    _chairs(hall)
    hall.person(0.3, 1.75, 1.5, hall.cloth)
    hall.person(2.1, 1.75, 1.5, hall.cloth)
    _counter(hall)
    _stools(hall)
    hall.person(-0.45, -0.1, 1.7, (150, 132, 118))


def _slumped(hall: Hall) -> None:
    _room(hall)
    _chairs(hall)
    hall.body(0.4, 1.4, 1.3, hall.cloth)
    _counter(hall)
    hall.box(lit(hall.cloth, 1.1), (0.05, 1.0, 0.8), (0.8, 1.08, 1.05))
    hall.head(0.45, 0.85, 1.3)
    _stools(hall)


def _arms(hall: Hall) -> None:
    _room(hall)
    _chairs(hall)
    _counter(hall)
    _stools(hall)
    hall.person(0.9, -0.3, 1.68, hall.cloth)
    hall.box(lit(hall.cloth, 0.7), (0.68, 1.12, -0.42), (1.12, 1.21, -0.38))


def _chat(hall: Hall) -> None:
    _room(hall)
    _chairs(hall)
    hall.person(0.35, 1.8, 1.5, hall.cloth, lean=0.12)
    hall.person(1.05, 2.0, 1.72, lit(hall.cloth, 1.15), lean=-0.1)
    _counter(hall)
    _stools(hall)
    hall.person(-1.0, -0.1, 1.66, (128, 120, 104))


def _phone(hall: Hall) -> None:
    _room(hall)
    _chairs(hall)
    hall.person(0.35, 1.7, 1.5, hall.cloth)
    hall.box((30, 32, 36), (0.53, 1.24, 1.5), (0.6, 1.42, 1.54))
    _counter(hall)
    _stools(hall)


def _empty(hall: Hall) -> None:
    _room(hall)
    _chairs(hall)
    _counter(hall)
    _stools(hall)


def _papers(hall: Hall) -> None:
    _room(hall)
    _chairs(hall)
    _counter(hall)
    for number, x in enumerate((-0.5, -0.1, 0.3)):
        hall.box((240, 239, 232), (x, 1.0, 0.42), (x + 0.3, 1.01 + number * 0.012, 0.78))
        hall.box(MASK, (x + 0.04, 1.03, 0.5), (x + 0.26, 1.035 + number * 0.012, 0.66))
    _stools(hall)


def _queue(hall: Hall) -> None:
    _room(hall)
    _chairs(hall)
    hall.person(2.1, 1.75, 1.5, hall.cloth)
    _counter(hall)
    _stools(hall)
    for number, tall in enumerate((1.7, 1.6, 1.75)):
        hall.person(1.5 - number * 0.6, -0.1 - number * 0.25, tall, lit((136, 128, 116), 1 - number * 0.13))


SCENES: dict[str, Scene] = {
    "seated": _seated,
    "slumped": _slumped,
    "arms": _arms,
    "chat": _chat,
    "phone": _phone,
    "empty": _empty,
    "papers": _papers,
    "queue": _queue,
}


def _developed(picture: Image.Image, chance: Random) -> bytes:
    """What a phone makes of it: a little soft, a little noisy, darker towards the corners."""
    picture = picture.filter(ImageFilter.BoxBlur(1)).point([min(255, int(v * 1.14)) for v in range(256)] * 3)
    dark = Image.radial_gradient("L").resize(SIZE).point(lambda depth: 255 - depth // 6)
    picture = ImageChops.multiply(picture, Image.merge("RGB", (dark, dark, dark)))
    grain = Image.frombytes("L", (SIZE[0] // 2, SIZE[1] // 2), chance.randbytes(SIZE[0] * SIZE[1] // 4)).resize(SIZE)
    picture = Image.blend(picture, Image.merge("RGB", (grain, grain, grain)), 0.05)
    content = io.BytesIO()
    picture.save(content, "JPEG", quality=74)
    return content.getvalue()


@cache
def _font() -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size=26)
