"""Forms of people and agencies: they clean what was typed and write nothing."""

import re
from typing import Any

from allauth.account.adapter import get_adapter
from django import forms
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.validators import ASCIIUsernameValidator
from django.db.models import Q
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.asking import PERSON_NAME, PHONE, at_most, length, too_long
from agencies.choices import AGENCY_ROLES, PROVINCE_ROLES
from agencies.directory import groups_for, kinds, places_to_fill, provinces_for, roles_to_give
from agencies.models import Agency, AgencyGroup, Membership, Province, User

HOST = re.compile(r"(?=.{4,253}$)([^\W_]([\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{1,62}", re.UNICODE)

# Cyrillic а, full-width ａ and Latin a look alike: in lists and histories two people would be one.
LETTERS = gettext_lazy("ตัวอักษรอังกฤษ ตัวเลข และ @ . + - _")
PLAIN_NAME = ASCIIUsernameValidator(
    message=format_lazy(gettext_lazy("ชื่อผู้ใช้ใช้ได้เฉพาะ{letters} เพื่อไม่ให้ซ้ำกับชื่อที่ดูเหมือนกัน"), letters=LETTERS)
)
SITE_EXAMPLE = gettext_lazy("เช่น www.example.go.th")
NAME_HINT = gettext_lazy("ชื่อจริงที่ใช้ในราชการ แสดงในรายงานและประวัติ")
PHONE_HINT = gettext_lazy("เบอร์ที่ติดต่อได้ในเวลาราชการ")
EMAIL_HINT = gettext_lazy("ใช้รับการแจ้งเตือนและเมื่อลืมรหัสผ่าน")


def clean_domain(typed: str) -> str:
    """Return the host name in what was typed (with or without https://, path or www kept as it is).

    Raises ValidationError where there is none.
    """
    host = re.sub(r"^[a-z]+://", "", typed.strip().lower()).split("/")[0].split(":")[0].rstrip(".")
    if not HOST.fullmatch(host):
        refusal = _("“%(typed)s” ไม่ใช่ชื่อเว็บไซต์ ให้พิมพ์%(example)s")
        raise forms.ValidationError(refusal % {"typed": typed, "example": SITE_EXAMPLE})
    return host


LONGEST_KEY = 18
AGENCY_NAME, MINISTRY, MEMO_PREFIX = (
    getattr(Agency._meta.get_field(name), "max_length", None) or 0
    for name in ("name", "parent_ministry", "memo_prefix")
)


class SeveralField(forms.ModelMultipleChoiceField):
    """Rows chosen by key; a key that no id column holds is no choice, where SQLite would stumble over it."""

    def clean(self, value: Any) -> Any:
        """Return the chosen rows."""
        strange = [key for key in map(str, value or ()) if key.lstrip("-").isdecimal() and len(key) > LONGEST_KEY]
        if strange:
            raise forms.ValidationError(self.error_messages["invalid_choice"], params={"value": strange[0][:30]})
        return super().clean(value)


