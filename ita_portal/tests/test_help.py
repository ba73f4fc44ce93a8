"""The handbook as pages of help: one text, both languages, a page for every screen, words of the screens."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from ita_portal.help import handbook
from ita_portal.help.places import PLACES, SLUGS, page_for
from ita_portal.help.rendering import anchor, render
from ita_portal.tests.permissions.addresses import patterns

BOOK = handbook.BOOK
THAI = re.compile("[\u0e01-\u0e3a\u0e40-\u0e5b]")
PICTURE = re.compile(r"!\[([^\]]*)\]\(\.\./pictures/([a-z]+)-([a-z]+)\.webp\)")
# Reference pages explain words, not screens.
INLINE = re.compile(r"\sstyle=|<script(?![^>]*\bsrc=)")
WITHOUT_PICTURES = {"glossary", "questions"}


def text(lang, slug):
    return (BOOK / lang / f"{slug}.md").read_text("utf-8")


def shape(lang, slug):
    """What both languages of a page share: its pictures, how many sections, how many links to which page."""
    page = text(lang, slug)
    pictures = [name for _alt, _lang, name in PICTURE.findall(page)]
    return pictures, len(re.findall("^## ", page, re.MULTILINE)), sorted(re.findall(r"\]\(([a-z]+)\.md", page))


def test_both_languages_hold_the_same_pages_with_the_same_sections_and_pictures():
    files = {lang: sorted(file.stem for file in (BOOK / lang).glob("*.md")) for lang in ("th", "en")}

    assert files["th"] == files["en"] == sorted([*SLUGS, "README"])
    # The Thai glossary has sections of its own; the English one takes them from docs/glossary.md.
    different = {slug: (shape("th", slug), shape("en", slug)) for slug in SLUGS if slug != "glossary"}
    assert {slug: both for slug, both in different.items() if both[0] != both[1]} == {}


@pytest.mark.parametrize("lang", ["th", "en"])
def test_index_in_the_repository_lists_every_page_in_order_by_its_title(lang):
    listed = re.findall(r"^- \[(.+)\]\(([a-z]+)\.md\)$", text(lang, "README"), re.MULTILINE)

    assert listed == [(text(lang, slug).splitlines()[0].removeprefix("# "), slug) for slug in SLUGS]


def test_every_job_shows_pictures_that_exist_are_small_and_say_what_they_show():
    shown = {lang: {slug: PICTURE.findall(text(lang, slug)) for slug in SLUGS} for lang in ("th", "en")}
    found = {file.name: file.stat().st_size for file in handbook.PICTURES.iterdir()}
    named = {f"{of}-{name}.webp" for pages in shown.values() for all_ in pages.values() for _alt, of, name in all_}

    assert [slug for slug in SLUGS if not shown["th"][slug] and slug not in WITHOUT_PICTURES] == []
    assert [one for lang, pages in shown.items() for all_ in pages.values() for one in all_ if one[1] != lang] == []
    assert [one for pages in shown.values() for all_ in pages.values() for one in all_ if len(one[0]) < 15] == []
    assert named == set(found)
    assert (max(found.values()) <= 60_000, sum(found.values()) <= 1_500_000) == (True, True)


def test_english_pages_speak_english():
    assert [slug for slug in SLUGS if THAI.search(text("en", slug))] == []


def test_words_in_quotes_are_words_of_the_screens():
    """A button that was renamed is found in the handbook, too."""
    files = [*settings.BASE_DIR.glob("templates/**/*.html"), *settings.BASE_DIR.glob("*/templates/**/*.html")]
    files += [
        file for app in ("agencies", "assessments", "evidence", "ita_portal", "measures", "reports")
        for file in (settings.BASE_DIR / app).rglob("*.py") if "tests" not in file.parts
    ]  # fmt: skip
    screens = "\n".join(file.read_text("utf-8") for file in files)
    english = (settings.BASE_DIR / "locale" / "en" / "LC_MESSAGES" / "django.po").read_text("utf-8")
    quoted = {
        lang: {words.removesuffix(" …") for slug in SLUGS for words in re.findall("“([^”]+)”", text(lang, slug))}
        for lang in ("th", "en")
    }

    assert len(quoted["th"]) > 60
    assert sorted(words for words in quoted["th"] if words not in screens) == []
    assert sorted(words for words in quoted["en"] if f'"{words}"' not in english) == []


def test_terms_of_the_thai_glossary_are_those_of_the_one_glossary():
    known = {line.split("|")[1].strip() for line in handbook.GLOSSARY.read_text("utf-8").splitlines() if "|" in line}
    terms = [line.split("|")[1].strip() for line in text("th", "glossary").splitlines() if line.startswith("|")]

    assert [term for term in terms if term not in known | {"คำ", "---"}] == []


def test_english_glossary_leaves_out_the_names_of_the_code():
    with translation.override("en"):
        body = handbook.page("glossary").body

    assert ("Code name" in body, "<code>ScoreCard</code>" in body) == (False, False)
    assert '<td lang="th">หน่วยงาน / ส่วนราชการ</td>\n<td>A public body that reports</td>' in body


def test_every_screen_has_its_page_of_help():
    names = sorted({name for name, _view in patterns()})

    assert {name for name in names if page_for(name) not in SLUGS} == set()
    assert (page_for("measures:submission-entry"), page_for("measures:submission-detail")) == ("fill", "send")
    assert (page_for("agencies:people-list"), page_for("")) == ("people", "start")
    assert sorted(set(PLACES.values())) == sorted(set(SLUGS) - {"glossary"})


@pytest.mark.parametrize("lang", ["th", "en"])
def test_links_of_the_handbook_lead_to_pages_and_sections(lang):
    with translation.override(lang):
        pages = {slug: handbook.page(slug) for slug in SLUGS}
    links = [(slug, link) for slug, page in pages.items() for link in re.findall(r'href="([^"]+)"', page.body)]
    there = {reverse("help:page", args=[slug]) for slug in SLUGS}
    there |= {f"{reverse('help:page', args=[slug])}#{id_}" for slug, page in pages.items() for id_, _w in page.headings}

    assert len(links) > 10
    assert [(slug, link) for slug, link in links if link not in there] == []


def test_markdown_lets_no_html_through_and_gives_pictures_their_size(tmp_path):
    from PIL import Image

    Image.new("RGB", (30, 20)).save(tmp_path / "th-a.webp")
    source = (
        "# หัวเรื่อง\n\n<script>x</script> [ไป](send.md#ดึงกลับ) [ร้าย](javascript:x)\n\n"
        "## ทำ (ก)\n\n![ภาพ](../pictures/th-a.webp)\n"
    )

    page = render(source, tmp_path)

    assert (page.title, page.headings) == ("หัวเรื่อง", (("ทำ-ก", "ทำ (ก)"),))
    assert page.body == (
        '<p>&lt;script&gt;x&lt;/script&gt; <a href="/help/send/#%E0%B8%94%E0%B8%B6%E0%B8%87%E0%B8%81%E0%B8%A5%E0%B8%B1'
        '%E0%B8%9A">ไป</a> [ร้าย](javascript:x)</p>\n<h2 id="ทำ-ก">ทำ (ก)</h2>\n'
        '<p><img src="/static/handbook/th-a.webp" alt="ภาพ" width="30" height="20" loading="lazy" /></p>\n'
    )


@pytest.mark.parametrize("source", ["", "ไม่มีหัวเรื่อง\n", "## รอง\n"])
def test_page_without_a_title_is_refused(source):
    with pytest.raises(ValueError, match="begins with its title"):
        render(source, Path())


def test_anchor_keeps_thai_marks_and_drops_signs():
    assert anchor("ดึงกลับ มาแก้ (OIT)?") == "ดึงกลับ-มาแก้-oit"


def test_strangers_read_the_handbook_and_an_unknown_page_is_none(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        answers = [client.get(reverse("help:contents")), *(client.get(f"/help/{slug}/") for slug in SLUGS)]

    assert [answer.status_code for answer in answers] == [200] * (len(SLUGS) + 1)
    assert client.get("/help/nothing/").status_code == 404
    assert [answer.content.decode().count("<h1>") for answer in answers] == [1] * (len(SLUGS) + 1)
    assert [answer for answer in answers if INLINE.search(answer.content.decode())] == []


def test_header_leads_to_the_page_of_the_job(client, reviewer, submission):
    client.force_login(reviewer)

    def leads(path):
        return re.search(r'class="help-link" href="([^"]+)"', client.get(path).content.decode())[1]

    found = {path: leads(path) for path in ("/", "/plans/", "/review/", "/people/", "/help/", "/nothing/")}
    assert found == {
        "/": "/help/start/", "/plans/": "/help/plan/", "/review/": "/help/review/", "/people/": "/help/people/",
        "/help/": "/help/", "/nothing/": "/help/",
    }  # fmt: skip
