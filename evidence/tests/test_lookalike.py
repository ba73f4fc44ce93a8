"""What is suspicious about links, rule by rule, each with its innocent neighbour."""

import random
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence import likeness
from evidence.choices import Reach
from evidence.lookalike import Cited, find, unreachable
from evidence.urls import repair

FORM = "https://docs.google.com/forms/d/e/{}/viewform"
RIGHT = "1FAIpQLSd7Xw2bQmKfZr9TyHcVnPaLsE4uGjI0oDkRxBqWzYtMhNvC8A"
LOST = RIGHT.replace("KfZr", "KfZ")
SWAPPED = RIGHT.replace("GjI0", "Gjl0")
SITE = "https://www.office.go.th"


def told(found):
    return [(one.kind, one.measures, one.urls, one.proposal) for one in found]


def found(*pairs, kind=None, **options):
    """Find in (address, measure) pairs; a measure that does not ask for a result, so that a form is good evidence."""
    cited = [Cited(url, measure, False) for url, measure in pairs]
    return [one for one in told(find(cited, **options)) if kind in (None, one[0])]


def test_look_alike_forms_are_one_group_and_the_usual_length_is_proposed():
    pairs = [(FORM.format(RIGHT), "6.1"), (FORM.format(LOST), "1.10"), (FORM.format(LOST), "1.2")]

    assert found(*pairs) == [
        ("look_alike", ("1.2", "1.10", "6.1"), tuple(sorted([FORM.format(LOST), FORM.format(RIGHT)])),
         FORM.format(RIGHT)),
    ]  # fmt: skip


def test_look_alike_spelling_used_elsewhere_is_proposed():
    pairs = [(FORM.format(RIGHT), "1.1"), (FORM.format(SWAPPED), "1.2"), (FORM.format(RIGHT), "6.1")]

    assert [one[3] for one in found(*pairs)] == [FORM.format(RIGHT)]


def test_look_alike_without_a_better_spelling_proposes_nothing():
    assert [one[3] for one in found((FORM.format(RIGHT), "1.1"), (FORM.format(SWAPPED), "1.2"))] == [""]


def test_look_alike_of_three_spellings_proposes_the_one_nearest_to_all():
    other = RIGHT.replace("Xw2b", "Xv2b")
    pairs = [(FORM.format(text), f"1.{n}") for n, text in enumerate([SWAPPED, RIGHT, other], start=1)]

    assert [(one[0], one[3]) for one in found(*pairs)] == [("look_alike", FORM.format(RIGHT))]


def test_look_alike_folds_what_looks_the_same_at_any_distance():
    id_, seen = "aBlI1O0xYlI1O0zQ7", "aB1lI0OxY1lI0OzQ7"

    groups = found((f"{SITE}/f/{id_}/view", "1.1"), (f"{SITE}/f/{seen}/view", "1.2"))

    assert [(one[0], one[1]) for one in groups] == [("look_alike", ("1.1", "1.2"))]


def test_one_page_written_in_two_ways_is_no_look_alike():
    assert found((FORM.format(RIGHT), "1.1"), (FORM.format(RIGHT) + "?usp=sf_link", "1.2")) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/plan-preview-451191791804", "/plan-preview-451191791805"),
        ("/ITA2566_O12_report_final.pdf", "/ITA2566_O13_report_final.pdf"),
        ("/files/64b8f0c2e1a3d4b5c6d7e8f9", "/files/64b8f0c2e1a3d4b5c6d7e8fa"),
        ("/d/Ab3xYz20230001kQ", "/d/Ab3xYz20230002kQ"),
        ("/news?id=4511917918045119", "/news?id=4511917918045118"),
        ("/o11-plan2566.pdf", "/o12-plan2566.pdf"),
    ],
)
def test_numbered_siblings_are_never_found(one, other):
    assert found((SITE + one, "1.1"), (SITE + other, "1.2")) == []


def test_host_twin_is_one_finding_with_all_its_measures():
    wrong = [("https://www.office.gov.th/a", "4.1"), ("https://www.office.gov.th/b", "4.10"),
             ("https://www.office.gov.th/b", "4.2")]  # fmt: skip

    assert found((f"{SITE}/c", "1.1"), *wrong) == [
        ("host_twin", ("4.1", "4.2", "4.10"), ("https://www.office.gov.th/a", "https://www.office.gov.th/b"),
         "www.office.go.th"),
    ]  # fmt: skip


