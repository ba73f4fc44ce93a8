"""The public pages: what everybody may read, what nobody finds there, and the data behind them."""

import csv
import datetime as dt
import gzip
import io
import json
import re

import pytest
from django.conf import settings as portal_settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from lxml import etree, html
from openpyxl import load_workbook

from agencies.choices import Role
from agencies.models import Agency
from measures import workflow
from measures.choices import Action
from measures.models import Result, ReviewNote, Submission, UnsavedText
from reports import freezing
from reports.models import IssuedFile, IssuedReport
from reports.public_columns import NAMES
from reports.public_data import harmless
from reports.publishing import publish
from reports.tests.carded import put_card
from reports.tests.published import approve, attach, cite, correct, lock, publish_again

YEAR = 2570
# Every planted word holds this one.
CANARY = "canaryword"


@pytest.fixture
def approved(agency, sent, reviewer):
    approve(sent, reviewer)
    return sent


@pytest.fixture
def published(approved, reviewer):
    lock(approved.round)
    publish(approved.round, by=reviewer)
    return approved


def page_of(agency, **query):
    address = reverse("public:year", args=[agency.province.code, agency.pk, YEAR])
    return address + ("?" + "&".join(f"{name}={value}" for name, value in query.items()) if query else "")


def crawled(client) -> dict[str, str]:
    """Follow every public address from the first page, in both languages, files unpacked."""
    found: dict[str, str] = {}
    waiting = ["/public/", "/public/?lang=en", "/sitemap.xml", "/robots.txt"]
    while waiting:
        address = waiting.pop()
        if address in found:
            continue
        answer = client.get(address)
        content = b"".join(answer)
        if content[:2] == b"PK":
            book = load_workbook(io.BytesIO(content))
            content = str([[cell.value for cell in row] for sheet in book for row in sheet.rows]).encode()
        found[address] = content.decode("utf-8", "replace") + str(answer.headers)
        links = re.findall(
            r'(?:href|src|"contentUrl": )=?"([^"]+)"|<loc>([^<]+)</loc>', content.decode("utf-8", "replace")
        )
        here = [(one or other).replace(portal_settings.SITE_URL, "").replace("&amp;", "&") for one, other in links]
        waiting += [one for one in here if one.startswith(("/public/", "/sitemap"))]
    return found


def plant(agency, neighbour, sent, staff, reviewer):
    """Put the word wherever nobody may read it: drafts, remarks, people, file names, what is not marked public."""
    first, second, _third = sent.results.order_by("measure__order")
    for person in (staff, reviewer):
        type(person).objects.filter(pk=person.pk).update(
            display_name=f"{CANARY} name", email=f"{CANARY}@example.org", phone=f"{CANARY} phone"
        )
    ReviewNote.objects.create(result=first, kind="comment", author=reviewer, text=f"{CANARY} note")
    UnsavedText.objects.create(user=staff, result=first, payload={"text": f"{CANARY} unsaved"}, why="stale")
    hidden = attach(first, staff, public=False, caption=f"{CANARY} caption")
    shown = attach(second, staff, public=True, caption="ภาพประชุม")
    type(hidden).objects.update(name=f"{CANARY}.jpg")
    Result.objects.filter(pk=second.pk).update(reason=f"{CANARY} reason left behind")
    Submission.objects.get(agency=neighbour).results.update(text=f"{CANARY} draft", answer="done")
    return shown


def test_anonymous_crawl_finds_no_draft_and_no_person(client, make_agency, agency, sent, staff, reviewer):
    neighbour = make_agency("หน่วยงานข้างเคียง")
    Submission.objects.create(round=sent.round, agency=neighbour)
    for row in sent.round.measures.all():
        Result.objects.create(submission=Submission.objects.get(agency=neighbour), measure=row)
    plant(agency, neighbour, sent, staff, reviewer)
    approve(sent, reviewer)
    lock(sent.round)
    publish(sent.round, by=reviewer)
    # A correction under way is a draft, too.
    correct(sent.round, sent, f"{CANARY} correction")

    seen = crawled(client)

    assert [address for address, words in seen.items() if CANARY in words] == []
    # The crawl went everywhere: lists, both years' pages, versions, data, the photo and its small picture.
    kinds = {re.sub(r"\d+", "N", address) for address in seen}
    assert kinds == {
        "/public/", "/public/?lang=en", "/robots.txt", "/sitemap.xml", "/public/N/sitemap.xml",
        "/public/data/", "/public/data/?lang=en", "/public/N/", "/public/N/?lang=en",
        "/public/N/N/", "/public/N/N/?lang=en",
        "/public/N/N/N/", "/public/N/N/N/?lang=en", "/public/N/province/N/", "/public/N/province/N/?lang=en",
        "/public/N/N/N/data.csv", "/public/N/N/N/data.xlsx", "/public/N/N/N/data.json",
        "/public/N/province/N/data.csv", "/public/N/province/N/data.xlsx", "/public/N/province/N/data.json",
        "/public/files/N", "/public/files/N/small",
    }  # fmt: skip


