"""Publishing: what is frozen, what never changes again, and how it is corrected."""

from decimal import Decimal

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.urls import reverse

from assessments.models import CardFigure
from measures import workflow
from measures.choices import Action, RoundState
from measures.errors import WorkflowError
from measures.models import Event, Narrative, Result, Round, Submission
from reports.models import Publication, PublicFile
from reports.public_pages import year_page
from reports.publishing import freeze_missing, preview, publish
from reports.tests.carded import put_card
from reports.tests.published import approve, attach, cite, correct, lock, publish_again, texts, versions

YEAR = 2570


@pytest.fixture
def neighbour(make_agency):
    return make_agency("หน่วยงานข้างเคียง")


@pytest.fixture
def ready(neighbour, agency, sent, reviewer):
    """The agency's approved report and its neighbour's draft in a locked round."""
    approve(sent, reviewer)
    lock(sent.round)
    return sent


@pytest.fixture
def published(ready, reviewer):
    publish(ready.round, by=reviewer)
    return ready


def newest(owner):
    return Publication.objects.of_year(owner, YEAR).first()


def test_publication_holds_exactly_the_public_fields(agency, sent, staff, reviewer, province):
    agency.phone, agency.domains = "0 2000 0000", ["thotsop.example.go.th"]
    agency.save()
    first, second, third = sent.results.select_related("measure").order_by("measure__order")
    Result.objects.filter(pk=first.pk).update(outcome="ประชาชนพอใจ", reason="เหตุผลที่ค้างไว้")
    Result.objects.filter(pk=second.pk).update(answer="not_applicable", reason="ไม่มีงานบริการ", text="คำที่ค้างไว้")
    cite(first, "https://thotsop.example.go.th/plan")
    attach(first, staff, public=False, caption="ภาพภายใน")
    attach(first, staff, public=True, caption="ภาพประชุม", number=2)
    row = Narrative.objects.create(round=sent.round, text="ผลรวมของจังหวัด")
    row.covers.set([first.measure, third.measure])
    approved = approve(sent, reviewer)
    lock(sent.round)

    publish(sent.round, by=reviewer)

    def measure(one, **said):
        return {"label": one.measure.label, "text": one.measure.text, "steps": []} | said

    nothing = {"outcome": "", "links": [], "files": []}
    link = {"typed": "https://thotsop.example.go.th/plan", "url": "https://thotsop.example.go.th/plan"}
    place = {"province": "ทดสอบบุรี", "province_en": "Thotsop Buri", "code": "91"}
    head = {"name": "", "instrument": ""}
    said = {"answer": "done", "result": first.text, "outcome": "ประชาชนพอใจ", "links": [link], "files": [1]}
    assert newest(agency).data == {
        "format": 1,
        "owner": place
        | {"name": "หน่วยงานทดสอบ", "kind": "", "phone": "0 2000 0000", "websites": ["thotsop.example.go.th"]},
        "round": {"kind": "6", "name": "รอบ 6 เดือน", "by": "indicator"},
        "scores": {"years": [], "levels": [], "marks": [85, 95], "rows": []},
        "reported": True,
        "final_at": approved.approved_at.isoformat(),
        "groups": [
            {"number": 1, **head, "measures": [
                measure(first, **said),
                measure(second, **nothing | {"answer": "not_applicable", "result": "ไม่มีงานบริการ"}),
            ]},
            {"number": 9, **head, "measures": [measure(third, **nothing | {"answer": "done", "result": third.text})]},
        ],
    }  # fmt: skip
    whole = newest(province).data
    assert (whole["owner"], whole["agencies"]) == (place | {"name": "ทดสอบบุรี"}, 1)
    assert [(one["label"], one["counts"]) for group in whole["groups"] for one in group["measures"]] == [
        ("1", {"done": 1}), ("2", {"not_applicable": 1}), ("1", {"done": 1}),
    ]  # fmt: skip
    told = [group["narratives"] for group in whole["groups"]]
    assert told == [[{"covers": ["1.1", "9.1"], "text": "ผลรวมของจังหวัด"}], []]
    kept = PublicFile.objects.get()
    assert (kept.caption, kept.number, kept.file.read().decode()) == ("ภาพประชุม", 1, "ภาพประชุม.jpg")


