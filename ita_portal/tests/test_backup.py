"""A backup is whole or absent; a restore brings everything back or changes nothing."""

import datetime as dt
import hashlib
import stat
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from agencies.models import AccountEvent, Agency, AgencyGroup, Province, User
from evidence.models import Attachment
from ita_portal.backup import write_backup
from ita_portal.backup_format import stored_models, table_hash

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def portal():
    """A little of everything that is hard to carry: Thai, JSON, null, a join table, microseconds, a file."""
    province = Province.objects.create(code="99", name="สาธิตธานี", name_en="Sathit Thani")
    agency = Agency.objects.create(province=province, name="เทศบาลตำบลสาธิต", domains=["สาธิต.go.th", 'a"b'])
    agency.groups.add(AgencyGroup.objects.create(province=province, name="ทุกส่วนราชการ"))
    user = User.objects.create(username="somsri", display_name="สมศรี ทดสอบ", last_login=None)
    event = AccountEvent.objects.create(actor=user, action="agency.edit", subject_type="agency", subject_id=1)
    default_storage.save("2568/ab/photo.jpg", ContentFile(bytes(range(256)) * 9000))
    return {"agency": agency, "event": event}


def state():
    """Everything there is: the hash of every table and the bytes of the one stored file."""
    name = "2568/ab/photo.jpg"
    stored = default_storage.open(name).read() if default_storage.exists(name) else None
    return {m._meta.label: table_hash(m) for m in stored_models()} | {"file": stored}


def wreck():
    """What a drill begins with: rows changed, rows added, the file gone."""
    Agency.objects.update(name="ถูกแก้")
    Province.objects.create(code="98", name="อื่น", name_en="Other")
    default_storage.delete("2568/ab/photo.jpg")


def refuses_to_change_history():
    try:
        with transaction.atomic():
            AccountEvent.objects.update(action="forged")
    except DatabaseError:
        return True
    return False


def damaged(path, change):
    """Write the archive again with one entry changed, added or dropped by `change(entries)`."""
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    change(entries)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)


def forge_agency(entries):
    name = "tables/agencies.Agency.jsonl"
    entries[name] = entries[name].replace("เทศบาล".encode(), "เทศบาน".encode())


DAMAGES = {
    "a changed row": lambda path: damaged(path, forge_agency),
    "a missing table": lambda path: damaged(path, lambda e: e.pop("tables/agencies.Agency.jsonl")),
    "a missing file": lambda path: damaged(path, lambda e: e.pop("files/2568/ab/photo.jpg")),
    "an unknown entry": lambda path: damaged(path, lambda e: e.update({"files/extra.txt": b"x"})),
    "no manifest": lambda path: damaged(path, lambda e: e.pop("manifest.json")),
    "a broken manifest": lambda path: damaged(path, lambda e: e.update({"manifest.json": b"[]"})),
    "cut in the middle": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "its end cut off": lambda path: path.write_bytes(path.read_bytes()[:-30]),
    "empty": lambda path: path.write_bytes(b""),
    "one flipped byte": lambda path: path.write_bytes(
        path.read_bytes()[:400] + bytes([path.read_bytes()[400] ^ 255]) + path.read_bytes()[401:]
    ),
}


def test_restore_drill_brings_every_row_and_file_back(portal, tmp_path):
    before = state()
    call_command("backup", tmp_path / "b.zip")
    wreck()

    call_command("restore", tmp_path / "b.zip", force=True)

    assert state() == before
    assert Agency.objects.get().groups.get().name == "ทุกส่วนราชการ"
    assert AccountEvent.objects.get().at == portal["event"].at


def attachment(portal, content=b"\xff\xd8 a photo", **fields):
    """A photo of the agency with its bytes in the storage."""
    name = default_storage.save("evidence/ab/photo.jpg", ContentFile(content))
    return Attachment.objects.create(
        agency=portal["agency"], kind="photo", name="ภาพ.jpg", file=name, size=len(content),
        sha256=hashlib.sha256(content).hexdigest(), uploaded_by=User.objects.get(), **fields,
    )  # fmt: skip


def test_restore_drill_brings_photos_back_as_their_rows_know_them(portal, tmp_path, capsys):
    row = attachment(portal)
    call_command("backup", tmp_path / "b.zip")
    default_storage.delete(row.file.name)
    Attachment.objects.all().delete()

    call_command("restore", tmp_path / "b.zip", force=True)

    found = Attachment.objects.get()
    assert hashlib.sha256(found.file.read()).hexdigest() == found.sha256 == row.sha256
    assert "คำเตือน" not in capsys.readouterr().err


def test_backup_names_photos_that_are_lost_or_changed(portal, tmp_path, capsys):
    row = attachment(portal)
    default_storage.delete(row.file.name)
    default_storage.save(row.file.name, ContentFile(b"another"))

    call_command("backup", tmp_path / "b.zip")

    assert f"คำเตือน: ไฟล์แนบ 1 ไฟล์หายไปหรือไม่ตรงกับทะเบียน: {row.file.name}" in capsys.readouterr().err


