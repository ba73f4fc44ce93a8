"""Hostile uploads: what runs is refused or cleaned, and nothing of the original is stored (T18)."""

import io
import json
import re

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from evidence import files, naming, papers
from evidence.files import FileRefused, Ready
from evidence.models.attachment import Attachment, stored_name
from evidence.sandbox import Refusal
from evidence.tests import hostile_files as hostile
from ita_portal.tests.permissions.corpus import FULL, sample

FAMILIES = {
    "carriers": hostile.carriers(), "strangers": hostile.strangers(), "papers": hostile.papers(),
    "cleaned": hostile.cleaned_papers(),
}  # fmt: skip
CASES = [(family, case) for family, cases in FAMILIES.items() for case in cases]
# What a JPEG of ours is made of: tables, frame, scan. No comment, no application segment but JFIF's.
PLAIN_SEGMENTS = {0xE0, 0xDB, 0xC0, 0xC4, 0xDA}
ACTIVE_WORDS = re.compile(
    rb"/(JS|JavaScript|Launch|EmbeddedFiles?|EF|AA|XFA|RichMedia|Movie|Sound|Screen|SubmitForm|ImportData|GoTo[RE]|"
    rb"FileAttachment|Collection|Rendition|3D|Encrypt|Info|Metadata)\b|"
    rb"\((?:javascript|file|data):|/OpenAction\s*(?:<<|\d)|/F\s*\(|ACTIVE-MARK",
    re.IGNORECASE,
)


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    """Return an upload under exactly that name, as a handler of another making might give it."""
    made = SimpleUploadedFile("x", content)
    made._name = name
    return made


def segments(jpeg: bytes) -> set[int]:
    """Return the markers before the scan."""
    found, at = set(), 2
    while jpeg[at + 1] != 0xDA:
        found.add(jpeg[at + 1])
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
    return found | {0xDA}


def active(ready: Ready) -> str:
    """Return what is active about a file as it would be stored, or ""."""
    content = ready.content
    if hostile.MARK in content:
        return "mark"
    if ready.kind == "photo":
        if not (content.startswith(b"\xff\xd8") and content.endswith(b"\xff\xd9")):
            return "not a JPEG alone"
        return "" if segments(content) <= PLAIN_SEGMENTS and content.count(b"\xff\xd9") == 1 else "segments"
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            plain = io.BytesIO()
            pdf.save(plain, qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable, encryption=False)
    except pikepdf.PasswordError:
        return "locked"
    except pikepdf.PdfError:
        return "not a PDF"
    alone = content.startswith(b"%PDF-") and content.rstrip().endswith(b"%%EOF")
    return "" if alone and not ACTIVE_WORDS.search(plain.getvalue()) else "words or bytes around"


def outcome(family: str, case: str) -> str:
    """Return "refused", "clean", or what is active about what would be stored."""
    name, content = FAMILIES[family][case]
    try:
        ready = files.prepare(upload(name, content))
    except FileRefused:
        return "refused"
    return active(ready) or "clean"


def test_corpus_is_as_large_as_promised():
    assert len(CASES) + len(hostile.NAMES) >= 250


@pytest.mark.parametrize("family", FAMILIES)
def test_nothing_active_is_stored(family):
    chosen = sample([case for case in CASES if case[0] == family], 20 if len(FAMILIES[family]) > 60 else 8)
    answers = {case: outcome(*case) for case in chosen}
    allowed = {"carriers": {"clean", "refused"}, "cleaned": {"clean"}}.get(family, {"refused"})

    assert {case: answer for case, answer in answers.items() if answer not in allowed} == {}


@pytest.mark.parametrize("case", ["jpg exif html", "png xmp svg", "webp tail jar", "heic exif php"])
def test_photo_that_carries_something_is_stored_without_it(case):
    assert outcome("carriers", case) == "clean"


def test_guards_off_let_active_files_through(monkeypatch):
    """The control: endings believed, no sandbox; what would be stored is active then."""

    def untouched(module, data, words, limits):
        facts = {"pages": 1} if words["kind"] == "pdf" else {"width": 1, "height": 1, "length": len(data)}
        return json.dumps(facts).encode() + b"\n" + data

    monkeypatch.setattr(files.sandbox, "call", untouched)
    passed = []
    for family, case in CASES:
        kind = "pdf" if family in ("papers", "cleaned") else "jpeg"
        monkeypatch.setattr(files, "by_content", lambda head, kind=kind: kind)
        monkeypatch.setattr(files, "by_name", lambda name, kind=kind: kind)
        if outcome(family, case) in ("refused", "clean"):
            passed.append((family, case))

    # A page too many hurts nobody; it is refused for its size.
    assert passed == [("papers", "many pages")]


