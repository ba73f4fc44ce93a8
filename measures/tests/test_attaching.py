"""Files of results: attached, captioned, ordered, published, taken away; by the policy, within the quota."""

import datetime as dt
import io
import json

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.utils import timezone
from PIL import Image

from evidence.models import Attachment
from evidence.sweeping import _all_files, lost_files, sweep
from measures import attaching, authoring, filing, history, workflow
from measures.choices import Action, Mark
from measures.errors import WorkflowError
from measures.models import Event, Result, Submission


def photo(name="ภาพ.jpg", colour="teal"):
    content = io.BytesIO()
    Image.new("RGB", (8, 6), colour).save(content, "JPEG")
    return SimpleUploadedFile(name, content.getvalue())


@pytest.fixture
def result(submission):
    return Result.objects.with_context().filter(submission=submission).first()


@pytest.fixture
def attach(result, staff):
    colours = iter(("teal", "indigo", "darkred", "gold", "gray"))
    return lambda name="ภาพ.jpg": attaching.attach(result, photo(name, next(colours)), by=staff)


def names(result):
    return [row.name for row in filing.attachments_of(result)]


def edits():
    return Event.objects.filter(action=Action.FILE_EDIT)


def stored():
    return sorted(_all_files())


@pytest.mark.django_db
def test_attach_keeps_file_thumbnail_row_and_event(result, attach, staff):
    row = attach().attachment

    assert stored() == sorted([row.file.name, row.thumbnail.name])
    assert (row.kind, row.name, row.is_public, row.width, row.height) == ("photo", "ภาพ.jpg", False, 8, 6)
    event = edits().get()
    assert (event.action, event.actor, event.changes) == (
        Action.FILE_EDIT, staff, {"files": [[], ["ภาพ.jpg"]], "sha256": [row.sha256]},
    )  # fmt: skip
    assert Result.objects.get(pk=result.pk).version == result.version


@pytest.mark.django_db
def test_same_file_twice_is_one(result, staff):
    first = attaching.attach(result, photo(), by=staff)

    assert attaching.attach(result, photo("อีกชื่อ.jpg"), by=staff) == first
    assert (len(stored()), edits().count()) == (2, 1)


@pytest.mark.django_db
def test_caption_publish_and_order_are_told_by_history(result, attach, staff):
    first, second = attach("a.jpg"), attach("b.jpg")
    attaching.caption(result, first.pk, "  ประชุม\n คณะทำงาน ", by=staff)
    attaching.publish(result, second.pk, True, by=staff)
    attaching.reorder(result, first.pk, 1, by=staff)
    attaching.reorder(result, first.pk, 9, by=staff)

    assert [event.changes["files"][1] for event in edits().order_by("pk")][2:] == [
        ["a.jpg · ประชุม คณะทำงาน", "b.jpg"],
        ["a.jpg · ประชุม คณะทำงาน", "b.jpg · เผยแพร่"],
        ["b.jpg · เผยแพร่", "a.jpg · ประชุม คณะทำงาน"],
    ]
    assert history.first_broken_link() == ""


@pytest.mark.django_db
def test_detach_takes_the_bytes_away_when_nobody_else_has_them(
    result, attach, staff, django_capture_on_commit_callbacks
):
    row = attach()
    with django_capture_on_commit_callbacks(execute=True):
        attaching.detach(result, row.pk, by=staff)

    assert (stored(), Attachment.objects.count(), names(result)) == ([], 0, [])
    with pytest.raises(WorkflowError, match="ไม่พบไฟล์นี้แล้ว"):
        attaching.detach(result, row.pk, by=staff)


@pytest.fixture
def earlier(agency, make_plan, make_round, staff):
    """Return the same agency's result of an earlier year, with two captioned files, the second public."""
    before = Submission.objects.get(round=make_round(make_plan(2569, {1: 1})), agency=agency).results.get()
    for name, colour in (("เก่า1.jpg", "teal"), ("เก่า2.jpg", "indigo")):
        row = attaching.attach(before, photo(name, colour), by=staff)
        attaching.caption(before, row.pk, f"คำบรรยาย {name}", by=staff)
    attaching.publish(before, row.pk, True, by=staff)
    return before


@pytest.mark.django_db
def test_copied_answer_brings_its_files_with_rows_of_their_own(
    result, earlier, staff, django_capture_on_commit_callbacks
):
    kept = stored()
    authoring.use_last(result, earlier, by=staff, version=result.version)
    copies = filing.attachments_of(result)

    assert [(row.name, row.caption, row.is_public) for row in copies] == [
        ("เก่า1.jpg", "คำบรรยาย เก่า1.jpg", False), ("เก่า2.jpg", "คำบรรยาย เก่า2.jpg", False),
    ]  # fmt: skip
    assert stored() == kept
    attaching.caption(result, result.result_attachments.first().pk, "ใหม่", by=staff)
    with django_capture_on_commit_callbacks(execute=True):
        attaching.detach(result, result.result_attachments.first().pk, by=staff)
    assert stored() == kept
    assert [row.caption for row in filing.attachments_of(earlier)] == ["คำบรรยาย เก่า1.jpg", "คำบรรยาย เก่า2.jpg"]
    with django_capture_on_commit_callbacks(execute=True):
        attaching.detach(earlier, earlier.result_attachments.first().pk, by=staff)
    assert len(stored()) == 2


