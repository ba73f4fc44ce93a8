"""Stored files: a full disk changes nothing and says so; too long an upload is dropped; S3 serves as a disk does."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import default_storage, storages
from moto.server import ThreadedMotoServer

from agencies.models import Agency, Province, User
from evidence import files, uploads
from evidence.files import FileRefused, Ready
from evidence.models import Attachment
from evidence.sweeping import _all_files
from evidence.tests import hostile_files as hostile
from ita_portal.storing import SHAPE, file_storage

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def owner(db):
    province = Province.objects.create(code="91", name="ทดสอบบุรี", name_en="Thotsop Buri")
    return Agency.objects.create(province=province, name="หน่วยงานทดสอบ"), User.objects.create(username="staff")


def ready(size=100):
    return Ready("photo", "ภาพ.jpg", b"\xff\xd8" + bytes(size), b"\xff\xd8small", 8, 6)


def keep(owner, what):
    with files.stored(what, *owner) as row:
        row.save()
    return row


# A process that may write files of 8 KB at most: the system refuses the rest as it does on a full disk.
FULL_DISK = """
import os, resource, signal, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "ita_portal.settings"
os.environ["MEDIA_ROOT"] = {media!r}
sys.path.insert(0, {root!r})
import django
django.setup()
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from evidence import files, uploads
from evidence.files import FileRefused, Ready
if {limited}:
    resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))
try:
    with files.stored(Ready("photo", "x.jpg", bytes(100), bytes(50_000), 8, 6), None, None) as row:
        row.pk = 1
        print("stored")
except FileRefused as refused:
    print(refused)
handler = uploads.BoundedUploadHandler()
handler.new_file("files", "x.jpg", "image/jpeg", 0)
for _ in range(8):
    handler.receive_data_chunk(bytes(65536), 0)
print(handler.file_complete(8 * 65536).lost)
"""


def on_a_disk(media, *, limited):
    code = FULL_DISK.format(media=str(media), root=str(ROOT), limited=limited)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.split("\n")[:2], sorted(path.name for path in media.rglob("*.jpg"))


def test_full_disk_is_told_and_leaves_nothing_behind(tmp_path):
    (tmp_path / "old.jpg").write_bytes(b"kept")

    said, there = on_a_disk(tmp_path, limited=True)

    assert said[0].startswith("พื้นที่เก็บไฟล์ของระบบเต็ม ยังไม่ได้เก็บไฟล์นี้ ข้อมูลเดิมอยู่ครบ")
    assert (said[1], there, (tmp_path / "old.jpg").read_bytes()) == ("True", ["old.jpg"], b"kept")


def test_disk_with_room_takes_the_same_file(tmp_path):
    """The control."""
    said, there = on_a_disk(tmp_path, limited=False)

    assert (said, len(there)) == (["stored", "False"], 2)


def test_too_long_an_upload_is_counted_and_not_kept(monkeypatch):
    monkeypatch.setattr(uploads, "MOST", 1000)
    handler = uploads.BoundedUploadHandler()
    handler.new_file("files", "x.jpg", "image/jpeg", 0)
    for _number in range(5):
        handler.receive_data_chunk(bytes(600), 0)

    upload = handler.file_complete(3000)

    assert (upload.size, len(upload.read()), upload.lost) == (3000, 600, False)


@pytest.mark.parametrize(("most", "kept"), [(1000, [600, 0]), (2000, [600, 600])])
def test_files_of_one_request_share_a_room(monkeypatch, most, kept):
    """Nobody has asked yet who sends them; with room for both (the control) both are there."""
    monkeypatch.setattr(uploads, "MOST_OF_REQUEST", most)
    handler, seen = uploads.BoundedUploadHandler(), []
    for number in range(2):
        handler.new_file("files", f"{number}.jpg", "image/jpeg", 0)
        handler.receive_data_chunk(bytes(600), 0)
        upload = handler.file_complete(600)
        seen.append((len(upload.read()), upload.size > uploads.MOST))

    assert seen == [(length, length == 0) for length in kept]


@pytest.mark.django_db
def test_row_that_is_not_saved_leaves_no_file(owner):
    def fail():
        with files.stored(ready(), *owner):
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with files.stored(ready(), *owner):
        pass

    assert (list(_all_files()), Attachment.objects.count()) == ([], 0)


@pytest.mark.parametrize(
    "url", ["s3://host/bucket", "s3://key:secret@host", "https://key:secret@host/bucket", "s3://k:s@h/b?acl=public"]
)
def test_storage_address_that_lacks_a_part_stops_the_start(url):
    with pytest.raises(ImproperlyConfigured) as stop:
        file_storage(url)

    assert str(stop.value) == SHAPE


@pytest.fixture
def bucket(settings, monkeypatch):
    """Serve S3 on this machine, with an empty bucket, as the portal's storage."""
    import boto3

    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    # The network's proxy, if any, has no business here.
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    url = f"s3://key:sec%2Fret@{host}:{port}/evidence?tls=off"
    boto3.client(
        "s3", endpoint_url=f"http://{host}:{port}", aws_access_key_id="key", aws_secret_access_key="sec/ret",
        region_name="us-east-1",
    ).create_bucket(Bucket="evidence")  # fmt: skip
    settings.STORAGES = settings.STORAGES | {"default": file_storage(url)}
    yield server
    server.stop()


@pytest.mark.django_db
def test_object_storage_keeps_serves_lists_and_deletes(bucket, owner):
    row = keep(owner, files.prepare(_photo()))

    assert type(storages["default"]).__name__ == "ObjectStorage"
    assert sorted(_all_files()) == sorted([row.file.name, row.thumbnail.name])
    with default_storage.open(row.file.name) as content:
        assert content.read()[:2] == b"\xff\xd8"
    files.discard(row)
    assert list(_all_files()) == []
    with pytest.raises(FileNotFoundError):
        default_storage.open(row.file.name)


@pytest.mark.django_db
def test_object_storage_that_is_away_refuses_in_words(bucket, owner):
    bucket.stop()

    with pytest.raises(FileRefused, match="พื้นที่เก็บไฟล์ของระบบ"):
        keep(owner, ready())

    assert Attachment.objects.count() == 0


def _photo():
    from evidence.tests.test_hostile_files import upload

    return upload("ภาพ.jpg", hostile.picture())
