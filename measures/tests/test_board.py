"""The board: who stands where, what is counted, how it is narrowed, and that it tells no word."""

import datetime as dt
import io

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from agencies.choices import Role
from agencies.models import AgencyKind
from evidence.models import Link, LinkCheck, WebPage
from measures import planning, workflow
from measures.checks import find_all, read
from measures.choices import Action, State
from measures.models import CheckWaiver, FindingDecision, Plan, Result, ResultLink, Round, Submission
from measures.selectors.board import Wanted, board
from measures.selectors.board_counts import Count

COUNTED = {
    "not_applicable_without_reason", "unconfirmed", "file_without_caption", "done_without_evidence", "dead_link",
    "failing_link",
}  # fmt: skip


def url(name, *args):
    return reverse(f"measures:{name}", args=args)


def seen(round_, user, **wanted):
    return board(round_, user=user, now=timezone.now(), wanted=Wanted(**wanted))


def names(found):
    return [line.submission.agency.name for line in found.lines]


@pytest.fixture
def desk(client, reviewer):
    client.force_login(reviewer)
    return client


def test_board_says_state_progress_and_findings_of_each_agency(
    sent, make_agency, staff, head, reviewer, make_user, fill
):
    other = make_agency("หน่วยงานเงียบ")
    Submission.objects.create(round=sent.round, agency=other)
    for row in sent.round.measures.all():
        Result.objects.create(submission=sent.round.submissions.get(agency=other), measure=row)

    page = seen(sent.round, reviewer, sort="name")

    assert names(page) == ["หน่วยงานเงียบ", "หน่วยงานทดสอบ"]
    quiet, busy = page.lines
    assert (quiet.stage, quiet.percent, quiet.findings, quiet.last, quiet.late) == ("", 0, 0, None, False)
    assert (busy.stage, busy.percent, busy.count.done, busy.count.total) == ("S", 100, 3, 3)
    # Done without evidence, three times.
    assert (busy.count.errors, busy.count.warnings) == (0, 3)
    assert [(cell.column.head.number, cell.count.done, cell.count.total, cell.level) for cell in busy.cells] == [
        (1, 2, 2, 4), (9, 1, 1, 4),
    ]  # fmt: skip
    assert (page.total, page.sent, page.missing, page.late, page.percent) == (2, 1, 1, 0, 50)


@pytest.mark.parametrize("state", [State.DRAFT, State.RETURNED])
def test_findings_are_those_of_the_checks(submission, reviewer, staff, state):
    """What the database counts is what the checks say, with severity, waiver and decision."""
    one, two, three = submission.results.order_by("measure__order")
    now = timezone.now()
    Result.objects.filter(pk=one.pk).update(answer="not_applicable", reason="", confirmed=False, flagged=True)
    Result.objects.filter(pk__in=[two.pk, three.pk]).update(answer="done", text="ทำแล้ว")
    old, new = (Link.objects.typed(submission.agency_id, f"https://a.go.th/{name}") for name in ("old", "new"))
    WebPage.objects.update(reach="gone")
    for page, days in ((old.page, 3), (old.page, 0), (new.page, 0)):
        LinkCheck.objects.create(page=page, at=now - dt.timedelta(days=days), reach="gone")
    ResultLink.objects.create(result=two, link=old)
    ResultLink.objects.create(result=two, link=new)
    Submission.objects.filter(pk=submission.pk).update(state=state)

    def both():
        report = Submission.objects.with_context().get(pk=submission.pk)
        results = list(report.results.select_related("measure").prefetch_related(
            "result_links__link__page", "result_attachments__attachment", "notes"))  # fmt: skip
        found = [f for f in find_all(read(report, results, now=timezone.now())) if f.code in COUNTED and not f.waiver]
        checked = [sum(f.severity == severity for f in found) for severity in ("error", "warning")]
        count = seen(submission.round, reviewer).lines[0].count
        return checked, [count.errors, count.warnings]

    whole = both()
    CheckWaiver.objects.create(agency=submission.agency, code="unconfirmed", reason="-", by=reviewer, at=now,
                               until=timezone.localdate())  # fmt: skip
    waived = both()
    results = list(submission.results.prefetch_related("result_links__link__page"))
    dead = [one for one in read(submission, results, now=now).suspicions if one.kind == "dead"]
    key = next(one.key for one in dead if "https://a.go.th/old" in one.urls)
    FindingDecision.objects.create(submission=submission, kind="dead", key=key, decision="dismissed", by=staff, at=now)
    decided = both()

    assert [pair[0] for pair in (whole, waived, decided)] == [pair[1] for pair in (whole, waived, decided)]
    assert len({tuple(pair[0]) for pair in (whole, waived, decided)}) == 3


