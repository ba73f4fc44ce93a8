import datetime as dt
from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count

from agencies.models import Agency, Membership, Province, User
from assessments.models import ScoreCard
from evidence.choices import Reach
from evidence.models import Link, LinkCheck, WebPage
from ita_portal.demo.answers import Asked, answer
from ita_portal.demo.data import demo_data, demo_logins
from ita_portal.demo.seeding import seed
from measures import history
from measures.choices import Action
from measures.models import (
    EvidenceProof,
    Memo,
    Narrative,
    Plan,
    Result,
    ResultAttachment,
    ReviewNote,
    Round,
    Submission,
    WeakPoint,
)
from measures.rules import may
from measures.selectors.dead_links import dead_links
from measures.selectors.weak import helped
from measures.tests.checking import findings_of
from reports.registry import form
from reports.selectors import find_subject

TODAY = dt.date(2026, 11, 21)


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """Seed once for this module; every test runs in its own transaction on top."""
    from django.db import connection, transaction

    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        try:
            yield seed(agencies=12, measures=10, today=TODAY)
        finally:
            transaction.set_rollback(True)
            atomic.__exit__(None, None, None)
            connection.close()


@pytest.mark.usefixtures("demo")
class TestDemo:
    @pytest.fixture(autouse=True)
    def _database(self, demo, django_db_blocker):
        with django_db_blocker.unblock():
            yield

    def test_seed_tells_two_years_of_work(self):
        rows = [
            (
                one.plan.fiscal_year,
                one.kind,
                one.state,
                dict(sorted(Counter(one.submissions.values_list("state", flat=True)).items())),
            )
            for one in Round.objects.order_by("plan__fiscal_year", "pk")
        ]
        assert rows == [
            (2568, "6", "X", {"A": 12}),
            (2568, "12", "X", {"A": 12}),
            (2568, "12", "X", {"A": 1}),
            (2570, "6", "O", {"A": 2, "D": 3, "E": 2, "R": 2, "S": 3}),
            (2570, "6", "O", {"S": 1}),
        ]

    def test_seed_gives_one_small_body_its_own_plan(self):
        plan = Plan.objects.get(agency__isnull=False, fiscal_year=2570)
        measures = [(one.indicator, one.label) for one in plan.measures.all()]
        report = Submission.objects.with_context().get(round__plan=plan)
        head = User.objects.get(username="demo-head")
        assert (plan.agency.kind.code, plan.agency, measures) == ("tao", report.agency, [(1, "1")])
        assert may(head, Action.REVIEW_MARK, report, now=report.submitted_at)
        assert not may(User.objects.get(username="demo-province"), Action.REVIEW_MARK, report)

    def test_seed_gives_it_a_finished_plan_by_issue_with_outcomes_and_photos(self):
        plan = Plan.objects.get(agency__isnull=False, fiscal_year=2568)
        report = Submission.objects.get(round__plan=plan)
        results = report.results.order_by("measure__order")
        assert (plan.grouping, report.state, {one.answer for one in results}) == ("issue", "A", {"done"})
        assert Counter(plan.measures.values_list("issue", flat=True)) == {1: 2, 2: 2, 3: 2, 4: 1, 5: 2, 6: 2, 7: 2}
        assert all(one.text and one.outcome and one.result_links.exists() for one in results)
        assert all(one.follow_up and one.responsible and one.substeps for one in plan.measures.all())
        captions = ResultAttachment.objects.filter(result__submission=report).values_list(
            "attachment__caption", flat=True
        )
        assert (len(captions), all(captions)) == (9, True)

    def test_seed_gives_the_finished_year_memos_and_photos(self):
        finished = Submission.objects.filter(round__plan__fiscal_year=2568, round__kind="12")
        assert Memo.objects.filter(province=None).count() == finished.count()
        assert not Result.objects.filter(submission__in=finished, answer="done", outcome="").exists()
        assert Memo.objects.filter(agency=None).count() == 1
        places = ("office", "number", "subject", "to", "since", "body", "reporter_name", "head_name", "head_position")
        assert {one.date for one in Memo.objects.all()} == {dt.date(2025, 10, 13)}
        assert all(getattr(one, name) for one in Memo.objects.all() for name in places)
        kinds = [one.results.values_list("result_attachments__attachment__kind", flat=True) for one in finished]
        assert sorted(Counter(found)["photo"] for found in kinds) == [3] * 12 + [9]

    def test_seed_leaves_a_deadline_in_fourteen_days(self):
        running = Round.objects.select_related("plan").get(plan__fiscal_year=2570, plan__agency=None)
        assert (running.due_at.date(), running.plan.measures.count()) == (dt.date(2026, 12, 5), 10)

    def test_seed_returns_two_measures_with_a_reason_each(self):
        returned = Submission.objects.filter(state="R")
        assert [one.results.filter(flagged=True).count() for one in returned] == [2, 2]
        assert Counter(ReviewNote.objects.filter(kind="reason").values_list("text", flat=True)) == dict.fromkeys(
            demo_data("words")["return_reasons"], 2
        )

    def test_seed_answers_every_cell_of_the_finished_year(self):
        finished = Result.objects.filter(submission__round__plan__fiscal_year=2568)
        assert {one.is_complete for one in finished} == {True}
        assert set(finished.filter(submission__round__kind="12").values_list("answer", flat=True)) <= {
            "done",
            "not_applicable",
        }

    def test_seed_offers_copied_answers_to_confirm(self):
        copied = Result.objects.filter(confirmed=False).select_related("submission")
        assert {one.submission.state for one in copied} == {"D"}

    def test_seed_writes_a_history_that_holds(self):
        assert history.first_broken_link() == ""

    def test_seed_tells_of_checked_links_and_asks_no_host(self):
        pages = WebPage.objects.all()
        assert {page.next_check_at for page in pages} == {None}
        assert {Reach.ALIVE, Reach.MOVED, Reach.GONE, Reach.LOGIN, Reach.UNCLEAR} <= {page.reach for page in pages}
        assert not Link.objects.filter(page=None).exclude(url="").exists()
        # Of most pages there are two checks; of those that died, the days after as well.
        checks = LinkCheck.objects.order_by().values("page").annotate(count=Count("pk"))
        assert {row["count"] for row in checks} == {2, 5}

    def test_seed_shows_findings_of_every_kind_photos_and_a_waived_check(self):
        draft = Submission.objects.get(agency=Agency.objects.order_by("pk").first(), state="D")
        found = {one.code: one for one in findings_of(draft)}
        assert {"look_alike", "dead_link", "host_twin", "truncated", "home_page"} <= found.keys()
        assert [code for code, one in found.items() if one.waiver] == ["home_page"]
        photos = ResultAttachment.objects.filter(result__submission=draft).select_related("attachment")
        assert [(row.attachment.kind, bool(row.attachment.caption)) for row in photos] == [("photo", True)] * 2

    def test_seed_proves_what_was_sent_and_lets_an_approved_link_die(self):
        assert EvidenceProof.objects.count() > 100
        assert not EvidenceProof.objects.filter(check_seen=None).exists()
        reviewer = User.objects.get(username="demo-province")
        now = dt.datetime.combine(TODAY, dt.time(12), tzinfo=dt.UTC)
        assert dead_links(Province.objects.get(is_demo=True), user=reviewer, now=now).total

    def test_seed_gives_everybody_scores_of_three_years_and_a_few_a_full_card(self):
        years = Counter(ScoreCard.objects.values_list("fiscal_year", flat=True))
        assert years == {2566: 3, 2567: 13, 2568: 13, 2569: 13}
        full = ScoreCard.objects.get(fiscal_year=2566, agency=None)
        assert (full.scores.count(), full.figures.count()) == (10, 135)

    def test_seed_writes_cards_that_add_up_but_one(self):
        assert Counter(ScoreCard.objects.values_list("findings_count", flat=True)) == {0: 41, 1: 1}

    def test_seed_tells_which_weak_points_the_past_plan_answered_and_that_they_rose(self):
        plan = Plan.objects.get(fiscal_year=2568, agency=None)
        points = helped(plan, plan.measures.prefetch_related("weak_points"))

        assert sum(map(len, points.values())) == WeakPoint.objects.filter(measure__plan=plan).count() > 0
        assert all(point.change is not None for ones in points.values() for point in ones)

    def test_seed_lets_everybody_print_the_papers_about_scores_whole(self):
        owners = [Province.objects.get(is_demo=True), *Agency.objects.all()]
        for subject in (find_subject(owner, year, of_round=False) for owner in owners for year in (2568, 2569)):
            for code in ("score_analysis", "transparency_measures"):
                gaps = form(code).gaps(subject)
                lacking = [words for words in gaps.said if not words.startswith("ยังเป็นข้อความที่ระบบเสนอ")]
                assert (lacking, form(code).document(subject).draft) == ([], False)

    def test_seed_writes_the_provinces_own_words(self):
        assert Narrative.objects.filter(round__state="X").count() == 4

    def test_seed_is_there_already_the_second_time(self, capsys, settings):
        settings.DEBUG = True
        call_command("seed_demo")
        assert capsys.readouterr().out == "มีข้อมูลสาธิตอยู่แล้ว ไม่ได้เปลี่ยนแปลง\n"
        assert (Province.objects.filter(is_demo=True).count(), Plan.objects.count()) == (1, 5)

    def test_logins_are_shown_in_debug_only(self, settings):
        settings.DEBUG = True
        logins = demo_logins()
        assert [(one.username, one.password) for one in logins] == [
            (f"demo-{name}", "demo-ita-2570") for name in ("staff", "head", "province", "viewer", "admin")
        ]
        settings.PASSWORD_HASHERS = ["agencies.hashers.PortalArgon2Hasher"]
        users = {one.username: one for one in User.objects.all()}
        assert all(users[one.username].check_password(one.password) for one in logins)
        settings.DEBUG = False
        assert demo_logins() == ()

    def test_the_one_person_office_needs_no_head(self):
        office = Agency.objects.get(needs_endorsement=False)
        assert list(Membership.objects.filter(agency=office).values_list("role", flat=True)) == ["staff"]


