"""What a person picks and types on the way from a weak point to measures, and the bands of a plan."""

import re
from collections.abc import Container, Iterable, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from agencies.asking import length
from agencies.models import AgencyGroup, Province
from assessments.bands import Bands
from assessments.weakness import WeakSpot
from measures.forms.entry import plain
from measures.forms.planning import (
    FOLLOW_UP_HINT,
    GROUPS_HINT,
    ISSUE_HINT,
    MEASURE_HINT,
    RESPONSIBLE_HINT,
    SUBSTEPS_HINT,
    keys,
    substeps_of,
    substeps_text,
)
from measures.grouping import by_issue
from measures.improving import Drafted, Point
from measures.models import Plan
from measures.planning import LONGEST_LABEL, MeasureTyped, next_number
from measures.selectors.plans import indicator_choices, issue_choices
from measures.selectors.proposals import Proposal
from measures.workflow import MAX_TEXT
from thai.digits import to_arabic_digits

# So many at once keep a page below the limit of fields and below what a person can read.
MOST_DRAFTS = 20
BAND_ROWS = 5
_KEY = re.compile(r"(library|other|own)-[1-9][0-9]{0,17}")


def picked(data: QueryDict) -> list[str]:
    """Return the keys of the proposals that were ticked, each once, in order; anything else has no effect."""
    return list(dict.fromkeys(key for key in data.getlist("pick") if _KEY.fullmatch(key)))


def next_labels(plan: Plan, indicators: Iterable[int]) -> list[str]:
    """Return the next free label of each: one more than the greatest number that the indicator's labels begin with."""
    there: dict[int, list[str]] = {}
    for indicator, label in plan.measures.values_list("indicator", "label"):
        there.setdefault(indicator, []).append(label)
    labels = []
    for indicator in indicators:
        labels.append(next_number(there.setdefault(indicator, [])))
        there[indicator].append(labels[-1])
    return labels


class DraftForm(forms.Form):
    """One measure drafted from a proposal; the officer may change every word.

    In a plan by issue the person says which issue, and may leave the label to the portal.
    """

    key = forms.RegexField(_KEY, widget=forms.HiddenInput)
    indicator = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=99)
    issue = forms.TypedChoiceField(coerce=int, label=_("ประเด็นที่"), help_text=ISSUE_HINT)
    label = forms.CharField(label=_("ข้อ"), **length(LONGEST_LABEL, _("เสนอเลขถัดไปที่ว่าง แก้ได้")))
    text = forms.CharField(
        label=_("มาตรการ"), widget=forms.Textarea(attrs={"rows": 3}), **length(MAX_TEXT, MEASURE_HINT)
    )
    substeps = forms.CharField(
        required=False, label=_("ขั้นตอนย่อย"), widget=forms.Textarea(attrs={"rows": 3}),
        **length(MAX_TEXT, SUBSTEPS_HINT),
    )  # fmt: skip
    responsible = forms.CharField(
        required=False, label=_("หน่วยงาน/ผู้รับผิดชอบ"), widget=forms.Textarea(attrs={"rows": 2}),
        **length(MAX_TEXT, RESPONSIBLE_HINT),
    )  # fmt: skip
    follow_up = forms.CharField(
        required=False, label=_("การกำกับติดตาม"), widget=forms.Textarea(attrs={"rows": 2}),
        **length(MAX_TEXT, FOLLOW_UP_HINT),
    )  # fmt: skip
    groups = forms.ModelMultipleChoiceField(
        AgencyGroup.objects.none(), required=False, label=_("กลุ่มหน่วยงานที่ต้องรายงาน"),
        widget=forms.CheckboxSelectMultiple, help_text=GROUPS_HINT,
    )  # fmt: skip
    codes = forms.MultipleChoiceField(
        required=False, label=_("ตอบจุดอ่อน"), widget=forms.CheckboxSelectMultiple,
        help_text=_("ระบบจะเทียบคะแนนของจุดเหล่านี้เมื่อมีผลปีถัดไป"),
    )  # fmt: skip

    def __init__(
        self, *args: Any, spots: Sequence[WeakSpot], province: Province | None, numbers: Container[int],
        issues: list[tuple[int, str]] | None = None, **options: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **options)
        self._choose_issue(issues)
        self.numbers = numbers
        self.spots = {spot.code: spot for spot in spots if spot.indicator == self.number()}
        self.fields["codes"].choices = [(code, spot_words(spot)) for code, spot in self.spots.items()]  # type: ignore[attr-defined]
        if province is None:
            del self.fields["groups"]
        else:
            self.fields["groups"].queryset = province.groups.all()  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            if name not in ("groups", "codes"):
                field.widget.attrs["class"] = "input"

    def _choose_issue(self, issues: list[tuple[int, str]] | None) -> None:
        if issues is None:
            del self.fields["issue"]
            return
        self.fields["issue"].choices = [("", _("เลือกประเด็น")), *issues]  # type: ignore[attr-defined]
        self.fields["label"].required = False
        self.fields["label"].help_text = _("เว้นว่างได้ ระบบใส่เลขถัดไปที่ว่างของประเด็น")

    def number(self) -> int:
        value = str(self["indicator"].value() or "")
        return next(iter(keys([value])), 0)

    def clean_indicator(self) -> int:
        """Return the number, where the plan may have measures of it."""
        number: int = self.cleaned_data["indicator"]
        if number not in self.numbers:
            raise forms.ValidationError(_("ไม่มีตัวชี้วัดนี้ในเกณฑ์ของปี โปรดเริ่มเลือกมาตรการใหม่"))
        return number

    def drafted(self) -> Drafted:
        """Return the cleaned form as the service takes it."""
        data = self.cleaned_data
        typed = MeasureTyped(
            indicator=data["indicator"], label=plain(data["label"]), text=plain(data["text"]),
            responsible=plain(data["responsible"]), substeps=substeps_of(data["substeps"]),
            follow_up=plain(data["follow_up"]), groups=tuple(data.get("groups", ())), issue=data.get("issue", 0),
        )  # fmt: skip
        return Drafted(typed, tuple(Point(code, self.spots[code].score) for code in data["codes"]), data["key"])