def test_late_is_who_has_not_sent_after_the_deadline_and_has_no_more_time(submission, reviewer, make_agency):
    Round.objects.filter(pk=submission.round_id).update(due_at=timezone.now() - dt.timedelta(days=1))
    round_ = Round.objects.select_related("plan__province", "plan__agency").get(pk=submission.round_id)

    late = seen(round_, reviewer)
    workflow.extend(submission, by=reviewer, until=timezone.now() + dt.timedelta(days=2), reason="น้ำท่วม")
    granted = seen(round_, reviewer)

    assert ([line.late for line in late.lines], late.late, late.missing) == ([True], 1, 1)
    assert ([line.late for line in granted.lines], granted.late, granted.missing) == ([False], 0, 1)
    assert granted.lines[0].until is not None


def test_link_to_what_is_to_be_mended_shows_as_many_as_it_says(make_agency, make_round, reviewer):
    agencies = [make_agency(name) for name in "กขค"]
    round_ = make_round()
    for agency, answer in zip(agencies, ("not_applicable", "done"), strict=False):
        Result.objects.filter(submission__agency=agency).update(answer=answer, confirmed=True)

    found = {state: seen(round_, reviewer, state=state) for state in ("mend", "found")}

    assert {state: names(one) for state, one in found.items()} == {"mend": ["ก"], "found": ["ก", "ข"]}
    assert found["mend"].found == 1


def test_board_is_narrowed_and_put_in_order(make_agency, make_round, reviewer, everyone, province):
    kind = AgencyKind.objects.create(code="tested", name="ประเภททดสอบ")
    first, second, third = make_agency("ก", kind=kind), make_agency("ข"), make_agency("ค")
    group = province.groups.create(name="กลุ่มเล็ก")
    second.groups.add(group)
    round_ = make_round()
    for agency, done in ((second, 2), (third, 3)):
        rows = Result.objects.filter(submission__round=round_, submission__agency=agency).values_list("pk")[:done]
        Result.objects.filter(pk__in=rows).update(answer="done")
    Submission.objects.filter(agency=third).update(state=State.SUBMITTED)

    def shown(**wanted):
        return names(seen(round_, reviewer, **wanted))

    assert shown() == ["ก", "ข", "ค"]
    assert shown(sort="-name") == ["ค", "ข", "ก"]
    assert (shown(sort="percent"), shown(sort="-percent")) == (["ก", "ข", "ค"], ["ค", "ข", "ก"])
    assert shown(sort="9") == ["ก", "ข", "ค"]
    assert (shown(state="idle"), shown(state="missing"), shown(state="S")) == (["ก"], ["ก", "ข"], ["ค"])
    assert (shown(kind=kind.pk), shown(group=group.pk), shown(words="ข")) == (["ก"], ["ข"], ["ข"])
    assert shown(state="nonsense", sort="nonsense", group=10**6) == ["ก", "ข", "ค"]
    assert first.name == "ก"


@pytest.mark.parametrize("count", [1, 3])
def test_board_takes_the_same_queries_for_any_number(desk, make_agency, make_round, django_assert_num_queries, count):
    for _ in range(count):
        make_agency()
    round_ = make_round()
    Result.objects.update(answer="done")
    desk.get(url("board", round_.pk))

    with django_assert_num_queries(15):
        page = desk.get(url("board", round_.pk))
    with django_assert_num_queries(14):
        desk.get(url("board-excel", round_.pk))

    assert len(page.context["board"].lines) == count


def test_board_tells_no_word_of_a_report(desk, submission):
    Result.objects.update(answer="done", text="canaryword", reason="canaryword", outcome="canaryword")

    page = desk.get(url("board", submission.round_id)).content.decode()
    book = load_workbook(io.BytesIO(desk.get(url("board-excel", submission.round_id)).content))

    assert "canaryword" not in page
    assert [cell.value for row in book.active.iter_rows(min_row=5) for cell in row][:7] == [
        "หน่วยงานทดสอบ", "-", "กำลังกรอก", "-", 100, 3, 3,
    ]  # fmt: skip


