"""What a person types for a memo, cleaned; nothing is written here."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.asking import at_most, too_long
from measures.forms.entry import plain
from measures.forms.planning import ThaiDateField
from measures.models import Memo
from measures.workflow import MAX_TEXT

_ROWS = {"subject": 2, "since": 3, "body": 7, "closing": 2}
_LONG = ("since", "body", "closing")
LABELS = {
    "office": _("ส่วนราชการ"), "phone": _("โทร."), "number": _("ที่"), "date": _("วันที่"), "subject": _("เรื่อง"),
    "to": _("เรียน"), "since": _("ตามที่ … นั้น"), "body": _("เนื้อความ"), "closing": _("คำลงท้าย"),
    "reporter_name": _("ชื่อผู้รายงาน"), "reporter_position": _("ตำแหน่งผู้รายงาน"),
    "deputy_name": _("ชื่อผู้ให้ความเห็นคนแรก"), "deputy_position": _("ตำแหน่งผู้ให้ความเห็นคนแรก"),
    "head_name": _("ชื่อหัวหน้าหน่วยงาน"), "head_position": _("ตำแหน่งหัวหน้าหน่วยงาน"),
}  # fmt: skip
_HELP = {
    "office": _("ชื่อเต็มของสำนักงานที่ออกหนังสือ"),
    "phone": _("เบอร์ของสำนักงาน"),
    "subject": _("เรื่องของหนังสือ ไม่ต้องพิมพ์คำว่าเรื่อง"),
    "to": _("ตำแหน่งผู้รับ เช่น ผู้ว่าราชการจังหวัด"),
    "closing": _("เช่น จึงเรียนมาเพื่อโปรดทราบ"),
    "reporter_name": _("พิมพ์ใต้ลายมือชื่อ เว้นว่างเพื่อเขียนด้วยมือ"),
    "reporter_position": _("พิมพ์ใต้ชื่อ"),
    "deputy_name": _("เว้นว่างถ้าไม่มีผู้ให้ความเห็นคนแรก"),
    "head_name": _("พิมพ์ใต้ลายมือชื่อ เว้นว่างเพื่อเขียนด้วยมือ"),
    "head_position": _("พิมพ์ใต้ชื่อ"),
    "number": _("เลขที่หนังสือทั้งหมด พิมพ์ตามที่พิมพ์ไว้ทุกตัว เช่น ศน ๗๔๒๐๑/๑๒"),
    "date": _("เช่น 13 ตุลาคม 2568 หรือ 13/10/2568 เว้นว่างได้ ในเอกสารจะพิมพ์เป็นเลขไทย"),
    "since": _("ทั้งย่อหน้า ตั้งแต่ “ตามที่” ถึง “นั้น”"),
    "body": _("เว้นบรรทัดว่างเพื่อขึ้นย่อหน้าใหม่ ขึ้นต้นบรรทัดด้วย 1. หรือ - เพื่อทำรายการ และ **คำ** เพื่อทำตัวหนา"),
    "deputy_position": _("เช่น ปลัด เว้นว่างทั้งชื่อและตำแหน่งถ้าไม่มี จะไม่พิมพ์ช่องความเห็นนี้"),
}


class MemoForm(forms.Form):
    """Every place of a memo; each may stay empty and is then left to be written by hand."""

    office = forms.CharField(required=False)
    phone = forms.CharField(required=False)
    number = forms.CharField(required=False)
    date = ThaiDateField(required=False)
    subject = forms.CharField(required=False)
    to = forms.CharField(required=False)
    since = forms.CharField(required=False)
    body = forms.CharField(required=False)
    closing = forms.CharField(required=False)
    reporter_name = forms.CharField(required=False)
    reporter_position = forms.CharField(required=False)
    deputy_name = forms.CharField(required=False)
    deputy_position = forms.CharField(required=False)
    head_name = forms.CharField(required=False)
    head_position = forms.CharField(required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            field.label = LABELS[name]
            field.help_text = _HELP[name] if name == "date" else at_most(longest(name), _HELP[name])
            if name in _ROWS:
                field.widget = forms.Textarea(attrs={"rows": _ROWS[name]})
            if name not in _LONG and isinstance(field, forms.CharField):
                field.widget.attrs["maxlength"] = str(longest(name))
            field.widget.attrs |= {"class": "input", "autocomplete": "off"}

    def clean(self) -> dict[str, Any]:
        """Return the words without what no database keeps; one that is too long says how long it may be."""
        data = super().clean() or {}
        for name, value in list(data.items()):
            if not isinstance(value, str):
                continue
            data[name] = plain(value) if name in _LONG else " ".join(plain(value).split())
            if len(data[name]) > longest(name):
                self.add_error(name, str(too_long(longest(name))))
        return data

    def typed(self) -> dict[str, Any]:
        """Return every place of the memo as it can be stored, what is wrong as ""; the form was validated."""
        return {name: self.cleaned_data.get(name, None if name == "date" else "") for name in self.fields}


def longest(name: str) -> int:
    """Return how many characters a place holds."""
    return getattr(Memo._meta.get_field(name), "max_length", None) or MAX_TEXT