def spot_words(spot: WeakSpot) -> str:
    """Return a weak point as a choice shows it: "i19 การเอาทรัพย์สิน… 80.00"."""
    name = f"{_t('ตัวชี้วัดที่')} {spot.code}" if spot.is_indicator else f"{spot.code} {spot.name}".strip()
    return f"{name} · {spot.score}"


def draft_forms(
    proposals: Sequence[Proposal], plan: Plan, spots: Sequence[WeakSpot], everyone: AgencyGroup | None
) -> list[DraftForm]:
    """Return a form a picked proposal, filled with what it proposes."""
    issues = issue_choices(plan) if by_issue(plan) else None
    labels = next_labels(plan, (one.indicator for one in proposals)) if issues is None else [""] * len(proposals)
    province = None if plan.agency_id else plan.province
    return [
        DraftForm(
            prefix=f"d{place}", spots=spots, province=province, numbers=(), issues=issues,
            initial={
                "key": one.key, "issue": one.issue or "", "indicator": one.indicator, "label": label, "text": one.text,
                "substeps": substeps_text(list(one.steps)), "responsible": one.responsible or _owner(plan, everyone),
                "follow_up": one.follow_up, "codes": list(one.codes), "groups": [everyone] if everyone else [],
            },
        )
        for place, (one, label) in enumerate(zip(proposals, labels, strict=True))
    ]  # fmt: skip


def _owner(plan: Plan, everyone: AgencyGroup | None) -> str:
    return plan.agency.name if plan.agency else everyone.name if everyone else ""


def sent_forms(data: QueryDict, plan: Plan, spots: Sequence[WeakSpot]) -> list[DraftForm]:
    """Return the draft forms that were sent, each with its own words; those marked as left out are gone."""
    count = min(next(iter(keys([data.get("drafts", "")])), 0), MOST_DRAFTS)
    province = None if plan.agency_id else plan.province
    numbers = {number for number, _name in indicator_choices(plan)}
    issues = issue_choices(plan) if by_issue(plan) else None
    return [
        DraftForm(data, prefix=f"d{place}", spots=spots, province=province, numbers=numbers, issues=issues)
        for place in range(count)
        if f"d{place}-key" in data and f"d{place}-leave" not in data
    ]


class BandForm(forms.Form):
    """One band of a plan: from which score on, and what the papers print."""

    at_least = forms.CharField(
        max_length=8, required=False, label=_("ตั้งแต่"), help_text=_("คะแนน 0 ถึง 100 แถวแรกเริ่มที่ 0")
    )
    wording = forms.CharField(required=False, label=_("ถ้อยคำที่พิมพ์"), **length(300, _("เช่น ต้องปรับปรุง พิมพ์ในช่องตัวชี้วัด")))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["at_least"].widget.attrs |= {"class": "input", "inputmode": "decimal"}
        self.fields["wording"].widget.attrs["class"] = "input"


class LowestForm(forms.Form):
    """Whether the bands count by themselves, or the lowest n indicators of each instrument."""

    lowest = forms.IntegerField(
        required=False, min_value=1, max_value=10, label=_("ใช้เฉพาะตัวชี้วัดคะแนนต่ำสุดกี่ตัวของแต่ละแบบสำรวจ"),
        help_text=_("เว้นว่างเมื่อใช้ช่วงคะแนน เมื่อกรอก ตัวชี้วัดที่ต่ำสุดได้ถ้อยคำแรก ที่เหลือได้ถ้อยคำสุดท้าย"),
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["lowest"].widget.attrs["class"] = "input"


BandFormSet = forms.formset_factory(BandForm, extra=0, max_num=BAND_ROWS, absolute_max=BAND_ROWS, validate_max=True)


def band_rows(bands: Bands | None) -> list[dict[str, str]]:
    """Return what stands in the rows of the bands' form, empty rows at the end."""
    known = bands.rows if bands else ()
    rows = [{"at_least": f"{row.at_least.normalize():f}", "wording": row.wording} for row in known]
    return rows + [{}] * (BAND_ROWS - len(rows))


def typed_bands(rows: Iterable[dict[str, str]], lowest: int | None) -> dict[str, Any]:
    """Return the bands' JSON of the cleaned rows; empty rows are left out."""
    typed = [
        {"at_least": to_arabic_digits(plain(row.get("at_least", ""))), "wording": plain(row.get("wording", ""))}
        for row in rows
    ]
    return {"rows": [row for row in typed if row["at_least"] or row["wording"]], "lowest": lowest}
