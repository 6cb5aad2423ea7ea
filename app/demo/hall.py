"""A drawn hall: boxes and people in metres, seen by a camera."""

import math
from dataclasses import dataclass

from PIL import ImageDraw

SIZE = (960, 720)
Colour = tuple[int, int, int]
Point = tuple[float, float, float]
MASK: Colour = (18, 24, 23)


@dataclass
class Hall:
    """A canvas with a camera: `x` runs along the counter, `y` up, `z` away from the camera, all in metres."""

    draw: ImageDraw.ImageDraw
    across: float
    back: float
    turn: float
    wall: Colour
    band: Colour
    cloth: Colour

    def see(self, point: Point) -> tuple[float, float]:
        """Where on the picture a point is; one behind the camera is taken to be just before it."""
        x, y, z = point[0] - self.across, point[1] - 1.6, point[2] + self.back
        x, z = x * math.cos(self.turn) - z * math.sin(self.turn), x * math.sin(self.turn) + z * math.cos(self.turn)
        scale = 880 / max(z, 0.25)
        return SIZE[0] / 2 + x * scale, SIZE[1] * 0.46 - y * scale

    def face(self, colour: Colour, light: float, *corners: Point) -> None:
        self.draw.polygon([self.see(corner) for corner in corners], fill=lit(colour, light))

    def box(self, colour: Colour, low: Point, high: Point) -> None:
        """An upright box: its near face, its top, and the side that the camera sees."""
        (a, b, c), (x, y, z) = low, high
        side = a if self.across < a else x
        if a <= self.across <= x:
            side = x if self.turn > 0 else a
        self.face(colour, 0.72, (side, b, c), (side, y, c), (side, y, z), (side, b, z))
        self.face(colour, 1.12, (a, y, c), (x, y, c), (x, y, z), (a, y, z))
        self.face(colour, 0.9, (a, b, c), (x, b, c), (x, y, c), (a, y, c))

    def person(self, x: float, z: float, tall: float, colour: Colour, lean: float = 0.0) -> None:
        """Shoulders under a masked head; `tall` is where the head ends, `lean` moves it sideways.

        Who stands before the counter has legs.
        """
        if z < 0.3:
            hip, foot = self.see((x - 0.17, tall - 0.8, z)), self.see((x + 0.17, 0.02, z))
            self.draw.rectangle((*hip, *foot), fill=lit(colour, 0.45))
        self.body(x, z, tall, colour)
        self.head(x + lean, z, tall)

    def body(self, x: float, z: float, tall: float, colour: Colour) -> None:
        left, right = self.see((x - 0.26, tall - 0.3, z)), self.see((x + 0.26, tall - 0.85, z))
        self.draw.rounded_rectangle((*left, right[0], right[1]), radius=(right[0] - left[0]) * 0.36, fill=colour)

    def head(self, x: float, z: float, tall: float) -> None:
        top, low = self.see((x - 0.15, tall, z)), self.see((x + 0.15, tall - 0.3, z))
        self.draw.rectangle((*top, *low), fill=MASK)


def lit(colour: Colour, light: float) -> Colour:
    red, green, blue = (min(255, int(part * light)) for part in colour)
    return red, green, blue