def test_only_approved_reports_become_public(published, agency, neighbour, province):
    assert (versions(agency), versions(neighbour), versions(province)) == ([(1, "6", "")], [], [(1, "6", "")])
    assert year_page(neighbour, YEAR) is None


def test_page_stays_as_it_was_when_everything_behind_it_changes(client, ready, agency, staff, reviewer):
    put_card(agency, 2566, {"overall": "91.50"})
    photo = attach(ready.results.first(), staff, public=True, caption="ภาพประชุม")
    publish(ready.round, by=reviewer)
    address = reverse("public:year", args=["91", agency.pk, YEAR])
    files = [f"{address}data.csv", f"{address}data.json", reverse("public:file", args=[PublicFile.objects.get().pk])]
    before = [b"".join(client.get(one)) for one in (address, *files)]

    Result.objects.update(text="คำใหม่", answer="not_started", outcome="ใหม่")
    for row in ready.round.measures.all():
        row.text, row.label = "มาตรการใหม่", f"ใหม่{row.pk}"
        row.save()
    CardFigure.objects.update(score=Decimal(1))
    type(agency).objects.filter(pk=agency.pk).update(phone="9", domains=["new.example"])
    photo.caption = "คำบรรยายใหม่"
    photo.save()
    default_storage.delete(photo.file.name)
    Submission.objects.update(state="D")
    Round.objects.update(state="C")
    from django.core.cache import cache

    cache.clear()

    assert [b"".join(client.get(one)) for one in (address, *files)] == before


def test_correction_is_a_new_version_with_its_note_and_leaves_others_alone(
    ready, neighbour, agency, province, reviewer, make_user, fill
):
    other = Submission.objects.get(agency=neighbour)
    fill(other)
    Submission.objects.filter(pk=other.pk).update(state="A")
    publish(ready.round, by=reviewer)

    correct(ready.round, ready, "คำที่แก้แล้ว")
    assert texts(newest(agency))[0] == "ดำเนินการตามข้อ 1.1 แล้ว"
    publish_again(ready.round, reviewer)

    note = "แก้ถ้อยคำข้อแรก"
    assert versions(agency) == [(2, "6", note), (1, "6", "")]
    assert (versions(neighbour), versions(province)) == ([(1, "6", "")], [(2, "6", note), (1, "6", "")])
    assert [texts(row)[0] for row in Publication.objects.of_year(agency, YEAR)] == [
        "คำที่แก้แล้ว", "ดำเนินการตามข้อ 1.1 แล้ว",
    ]  # fmt: skip
    assert newest(agency).previous.version == 1


def test_correction_without_a_note_changes_nothing(published, agency, reviewer):
    correct(published.round, published, "คำที่แก้แล้ว")

    with pytest.raises(WorkflowError, match="โปรดเขียนว่าฉบับนี้แก้ไขอะไร"):
        publish(published.round, by=reviewer, note="  ")

    assert (Round.objects.get().state, versions(agency)) == (RoundState.LOCKED, [(1, "6", "")])


def test_report_that_is_not_approved_any_more_is_public_no_longer(published, agency, reviewer):
    correct(published.round, published, "คำที่แก้แล้ว")
    Submission.objects.filter(pk=published.pk).update(state="R")

    publish_again(published.round, reviewer)

    page = year_page(agency, YEAR)
    assert [(part.reported, part.groups) for part in page.parts] == [(False, ())]
    assert year_page(agency, YEAR, 1).parts[0].measures == 3


def test_withdrawn_version_is_shown_to_nobody(client, ready, agency, staff, reviewer):
    attach(ready.results.first(), staff, public=True, caption="บัตรประชาชน")
    publish(ready.round, by=reviewer)
    old = PublicFile.objects.get()
    ready.results.first().result_attachments.all().delete()
    correct(ready.round, ready, "คำที่แก้แล้ว")

    publish_again(ready.round, reviewer, withdraw=True)

    address = reverse("public:year", args=["91", agency.pk, YEAR])
    answers = [client.get(f"{address}?v=1"), client.get(address)]
    seen = ["บัตรประชาชน" in one.content.decode() or "ข้อ 1.1 แล้ว" in one.content.decode() for one in answers]
    assert ([one.status_code for one in answers], seen) == ([200, 200], [False, False])
    assert "ฉบับนี้ถูกถอนออกจากหน้าสาธารณะ" in answers[0].content.decode()
    assert client.get(reverse("public:file", args=[old.pk])).status_code == 404