def test_damaged_photo_in_a_backup_is_refused(portal, tmp_path):
    row = attachment(portal)
    call_command("backup", tmp_path / "b.zip")
    damaged(tmp_path / "b.zip", lambda entries: entries.update({f"files/{row.file.name}": b"\xff\xd8 another"}))

    with pytest.raises(CommandError, match="ไฟล์สำรองข้อมูลเสียหายหรือไม่ครบ"):
        call_command("restore", tmp_path / "b.zip", force=True)


def test_restore_keeps_history_append_only(portal, tmp_path):
    assert refuses_to_change_history()
    call_command("backup", tmp_path / "b.zip")

    call_command("restore", tmp_path / "b.zip", force=True)

    assert refuses_to_change_history()


def test_restore_lets_new_rows_follow_the_old_ones(portal, tmp_path):
    call_command("backup", tmp_path / "b.zip")
    call_command("restore", tmp_path / "b.zip", force=True)

    assert Province.objects.create(code="98", name="อื่น", name_en="Other").pk > portal["agency"].province_id


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_damaged_backup_is_refused_and_changes_nothing(portal, tmp_path, damage):
    call_command("backup", tmp_path / "b.zip")
    damage(tmp_path / "b.zip")
    wreck()
    before = state()

    with pytest.raises(CommandError, match="ไฟล์สำรองข้อมูลเสียหายหรือไม่ครบ"):
        call_command("restore", tmp_path / "b.zip", force=True)

    assert state() == before


def test_rewritten_but_unchanged_backup_is_accepted(portal, tmp_path):
    before = state()
    call_command("backup", tmp_path / "b.zip")
    damaged(tmp_path / "b.zip", lambda entries: None)
    wreck()

    call_command("restore", tmp_path / "b.zip", force=True)

    assert state() == before


def test_restore_that_fails_half_way_leaves_the_old_rows(portal, tmp_path):
    call_command("backup", tmp_path / "b.zip")
    wreck()
    before = state()
    with connection.cursor() as cursor:
        # A database that will not take the rows: the group's table lost its name column.
        cursor.execute("ALTER TABLE agencies_agencygroup RENAME COLUMN name TO label")
    try:
        with pytest.raises(CommandError, match="ระบบคืนข้อมูลเดิมทั้งหมดแล้ว"):
            call_command("restore", tmp_path / "b.zip", force=True)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE agencies_agencygroup RENAME COLUMN label TO name")

    assert {**state(), "file": None} == before
    assert refuses_to_change_history()


def test_restore_refuses_a_filled_database_without_force(portal, tmp_path):
    call_command("backup", tmp_path / "b.zip")
    wreck()
    before = state()

    with pytest.raises(CommandError, match="ฐานข้อมูลมีข้อมูลอยู่แล้ว"):
        call_command("restore", tmp_path / "b.zip")

    assert state() == before


def test_restore_refuses_another_version_of_the_portal(portal, tmp_path):
    manifest = write_backup(tmp_path / "b.zip")
    manifest.migrations.append("agencies.9999_from_the_future")
    damaged(tmp_path / "b.zip", lambda entries: entries.update({"manifest.json": manifest.to_json()}))

    with pytest.raises(CommandError, match=r"ต่างกันที่ agencies\.9999_from_the_future"):
        call_command("restore", tmp_path / "b.zip", force=True)


def test_restore_names_a_file_that_is_not_there(tmp_path):
    with pytest.raises(CommandError, match="อ่านหรือเขียนไฟล์ไม่ได้"):
        call_command("restore", tmp_path / "absent.zip")


def test_backup_overwrites_no_file_and_is_for_its_owner_alone(portal, tmp_path):
    call_command("backup", tmp_path / "b.zip")
    written = (tmp_path / "b.zip").read_bytes()

    with pytest.raises(CommandError, match="อยู่แล้ว โปรดตั้งชื่อใหม่"):
        call_command("backup", tmp_path / "b.zip")

    assert (tmp_path / "b.zip").read_bytes() == written
    assert stat.S_IMODE((tmp_path / "b.zip").stat().st_mode) == 0o600
    assert sorted(p.name for p in tmp_path.iterdir()) == ["b.zip", "media"]


def test_backup_without_place_to_write_says_so(portal, tmp_path):
    with pytest.raises(CommandError, match="โปรดตรวจโฟลเดอร์และพื้นที่ว่าง"):
        call_command("backup", tmp_path / "absent" / "b.zip")


def test_backup_carries_no_session(portal, tmp_path):
    write_backup(tmp_path / "b.zip")

    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        assert [name for name in archive.namelist() if "session" in name.lower()] == []


def test_backup_leaves_out_papers_that_are_laid_out_anew(portal, tmp_path):
    default_storage.save("pieces/ab/1.pdf", ContentFile(b"%PDF"))
    default_storage.save("papers/1.pdf", ContentFile(b"%PDF"))
    call_command("backup", tmp_path / "b.zip")

    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        papers = [name for name in archive.namelist() if name.endswith(".pdf")]
    assert papers == ["files/papers/1.pdf"]


def test_backup_keeps_time_stamps_to_the_microsecond(portal, tmp_path):
    moment = dt.datetime(2025, 9, 30, 16, 59, 59, 123456, tzinfo=dt.UTC)
    User.objects.update(last_login=moment)
    call_command("backup", tmp_path / "b.zip")
    User.objects.update(last_login=None)

    call_command("restore", tmp_path / "b.zip", force=True)

    assert User.objects.get().last_login == moment
