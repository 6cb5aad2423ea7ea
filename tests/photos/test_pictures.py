"""From any file to pictures without metadata, or to a sentence that says why not."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from app.photos import pictures as making_pictures
from app.photos.pictures import Picture, Unreadable, pictures
from tests.photos import making


@pytest.fixture
def made(tmp_path: Path):
    """The view and the thumbnail of some bytes, opened."""

    def make(content: bytes) -> dict[str, tuple[Picture, Image.Image]]:
        file = tmp_path / "photo"
        file.write_bytes(content)
        return {each.kind: (each, Image.open(BytesIO(each.content))) for each in pictures(file)}

    return make


def near(pixel, colour) -> bool:
    return all(abs(a - b) < 40 for a, b in zip(pixel[:3], colour, strict=True))


def test_a_large_photo_becomes_a_view_and_a_thumbnail(made):
    found = made(making.a_jpeg(4000, 3000))
    view, image = found["view"]
    assert (view.type, view.width, view.height, image.format) == ("image/jpeg", 1600, 1200, "JPEG")
    thumb, image = found["thumb"]
    assert (thumb.type, thumb.width, thumb.height, image.format) == ("image/webp", 320, 240, "WEBP")


def test_a_small_photo_is_not_blown_up(made):
    view, _ = made(making.a_jpeg(200, 100))["view"]
    assert (view.width, view.height) == (200, 100)


def test_a_strip_of_a_photo_keeps_a_height(made):
    view, _ = made(making.encoded(making.a_picture(6000, 2)))["view"]
    assert (view.width, view.height) == (1600, 1)


@pytest.mark.parametrize("form", ["PNG", "WEBP", "HEIF", "AVIF"])
def test_other_formats_are_read(made, form):
    view, image = made(making.encoded(making.a_picture(), form))["view"]
    assert (view.width, view.height) == (640, 480)
    assert near(image.getpixel((10, 10)), making.RED)


def test_a_burst_of_pictures_in_one_file_gives_the_first(made):
    first, second = making.a_picture(), Image.new("RGB", (640, 480), "green")
    view, image = made(making.encoded(first, "MPO", save_all=True, append_images=[second]))["view"]
    assert near(image.getpixel((10, 10)), making.RED)
    assert view.width == 640


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "1", "I;16"])
def test_every_kind_of_pixels_becomes_a_plain_picture(made, mode):
    grey = Image.new("I;16", (64, 64), 999) if mode == "I;16" else making.a_picture(64, 64).convert(mode)
    _, image = made(making.encoded(grey, "PNG"))["view"]
    assert image.mode == "RGB"


def test_a_printers_jpeg_becomes_a_plain_picture(made):
    _, image = made(making.encoded(making.a_picture().convert("CMYK")))["view"]
    assert image.mode == "RGB"
    assert near(image.getpixel((10, 10)), making.RED)


def test_what_was_transparent_is_white(made):
    _, image = made(making.encoded(Image.new("RGBA", (64, 64), (0, 0, 0, 0)), "PNG"))["view"]
    assert image.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("orientation", "size", "corner"), [(1, (640, 480), "left"), (3, (640, 480), "right"), (6, (480, 640), "top")]
)
def test_a_rotated_photo_stands_upright(made, orientation, size, corner):
    view, image = made(making.with_exif(orientation))["view"]
    assert (view.width, view.height) == size
    red = {"left": (10, 240), "right": (630, 240), "top": (240, 10)}[corner]
    assert near(image.getpixel(red), making.RED)


def test_place_phone_and_comment_are_gone(made):
    content = making.with_exif(gps=True)
    assert making.CANARY.encode() in content
    for picture, image in made(content).values():
        assert making.CANARY.encode() not in picture.content
        assert not image.getexif()
        assert "comment" not in image.info


def test_a_heic_with_a_place_gives_pictures_without(made):
    image = making.a_picture()
    exif = image.getexif()
    exif[0x010F] = making.CANARY
    exif.get_ifd(0x8825).update({1: "N", 2: (46.0, 35.0, 11.11)})
    content = making.encoded(image, "HEIF", exif=exif.tobytes())
    assert making.CANARY.encode() in content
    for picture, derived in made(content).values():
        assert making.CANARY.encode() not in picture.content
        assert not derived.getexif()


def test_damaged_exif_does_not_hide_the_picture(made):
    content = making.with_exif()
    damaged = content.replace(b"Exif\0\0MM\0*", b"Exif\0\0XX\0*").replace(b"Exif\0\0II*\0", b"Exif\0\0XX*\0")
    assert damaged != content
    assert made(damaged)["view"][0].width == 640


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", making_pictures.EMPTY),
        ("这不是照片\n".encode(), making_pictures.UNKNOWN),
        (b"GIF89a" + making.encoded(making.a_picture(), "GIF")[6:], making_pictures.UNKNOWN),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", making_pictures.UNKNOWN),
        (making.a_jpeg(2000, 1500)[:9000], making_pictures.DAMAGED),
        (making.encoded(making.a_picture(), "PNG")[:300], making_pictures.DAMAGED),
        (making.encoded(making.a_picture(), "HEIF")[:700], making_pictures.DAMAGED),
        (making.a_bomb(), making_pictures.BOMB),
        (making.a_bomb(10_000, 6_000), making_pictures.BOMB),
    ],
    ids=["empty", "text", "gif", "postscript", "cut jpeg", "cut png", "cut heic", "bomb", "just too large"],
)
def test_what_cannot_be_shown_has_a_reason(tmp_path, content, reason):
    file = tmp_path / "photo"
    file.write_bytes(content)
    with pytest.raises(Unreadable, match=reason[:20].replace("(", ".")):
        pictures(file)


def test_a_heic_bomb_is_not_unpacked(tmp_path, monkeypatch):
    """libheif does not ask Pillow, so the size is looked at before anything is decoded."""
    monkeypatch.setattr(making_pictures, "PIXELS", 640 * 480 - 1)
    file = tmp_path / "photo"
    file.write_bytes(making.encoded(making.a_picture(), "HEIF"))
    with pytest.raises(Unreadable, match="50 million"):
        pictures(file)