def test_host_twin_repairs_keep_the_rest_of_each_link():
    (one,) = find([Cited("http://www.office.gov.th/a?x=1#y", "1.1")], domains=["office.go.th"])

    assert (one.proposal, one.repairs) == (
        "www.office.go.th", (("http://www.office.gov.th/a?x=1#y", ("http://www.office.go.th/a?x=1#y",)),),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("https://www.samutsakon.go.th/a", "https://www.samutsakhon.go.th/b"),
        ("https://office.or.th/a", "https://office.go.th/b"),
        ("https://ww.office.go.th/a", "https://www.office.go.th/b"),
        ("https://doc.google.com/forms/d/x", "https://docs.google.com/document/d/y"),
    ],
)
def test_host_twin_is_found_at_another_ending_and_one_letter_apart(wrong, right):
    pairs = [(wrong, "1.1"), (right, "1.2"), (right, "1.3")]

    assert [one[2] for one in found(*pairs, kind="host_twin")] == [(wrong,)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.moi.go.th/a", "https://www.moc.go.th/b"),
        ("https://doa.go.th/a", "https://doae.go.th/b"),
        ("https://www1.office.go.th/a", "https://www2.office.go.th/b"),
        ("https://www.ranong.go.th/a", "https://www.rayong.go.th/b"),
        ("https://www.office.go.th/a", "https://office.go.th/b"),
        ("https://drive.google.com/file/d/x", "https://www.google.co.th/maps"),
    ],
)
def test_two_real_hosts_are_no_twins(one, other):
    assert found((one, "1.1"), (other, "1.2"), kind="host_twin") == []


def test_off_domain_tells_a_service_for_information_only():
    cited = [Cited("https://www.other.go.th/a", "1.1"), Cited("https://youtu.be/dQw4w9WgXcQ", "1.2"),
             Cited("https://sub.office.go.th/a", "1.3")]  # fmt: skip

    off = find(cited, domains=["https://www.office.go.th/"])

    assert [(one.kind, one.measures, one.is_info) for one in off] == [
        ("off_domain", ("1.1",), False), ("off_domain", ("1.2",), True),
    ]  # fmt: skip
    assert find(cited) == []


CUT = [
    f"{SITE}/samutsakhon-",
    f"{SITE}/plan_",
    f"{SITE}/view?id=",
    f"{SITE}/%E0%B8%",
    f"{SITE}/%E0%B8%81%E0%B8",
    f"{SITE}/news-previ...",
    "https://docs.google.com/forms/d/e/1FAIpQLSc-",
    "https://docs.google.com/forms/d/e/",
    "https://drive.google.com/file/d/1aBcDeFgHi/view",
    "https://forms.gle/aB3",
]


@pytest.mark.parametrize("url", CUT)
def test_truncated_link_is_found_by_its_end(url):
    assert [one[0] for one in found((url, "1.1"))] == ["truncated"]


def test_truncated_link_proposes_the_one_page_that_goes_on():
    pairs = [(FORM.format(RIGHT), "1.1"), (FORM.format(RIGHT)[:50], "3.8")]

    assert found(*pairs) == [("truncated", ("3.8",), (FORM.format(RIGHT)[:50],), FORM.format(RIGHT))]


def test_truncated_link_that_many_pages_begin_with_proposes_nothing():
    pairs = [(f"{SITE}/plan-preview-4511917918{n}", f"1.{n}") for n in range(10, 14)] + [(f"{SITE}/plan-prev", "2.1")]

    assert found(*pairs) == [("truncated", ("2.1",), (f"{SITE}/plan-prev",), "")]