class AgencyForm(forms.ModelForm):
    """Facts of an agency; groups are those of its province."""

    domains = forms.CharField(
        label=gettext_lazy("เว็บไซต์ของหน่วยงาน"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=format_lazy(
            gettext_lazy("บรรทัดละหนึ่งเว็บไซต์ {example} ใช้เตือนเมื่อลิงก์หลักฐานพิมพ์ผิด"), example=SITE_EXAMPLE
        ),
    )  # fmt: skip
    groups = SeveralField(
        AgencyGroup.objects.none(), label=gettext_lazy("อยู่ในกลุ่ม"), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("กลุ่มกำหนดว่าหน่วยงานต้องรายงานมาตรการใด"),
    )  # fmt: skip

    class Meta:
        model = Agency
        fields = (
            "name", "kind", "parent_ministry", "phone", "memo_prefix", "domains", "groups",
            "needs_endorsement", "is_active",
        )  # fmt: skip
        labels = {
            "name": gettext_lazy("ชื่อหน่วยงาน"), "kind": gettext_lazy("ประเภท"),
            "parent_ministry": gettext_lazy("กระทรวงหรือต้นสังกัด"), "phone": gettext_lazy("โทรศัพท์"),
            "memo_prefix": gettext_lazy("คำนำหน้าเลขที่หนังสือ"), "is_active": gettext_lazy("ใช้งานอยู่"),
            "needs_endorsement": gettext_lazy("หัวหน้าต้องรับรองก่อนส่งจังหวัด"),
        }  # fmt: skip
        help_texts = {
            "needs_endorsement": gettext_lazy("ไม่เลือก สำหรับหน่วยงานที่มีเจ้าหน้าที่คนเดียว"),
            "memo_prefix": at_most(MEMO_PREFIX, gettext_lazy("เช่น ทด 0017.1/")),
            "name": at_most(AGENCY_NAME, gettext_lazy("ชื่อเต็มตามที่พิมพ์ในเอกสาร")),
            "kind": gettext_lazy("ใช้จัดหมวดในรายการและภาพรวม"),
            "parent_ministry": at_most(MINISTRY, gettext_lazy("เช่น กระทรวงมหาดไทย เว้นว่างได้")),
            "phone": at_most(PHONE, gettext_lazy("พิมพ์ในบันทึกข้อความ")),
            "is_active": gettext_lazy("ปิดเมื่อหน่วยงานถูกยุบหรือรวม รอบที่เปิดใหม่จะไม่มีหน่วยงานนี้"),
        }  # fmt: skip
        error_messages = {
            name: {"max_length": too_long(most)}
            for name, most in (
                ("name", AGENCY_NAME),
                ("parent_ministry", MINISTRY),
                ("phone", PHONE),
                ("memo_prefix", MEMO_PREFIX),
            )
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        province = self.instance.province
        self.fields["groups"].queryset = groups_for(user).filter(province=province)  # type: ignore[attr-defined]
        self.fields["kind"].queryset = kinds()  # type: ignore[attr-defined]
        self.initial["domains"] = "\n".join(self.instance.domains or [])

    def clean_domains(self) -> list[str]:
        """Return the host names, one a line, doubles left out."""
        lines = [line for line in self.cleaned_data["domains"].splitlines() if line.strip()]
        return list(dict.fromkeys(clean_domain(line) for line in lines))

    def _post_clean(self) -> None:
        """Leave the instance as it is: authoring compares it with what was typed and writes."""


class GroupForm(forms.Form):
    """Name of a group and the agencies in it."""

    name = forms.CharField(
        label=gettext_lazy("ชื่อกลุ่ม"), **length(160, gettext_lazy("ตรงกับช่องผู้รับผิดชอบในแผน เช่น ทุกส่วนราชการ"))
    )
    agencies = SeveralField(
        Agency.objects.none(), label=gettext_lazy("หน่วยงานในกลุ่ม"), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("หน่วยงานที่เลือกต้องรายงานมาตรการที่กำหนดให้กลุ่มนี้ในรอบที่เปิดครั้งต่อไป"),
    )  # fmt: skip

    def __init__(self, *args: Any, province: Province, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agencies = Agency.objects.of_province(province)
        self.fields["agencies"].queryset = agencies  # type: ignore[attr-defined]


class RoleForm(forms.Form):
    """A role and where it holds, out of what the giver may give; `place` is an unsaved Membership."""

    role = forms.ChoiceField(
        label=gettext_lazy("บทบาท"),
        help_text=gettext_lazy("เจ้าหน้าที่กรอกและส่ง หัวหน้าอ่านและรับรอง สำนักงานจังหวัดวางแผนและตรวจ"),
    )
    agency = forms.ModelChoiceField(
        Agency.objects.none(), label=gettext_lazy("หน่วยงาน"), required=False,
        help_text=gettext_lazy("ต้องเลือกสำหรับเจ้าหน้าที่และหัวหน้า บทบาทอื่นเว้นว่าง"),
    )  # fmt: skip
    province = forms.ModelChoiceField(
        Province.objects.none(), label=gettext_lazy("จังหวัด"), required=False,
        help_text=gettext_lazy("ต้องเลือกสำหรับสำนักงานจังหวัด บทบาทอื่นเว้นว่าง"),
    )  # fmt: skip

    def __init__(self, *args: Any, giver: User, province_code: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = roles_to_give(giver)
        agencies = places_to_fill(giver, province_code)
        self.fields["role"].choices = roles  # type: ignore[attr-defined]
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]
        self.fields["province"].queryset = provinces_for(giver)  # type: ignore[attr-defined]
        given = {role for role, _words in roles}
        if not given & PROVINCE_ROLES:
            del self.fields["province"]

    def clean(self) -> dict[str, Any]:
        """Ask for the agency or province that the role needs, and drop the one it does not."""
        data = super().clean() or {}
        role = data.get("role", "")
        for name, roles in (("agency", AGENCY_ROLES), ("province", PROVINCE_ROLES)):
            if role in roles and not data.get(name) and name not in self.errors:
                self.add_error(name, _("บทบาทนี้ต้องเลือกรายการในช่องนี้"))
            if role not in roles:
                data[name] = None
        return data

    @property
    def place(self) -> Membership:
        """Return the membership that was chosen, without a person."""
        data = self.cleaned_data
        return Membership(role=data["role"], agency=data.get("agency"), province=data.get("province"))


class InviteForm(RoleForm):
    """A new person and the first role."""

    display_name = forms.CharField(label=gettext_lazy("ชื่อ-สกุล"), **length(PERSON_NAME, NAME_HINT))
    username = forms.CharField(
        label=gettext_lazy("ชื่อผู้ใช้"), validators=[PLAIN_NAME],
        **length(150, format_lazy(gettext_lazy("ใช้เข้าสู่ระบบ ใช้{letters} ได้"), letters=LETTERS)),
    )  # fmt: skip
    email = forms.EmailField(
        label=gettext_lazy("อีเมล"),
        max_length=254,
        required=False,
        help_text=gettext_lazy("ไม่มีก็ได้ ใช้รับการแจ้งเตือนและเมื่อลืมรหัสผ่าน"),
    )
    phone = forms.CharField(label=gettext_lazy("โทรศัพท์"), required=False, **length(PHONE, PHONE_HINT))
    by_mail = forms.BooleanField(
        label=gettext_lazy("ส่งคำเชิญไปที่อีเมลนี้"), required=False, initial=True,
        help_text=gettext_lazy("ไม่เลือก หรือไม่มีอีเมล ระบบจะแสดงลิงก์ให้คัดลอกไปส่งเอง"),
    )  # fmt: skip

    field_order = ("display_name", "username", "email", "phone", "role", "agency", "province", "by_mail")

    def clean_username(self) -> str:
        """Refuse a name that somebody has, whatever its case."""
        username = str(self.cleaned_data["username"])
        # One may log in by either: another's address as a name would count and answer for two people.
        if User.objects.filter(Q(username__iexact=username) | Q(email__iexact=username)).exists():
            raise forms.ValidationError(_("มีผู้ใช้ชื่อนี้แล้ว โปรดใช้ชื่อผู้ใช้อื่น หรือเพิ่มบทบาทให้ผู้ใช้เดิม"))
        return username

    def clean_email(self) -> str:
        """Refuse an address that another account has: log-in and reset by mail must mean one person."""
        return free_email(self.cleaned_data["email"], None)


def free_email(email: str, owner: User | None) -> str:
    """Return the address; raise ValidationError where another account has it."""
    taken = User.objects.filter(Q(email__iexact=email) | Q(username__iexact=email)).exclude(pk=owner.pk if owner else 0)
    if email and taken.exists():
        raise forms.ValidationError(_("มีบัญชีที่ใช้อีเมลนี้แล้ว"))
    return email


class AccountForm(forms.Form):
    """What a person may change of the own account."""

    display_name = forms.CharField(label=gettext_lazy("ชื่อ-สกุล"), **length(PERSON_NAME, NAME_HINT))
    phone = forms.CharField(label=gettext_lazy("โทรศัพท์"), required=False, **length(PHONE, PHONE_HINT))
    email = forms.EmailField(label=gettext_lazy("อีเมล"), max_length=254, required=False, help_text=EMAIL_HINT)
    current_password = forms.CharField(
        label=gettext_lazy("รหัสผ่านปัจจุบัน"),
        help_text=gettext_lazy("เฉพาะเมื่อเปลี่ยนอีเมล เพราะลิงก์ตั้งรหัสผ่านใหม่ส่งไปที่อีเมลนี้"),
        required=False,
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        kwargs["initial"] = {"display_name": user.display_name, "phone": user.phone, "email": user.email}
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_email(self) -> str:
        """Refuse an address that another account has."""
        return free_email(self.cleaned_data["email"], self.user)

    def clean(self) -> dict[str, Any]:
        """Ask for the password where the address changes: a session left open must not become an account taken."""
        data = super().clean() or {}
        password = data.pop("current_password", "")
        if data.get("email", self.user.email).casefold() != self.user.email.casefold():
            self._confirm(password)
        return data

    def _confirm(self, password: str) -> None:
        try:
            # Counted like a log-in: an open session is no place to guess the password at leisure.
            confirmed = get_adapter().reauthenticate(self.user, password)
        except forms.ValidationError as too_many:
            self.add_error("current_password", too_many)
        else:
            if not confirmed:
                wrong = gettext_lazy("โปรดพิมพ์รหัสผ่านปัจจุบันให้ถูกต้องเพื่อเปลี่ยนอีเมล")
                self.add_error("current_password", wrong)


class PasswordForm(forms.Form):
    """The own password once more, before something that a session left open must not do."""

    current_password = forms.CharField(
        label=gettext_lazy("รหัสผ่านปัจจุบัน"), strip=False, max_length=4096,
        help_text=gettext_lazy("เพื่อให้แน่ใจว่าเป็นคุณ ไม่ใช่ผู้ที่ใช้เครื่องต่อจากคุณ"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_current_password(self) -> str:
        """Refuse a wrong password; counted like a log-in."""
        password = str(self.cleaned_data["current_password"])
        if not get_adapter().reauthenticate(self.user, password):
            raise forms.ValidationError(_("โปรดพิมพ์รหัสผ่านปัจจุบันให้ถูกต้อง"))
        return password


class FirstPasswordForm(SetPasswordForm):
    """The password that an invited person sets; who takes an account over also says which address is really theirs."""

    email = forms.EmailField(
        label=gettext_lazy("อีเมลของคุณ"), max_length=254, required=False,
        help_text=gettext_lazy("โปรดตรวจว่าเป็นอีเมลของคุณเอง เพราะผู้ที่เปิดอีเมลนี้ได้ขอตั้งรหัสผ่านใหม่ได้ ไม่มีก็เว้นว่าง"),
    )  # fmt: skip

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        self.fields["new_password2"].help_text = ""
        if user.has_usable_password():
            del self.fields["email"]
        else:
            # Whoever made the account typed it: one who kept it would get every later reset.
            self.initial["email"] = user.email

    def clean_email(self) -> str:
        """Refuse an address that another account has."""
        return free_email(self.cleaned_data["email"], self.user)
