"""The crest of an office: kept as a picture of ours, served safely, replaced and taken away with its history."""

import io

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from agencies.choices import Role
from assessments.owners import owner_key
from measures import crests
from measures.models import Crest, Event
from measures.views.files import SANDBOX


def picture(colour: str = "navy", kind: str = "PNG", name: str = "crest.png") -> SimpleUploadedFile:
    content = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(content, kind)
    return SimpleUploadedFile(name, content.getvalue())


@pytest.fixture
def key(agency):
    return owner_key(agency)


@pytest.fixture
def page(key):
    return reverse("reports:crest", args=[key])


def test_crest_is_kept_with_its_event_and_shown(client, head, agency, page, key):
    client.force_login(head)
    answer = client.post(page, {"crest": picture(kind="JPEG", name="ตรา.jpg")})
    crest = Crest.objects.get()
    event = Event.objects.get(action=crests.EVENT)

    assert (answer.status_code, answer.headers["Location"]) == (302, page)
    assert (crest.agency, crest.width, crest.height, crest.uploaded_by) == (agency, 60, 40, head)
    assert default_storage.open(crest.file.name).read().startswith(b"\x89PNG")
    assert (event.chain.agency, event.changes) == (agency, {"sha256": ["", crest.sha256]})
    assert reverse("reports:crest-picture", args=[key]) in client.get(page).content.decode()


def test_picture_is_served_as_png_that_can_do_nothing(client, head, page, key):
    client.force_login(head)
    client.post(page, {"crest": picture()})
    answer = client.get(reverse("reports:crest-picture", args=[key]))
    again = client.get(reverse("reports:crest-picture", args=[key]), headers={"If-None-Match": answer.headers["ETag"]})

    assert (answer.status_code, answer.headers["Content-Type"], again.status_code) == (200, "image/png", 304)
    assert (answer.headers["Content-Security-Policy"], answer.headers["X-Content-Type-Options"]) == (SANDBOX, "nosniff")


def test_new_crest_takes_the_place_of_the_old_one(
    client, head, page, key, django_capture_on_commit_callbacks
):  # fmt: skip
    client.force_login(head)
    client.post(page, {"crest": picture("navy")})
    first = Crest.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(page, {"crest": picture("teal")})
    second = Crest.objects.get()

    assert (default_storage.exists(first.file.name), default_storage.exists(second.file.name)) == (False, True)
    assert [one.changes["sha256"] for one in Event.objects.filter(action=crests.EVENT)] == [
        ["", first.sha256], [first.sha256, second.sha256],
    ]  # fmt: skip


def test_crest_is_taken_away_with_its_file(client, head, page, key, django_capture_on_commit_callbacks):
    client.force_login(head)
    client.post(page, {"crest": picture()})
    name = Crest.objects.get().file.name
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("reports:crest-remove", args=[key]))
        client.post(reverse("reports:crest-remove", args=[key]))

    assert (Crest.objects.count(), default_storage.exists(name)) == (0, False)
    assert Event.objects.filter(action=crests.EVENT).count() == 2
    assert client.get(reverse("reports:crest-picture", args=[key])).status_code == 404


@pytest.mark.parametrize(
    ("upload", "words"),
    [
        (SimpleUploadedFile("a.svg", b"<svg onload='alert(1)'/>"), "ตรารับเฉพาะภาพ JPEG PNG และ WebP"),
        (SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\n" + b"0" * 30), "เปิดภาพไม่ได้"),
        (None, "โปรดเลือกไฟล์ก่อน"),
    ],
)
def test_refused_crest_leaves_nothing_behind(client, head, page, upload, words):
    client.force_login(head)
    answer = client.post(page, {"crest": upload} if upload else {})

    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert (Crest.objects.count(), Event.objects.filter(action=crests.EVENT).count()) == (0, 0)


def test_full_disk_keeps_the_old_crest(client, head, page, monkeypatch):
    client.force_login(head)
    client.post(page, {"crest": picture("navy")})
    before = Crest.objects.get().sha256

    def full(name, content, max_length=None):
        raise OSError("no space left")

    monkeypatch.setattr(default_storage, "save", full)
    answer = client.post(page, {"crest": picture("teal")})

    assert (answer.status_code, Crest.objects.get().sha256) == (400, before)
    assert "พื้นที่เก็บไฟล์ของระบบเต็ม" in answer.content.decode()


def test_crest_of_a_province_is_its_offices(client, reviewer, head, province):
    key = owner_key(province)
    client.force_login(reviewer)
    client.post(reverse("reports:crest", args=[key]), {"crest": picture()})
    client.force_login(head)

    assert Crest.objects.get().province == province
    assert client.post(reverse("reports:crest-remove", args=[key])).status_code == 403
    assert client.get(reverse("reports:crest-picture", args=[key])).status_code == 200


def test_strangers_learn_nothing_of_a_crest(client, head, page, key, make_user, other_province):
    client.force_login(head)
    client.post(page, {"crest": picture()})
    client.force_login(make_user(Role.REVIEWER, other_province))

    names = ("crest", "crest-picture")
    assert [client.get(reverse(f"reports:{name}", args=[key])).status_code for name in names] == [404, 404]