@pytest.mark.django_db
def test_quota_is_kept_for_each_measure_and_for_the_round(result, attach, staff, monkeypatch):
    attach()
    monkeypatch.setattr(attaching, "MAX_A_MEASURE", 1)
    with pytest.raises(WorkflowError, match="แนบได้ไม่เกิน 1 ไฟล์ต่อมาตรการ"):
        attach()
    monkeypatch.setattr(attaching, "MAX_A_MEASURE", 20)
    monkeypatch.setattr(attaching, "MAX_FILES", 1)
    with pytest.raises(WorkflowError, match="หน่วยงานแนบได้ไม่เกิน 1 ไฟล์ต่อรอบ"):
        attach()
    monkeypatch.setattr(attaching, "MAX_FILES", 500)
    monkeypatch.setattr(filing, "MAX_BYTES", filing.room_of(result.submission).bytes + 100)
    with pytest.raises(WorkflowError, match="พื้นที่ของหน่วยงานในรอบนี้ไม่พอ"):
        attach()

    assert (len(stored()), Attachment.objects.count()) == (2, 1)


@pytest.mark.django_db
def test_files_of_a_sent_report_are_closed_and_of_a_returned_one_only_where_it_was_flagged(
    sent, staff, reviewer, result
):
    with pytest.raises(WorkflowError) as refusal:
        attaching.attach(result, photo(), by=staff)
    assert refusal.value.conflict
    second = Result.objects.with_context().filter(submission=sent).exclude(pk=result.pk).first()
    authoring.mark(second, Mark.NEEDS_WORK, by=reviewer, reason="ขอภาพ")
    workflow.act(sent, Action.RETURN, by=reviewer)
    result, second = (Result.objects.with_context().get(pk=pk) for pk in (result.pk, second.pk))

    with pytest.raises(WorkflowError, match="มาตรการนี้ไม่ได้ถูกส่งกลับ"):
        attaching.attach(result, photo(), by=staff)
    row = attaching.attach(second, photo(), by=staff)

    assert stored() == sorted(map(str, (row.attachment.file, row.attachment.thumbnail)))


@pytest.mark.django_db
def test_stranger_attaches_nothing(result, head, make_user, make_agency):
    for user in (head, make_user("staff", make_agency())):
        with pytest.raises(WorkflowError):
            attaching.attach(result, photo(), by=user)

    assert stored() == []


@pytest.mark.django_db
def test_report_is_not_sent_before_each_file_has_its_caption(submission, fill, attach, result, staff):
    fill(submission)
    row = attach()
    with pytest.raises(WorkflowError, match=r"ยังไม่ครบ 1 มาตรการ: 1\.1"):
        workflow.act(submission, Action.SUBMIT, by=staff, acknowledged=True)
    attaching.caption(result, row.pk, "ประชุมคณะทำงาน", by=staff)

    workflow.act(submission, Action.SUBMIT, by=staff, acknowledged=True)


@pytest.mark.django_db
def test_hash_of_the_receipt_counts_files_and_captions(submission, attach, result, staff):
    def digest():
        return workflow.content_hash(submission.results.select_related("measure"))

    hashes, row = [digest()], attach()
    hashes.append(digest())
    attaching.caption(result, row.pk, "ประชุม", by=staff)
    hashes.append(digest())
    attaching.detach(result, row.pk, by=staff)

    assert (len(set(hashes)), digest()) == (3, hashes[0])


@pytest.mark.django_db
def test_refused_row_leaves_no_file(result, staff, monkeypatch):
    """Between the first look and the lock the round closes: the bytes that were written go again."""
    prepare = attaching.files.prepare

    def slowly(upload):
        ready = prepare(upload)
        result.submission.round.__class__.objects.update(due_at=timezone.now() - dt.timedelta(seconds=1))
        return ready

    monkeypatch.setattr(attaching.files, "prepare", slowly)
    with pytest.raises(WorkflowError):
        attaching.attach(result, photo(), by=staff)

    assert (stored(), Attachment.objects.count()) == ([], 0)


@pytest.mark.django_db
def test_sweep_takes_old_files_without_a_row_and_no_other(result, attach, capsys):
    row = attach().attachment
    default_storage.save("evidence/00/lost.jpg", photo())

    assert sweep(timezone.now()) == 0
    assert sweep(timezone.now() + dt.timedelta(hours=25)) == 1
    assert stored() == sorted([row.file.name, row.thumbnail.name])
    assert lost_files() == []
    call_command("sweep_files", json=True)
    assert json.loads(capsys.readouterr().out) == {"swept": 0, "lost": []}
    default_storage.delete(row.file.name)
    assert lost_files() == [row.file.name]
    with pytest.raises(CommandError, match="ไฟล์แนบหายไป 1 ไฟล์"):
        call_command("sweep_files")
