"""The columns of a list of agencies and people, by the headings that offices write. Pure, runs without Django."""

from thai.wording import squeeze

# Field → its heading in the template, then other headings that mean the same.
COLUMNS: dict[str, tuple[str, ...]] = {
    "province": ("จังหวัด", "province"),
    "agency": ("หน่วยงาน", "ชื่อหน่วยงาน", "ส่วนราชการ", "agency"),
    "kind": ("ประเภท", "ประเภทหน่วยงาน", "kind"),
    "groups": ("กลุ่ม", "กลุ่มหน่วยงาน", "อยู่ในกลุ่ม", "groups"),
    "domains": ("โดเมน", "เว็บไซต์", "เว็บไซต์ของหน่วยงาน", "domain", "domains"),
    "username": ("ชื่อผู้ใช้", "บัญชีผู้ใช้", "username"),
    "display_name": ("ชื่อที่แสดง", "ชื่อ-สกุล", "ชื่อ - สกุล", "ชื่อสกุล", "ชื่อ-นามสกุล", "display name"),
    "email": ("อีเมล", "อีเมล์", "e-mail", "email"),
    "phone": ("โทร", "โทรศัพท์", "เบอร์โทร", "เบอร์โทรศัพท์", "phone"),
    "role": ("บทบาท", "หน้าที่", "role"),
}
HEADINGS = tuple(names[0] for names in COLUMNS.values())
# The sheet of the template that explains and lists what may be written; it is not read.
GUIDE = "คำอธิบาย"
_FIELDS = {"".join(name.casefold().split()): field for field, names in COLUMNS.items() for name in names}


def field_of(heading: str) -> str:
    """Return the field that a heading means ("" for none); spaces, case and a star at the end do not matter."""
    return _FIELDS.get("".join(squeeze(heading).casefold().split()).rstrip("*:"), "")
