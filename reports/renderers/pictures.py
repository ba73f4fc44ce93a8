"""Stored pictures made as large as their place in print needs, so that forty photos stay a small file."""

import io

import segno
from django.core.files.storage import default_storage
from PIL import Image

from reports.blocks import Photo

DPI = 180  # of a photo in print: finer is seen on no office printer
QUALITY = 82
_INCH = 25.4  # millimetres
_SCALE, _MASK = 4, 3  # pixels a module of a QR code: 190 an inch and more in print
_QUIET = 2  # modules of white around a code; the paper beside it is white as well


def jpeg(photo: Photo, box_mm: tuple[float, float]) -> bytes | None:
    """The picture as JPEG that fills a box of width and height in millimetres at DPI, never made larger.

    None where the file is missing or no picture. The same picture and box give the same bytes.
    """
    width, height = (max(1, round(side / _INCH * DPI)) for side in box_mm)
    try:
        with default_storage.open(photo.name) as stored:
            picture: Image.Image = Image.open(io.BytesIO(stored.read()))
            picture.draft("RGB", (width, height))  # a JPEG is unpacked at the size needed, no larger
            picture = _on_white(picture)
    except (OSError, ValueError, SyntaxError):
        return None
    picture.thumbnail((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)
    bare = Image.new("RGB", picture.size)  # the stored file's notes (EXIF, profiles) stay behind
    bare.paste(picture)
    target = io.BytesIO()
    bare.save(target, "JPEG", quality=QUALITY)
    return target.getvalue()


def fitted(photo: Photo, box_mm: tuple[float, float]) -> tuple[float, float]:
    """Width and height in millimetres of the whole photo as large as the box holds it."""
    wide, high = max(photo.width, 1), max(photo.height, 1)
    scale = min(box_mm[0] / wide, box_mm[1] / high)
    return wide * scale, high * scale


def qr_png(target: str) -> bytes | None:
    """A QR code that leads to `target`; None where the address is too long for one.

    The best of the eight masks is not looked for, which takes most of the time: readers read every mask.
    """
    try:
        code = segno.make(target, micro=False, error="m", mask=_MASK)
    except segno.DataOverflowError:
        return None
    rows = [bytes(0 if module else 255 for module in row) for row in code.matrix_iter(border=_QUIET)]
    # grey and not black or white: the PDF engine would write the latter anew in colours
    small = Image.frombytes("L", (len(rows), len(rows)), b"".join(rows))
    drawn = io.BytesIO()
    small.resize((small.width * _SCALE, small.height * _SCALE), Image.Resampling.NEAREST).save(drawn, "PNG")
    return drawn.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    clear = picture.convert("RGBA")
    paper = Image.new("RGB", clear.size, "white")
    paper.paste(clear, mask=clear.getchannel("A"))
    return paper