@pytest.mark.django_db
def test_seed_demo_refuses_outside_debug_without_force(settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="จึงไม่สร้างนอกโหมด DEBUG"):
        call_command("seed_demo")
    call_command("seed_demo", "--force", "--agencies", "1", "--measures", "1")
    assert Agency.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("agencies", "measures"), [("0", "5"), ("5", "57"), ("42", "1")])
def test_seed_demo_refuses_numbers_that_it_cannot_give(settings, agencies, measures):
    settings.DEBUG = True
    with pytest.raises(CommandError, match="ต้องเป็น 1 ถึง"):
        call_command("seed_demo", "--agencies", agencies, "--measures", measures)
    assert not Province.objects.exists()


@pytest.mark.django_db
def test_seed_starts_an_edition_for_a_year_that_nobody_shipped():
    assert seed(agencies=1, measures=1, today=dt.date(2028, 3, 1))
    assert Plan.objects.order_by("fiscal_year").last().fiscal_year == 2571


def test_demo_measures_have_the_shape_of_a_real_plan():
    rows = demo_data("measures")
    counts = Counter(row["indicator"] for row in rows)
    assert [counts[number] for number in range(1, 11)] == [13, 4, 8, 6, 6, 7, 3, 5, 2, 2]
    assert [row["label"] for row in rows if row["indicator"] == 8] == ["1", "2", "3", "4", "6"]
    assert len({(row["indicator"], row["label"]) for row in rows}) == len({row["text"] for row in rows}) == 56


def test_demo_answers_are_varied_and_the_same_twice():
    words = demo_data("words")
    asked = [
        Asked(f"agency-{number}.example", row, 2570, "6", ("ตุลาคม",), ("ธันวาคม",))
        for number in range(12)
        for row in demo_data("measures")
    ]
    first = [answer(one, words) for one in asked]
    assert first == [answer(one, words) for one in asked]
    texts = [one.text for one in first if one.answer == "done"]
    assert len(set(texts)) > 0.8 * len(texts)
    assert not [one for one in first if "{" in one.text + one.reason]
    assert all(".example/" in url for one in first for url in one.urls)