def looked_through(content):
    """Return the code with which a paper is refused, or how many pages it has."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        try:
            return papers.look_through(pdf)
        except Refusal as refused:
            return str(refused)


def test_papers_that_fetch_something_from_elsewhere_are_refused():
    assert [looked_through(content) for content in hostile.calling().values()] == hostile.CALLING_REFUSALS


def test_without_the_guards_papers_fetch_something_from_elsewhere(monkeypatch):
    monkeypatch.setattr(papers, "_look_at", lambda thing: None)
    monkeypatch.setattr(papers, "_look_at_opening", lambda action: None)

    assert {looked_through(content) for content in hostile.calling().values()} == {1}


def test_paper_that_is_only_written_anew_is_still_active():
    """The control of looking through: writing anew alone takes no script out."""
    _name, content = hostile.papers()["named script"]
    with pikepdf.open(io.BytesIO(content)) as pdf:
        anew = papers.written_anew(pdf)

    assert active(Ready(kind="pdf", name="x", content=anew)) != ""


@pytest.mark.parametrize("name", hostile.NAMES)
def test_name_of_a_file_leads_nowhere(name):
    shown = naming.tidy(name)
    row = Attachment(kind="photo", name=shown)

    assert re.fullmatch(r"evidence/[0-9a-f]{2}/[0-9a-f]{32}\.jpg", stored_name(row, name))
    assert not re.search(r"[/\\\x00-\x1f\u202a-\u202e\ufeff]", shown)
    assert len(shown) <= naming.LONGEST_NAME
    assert re.fullmatch(r"[^.]+\.jpg", naming.download_name(shown, "jpg"))


def test_names_lead_somewhere_when_they_are_taken_as_they_come():
    """The control: every rule above is broken by some name as it was sent."""
    assert any("../" in name for name in hostile.NAMES)
    assert any("\r\n" in name for name in hostile.NAMES)
    assert any("\u202e" in name for name in hostile.NAMES)
    assert any(len(name) > naming.LONGEST_NAME for name in hostile.NAMES)


def test_thai_name_is_kept():
    assert naming.tidy("รายงาน/ภาพการประชุม ครั้งที่ ๑.jpg") == "ภาพการประชุม ครั้งที่ ๑.jpg"


def test_photo_is_turned_upright_made_small_and_forgets_where_it_was_taken():
    notes = Image.Exif()
    notes[0x0112] = 6
    notes.get_ifd(0x8825)[1] = "N"
    content = hostile.picture(size=(2400, 1200), exif=notes.tobytes())

    ready = files.prepare(upload("ภาพ.JPG", content))

    stored, small = (Image.open(io.BytesIO(data)) for data in (ready.content, ready.thumbnail))
    assert (stored.size, stored.format, dict(stored.getexif())) == ((800, 1600), "JPEG", {})
    assert (ready.width, ready.height, small.size) == (800, 1600, (160, 320))


@pytest.mark.parametrize(
    ("kind", "name", "fields"),
    [
        ("PNG", "x.png", {}), ("WEBP", "x.webp", {}), ("HEIF", "x.heic", {}), ("HEIF", "x.HEIF", {}),
        ("JPEG", "x.jpeg", {"progressive": True}),
    ],
)  # fmt: skip
def test_every_kind_of_photo_becomes_a_jpeg(kind, name, fields):
    ready = files.prepare(upload(name, hostile.picture(kind, **fields)))

    assert (active(ready), ready.width, ready.height) == ("", 64, 48)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "PA", "RGBA", "I;16", "CMYK", "YCbCr"])
def test_photo_of_any_colours_is_taken(mode):
    out = io.BytesIO()
    Image.new("L", (9, 9), 128).convert("RGB" if mode == "PA" else mode.replace("PA", "P")).save(
        out, "JPEG" if mode in ("CMYK", "YCbCr") else "PNG"
    )
    ending = "jpg" if mode in ("CMYK", "YCbCr") else "png"

    assert files.prepare(upload(f"x.{ending}", out.getvalue())).width == 9


def test_inert_paper_is_taken_with_its_pages_and_links():
    def change(pdf):
        pdf.add_blank_page()
        hostile._annotation(
            A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://www.example.go.th/หลักฐาน"))
        )(pdf)
        pdf.Root.OpenAction = pikepdf.Array([pdf.pages[0].obj, pikepdf.Name.Fit])

    ready = files.prepare(upload("ประกาศ.pdf", hostile._pdf_with(change)))

    assert (ready.kind, ready.pages, ready.name, active(ready)) == ("pdf", 2, "ประกาศ.pdf", "")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("x.jpg", b"", "ไฟล์ว่างเปล่า"),
        ("x.jpg", b"\xff\xd8\xff" + bytes(21 * 1024 * 1024), "ไฟล์ใหญ่ 21.0 MB เกิน 20 MB"),
        ("x.gif", b"GIF89a", "แนบได้เฉพาะภาพ JPEG PNG WebP HEIC และเอกสาร PDF"),
        ("x.jpg", hostile.picture("PNG"), "นามสกุลไฟล์ .jpg แต่เนื้อหาเป็น PNG"),
        ("x.jpg", hostile.picture()[:300], "เปิดภาพไม่ได้"),
        ("x.pdf", b"%PDF-1.7 nothing", "เปิด PDF ไม่ได้"),
    ],
)
def test_refusal_says_what_to_do(name, content, words):
    with pytest.raises(FileRefused, match=re.escape(words)):
        files.prepare(upload(name, content))


def test_full_run_takes_every_case():
    assert len(sample(CASES)) == (len(CASES) if FULL else len(CASES) // 20)
