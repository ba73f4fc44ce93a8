"""The public pages: what they say, what they never say, and how a file is compared."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from lxml import html

from assessments.register.writing import TypedItem
from assessments.tests.registers import SITE, edition, put
from measures.choices import State
from measures.models import Result, Submission
from reports import hashing
from reports.issued import kept_bytes
from reports.issuing import issue
from reports.models import IssuedReport
from reports.views import verify as views
from reports.wanted import Wanted

YEAR = 2566
CANARY = "canarywordofthedraft"


@pytest.fixture
def register(agency, staff):
    edition(YEAR)
    put(agency, staff, YEAR, "o1", TypedItem("yes", CANARY, "", (f"{SITE}/{CANARY}",)))
    return Wanted("oit_register", fiscal_year=YEAR, agency_pk=agency.pk)


@pytest.fixture
def issued(register, head):
    return issue(register, ["docx"], by=head)


@pytest.fixture
def newer(issued, register, agency, staff, head):
    put(agency, staff, YEAR, "o1", TypedItem("no", CANARY, "", ()), version=1)
    return issue(register, [], by=head)


def page_of(one):
    return reverse("public:verify", args=[one.token])


def words(answer):
    """What a reader sees of the page's main part, blanks squeezed."""
    return " ".join(html.fromstring(answer.content.decode()).get_element_by_id("main").text_content().split())


def said(answer):
    """The verdict on a file."""
    found = html.fromstring(answer.content.decode()).xpath("//*[@data-verify-result]//p/text()")
    return found[0] if found else ""


def upload(client, address, content, **extra):
    return client.post(address, {"file": SimpleUploadedFile("paper.pdf", content)}, follow=True, **extra)


def test_page_says_what_the_paper_is(client, issued):
    answer = client.get(page_of(issued))
    page = words(answer)

    for told in (
        "แบบรายงานการเปิดเผยข้อมูลสาธารณะ (OIT)", "หน่วยงานทดสอบ", "1/2566", "ปีงบประมาณ พ.ศ. 2566", "ยังไม่มีฉบับใหม่กว่าแทน",
        *(one.sha256 for one in issued.files.all()),
    ):  # fmt: skip
        assert told in page
    assert answer.status_code == 200


def test_page_tells_neither_words_nor_people(client, issued, newer, head, staff):
    for one in (issued, newer):
        page = client.get(page_of(one)).content.decode()
        assert [word for word in (CANARY, str(head), str(staff), head.email) if word in page] == []


def test_page_of_a_draft_that_was_issued_before_shows_no_word_of_it(client, sent, head):
    Submission.objects.update(state=State.APPROVED)
    issued = issue(Wanted("agency_measures", round_pk=sent.round_id, agency_pk=sent.agency_id), [], by=head)
    Submission.objects.update(state=State.RETURNED)
    Result.objects.update(text=CANARY, reason=CANARY)

    assert CANARY not in client.get(page_of(issued)).content.decode()


def test_page_is_everybodys_and_may_be_cached(client, issued, settings):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    answer = client.get(page_of(issued))
    plain = type(client)().get(page_of(issued))

    assert (answer.content, dict(answer.cookies)) == (plain.content, {})
    assert [answer.headers[name] for name in ("Cache-Control", "X-Robots-Tag", "Content-Language")] == [
        "public, max-age=300", "noindex, nofollow", "th",
    ]  # fmt: skip
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_page_is_written_in_the_language_of_its_address(client, issued):
    answer = client.get(page_of(issued), {"lang": "en"})
    tree = html.fromstring(answer.content.decode())

    assert (tree.get("lang"), answer.headers["Content-Language"]) == ("en", "en")
    assert html.fromstring(client.get(page_of(issued), {"lang": "xx"}).content.decode()).get("lang") == "th"


def test_older_paper_leads_to_the_newest(client, issued, newer):
    old, new = client.get(page_of(issued)), client.get(page_of(newer))

    assert ["มีฉบับใหม่กว่าแทนแล้ว คือเลขที่ 2/2566" in words(one) for one in (old, new)] == [True, False]
    assert page_of(newer) in old.content.decode()
    assert "แทนเลขที่ 1/2566" in words(new)


@pytest.mark.parametrize("format_", ["pdf", "docx"])
def test_file_that_was_issued_is_recognised_without_script(client, issued, format_):
    answer = upload(client, page_of(issued), kept_bytes(issued.files.get(format=format_)))

    assert said(answer) == {"pdf": "ตรงกับฉบับที่ออก (PDF)", "docx": "ตรงกับฉบับที่ออก (Word)"}[format_]


def test_changed_file_is_told_apart(client, issued):
    content = kept_bytes(issued.files.get(format="pdf"))
    answer = upload(client, page_of(issued), content + b"\n")

    assert said(answer).startswith("ไม่ตรง: ไฟล์นี้ไม่ใช่ไฟล์ที่ออกไว้")
    assert hashlib.sha256(content + b"\n").hexdigest() in words(answer)