@pytest.mark.parametrize("guard", ["state", "file"])
def test_crawl_finds_the_words_when_a_guard_is_off(client, monkeypatch, agency, sent, staff, reviewer, guard):
    """The control: freeze drafts, or files that are not marked public, and the crawl tells."""
    if guard == "state":
        sent.results.update(text=f"{CANARY} draft")
        every = lambda round_: list(Submission.objects.with_context().filter(round=round_))  # noqa: E731
        monkeypatch.setattr("reports.publishing.approved", every)
        Submission.objects.update(state="R")
    else:
        attach(sent.results.first(), staff, public=False, caption=f"{CANARY} caption")
        approve(sent, reviewer)
        real = freezing.public_files

        def all_files(submissions):
            from evidence.models import Attachment

            Attachment.objects.update(is_public=True)
            return real(submissions)

        monkeypatch.setattr("reports.publishing.public_files", all_files)
    lock(sent.round)
    publish(sent.round, by=reviewer)

    assert [address for address, words in crawled(client).items() if CANARY in words] != []


def test_page_needs_no_session_and_may_stand_in_caches(client, published, agency):
    first = client.get(page_of(agency))
    packed = client.get(page_of(agency), headers={"Accept-Encoding": "gzip"})
    again = client.get(page_of(agency), headers={"If-None-Match": first["ETag"]})

    assert (first.status_code, first["Cache-Control"], first.cookies.output()) == (200, "public, max-age=300", "")
    assert (packed["Content-Encoding"], gzip.decompress(packed.content)) == ("gzip", first.content)
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert {"Accept-Encoding"} <= set(first["Vary"].split(", "))


def test_signed_in_persons_page_stays_out_of_shared_caches(client, published, agency, staff):
    client.force_login(staff)

    assert client.get(page_of(agency))["Cache-Control"] == "private, no-store"


def test_page_comes_from_the_cache_until_something_is_published(
    client, published, agency, reviewer, django_assert_num_queries
):
    client.get(page_of(agency))
    with django_assert_num_queries(1):
        before = client.get(page_of(agency)).content
    correct(published.round, published, "คำที่แก้แล้ว")
    assert client.get(page_of(agency)).content == before

    publish_again(published.round, reviewer)

    assert "คำที่แก้แล้ว" in client.get(page_of(agency)).content.decode()


def head_of(answer):
    """What search engines read: language, canonical address, robots, and the description's data."""
    tree = html.fromstring(answer.content.decode())
    robots = tree.xpath("//meta[@name='robots']/@content")
    return tree.get("lang"), tree.xpath("//link[@rel='canonical']/@href")[0], robots, answer.get("X-Robots-Tag", "")


def test_page_speaks_both_languages_by_its_address_and_only_the_newest_version_is_indexed(client, published, agency):
    here = portal_settings.SITE_URL + page_of(agency)
    answers = [client.get(page_of(agency, **query)) for query in ({}, {"lang": "en"}, {"v": 1}, {"v": 1, "lang": "en"})]

    assert [head_of(one) for one in answers] == [
        ("th", here, [], ""),
        ("en", f"{here}?lang=en", [], ""),
        ("th", here, ["noindex"], "noindex"),
        ("en", f"{here}?lang=en", ["noindex"], "noindex"),
    ]
    assert ["ดำเนินการแล้ว" in answers[0].content.decode(), "Done" in answers[1].content.decode()] == [True, True]


def test_page_has_one_heading_landmarks_and_a_caption_for_every_table(client, approved, agency, reviewer):
    put_card(agency, 2566, {"overall": "91.50", "IIT": "90", "EIT": "92", "OIT": "93"})
    lock(approved.round)
    publish(approved.round, by=reviewer)
    tree = html.fromstring(client.get(page_of(agency)).content.decode())

    captions = [bool("".join(table.xpath("./caption//text()")).strip()) for table in tree.xpath("//table")]
    assert (len(tree.xpath("//h1")), len(tree.xpath("//main")), len(captions) > 3, all(captions)) == (1, 1, True, True)
    assert len(tree.xpath("//svg[@role='img']")) == 1
    assert tree.xpath("//script[not(@type='application/ld+json')] | //*[@style] | //form[@method='post']") == []


