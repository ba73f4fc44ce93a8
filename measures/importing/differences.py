"""Where a paper's measures differ from the plan that is there; the plan's words stay."""

from measures.grouping import by_issue, number_of
from measures.intake.doubts import code_of, doubt
from measures.intake.shapes import Doubt, FoundMeasure, Reading
from measures.models import Plan
from thai.wording import bare, gettext_noop

# More of one kind than this are told in one message.
HANDFUL = 5
# What is said of one measure → what is said of many.
MANY = {
    "wording_differs": "wordings_differ",
    "measure_extra": "measures_extra",
    "measure_missing": "measures_missing",
}


def steps_of(found: FoundMeasure) -> list[dict[str, str]]:
    """The sub-steps of a found measure as a plan keeps them."""
    return [{"label": step.label, "text": step.text} for step in found.substeps]


def plan_doubts(plan: Plan | None, reading: Reading, *, whole: bool) -> list[Doubt]:
    """Measures in other words, measures that the plan lacks, and with `whole` those that the paper lacks.

    `whole`: the paper is a plan; the results of one agency may well leave measures out. Nothing differs: no doubt.
    """
    if plan is None:
        return []
    if reading.measures and reading.by_issue != by_issue(plan) and plan.measures.exists():
        ours, theirs = (gettext_noop("ตามประเด็น"), gettext_noop("ตามตัวชี้วัด"))[:: 1 if reading.by_issue else -1]
        return [doubt("grouping_differs", there=theirs, here=ours)]
    missing = {(number_of(one), one.label): one for one in plan.measures.all()}
    known = dict(missing)
    differing, extra = list[FoundMeasure](), list[FoundMeasure]()
    for found in reading.measures:
        if found.stamp:
            continue  # the portal's own workbook: its rows are known by their codes
        there = known.get(found.key)
        missing.pop(found.key, None)
        if there is None:
            extra.append(found)
        elif bare(_words(there.text, there.substeps)) != bare(_words(found.text, steps_of(found))):
            differing.append(found)
    lacking = [FoundMeasure(one.indicator, one.label, one.text, issue=one.issue) for one in missing.values()]
    kinds = (("wording_differs", differing), ("measure_extra", extra), ("measure_missing", lacking if whole else []))
    return [one for code, measures in kinds for one in _told(code, measures)]


def _words(text: str, substeps: list[dict[str, str]]) -> str:
    return " ".join([text, *(f"{step['label']} {step['text']}" for step in substeps)])


def _told(code: str, measures: list[FoundMeasure]) -> list[Doubt]:
    """One doubt a measure, or one for all of them where they are many."""
    if len(measures) > HANDFUL:
        named = ", ".join(f"{one.group}.{one.label or '-'}" for one in measures)
        many = code_of(MANY[code], by_issue=bool(measures[0].issue))
        return [doubt(many, count=len(measures), measures=named)]
    return [
        doubt(
            code_of(code, by_issue=bool(one.issue)), one.place, one.text[:120],
            indicator=one.group, label=one.label or "-",
        )
        for one in measures
    ]  # fmt: skip