@pytest.mark.parametrize(
    ("short", "long"),
    [
        (f"{SITE}/plan/2566", f"{SITE}/plan/2566/o12.pdf"),
        (f"{SITE}/plan/2566", f"{SITE}/plan/2566?page=2"),
        (f"{SITE}/plan/2566/", f"{SITE}/plan/2566/o12.pdf"),
        (f"{SITE}/plan/2566", f"{SITE}/plan/2566#o12"),
        (f"{SITE}/page/1", f"{SITE}/page/12"),
        (f"{SITE}/site-news", f"{SITE}/site-news-purchase"),
        (f"{SITE}/news", f"{SITE}/newsletter-2566"),
        ("https://youtu.be/dQw4w9WgXc-", "https://youtu.be/dQw4w9WgXc_"),
        (f"{SITE}/view?q=YWJjZA==", f"{SITE}/other"),
    ],
)
def test_link_that_ends_where_a_page_may_end_is_not_truncated(short, long):
    assert found((short, "1.1"), (long, "1.2"), kind="truncated") == []


WEAK = [
    (SITE, "หน้าแรก"),
    (f"{SITE}/th/index.php", "หน้าแรก"),
    (f"{SITE}/samutsakhon-home", "หน้าแรก"),
    ("https://www.facebook.com/office2566", "หน้าแรก"),
    (f"{SITE}/contact-us.html", "ติดต่อ"),
    (f"{SITE}/samutsakhon-contact", "ติดต่อ"),
    (FORM.format(RIGHT), "แบบสอบถาม"),
    ("https://docs.google.com/forms/d/1aB2cD3eF4gH5iJ6kL7mN8oP9qR0sT1uV2wX3yZ4a5B6c/edit", "แก้ไข"),
    ("https://bit.ly/3abcDEF", "ลิงก์ย่อ"),
    (f"{SITE}/wp-login.php", "เข้าสู่ระบบ"),
]


@pytest.mark.parametrize(("url", "words"), WEAK)
def test_weak_evidence_is_told_with_its_measures(url, words):
    (one,) = find([Cited(url, "1.1"), Cited(url, "2.1")])

    assert (one.kind, one.measures, one.urls, words in one.message) == ("weak", ("1.1", "2.1"), (url,), True)


@pytest.mark.parametrize(
    "url",
    [f"{SITE}/index.php?id=12", f"{SITE}/contact-center-report.pdf", f"{SITE}/home/plan.pdf", f"{SITE}/#/plan/12",
     "https://www.facebook.com/office/posts/123456789", f"{SITE}/price-index"],
)  # fmt: skip
def test_page_of_its_own_is_not_weak(url):
    assert found((url, "1.1")) == []


def test_form_to_fill_in_is_weak_only_where_a_result_is_asked():
    cited = [Cited(FORM.format(RIGHT), "1.1", True), Cited(FORM.format(RIGHT), "1.4", False)]

    assert [(one.kind, one.measures) for one in find(cited)] == [("weak", ("1.1",))]


def test_link_behind_a_wall_is_proposed():
    wall = "https://accounts.google.com/ServiceLogin?continue=https://drive.google.com/file/d/x/view"

    assert [one.proposal for one in find([Cited(wall, "1.1")])] == ["https://drive.google.com/file/d/x/view"]


def test_one_link_for_many_measures_is_counted():
    url = f"{SITE}/plan.pdf"

    assert found(*[(url, f"1.{n}") for n in range(1, 6)]) == []
    assert [(one[0], one[1]) for one in found(*[(url, f"1.{n}") for n in range(1, 7)])] == [
        ("weak", tuple(f"1.{n}" for n in range(1, 7)))
    ]


def test_text_in_a_link_field_is_told_with_its_repair():
    pairs = [("ไม่มีการให้บริการ", "1.3"), ("ดู www.office.go.th/a", "1.4")]

    assert found(*pairs) == [
        ("not_a_url", ("1.3",), ("ไม่มีการให้บริการ",), ""),
        ("not_a_url", ("1.4",), ("ดู www.office.go.th/a",), "https://www.office.go.th/a"),
    ]


def test_page_that_nobody_can_read_is_told_after_its_check():
    cited = [Cited(f"{SITE}/a", "1.1"), Cited(f"{SITE}/b", "1.2"), Cited(f"{SITE}/c", "1.3")]
    reaches = {f"{SITE}/a": Reach.GONE, f"{SITE}/b": Reach.LOGIN, f"{SITE}/c": Reach.UNCLEAR}

    assert [(one.kind, one.measures) for one in unreachable(cited, reaches)] == [("dead", ("1.1",)), ("weak", ("1.2",))]


