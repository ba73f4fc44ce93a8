"""The first account."""

import pytest
from django.core.management import CommandError, call_command

from agencies.models import AccountEvent, User

pytestmark = pytest.mark.django_db
STRONG = "klong-saen-saep-42"


def create(capsys, **options):
    call_command("create_admin", username="admin1", email="a@example.go.th", **options)
    return capsys.readouterr().out


def test_create_admin_makes_an_administrator_with_the_password_of_the_environment(monkeypatch, capsys):
    monkeypatch.setenv("ADMIN_PASSWORD", STRONG)

    said = create(capsys, password_from_env="ADMIN_PASSWORD")

    user = User.objects.get()
    assert said == "สร้างผู้ดูแลระบบ admin1 แล้ว เข้าสู่ระบบได้ทันที\n"
    assert (user.username, user.email, user.check_password(STRONG)) == ("admin1", "a@example.go.th", True)
    assert (user.is_staff, user.is_superuser, user.roles) == (False, False, frozenset({"admin"}))
    event = AccountEvent.objects.get()
    assert (event.actor, event.action, event.subject_id) == (None, "user.create_admin", user.pk)


def test_create_admin_refuses_a_weak_password_and_writes_nothing(monkeypatch, capsys):
    monkeypatch.setenv("ADMIN_PASSWORD", "12345678")

    with pytest.raises(CommandError):
        create(capsys, password_from_env="ADMIN_PASSWORD")

    assert User.objects.count() == 0


def test_create_admin_refuses_a_name_that_is_taken(monkeypatch, capsys):
    User.objects.create(username="admin1")
    monkeypatch.setenv("ADMIN_PASSWORD", STRONG)

    with pytest.raises(CommandError):
        create(capsys, password_from_env="ADMIN_PASSWORD")

    assert list(User.objects.values_list("username", flat=True)) == ["admin1"]


def test_create_admin_says_which_variable_is_missing(monkeypatch, capsys):
    monkeypatch.delenv("ADMIN_PASSWORD", raising=False)

    with pytest.raises(CommandError, match="ไม่พบรหัสผ่านในตัวแปร ADMIN_PASSWORD โปรดกำหนดค่าก่อนสั่ง"):
        create(capsys, password_from_env="ADMIN_PASSWORD")
