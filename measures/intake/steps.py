"""Steps in a cell of their own: their numbers kept, every other line a step without one."""

import re
from collections.abc import Iterable

from measures.intake.shapes import SubStep
from thai.digits import to_arabic_digits
from thai.wording import squeeze

_D = r"[0-9๐-๙]"
# "1." "๑)" "(1)" "1.2" "ก." "-"; a number without a sign is a figure of the text, so is 85.50.
_LABEL = re.compile(
    rf"^(?:ขั้นตอนที่\s*|ข้อ\s*(?:ที่)?\s*)?(?P<n>\({_D}{{1,2}}\)|{_D}{{1,2}}(?:\.{_D}{{1,2}})+[.)]?(?!{_D})"
    rf"|{_D}{{1,2}}[.)](?!{_D})|\([ก-ฮ]\)|[ก-ฮ][.)](?=\s)|[-–—•●▪➢*](?=\s|[ก-๙A-Za-z“\"]))\s*(?=\S)"
)
_LONGEST_LIST = 40


def read_steps(lines: Iterable[str]) -> tuple[SubStep, ...]:
    """One step a line, its label as written in Arabic digits ("1", "2)", "1.1", "-") or "" where it has none."""
    steps = []
    for line in map(squeeze, lines):
        if match := _label(line):
            steps.append(SubStep(to_arabic_digits(match["n"]).rstrip("."), line[match.end() :]))
        elif line:
            steps.append(SubStep("", line))
    return tuple(steps)


def begins_a_step(line: str) -> bool:
    """Whether a line begins with a number or a sign of a list."""
    return _label(squeeze(line)) is not None


def _label(line: str) -> re.Match[str] | None:
    match = _LABEL.match(line)
    if match is None:
        return None
    parts = re.findall(r"[0-9]+", to_arabic_digits(match["n"]))
    decimal = "." in match["n"].rstrip(".") and any(part[0] == "0" or int(part) > _LONGEST_LIST for part in parts)
    return None if decimal else match
