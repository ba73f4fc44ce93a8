"""What is asked of a field that stands in a page's own HTML: the figures are those of the service that judges it."""

from typing import TYPE_CHECKING

from django import template
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from agencies.asking import MEGABYTE, at_most
from assessments.register.writing import MAX_TEXT as MAX_EXPLANATION
from assessments.register.writing import MAX_UNIT
from evidence.files import MAX_SIZE
from evidence.urls import MAX_LENGTH
from measures.attaching import MAX_CAPTION
from measures.workflow import MAX_TEXT

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

register = template.Library()

ASKED: dict[str, "_StrOrPromise"] = {
    "result": at_most(MAX_TEXT, _("ทำอะไร เมื่อใด ได้ผลอย่างไร")),
    "not_applicable": at_most(MAX_TEXT, _("เหตุใดมาตรการนี้จึงไม่เกี่ยวกับหน่วยงาน")),
    "outcome": at_most(MAX_TEXT, _("สิ่งที่ดีขึ้นหลังทำมาตรการนี้")),
    "link": at_most(MAX_LENGTH, _("หน้าที่มีหลักฐานโดยตรง เปิดได้โดยไม่ต้องเข้าสู่ระบบ ไม่ใช่หน้าแรกของเว็บไซต์")),
    "file": format_lazy(
        _("JPEG PNG WebP HEIC หรือ PDF ไฟล์ละไม่เกิน {most} MB ตำแหน่งที่ถ่ายภาพจะถูกลบออก"), most=MAX_SIZE // MEGABYTE
    ),
    "caption": at_most(MAX_CAPTION, _("ภาพหรือไฟล์นี้แสดงอะไร")),
    "comment": at_most(MAX_TEXT, _("ผู้ที่อ่านรายงานนี้ได้ทุกคนเห็น")),
    "reason": at_most(MAX_TEXT, _("เก็บไว้ในประวัติ")),
    "narrative": at_most(MAX_TEXT, _("ถ้อยคำที่พิมพ์ในแบบของจังหวัด")),
    "explanation": at_most(MAX_EXPLANATION, _("อยู่ส่วนใดของหน้า หรือเหตุที่ไม่มีข้อมูล")),
    "unit": at_most(MAX_UNIT, _("เช่น สำนักปลัด กองคลัง")),
}


@register.simple_tag
def asked(name: str) -> str:
    """Return the help of that field, in the reader's language."""
    return str(ASKED[name])