def test_second_round_of_a_year_is_the_next_version_beside_the_first(
    published, agency, make_round, staff, reviewer, fill
):
    later = make_round(published.round.plan, kind="12")
    report = Submission.objects.get(round=later, agency=agency)
    fill(report)
    Submission.objects.filter(pk=report.pk).update(state="A")
    lock(later)

    publish(later, by=reviewer)

    pages = [year_page(agency, YEAR, version) for version in (None, 1)]
    shown = [[(part.publication.round.kind, part.publication.version) for part in page.parts] for page in pages]
    assert shown == [[("12", 2), ("6", 1)], [("6", 1)]]


def test_worker_freezes_what_was_published_otherwise_once(ready, agency, province):
    workflow.move_round(ready.round, Action.ROUND_PUBLISH, by=None)

    assert [freeze_missing(), freeze_missing()] == [1, 0]
    assert (versions(agency), versions(province)) == ([(1, "6", "")], [(1, "6", "")])


def test_file_that_cannot_be_copied_stops_the_publication_and_leaves_nothing(ready, staff, reviewer):
    first, second, _third = ready.results.order_by("pk")
    attach(first, staff, public=True, caption="ภาพหนึ่ง")
    lost = attach(second, staff, public=True, caption="ภาพสอง", number=2)
    default_storage.delete(lost.file.name)

    with pytest.raises(WorkflowError, match="คัดลอกไฟล์ที่ให้เผยแพร่ไม่ได้"):
        publish(ready.round, by=reviewer)

    folders = default_storage.listdir("public")[0] if default_storage.exists("public") else []
    left = [name for folder in folders for name in default_storage.listdir(f"public/{folder}")[1]]
    assert (Round.objects.get().state, Publication.objects.count(), left) == (RoundState.LOCKED, 0, [])


def test_publication_is_told_in_the_history_and_a_changed_row_is_found(published, agency):
    told = Event.objects.filter(chain__agency=agency, action=Action.ROUND_PUBLISH).values_list("changes", flat=True)
    row = newest(agency)
    assert list(told) == [{"version": ["", "1"], "publication": row.pk, "sha256": row.sha256}]
    call_command("verify_issued")

    Publication.objects.filter(pk=row.pk).update(data=row.data | {"reported": False})

    with pytest.raises(CommandError, match=f"publication {row.pk}: its data was changed"):
        call_command("verify_issued")


def test_page_before_publishing_says_what_becomes_public(client, ready, neighbour, staff, reviewer):
    attach(ready.results.first(), staff, public=True, caption="ภาพประชุม")
    client.force_login(reviewer)

    page = client.get(reverse("reports:round-publish", args=[ready.round.pk])).context["page"]

    assert page == preview(ready.round)
    assert (page.approved, page.missing, page.files, page.again) == (("หน่วยงานทดสอบ",), ("หน่วยงานข้างเคียง",), 1, False)


def test_correction_by_the_page_asks_for_the_note_and_keeps_what_was_typed(client, published, reviewer, agency):
    client.force_login(reviewer)
    correct(published.round, published, "คำที่แก้แล้ว")
    address = reverse("reports:round-publish", args=[published.round.pk])

    refused = client.post(address, {"note": " ", "withdraw": "yes"})
    done = client.post(address, {"note": "แก้ลิงก์", "withdraw": "yes"})

    assert (refused.status_code, refused.context["problem"][:30]) == (400, "โปรดเขียนว่าฉบับนี้แก้ไขอะไร ข"[:30])
    assert refused.context["withdraw"] is True
    assert (done.status_code, versions(agency)) == (302, [(2, "6", "แก้ลิงก์"), (1, "6", "")])