def test_description_for_search_engines_cannot_be_broken_by_a_name(client, approved, agency, reviewer):
    name = 'สำนักงาน</script><script>alert("1")</script>'
    Agency.objects.filter(pk=agency.pk).update(name=name)
    lock(approved.round)
    publish(approved.round, by=reviewer)

    page = client.get(page_of(agency)).content.decode()

    tree = html.fromstring(page)
    found = json.loads(tree.xpath("//script[@type='application/ld+json']/text()")[0])
    here = portal_settings.SITE_URL + page_of(agency)
    assert (found["@type"], found["url"], found["creator"]["name"], found["version"]) == ("Dataset", here, name, "1")
    assert found["temporalCoverage"] == "2026-10-01/2027-09-30"
    assert [one["contentUrl"] for one in found["distribution"]] == [
        f"{here}data.{end}" for end in ("csv", "xlsx", "json")
    ]
    assert "<script>alert" not in page


FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1", "\r=1", "-")


def test_text_that_looks_like_a_formula_gets_an_apostrophe_and_other_text_none():
    assert [harmless(text) for text in FORMULAS] == [f"'{text}" for text in FORMULAS]
    assert [harmless(text) for text in ("1-2", "ก=ข", "", "'=1", 5)] == ["1-2", "ก=ข", "", "'=1", "5"]


def test_no_cell_is_a_formula(client, approved, agency, reviewer):
    texts = ["=1+1", "@SUM(A1)", "+1"]
    for result, text in zip(approved.results.order_by("measure__order"), texts, strict=True):
        Result.objects.filter(pk=result.pk).update(text=text)
    lock(approved.round)
    publish(approved.round, by=reviewer)

    rows = list(csv.DictReader(io.StringIO(client.get(page_of(agency) + "data.csv").content.decode("utf-8-sig"))))
    sheet = load_workbook(io.BytesIO(client.get(page_of(agency) + "data.xlsx").content)).worksheets[0]
    cells = [sheet.cell(row, NAMES.index("result") + 1) for row in (2, 3, 4)]

    assert [row["result"] for row in rows] == [f"'{text}" for text in texts]
    assert [(cell.data_type, cell.value) for cell in cells] == [("s", text) for text in texts]


def test_three_files_say_the_same_and_their_columns_are_documented(client, approved, agency, staff, reviewer):
    cite(approved.results.first(), "https://thotsop.example.go.th/plan")
    attach(approved.results.first(), staff, public=True, caption="ภาพประชุม")
    lock(approved.round)
    publish(approved.round, by=reviewer)
    address = page_of(agency)

    plain = list(csv.DictReader(io.StringIO(client.get(f"{address}data.csv").content.decode("utf-8-sig"))))
    whole = json.loads(client.get(f"{address}data.json").content)
    sheet = load_workbook(io.BytesIO(client.get(f"{address}data.xlsx").content)).worksheets[0]
    excel = [dict(zip(NAMES, ("" if v is None else str(v) for v in row), strict=True)) for row in sheet.values][1:]

    assert plain == excel == [{name: str(value) for name, value in row.items()} for row in whole["measures"]]
    assert (plain[0]["links"], plain[0]["label"], plain[0]["version"]) == (
        "https://thotsop.example.go.th/plan",
        "1",
        "1",
    )
    assert client.get(plain[0]["files"].replace(portal_settings.SITE_URL, "")).status_code == 200
    dictionary = (portal_settings.BASE_DIR / "docs/public-data.md").read_text()
    documented = re.findall(r"^\| `(\w+)` \|", dictionary, re.MULTILINE)
    shown = html.fromstring(client.get("/public/data/").content.decode()).xpath("//tbody//code/text()")
    assert tuple(documented) == tuple(shown) == tuple(whole["measures"][0]) == NAMES


def test_search_engines_are_led_to_public_pages_alone(client, published, agency):
    site, whole = portal_settings.SITE_URL, f"/public/91/province/{YEAR}/"
    maps = [etree.fromstring(client.get(one).content) for one in ("/sitemap.xml", "/public/91/sitemap.xml")]

    robots = "User-agent: *\nDisallow: /\nAllow: /public/\nAllow: /static/\nAllow: /sitemap.xml\nSitemap: "
    assert client.get("/robots.txt").content.decode() == f"{robots}{site}/sitemap.xml\n"
    assert [[node.text for node in one.iter("{*}loc")] for one in maps] == [
        [f"{site}/public/91/sitemap.xml"],
        [f"{site}{one}" for one in ("/public/91/", whole, f"/public/91/{agency.pk}/", page_of(agency))],
    ]