# What people type, and what breaks programs.
PIECES = st.sampled_from([
    "https://", "http://", "www.", "office", ".go.th", ".gov.th", "/", "-", "_", "%", "%E0%B8", "=", "?id=", "&", "#",
    " ", "แผน", "[", "]", ":", "@", "xn--", RIGHT, LOST, "docs.google.com/forms/d/e/", "drive.google.com/open?id=",
    "\0", "\ud800", "1804", "1805", "...", "…", "\u200b", "http://[::1", ":99999", "continue=http://[",
])  # fmt: skip
TYPED = st.one_of(st.lists(PIECES, max_size=8).map("".join), st.text(max_size=60))


@settings(max_examples=250, deadline=None)
@given(
    st.lists(st.tuples(TYPED, st.sampled_from(["1.1", "1.2", "10.12", "", "ก.1"])), max_size=12),
    st.lists(TYPED, max_size=2),
)
def test_finding_never_raises(pairs, domains):
    cited = [Cited(url, measure) for url, measure in pairs]
    unreachable(cited, dict.fromkeys([url for url, _measure in pairs], "gone"))

    for one in find(cited, domains=domains):
        assert one.message
        assert one.key


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(TYPED, st.sampled_from(["1.1", "2.1"])), max_size=10), st.randoms(use_true_random=False))
def test_order_of_the_links_changes_nothing(pairs, chance):
    cited = [Cited(url, measure) for url, measure in pairs]
    shuffled = list(cited)
    chance.shuffle(shuffled)

    assert find(shuffled) == find(cited)


@settings(max_examples=150, deadline=None)
@given(TYPED)
def test_repaired_links_need_no_repair(typed):
    for url in repair(typed).urls:
        assert repair(url).urls == (url,)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 60))
def test_distinct_random_forms_are_no_look_alikes(seed, count):
    chance = random.Random(seed)
    letters = string.ascii_letters + string.digits + "-_"
    ids = {"1FAIpQLS" + "".join(chance.choice(letters) for _ in range(48)) for _ in range(count)}

    assert found(*[(FORM.format(one), "1.1") for one in ids], kind="look_alike") == []


@settings(max_examples=40, deadline=None)
@given(st.integers(10**11, 10**12 - 500), st.lists(st.integers(0, 400), min_size=2, max_size=20, unique=True))
def test_numbered_pages_are_never_look_alikes(start, steps):
    assert found(*[(f"{SITE}/plan-preview-{start + step}", "1.1") for step in steps]) == []


def plainly(texts):
    """Group the slow way: every text against every other."""
    groups = [{place} for place in range(len(texts))]
    for one in range(len(texts)):
        for other in range(one):
            near = likeness.distance(texts[one], texts[other]) <= 3
            if near or likeness.folded(texts[one]) == likeness.folded(texts[other]):
                mine, theirs = (next(g for g in groups if place in g) for place in (one, other))
                if mine is not theirs:
                    groups.remove(theirs)
                    mine |= theirs
    return sorted(sorted(group) for group in groups if len(group) > 1)


@settings(max_examples=120, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(["ab1", "aB3-", string.ascii_letters + string.digits]))
def test_groups_are_those_of_comparing_all_with_all(seed, letters):
    chance = random.Random(seed)

    def word(length):
        return "".join(chance.choice(letters) for _ in range(length))

    def slip(text):
        for _ in range(chance.randint(0, 5)):
            at = chance.randrange(len(text))
            text = text[:at] + chance.choice(["", word(1), word(2)]) + text[at + 1 :]
        return text

    base = [word(8) + "SAME" + word(8) for _ in range(3)]
    texts = [slip(chance.choice(base)) for _ in range(25)]
    with pytest.MonkeyPatch.context() as patch:
        # Crowds as small as these go all the ways of the great ones.
        for name, value in (("CROWD", 3), ("SWEEPS", 1), ("COMPARISONS", 20)):
            patch.setattr(likeness, name, value)
        assert sorted(likeness.groups(texts)) == plainly(texts)
