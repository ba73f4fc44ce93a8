"""Words for what a check of a link found, and for the kinds of files."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reach(models.TextChoices):
    """What a live check of a web page found. UNKNOWN: not checked yet."""

    UNKNOWN = "", _("ยังไม่ได้ตรวจ")
    ALIVE = "alive", _("เปิดได้")
    MOVED = "moved", _("ย้ายไปที่อื่น")
    LOGIN = "login", _("ต้องเข้าสู่ระบบ")
    GONE = "gone", _("ไม่พบหน้า")
    BROKEN = "broken", _("เปิดไม่ได้")
    UNCLEAR = "unclear", _("ตรวจอัตโนมัติไม่ได้")


class Why(models.TextChoices):
    """What stands behind a check's answer, as far as a person can do something with it. Never more than that:
    the portal tells nobody which ports are open or what answered (security.md T14)."""

    NONE = "", ""
    CHAIN = "chain", _("ใบรับรองของเว็บไซต์ไม่ครบชุด เครื่องบางเครื่องอาจเปิดไม่ได้")
    CERTIFICATE = "certificate", _("ใบรับรองความปลอดภัยของเว็บไซต์ใช้ไม่ได้ เบราว์เซอร์จะเตือนผู้อ่าน")
    NAME = "name", _("ไม่พบเว็บไซต์ชื่อนี้ โปรดตรวจตัวสะกด")
    NO_ANSWER = "no_answer", _("เว็บไซต์ไม่ตอบ")
    SERVER = "server", _("เว็บไซต์ขัดข้อง")
    INSIDE = "inside", _("ที่อยู่นี้เปิดจากอินเทอร์เน็ตสาธารณะไม่ได้")
    PORT = "port", _("ระบบตรวจเฉพาะที่อยู่เว็บปกติ (ไม่ระบุพอร์ต)")
    HOPS = "hops", _("เว็บไซต์พาไปต่อหลายทอดเกินกว่าที่ระบบตรวจได้")
    NOT_FOUND = "not_found", _("เว็บไซต์ตอบว่าไม่มีหน้านี้")
    PARKED = "parked", _("โดเมนนี้ว่างหรือถูกระงับ")
    HOME = "home", _("หน้าเดิมไม่อยู่แล้ว เว็บไซต์พาไปหน้าแรก")
    WALL = "wall", _("ผู้อ่านทั่วไปเปิดไม่ได้ หากเป็นเอกสารบนคลาวด์โปรดเปิดสิทธิ์ให้ทุกคนที่มีลิงก์")
    ROBOT = "robot", _("เว็บไซต์ไม่ให้ระบบอัตโนมัติเปิด โปรดเปิดดูด้วยตนเอง")
    ODD = "odd", _("เว็บไซต์ตอบในแบบที่ระบบสรุปไม่ได้ โปรดเปิดดูด้วยตนเอง")
    OFFLINE = "offline", _("ขณะตรวจ ระบบออกอินเทอร์เน็ตไม่ได้ จะตรวจใหม่เอง")
    EXAMPLE = "example", _("ที่อยู่ตัวอย่าง ระบบไม่ตรวจ")


class FileKind(models.TextChoices):
    """What an attachment holds after it was re-encoded."""

    PHOTO = "photo", _("ภาพ")
    PDF = "pdf", "PDF"