def issued(submission, number, at, by, *, format_="pdf"):
    """An issued form A, without the work of laying it out."""
    row = IssuedReport.objects.create(
        agency=submission.agency, fiscal_year=YEAR, round=submission.round, submission=submission,
        code="agency_measures", number=number, edition=number, title="แบบรายงาน", token=f"token{number}", dataset={},
        dataset_sha256="0" * 64, template_version="0" * 64, issued_by=by, issued_at=at,
    )  # fmt: skip
    kept = IssuedFile(report=row, format=format_, file_name="paper.pdf", size=4, sha256=f"{number:064d}")
    kept.file.save("paper.pdf", ContentFile(b"%PDF"), save=False)
    kept.save()
    return row


def papers_on(client, agency, **query):
    return re.findall(r"/public/papers/(\w+)/", client.get(page_of(agency, **query)).content.decode())


def test_only_papers_that_say_what_the_page_says_are_public(client, approved, agency, head, reviewer):
    hour = dt.timedelta(hours=1)
    issued(approved, 1, timezone.now() - hour, head)
    lock(approved.round)
    issued(approved, 2, timezone.now(), head)
    issued(approved, 9, timezone.now(), head, format_="xlsx")
    IssuedReport.objects.filter(number=9).update(code="annual_results")
    publish(approved.round, by=reviewer)
    shown = papers_on(client, agency)
    correct(approved.round, approved, "คำที่แก้แล้ว")
    # Issued while the correction is under way: it says what is not public yet.
    Submission.objects.update(approved_at=timezone.now())
    issued(approved, 3, timezone.now(), head)
    cache.clear()
    meanwhile = papers_on(client, agency)
    publish_again(approved.round, reviewer)

    assert (shown, meanwhile, papers_on(client, agency), papers_on(client, agency, v=1)) == (
        ["token2"], ["token2"], ["token3"], ["token2"],
    )  # fmt: skip
    codes = [client.get(f"/public/papers/token{n}/{name}").status_code for n, name in (
        (1, "pdf"), (2, "pdf"), (3, "pdf"), (9, "xlsx"), (9, "pdf"), (2, "docx"),
    )]  # fmt: skip
    assert codes == [404, 200, 200, 404, 404, 404]


ABSENT = (
    "zz/", "92/", "91/{pk}/2571/", "91/{pk}/2570/?v=2", "91/{pk}/2570/?v=x", "91/{pk}/2570/?v=-1", "92/{pk}/2570/",
    "91/{pk}/2570/data.exe", "91/{pk}/2570/data.csv?v=9", "91/province/2571/", "91/999999/", "files/999999",
    f"91/{'9' * 40}/", f"91/{{pk}}/2570/?v={'9' * 40}", "papers/none/pdf",
)  # fmt: skip


def test_what_is_not_there_is_not_found(client, published, agency):
    found = {one: client.get(f"/public/{one.format(pk=agency.pk)}").status_code for one in ABSENT}

    assert found == dict.fromkeys(ABSENT, 404)


def test_agencies_are_found_by_name_and_searches_fill_no_cache(client, published, agency):
    found = [client.get("/public/91/", {"q": text}) for text in ("ทดสอบ", "ไม่มี", "\0")]

    names = [html.fromstring(one.content.decode()).xpath("//tbody//a[@lang]/text()") for one in found]
    assert (names, [one.status_code for one in found]) == ([["หน่วยงานทดสอบ"], [], ["หน่วยงานทดสอบ"]], [200] * 3)
    # What holds no letter at all is no search: that is the page itself.
    assert [one["Cache-Control"] for one in found] == ["no-store", "no-store", "public, max-age=300"]


def test_round_of_an_own_plan_without_an_approved_report_shows_its_plan_alone(
    client, agency, make_user, make_plan, make_round, everyone
):
    head = make_user(Role.HEAD, agency)
    round_ = make_round(make_plan(agency=agency), kind="6")
    round_.submissions.get().results.update(text=CANARY)
    for action in (Action.ROUND_CLOSE, Action.ROUND_LOCK):
        workflow.move_round(round_, action, by=head)
    publish(round_, by=head)

    page = client.get(page_of(agency)).content.decode()

    assert ("มาตรการที่ 1.1 ของปี 2570" in page, "ยังไม่มีผลการดำเนินงานที่อนุมัติแล้ว" in page, CANARY in page) == (
        True,
        True,
        False,
    )
