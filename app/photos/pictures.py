"""From the bytes of a photo to pictures that anybody may be shown: upright, reduced, with nothing but pixels in them.

Pure: takes a file, gives bytes. The formats are an allow-list, and nothing larger than 50 million pixels is unpacked.
"""

import warnings
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener

from app.errors import N_

PIXELS = 50_000_000
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF", "AVIF")
VIEW, THUMB = 1600, 320

EMPTY = N_("The file is empty.")
UNKNOWN = N_("This is not a picture in a format that is read here (JPEG, PNG, WebP, HEIC, AVIF).")
BOMB = N_("The picture would unpack to more than 50 million pixels.")
DAMAGED = N_("The picture is damaged or cut off.")

register_heif_opener()
Image.MAX_IMAGE_PIXELS = PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)


class Unreadable(Exception):  # noqa: N818 (read as: this photo is unreadable)
    """A photo of which no picture can be made; the text is an English sentence to be translated."""


@dataclass(frozen=True)
class Picture:
    """`kind` is `view` or `thumb`, `type` the media type, sizes in pixels."""

    kind: str
    type: str
    width: int
    height: int
    content: bytes


def pictures(file: Path) -> list[Picture]:
    """The view (JPEG, 1600 px) and the thumbnail (WebP, 320 px). Raises Unreadable."""
    if not file.stat().st_size:
        raise Unreadable(EMPTY)
    try:
        bare = _bare(file)
        view = _encoded("view", bare, "JPEG", quality=82, optimize=True)
        bare.thumbnail((THUMB, THUMB))
        return [view, _encoded("thumb", bare, "WEBP", quality=80)]
    except UnidentifiedImageError as error:
        raise Unreadable(UNKNOWN) from error
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise Unreadable(BOMB) from error
    except Exception as error:  # decoders raise whatever they like, ValueError and SyntaxError among them
        raise Unreadable(DAMAGED) from error


def _bare(file: Path) -> Image.Image:
    """The pixels, upright and at most 1600 px long, on a new image that never saw the metadata. Of the picture itself
    nothing is left in memory, nor is a copy of it made on the way: the job runs beside phones that send."""
    with Image.open(file, formats=FORMATS) as image:
        width, height = image.size
        if width * height > PIXELS:  # also for decoders that do not ask Pillow
            raise Image.DecompressionBombError
        scale = min(1.0, VIEW / max(width, height))
        image.draft("RGB", (round(width * scale) or 1, round(height * scale) or 1))
        image.thumbnail((VIEW, VIEW))
        with suppress(Exception):  # a picture whose EXIF is damaged stays as it is
            ImageOps.exif_transpose(image, in_place=True)
        return _on_white(image)


def _on_white(image: Image.Image) -> Image.Image:
    bare = Image.new("RGB", image.size, "white")
    if image.has_transparency_data:
        clear = image.convert("RGBA")
        bare.paste(clear, mask=clear)
    else:
        bare.paste(image)
    return bare


def _encoded(kind: str, image: Image.Image, form: str, **options: int) -> Picture:
    content = BytesIO()
    image.save(content, form, **options)
    return Picture(kind, Image.MIME[form], image.width, image.height, content.getvalue())
