"""Erasure of the data of a person who has left (PDPA): the account's row is blanked, history keeps its number only.

What the person wrote for an agency (results, comments, papers) is the agency's and stays.
"""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from agencies.actions import Action
from agencies.authoring import Refused, end_sessions, home_of, record, require
from agencies.models import ApiToken, Membership, Notice, NoticeSetting, OutboxMail, User
from agencies.posting import ERASED
from agencies.rules import may
from agencies.verdict import YES, Verdict
from ita_portal.models import Draft, PeopleList
from measures.models import UnsavedText

ERASE = "user.erase"
# The name of an erased account: nobody can be invited under it, for a "#" is no sign of a user name.
NAME = "erased#"


def erasing(by: User, person: User) -> Verdict:
    """Say whether `by` may erase the person's data: an administrator, of a closed account that still has any."""
    if not (verdict := may(by, Action.USER_ERASE, person)):
        return verdict
    if person.is_active:
        return Verdict(_("ลบได้เฉพาะบัญชีที่ปิดแล้ว โปรดส่งมอบงานหรือปิดบัญชีก่อน"), conflict=True)
    return Verdict(_("ลบข้อมูลส่วนบุคคลของบัญชีนี้แล้ว"), conflict=True) if is_erased(person) else YES


def is_erased(person: User) -> bool:
    """Say whether the person's data were erased."""
    return person.username.startswith(NAME)


@transaction.atomic
def erase(person: User, *, typed: str, by: User) -> None:
    """Blank the account. typed: its user name, as a confirmation. Raises Refused."""
    locked = User.objects.select_for_update().get(pk=person.pk)
    require(erasing(by, locked))
    if typed.strip() != locked.username:
        raise Refused(_("ชื่อผู้ใช้ที่พิมพ์ไม่ตรงกับบัญชีนี้"))
    home = home_of(locked)
    for model in (Notice, NoticeSetting, UnsavedText, Draft, Authenticator, EmailAddress, Membership, ApiToken):
        model._default_manager.filter(user=locked).delete()
    PeopleList.objects.filter(owner=locked).delete()
    OutboxMail.objects.filter(user=locked).update(to=ERASED, subject="", body="")
    locked.username, locked.display_name = f"{NAME}{locked.pk}", f"ผู้ใช้ที่ลบข้อมูลแล้ว #{locked.pk}"
    locked.email = locked.phone = ""
    locked.set_unusable_password()
    locked.save(update_fields=["username", "display_name", "email", "phone", "password"])
    end_sessions(locked)
    record(by, ERASE, locked, home)