def test_cells_lead_to_the_measure_where_it_may_be_read_and_to_the_progress_where_not(sent, reviewer, admin):
    first = sent.results.order_by("pk").first()

    read_by_desk = seen(sent.round, reviewer).lines[0]
    counted_by_admin = seen(sent.round, admin).lines[0]

    assert read_by_desk.cells[0].url == url("review-result", sent.pk, first.pk)
    assert counted_by_admin.cells[0].url == url("submission-detail", sent.pk) + "#g1"


def test_every_cell_is_a_link_that_says_in_words_what_its_colour_means(desk, submission):
    one = submission.results.order_by("measure__order").first()
    Result.objects.filter(pk=one.pk).update(answer="done", confirmed=False)

    page = desk.get(url("board", submission.round_id)).content.decode()

    assert "ตัวชี้วัดที่ 1: ครบ 0 จาก 2 มาตรการ, ต้องแก้ 1 ข้อ, มีคำเตือน 1 ข้อ" in page
    assert f'href="{url("submission-detail", submission.pk)}#g9"' in page


def test_name_like_a_formula_stays_text_in_the_workbook(desk, make_agency, make_round):
    make_agency("=1+1")
    round_ = make_round()

    book = load_workbook(io.BytesIO(desk.get(url("board-excel", round_.pk)).content))

    cell = book.active.cell(5, 1)
    assert (cell.value, cell.data_type) == ("=1+1", "s")


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.STAFF, 403), (Role.HEAD, 403), (Role.REVIEWER, 200), (Role.VIEWER, 200), (Role.ADMIN, 200)],
)
def test_board_is_open_to_who_oversees(client, submission, make_user, agency, province, role, status):
    place = {Role.STAFF: agency, Role.HEAD: agency, Role.REVIEWER: province}.get(role)
    client.force_login(make_user(role, place))

    assert client.get(url("board", submission.round_id)).status_code == status
    assert client.get(url("board-excel", submission.round_id)).status_code == status


def test_foreign_province_has_no_such_board(client, submission, make_user, other_province):
    client.force_login(make_user(Role.REVIEWER, other_province))

    assert client.get(url("board", submission.round_id)).status_code == 404


def test_head_of_an_own_plan_sees_the_board_of_the_own_round(client, agency, head, reviewer, make_plan, make_round):
    round_ = make_round(make_plan(agency=agency))

    client.force_login(head)
    home = client.get(url("board-home"))
    own = client.get(url("board", round_.pk))
    link = client.get(url("round-detail", round_.pk)).content.decode()
    client.force_login(reviewer)

    assert (home.status_code, home.url) == (302, url("board", round_.pk))
    assert (own.status_code, names(own.context["board"])) == (200, ["หน่วยงานทดสอบ"])
    assert url("board", round_.pk) in link
    assert client.get(url("board", round_.pk)).status_code == 200


def test_board_home_leads_to_the_round_at_work(desk, agency, make_plan, make_round):
    plan = make_plan()
    first = make_round(plan)
    workflow.move_round(first, Action.ROUND_CLOSE, by=None)
    second = make_round(plan, kind="12")
    planning.plan_round(make_plan(2571), by=None, kind="6")

    assert desk.get(url("board-home")).url == url("board", second.pk)


def test_board_home_of_the_nation_lists_provincial_rounds(client, viewer, submission, agency, make_plan, make_round):
    make_round(make_plan(2571, agency=agency))
    other = Plan.objects.create(province=agency.province.__class__.objects.create(code="88", name="อื่น", name_en="O"),
                                fiscal_year=2570)  # fmt: skip
    Round.objects.create(plan=other, kind="6", state="O", opened_at=timezone.now())
    client.force_login(viewer)

    page = client.get(url("board-home"))
    found = client.get(url("board-home"), {"q": "อื่น"})
    none = client.get(url("board-home"), {"q": "ไม่มีชื่อนี้"}).content.decode()

    assert [one.plan.province.name for one, _state in page.context["page"]] == ["อื่น", agency.province.name]
    assert [one.plan_id for one, _state in found.context["page"]] == [other.pk]
    assert ["ไม่มีรอบที่ตรงกับคำค้น" in none, "ยังไม่มีรอบที่เปิดแล้ว" in none] == [True, False]


def test_counts_add_up():
    early, late = timezone.now() - dt.timedelta(days=1), timezone.now()

    assert Count(2, 1, 0, 1, 1, 0, early, 5) + Count(3, 3, 1, 3, 0, 2, late, 9) == Count(5, 4, 1, 4, 1, 2, late, 5)
