"""How long photos and papers take: `python bench/files.py` prints seconds and the child's memory for each kind.

Needs no database. One line a case: megapixels (or pages), bytes in, seconds, bytes out; then the most memory of all.
"""

import io
import os
import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import pikepdf
import pillow_heif
from PIL import Image

from evidence import sandbox

LIMITS = sandbox.Limits(20, 1 << 30)
ROUNDS = 5


def photo(kind: str, width: int, height: int) -> bytes:
    """Return a photo with as much detail as a camera's."""
    out = io.BytesIO()
    grain = Image.effect_noise((width // 8, height // 8), 60).convert("RGB").resize((width, height))
    grain.save(out, kind)
    return out.getvalue()


def paper(pages: int) -> bytes:
    """Return a PDF of noise images, about 60 KB a page."""
    pdf, out = pikepdf.new(), io.BytesIO()
    for _number in range(pages):
        pdf.add_blank_page()
        held = pikepdf.Stream(pdf, os.urandom(60_000))
        pdf.pages[-1].obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=pdf.make_indirect(held)))
    pdf.save(out)
    return out.getvalue()


def main() -> None:
    """Time each case ROUNDS times and print the median."""
    pillow_heif.register_heif_opener()
    cases = {f"{kind} 12 Mpx": ("evidence.photos", name, photo(kind, 4000, 3000))
             for kind, name in (("JPEG", "jpeg"), ("PNG", "png"), ("WEBP", "webp"), ("HEIF", "heic"))}  # fmt: skip
    cases["JPEG 39.9 Mpx"] = ("evidence.photos", "jpeg", photo("JPEG", 7300, 5470))
    cases["PDF 300 pages"] = ("evidence.papers", "pdf", paper(300))
    for case, (module, kind, data) in cases.items():
        seconds = []
        for _number in range(ROUNDS):
            start = time.perf_counter()
            answer = sandbox.call(module, data, {"kind": kind}, LIMITS)
            seconds.append(time.perf_counter() - start)
        median, size, out = sorted(seconds)[ROUNDS // 2], len(data) / 1e6, len(answer) / 1e6
        print(f"{case:16} {size:6.1f} MB  {median:5.2f} s  {out:6.2f} MB out")
    print(f"most memory of a child: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