def test_file_of_another_edition_is_named(client, issued, newer):
    first, second = (kept_bytes(one.files.get(format="pdf")) for one in (issued, newer))

    assert said(upload(client, page_of(issued), second)) == "ไฟล์นี้คือฉบับเลขที่ 2/2566 ซึ่งออกแทนฉบับในหน้านี้แล้ว"
    assert said(upload(client, page_of(newer), first)) == "ไฟล์นี้คือฉบับเลขที่ 1/2566 ซึ่งเก่ากว่าฉบับในหน้านี้"


def test_paper_is_found_by_its_file_alone(client, issued):
    kept = issued.files.get(format="pdf")
    for answer in (
        upload(client, reverse("public:verify-find"), kept_bytes(kept)),
        client.get(reverse("public:verify-find"), {"q": kept.sha256.upper()}, follow=True),
    ):
        assert (answer.request["PATH_INFO"], said(answer)) == (page_of(issued), "ตรงกับฉบับที่ออก (PDF)")


def test_paper_is_found_by_its_address(client, issued):
    for typed in (issued.token, f" http://127.0.0.1:8000{page_of(issued)} ", page_of(issued).rstrip("/")):
        assert client.get(reverse("public:verify-find"), {"q": typed}).url == page_of(issued)


@pytest.mark.parametrize("typed", ["1/2566", "1", "2566", "0" * 64, "x", "\0", "%", "ก" * 600, "' OR 1=1 --", "a" * 32])
def test_number_and_guesses_find_nothing(client, issued, typed):
    answer = client.get(reverse("public:verify-find"), {"q": typed})

    assert (answer.status_code, "ไม่พบเอกสารที่ออกจากระบบนี้" in words(answer)) == (404, True)


def test_forged_token_is_a_page_that_says_what_to_check(client, issued):
    forged = [
        issued.token[:-1], issued.token + "A", issued.token.swapcase(), "A" * 32, "a", str(issued.pk), "z" * 500, "-",
    ]  # fmt: skip
    answers = [client.get(reverse("public:verify", args=[token])) for token in forged]

    assert {answer.status_code for answer in answers} == {404}
    assert {"สแกน QR บนเอกสารอีกครั้ง" in words(answer) for answer in answers} == {True}
    assert {answer.headers["Cache-Control"] for answer in answers} == {"no-store"}
    assert {upload(client, answer.request["PATH_INFO"], b"x").status_code for answer in answers} == {404}


def test_tokens_cannot_be_guessed(issued, newer):
    assert {len(one.token) for one in (issued, newer)} == {32}
    assert issued.token != newer.token


def test_upload_is_kept_nowhere(client, issued, settings, monkeypatch, tmp_path):
    folder = tmp_path / "uploads"
    folder.mkdir()
    settings.FILE_UPLOAD_TEMP_DIR = str(folder)
    kept = sorted(settings.MEDIA_ROOT.rglob("*"))
    opened = []
    monkeypatch.setattr("tempfile.NamedTemporaryFile", lambda *args, **kwargs: opened.append(args))
    upload(client, page_of(issued), b"%PDF" * 1_000_000)

    assert (list(folder.iterdir()), sorted(settings.MEDIA_ROOT.rglob("*")), opened) == ([], kept, [])


def test_file_beyond_the_limit_is_refused(client, issued, monkeypatch):
    monkeypatch.setattr(hashing, "MOST", 1000)
    answers = [client.post(page_of(issued), {"file": SimpleUploadedFile("a", b"x" * size)}) for size in (1000, 1001)]

    assert [answer.status_code for answer in answers] == [303, 413]
    assert answers[0].headers["Location"].endswith("#own")  # the answer, not the head of the page
    assert "ไฟล์ใหญ่เกิน 50 MB" in words(answers[1])


def test_form_without_a_file_says_so(client, issued):
    for body in ({}, {"file": "no file"}):
        answer = client.post(page_of(issued), body)
        assert (answer.status_code, "โปรดเลือกไฟล์ก่อน" in words(answer)) == (400, True)


def test_uploads_are_throttled_by_address(client, issued, monkeypatch):
    monkeypatch.setattr(views, "LIMIT", {"verify_upload": "2/h/ip"})
    sent = [client.post(page_of(issued), {"file": SimpleUploadedFile("a", b"x")}) for _ in range(3)]
    other = client.post(page_of(issued), {"file": SimpleUploadedFile("a", b"x")}, REMOTE_ADDR="192.0.2.7")

    assert [answer.status_code for answer in (*sent, other)] == [303, 303, 429, 303]
    assert "บ่อยเกินไป" in words(sent[2])


def test_pages_open_to_whoever_lacks_the_second_factor(client, issued, reviewer, settings):
    settings.REQUIRE_MFA = True
    client.force_login(reviewer)

    assert [client.get(one).status_code for one in (page_of(issued), reverse("public:verify-find"))] == [200, 200]


def test_public_page_takes_few_queries(client, issued, newer, django_assert_num_queries):
    with django_assert_num_queries(3):
        client.get(page_of(issued))


def test_deleted_form_does_not_take_the_page_away(client, issued):
    IssuedReport.objects.update(code="gone_form")

    assert "แบบรายงานการเปิดเผยข้อมูลสาธารณะ (OIT) 2566 หน่วยงานทดสอบ" in words(client.get(page_of(issued)))
