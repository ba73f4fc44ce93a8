"""Create the first account, an administrator: `create_admin --username NAME [--password-from-env]`."""

import os
from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.db import transaction

from agencies.choices import Role
from agencies.commands import PortalCommand
from agencies.models import AccountEvent, Membership, User

PASSWORD_VARIABLE = "ADMIN_PASSWORD"  # noqa: S105 (the name of a variable)


def ask_password() -> str:
    """Ask for a password twice at the terminal; CommandError when they differ."""
    password = getpass("รหัสผ่าน: ")
    if password != getpass("รหัสผ่านอีกครั้ง: "):
        raise CommandError("รหัสผ่านสองครั้งไม่ตรงกัน โปรดสั่งใหม่")
    return password


@transaction.atomic
def create_admin(username: str, email: str, display_name: str, password: str) -> User:
    """Create an active administrator and the record of it, made by the command line.

    ValidationError, with Thai messages, when the name is taken, malformed, or the password too weak.
    """
    user = User(username=username, email=email, display_name=display_name)
    validate_password(password, user)
    user.set_password(password)
    user.full_clean()
    user.save()
    membership = Membership.objects.create(user=user, role=Role.ADMIN)
    AccountEvent.objects.create(
        action="user.create_admin",
        subject_type="user",
        subject_id=user.pk,
        changes={"role": membership.role},
    )
    return user


class Command(PortalCommand):
    help = "สร้างบัญชีผู้ดูแลระบบบัญชีแรก"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--username")
        parser.add_argument("--email")
        parser.add_argument("--display-name", default="ผู้ดูแลระบบ")
        parser.add_argument(
            "--password-from-env",
            nargs="?",
            const=PASSWORD_VARIABLE,
            metavar="NAME",
            help=f"อ่านรหัสผ่านจากตัวแปรสภาพแวดล้อม ({PASSWORD_VARIABLE} เมื่อไม่ระบุชื่อ)",
        )

    def work(self, options: dict[str, Any]) -> None:
        variable = options["password_from_env"]
        if variable and not os.environ.get(variable):
            raise CommandError(f"ไม่พบรหัสผ่านในตัวแปร {variable} โปรดกำหนดค่าก่อนสั่ง")
        try:
            username = options["username"] or input("ชื่อผู้ใช้: ").strip()
            email = options["email"] if options["email"] is not None else input("อีเมล: ").strip()
            password = os.environ[variable] if variable else ask_password()
            user = create_admin(username, email, options["display_name"], password)
        except EOFError as error:
            raise CommandError("ไม่มีผู้ตอบคำถาม โปรดระบุ --username --email และ --password-from-env") from error
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        self.stdout.write(f"สร้างผู้ดูแลระบบ {user.username} แล้ว เข้าสู่ระบบได้ทันที")
