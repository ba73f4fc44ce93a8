"""A provincial plan of 56 measures as an office holds it in Word: with the defects of real tables."""

from measures.tests.papers import HEAD, Line, word

COUNTS = (13, 4, 8, 6, 6, 7, 3, 5, 2, 2)
YEAR = 2570
EVERYONE = "ทุกส่วนราชการ"
SERVICE = "หน่วยงานที่ให้บริการประชาชน"
NAMES = (
    ("IIT", "1. การปฏิบัติหน้าที่"),
    ("IIT", "2. การใช้งบประมาณ"),
    ("IIT", "3. การใช้อำนาจ"),
    ("IIT", "4. การใช้ทรัพย์สินของทางราชการ"),  # an older wording of the official name
    ("IIT", "5. การแก้ไขปัญหาการทุจริต"),
    ("EIT", "6. คุณภาพการดำเนินงาน"),
    ("EIT", "๗. ประสิทธิภาพการสื่อสาร"),
    ("EIT", "8. การปรับปรุงการทำงาน"),
    ("OIT", "9. การเปิดเผยข้อมูล"),
    ("OIT", "10. การป้องกันการทุจริต"),
)
TITLE = [
    "แบบรายงานการดำเนินงานตามมาตรการปรับปรุงและพัฒนาเพื่อยกระดับผลการประเมินคุณธรรมและความโปร่งใส",
    f"ในการดำเนินงานของหน่วยงานภาครัฐ ประจำปีงบประมาณ พ.ศ. {YEAR} จังหวัดทดสอบบุรี",
    "หน่วยงาน : หน่วยงานทดสอบ",
]
SUBJECTS = ("ประกาศขั้นตอนและเวลาให้บริการ", "ตั้งผู้รับผิดชอบรับเรื่องร้องเรียน", "อบรมบุคลากรเรื่องผลประโยชน์ทับซ้อน")
LINK_ONE, LINK_TWO = "https://www.example.go.th/plan-1", "https://www.example.go.th/plan-2"


def text(indicator: int, number: int) -> str:
    """The words of a measure, different for each."""
    return f"{SUBJECTS[number % 3]} ครั้งที่ {number} ของเรื่องที่ {indicator}"


def plan_paper() -> bytes:
    """The .docx: ten blocks over two tables, cut inside the first block as by a page break.

    Two measures share a cell (3.7 and 3.8), a result says that nothing applies (1.3), one is blank (1.5), one link
    is cut off (2.2), two links share a cell (1.1), a label is in Thai digits (1.4), 1.7 has sub-steps
    that are numbered under another label.
    """
    rows = [row for indicator, count in enumerate(COUNTS, start=1) for row in _block(indicator, count)]
    second = [[_again(cell, at) for at, cell in enumerate(rows[6])], *rows[7:]]
    return word([HEAD, *rows[:6]], [HEAD, *second], titles=TITLE)


def _again(cell: str | None, column: int) -> str:
    # The block goes on after the page break: its merged cells are blank in the second table.
    return "" if column in (0, 1, 3) else cell or ""


def _block(indicator: int, count: int) -> list[Line]:
    instrument, name = NAMES[indicator - 1]
    responsible = SERVICE if 6 <= indicator <= 8 else EVERYONE
    rows: list[Line] = []
    for number in range(1, count + 1):
        if (indicator, number) == (3, 8):
            continue
        first = number == 1
        rows.append([
            instrument if first else None, name if first else None, _measure(indicator, number),
            responsible if first else None, _result(indicator, number),
        ])  # fmt: skip
    return rows


def _measure(indicator: int, number: int) -> str:
    match indicator, number:
        case 1, 4:
            return f"๔. {text(1, 4)}"
        case 1, 7:
            return f"7. {text(1, 7)}\n1.1 ประกาศให้ทราบ\n1.2 ติดตามผล"
        case 3, 7:
            return f"7. {text(3, 7)}\n8. {text(3, 8)}"
    return f"{number}. {text(indicator, number)}"


def _result(indicator: int, number: int) -> str:
    match indicator, number:
        case 1, 1:
            return f"{LINK_ONE}\n{LINK_TWO}"
        case 1, 3:
            return "ไม่มีการให้บริการจัดระบบคิว"
        case 1, 5:
            return ""
        case 2, 2:
            return "https://www.example.go.th/budget-"
    return f"https://www.example.go.th/{indicator}/{number}"
