"""What a check says, and all checks together.

One check is one file with `CODE`, `SEVERITY`, `NAME` and one of two functions: `find(result) -> str` looks at one
result, `find_in(report) -> Iterator[(Result, str)]` needs the whole report (a link is a twin of another measure's).
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from measures.checks import (
    blank,
    caption_missing,
    dead_link,
    failing_link,
    home_page,
    host_twin,
    login_wall,
    look_alike,
    no_evidence,
    not_a_url,
    not_applicable,
    off_domain,
    old_evidence,
    same_words,
    truncated,
    unconfirmed,
    untouched,
    weak_link,
)  # fmt: skip
from measures.checks.report import Report, read
from measures.choices import State

if TYPE_CHECKING:
    from agencies.models import User
    from measures.models import CheckWaiver, Result, Submission

# In the order in which they are told.
CHECKS: tuple[ModuleType, ...] = (
    blank, not_applicable, unconfirmed, caption_missing, dead_link, untouched, no_evidence, same_words, not_a_url,
    truncated, host_twin, look_alike, failing_link, login_wall, home_page, weak_link, off_domain, old_evidence,
)  # fmt: skip
NAMES = {check.CODE: check.NAME for check in CHECKS}
_PLACE = {check.CODE: place for place, check in enumerate(CHECKS)}


@dataclass(frozen=True)
class Finding:
    """One thing to mend (`error`) or to look at (`warning`) at one measure ("1.4"). `waiver`: it does not count.

    group: the number of the measure's indicator, or of its issue in a plan by issue.
    """

    code: str
    severity: str
    measure: str
    result_id: int
    group: int
    message: str
    waiver: "CheckWaiver | None" = None


@dataclass(frozen=True)
class Kind:
    """The findings of one check, in the order of the measures."""

    name: str
    severity: str
    findings: tuple[Finding, ...]


def find_all(report: Report) -> list[Finding]:
    """Return the findings of all checks, measure by measure, the waived ones among them.

    In a report that came back only the returned measures are open: what nobody can mend there only warns.
    """
    order = {result.pk: place for place, result in enumerate(report.results)}
    found = [
        Finding(
            check.CODE, _severity(check, report, result), str(result.measure), result.pk, result.measure.group,
            message, report.waivers.get(check.CODE),
        )
        for check in CHECKS
        for result, message in _found_by(check, report)
    ]  # fmt: skip
    return sorted(found, key=lambda one: (order[one.result_id], _PLACE[one.code]))


def _found_by(check: ModuleType, report: Report) -> Iterator[tuple["Result", str]]:
    if hasattr(check, "find_in"):
        yield from check.find_in(report)
    else:
        yield from ((result, message) for result in report.results if (message := check.find(result)))


def _severity(check: ModuleType, report: Report, result: "Result") -> str:
    closed = report.submission.state == State.RETURNED and not result.flagged
    return "warning" if closed else str(check.SEVERITY)


def by_kind(findings: Sequence[Finding]) -> list[Kind]:
    """Return the findings grouped by check, in the order of the checks."""
    groups: dict[str, list[Finding]] = {}
    for one in findings:
        groups.setdefault(one.code, []).append(one)
    # "error" comes before "warning": one that blocks makes the whole group one to mend.
    return [
        Kind(str(NAMES[code]), min(one.severity for one in groups[code]), tuple(groups[code]))
        for code in sorted(groups, key=lambda code: _PLACE[code])
    ]


def refusals(
    submission: "Submission", results: list["Result"], *, sender: "User", acknowledged: bool, now: dt.datetime
) -> str:
    """Return why the report cannot be sent yet, as one text, or "".

    Unsaved texts of the sender come first: what was typed must not be left behind. What is waived does not count.
    """
    unsaved = [str(r.measure) for r in results if any(u.user_id == sender.pk for u in r.unsaved.all())]
    if unsaved:
        return _("มีข้อความที่ยังไม่ได้บันทึกในมาตรการ %(names)s โปรดเลือกว่าจะใช้หรือทิ้งก่อนส่ง") % {"names": ", ".join(unsaved)}
    findings = [one for one in find_all(read(submission, results, now=now)) if one.waiver is None]
    errors = {f.result_id for f in findings if f.severity == "error"}
    if errors:
        names = [str(r.measure) for r in results if r.pk in errors]
        return _("ยังไม่ครบ %(count)s มาตรการ: %(names)s") % {"count": len(names), "names": ", ".join(names)}
    if findings and not acknowledged:
        return _("มีคำเตือน โปรดอ่านและทำเครื่องหมายรับทราบก่อนส่ง")
    return ""
