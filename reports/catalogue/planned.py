"""Parts that the papers about a year's measures share: how a planned measure is written in forms C and D."""

from collections.abc import Iterable, Iterator

from reports.blocks import Paragraph
from reports.catalogue.rows import labelled
from reports.document import Bold, Cell, Line, Made, typed_lines
from reports.plan_facts import Group, Planned, PlanYear


def plan_opening(plan: PlanYear | None, fiscal_year: int) -> Iterator[Paragraph]:
    """What stands above the measures of that year: that there is no plan, no measure, or whose plan it is."""
    if plan is None:
        yield Paragraph((Made(f"ยังไม่มีแผนมาตรการปีงบประมาณ พ.ศ. {fiscal_year}"),))
    elif not plan.measures:
        yield Paragraph((Made(f"แผนมาตรการปีงบประมาณ พ.ศ. {fiscal_year} ยังไม่มีมาตรการ"),))
    elif not plan.is_own:
        whose = Made(f"มาตรการตามแผนปีงบประมาณ พ.ศ. {fiscal_year} ของ")
        yield Paragraph((whose, plan.owner, " ที่หน่วยงานต้องดำเนินการ มีดังนี้"))


def group_line(group: Group) -> Line:
    """ "ตัวชี้วัดที่ ๔ การใช้ทรัพย์สินของราชการ" or "ประเด็นที่ ๒ …"."""
    return (Made(f"{group.words} "), group.name) if group.name else (Made(group.words),)


def step_lines(one: Planned) -> tuple[Line, ...]:
    """The steps with their labels, as typed."""
    return tuple(line for label, text in one.steps for line in labelled(label, text))


def follow_lines(one: Planned) -> tuple[Line, ...]:
    """How the measure is followed up, and the day by which it is to be done where there is one."""
    lines = typed_lines(one.follow_up)
    return (*lines, (Made("กำหนดแล้วเสร็จ "), one.deadline)) if one.deadline else lines


def cell(lines: tuple[Line, ...]) -> Cell:
    """A cell of those lines, "-" where there are none."""
    return Cell(lines or ((None,),))


def answer_line(one: Planned, codes: frozenset[str]) -> tuple[Line, ...]:
    """The weak points among `codes` that the measure answers: "ตอบประเด็น ตัวชี้วัดที่ ๔, E๑"; no line for none."""
    found = [code for code in one.answers if code in codes]
    if not found:
        return ()
    told = ", ".join(f"ตัวชี้วัดที่ {code}" if code.isdecimal() else code.upper() for code in found)
    return ((Made(f"ตอบประเด็น {told}"),),)


def placed(one: Planned) -> Line:
    """Where the measure stands in the plan, in bold: "ตัวชี้วัดที่ ๔ ข้อ ๒"."""
    return (Bold(Made(one.place)),)


def places_of(measures: Iterable[Planned]) -> str:
    """Where measures stand in the plan: "ตัวชี้วัดที่ 4 ข้อ 2, 5 และตัวชี้วัดที่ 9 ข้อ 1"."""
    by_group: dict[str, list[str]] = {}
    for one in measures:
        by_group.setdefault(one.group.words, []).append(one.label)
    told = [f"{words} ข้อ {', '.join(labels)}" if all(labels) else words for words, labels in by_group.items()]
    return " และ".join(told)
