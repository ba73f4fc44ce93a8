"""Crests that carry something: written anew as a small PNG, or refused with the reason; nothing of them is stored."""

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from evidence import files, sandbox
from evidence.files import FileRefused, prepare_crest
from evidence.tests import hostile_files as hostile
from ita_portal.tests.permissions.corpus import sample

CASES = {**hostile.carriers(), **hostile.strangers(), **hostile.papers()}
PLAIN_CHUNKS = {b"IHDR", b"IDAT", b"IEND"}


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    made = SimpleUploadedFile("x", content)
    made._name = name
    return made


def chunks(png: bytes) -> set[bytes]:
    """Return the names of the chunks; what stands behind the last one is a chunk of its own."""
    found, at = set(), 8
    while at < len(png):
        found.add(png[at + 4 : at + 8])
        at += 12 + int.from_bytes(png[at : at + 4], "big")
    return found


def outcome(case: str) -> str:
    """Return "refused", "clean", or "active" where something of the original would be stored."""
    try:
        ready = prepare_crest(upload(*CASES[case]))
    except FileRefused:
        return "refused"
    is_png = ready.content.startswith(b"\x89PNG\r\n\x1a\n")
    clean = is_png and hostile.MARK not in ready.content and chunks(ready.content) == PLAIN_CHUNKS
    return "clean" if clean else "active"


def test_nothing_active_is_stored_as_a_crest():
    found = {case: outcome(case) for case in sample(sorted(CASES), 20)}

    assert {case: answer for case, answer in found.items() if answer == "active"} == {}


@pytest.mark.parametrize("case", ["jpg exif html", "png xmp svg", "webp tail jar"])
def test_crest_that_carries_something_is_stored_without_it(case):
    assert outcome(case) == "clean"


def test_guards_off_let_active_crests_through(monkeypatch):
    """The control: endings believed, no sandbox."""

    def untouched(module, data, words, limits):
        return json.dumps({"width": 1, "height": 1, "length": len(data)}).encode() + b"\n" + data

    monkeypatch.setattr(files.sandbox, "call", untouched)
    monkeypatch.setattr(files, "by_content", lambda head: "png")
    monkeypatch.setattr(files, "by_name", lambda name: "png")

    assert {outcome(case) for case in CASES} == {"active"}


def drawn(mode: str, size: tuple[int, int], colour: object, kind: str) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "size"),
    [
        ("ตรา.png", drawn("RGBA", (3000, 1500), (0, 0, 0, 0), "PNG"), (1000, 500)),
        ("crest.jpg", drawn("RGB", (200, 300), "white", "JPEG"), (200, 300)),
        ("crest.webp", drawn("RGB", (40, 40), "white", "WEBP"), (40, 40)),
    ],
)
def test_crest_is_a_png_of_at_most_a_thousand_pixels_on_white(name, content, size):
    ready = prepare_crest(upload(name, content))
    picture = Image.open(io.BytesIO(ready.content))

    assert ((ready.width, ready.height), picture.size, picture.format, picture.mode) == (size, size, "PNG", "RGB")
    assert picture.getpixel((1, 1)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.pdf", b"%PDF-1.4\n", "ตรารับเฉพาะภาพ JPEG PNG และ WebP"),
        ("a.heic", hostile.picture("HEIF"), "ตรารับเฉพาะภาพ JPEG PNG และ WebP"),
        ("a.svg", b"<svg/>", "ตรารับเฉพาะภาพ JPEG PNG และ WebP"),
        ("a.png", hostile.picture(), "นามสกุลไฟล์ .png แต่เนื้อหาเป็น JPEG โปรดบันทึกใหม่ให้นามสกุลตรงกับเนื้อหา"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + b"0" * 40, "เปิดภาพไม่ได้ ไฟล์อาจเสียหรือมาไม่ครบ โปรดเปิดภาพแล้วบันทึกใหม่"),
        ("a.png", b"", "ไฟล์ว่างเปล่า โปรดเลือกไฟล์อื่น"),
    ],
)
def test_refused_crest_says_why(name, content, words):
    with pytest.raises(FileRefused) as refused:
        prepare_crest(upload(name, content))

    assert str(refused.value) == words


def test_crest_of_too_many_pixels_is_refused_before_it_is_unpacked():
    codes = set()
    for content in hostile.bombs().values():
        with pytest.raises((sandbox.Refusal, sandbox.Broken, sandbox.Overrun)) as refused:
            sandbox.call("evidence.crests", content, {"kind": "png"}, files.LIMITS)
        codes.add(str(refused.value))

    assert codes <= {"pixels", "photo", ""}
