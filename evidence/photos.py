"""Develops a photo in the sandbox: upright, small, written anew as JPEG, nothing of the original kept but its light.

Runs without Django. Refusals are codes (`evidence.files` has the words): `pixels`, `photo`.
"""

import json
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms, ImageOps

from evidence.naming import HEIC, JPEG, PNG, WEBP
from evidence.sandbox import Refusal

MAX_PIXELS = 40_000_000
LONG_SIDE, THUMB_SIDE = 1600, 320
QUALITY, THUMB_QUALITY = 85, 78
_FORMATS = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP", HEIC: "HEIF"}
_ORIENTATION = 0x0112
_DIRECT = ("L", "RGB", "RGBA", "CMYK", "LA")


def work(words: dict[str, Any], data: bytes) -> bytes:
    """Return a line of JSON (width, height, and the photo's length in bytes), the photo and its thumbnail."""
    photo, thumb = develop(data, words["kind"])
    large = _jpeg(photo, QUALITY)
    head = {"width": photo.width, "height": photo.height, "length": len(large)}
    return json.dumps(head).encode() + b"\n" + large + _jpeg(thumb, THUMB_QUALITY)


def develop(data: bytes, kind: str) -> tuple[Image.Image, Image.Image]:
    """Return the photo (at most LONG_SIDE pixels) and its thumbnail. Raises Refusal.

    The size is looked at before a pixel is unpacked. Of several frames the first is taken.
    """
    Image.MAX_IMAGE_PIXELS = None  # the own limit stands below, before anything is decoded
    if kind == HEIC:
        import pillow_heif

        pillow_heif.register_heif_opener(thumbnails=False)
    try:
        photo: Image.Image = Image.open(BytesIO(data), formats=(_FORMATS[kind],))
    except (OSError, SyntaxError, ValueError) as broken:
        raise Refusal("photo") from broken
    if photo.width * photo.height > MAX_PIXELS:
        raise Refusal("pixels")
    turn = _turn(photo)
    photo.draft("RGB", (LONG_SIDE, LONG_SIDE))  # a JPEG is unpacked at the size needed, no larger
    try:
        photo.load()
    except (OSError, SyntaxError, ValueError) as broken:
        raise Refusal("photo") from broken
    photo = _small(_plain(photo), LONG_SIDE)
    photo = ImageOps.exif_transpose(_with_orientation(photo, turn))
    return photo, _small(photo.copy(), THUMB_SIDE)


def _turn(photo: Image.Image) -> int:
    """Return the orientation (1 to 8) that the camera noted; 1 where the note cannot be read."""
    try:
        turn = photo.getexif().get(_ORIENTATION, 1)
    except (OSError, SyntaxError, ValueError, KeyError, TypeError, IndexError, EOFError):
        return 1
    return turn if isinstance(turn, int) and 1 <= turn <= 8 else 1


def _with_orientation(photo: Image.Image, turn: int) -> Image.Image:
    exif = Image.Exif()
    exif[_ORIENTATION] = turn
    photo.info.clear()
    photo.info["exif"] = exif.tobytes()
    return photo


def _small(photo: Image.Image, side: int) -> Image.Image:
    photo.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return photo


def _plain(photo: Image.Image) -> Image.Image:
    """Return the photo in sRGB on white paper: no transparency, no palette, no profile, 8 bits a colour."""
    if photo.mode.startswith("I;16"):
        photo = photo.convert("I").point(lambda value: value / 256).convert("L")
    profile = photo.info.get("icc_profile")
    if photo.has_transparency_data:
        see_through = photo.convert("RGBA")
        photo = Image.new("RGB", photo.size, "white")
        photo.paste(see_through, mask=see_through.getchannel("A"))
    elif photo.mode not in _DIRECT:
        photo = photo.convert("RGB")
    # Shrunk before the colours are reckoned: twenty times fewer of them.
    return _in_srgb(_small(photo, LONG_SIDE), profile)


def _in_srgb(photo: Image.Image, profile: bytes | None) -> Image.Image:
    if profile and photo.mode in ("RGB", "CMYK", "L"):
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            if turned := ImageCms.profileToProfile(photo, source, target, outputMode="RGB"):
                return turned
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass  # a profile that does not fit its photo: the colours are taken as they are
    return photo.convert("RGB")


def _jpeg(photo: Image.Image, quality: int) -> bytes:
    out = BytesIO()
    # A new image, for the old one's notes (EXIF, comments, profiles) would go along.
    bare = Image.new("RGB", photo.size)
    bare.paste(photo)
    bare.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()
