"""What a person types for plans and their measures, cleaned; nothing is written here."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from agencies.asking import length
from agencies.models import Agency, AgencyGroup, Province
from measures.choices import Grouping
from measures.forms.entry import STALE, plain
from measures.models import Measure
from measures.planning import LONGEST_LABEL, MeasureTyped
from measures.workflow import MAX_TEXT
from thai.dates import DateProblem, buddhist_year, common_year, long_date, parse_date
from thai.digits import to_arabic_digits

LONGEST_DATE = 60
DATE_EXAMPLE = _("เช่น 30 ก.ย. 70 หรือ 30/9/2570")
YEAR_EXAMPLE = _("พ.ศ. สี่หลัก เช่น 2570")
OWNER_HINT = _("จังหวัด หรือหน่วยงานที่วางแผนเอง")
ISSUE_HINT = _("ประเด็นของแผนที่มาตรการนี้อยู่ เลือกจากรายการ")
INDICATOR_HINT = _("ตัวชี้วัดที่มาตรการนี้ตอบ เลือกจากรายการ")
MEASURE_HINT = _("ถ้อยคำเต็มตามเอกสาร ไม่ต้องใส่เลขข้อ")
RESPONSIBLE_HINT = _("ตามที่พิมพ์ในเอกสาร เช่น ทุกส่วนราชการ")
SUBSTEPS_HINT = _("บรรทัดละขั้นตอน เช่น 1.1 จัดทำคู่มือ")
FOLLOW_UP_HINT = _("เช่น รายงานทุกไตรมาส เว้นว่างได้")
GROUPS_HINT = _("ทุกหน่วยงานในกลุ่มที่เลือกต้องรายงานมาตรการนี้")
_SUBSTEP = re.compile(r"\(?([0-9๐-๙]+(?:\.[0-9๐-๙]+)*|[ก-ฮ])[.)]?\s+(\S.*)")


class ThaiDateField(forms.Field):
    """A day as Thai people write it; what is wrong is said by the reader itself."""

    widget = forms.TextInput

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"help_text": DATE_EXAMPLE} | options)
        self.error_messages["required"] = format_lazy(_("โปรดพิมพ์วันที่ {example}"), example=self.help_text)

    def to_python(self, value: Any) -> Any:
        text = plain(value or "")
        if not text:
            return None
        try:
            return parse_date(text[:LONGEST_DATE])
        except DateProblem as refusal:
            raise forms.ValidationError(_(refusal.words), params={"typed": refusal.typed}) from None

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, dt.date):
            return value
        if get_language() == "en":
            return f"{value.day}/{value.month}/{buddhist_year(value)}"
        return long_date(value, "arabic")


class YearField(forms.Field):
    """A fiscal year of the Buddhist era, in Thai or Arabic digits."""

    widget = forms.TextInput

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"help_text": YEAR_EXAMPLE} | options)
        self.error_messages["required"] = self.error_messages["invalid"] = format_lazy(
            _("โปรดพิมพ์ปีงบประมาณ {example}"), example=YEAR_EXAMPLE
        )

    def to_python(self, value: Any) -> Any:
        text = plain(value or "")
        if not text:
            return None
        digits = to_arabic_digits(text)
        if not re.fullmatch(r"[0-9]{4}", digits):
            raise forms.ValidationError(self.error_messages["invalid"])
        try:
            return buddhist_year(dt.date(common_year(int(digits), era="พ.ศ."), 1, 1))
        except DateProblem as refusal:
            raise forms.ValidationError(_(refusal.words), params={"typed": refusal.typed}) from None


class PlanForm(forms.Form):
    """A new plan: whose, of which year, and how it groups its measures."""

    owner = forms.ChoiceField(label=_("เจ้าของแผน"), help_text=OWNER_HINT)
    year = YearField(label=_("ปีงบประมาณ พ.ศ."))
    grouping = forms.ChoiceField(
        label=_("จัดกลุ่มมาตรการ"), choices=Grouping.choices, required=False,
        help_text=_("ตามประเด็นใช้กับแบบรายงานผลประจำปีพร้อมบันทึกข้อความ เปลี่ยนได้จนกว่าจะมีมาตรการ"),
    )  # fmt: skip

    def __init__(self, *args: Any, owners: list[Province | Agency], **options: Any) -> None:
        super().__init__(*args, **options)
        self.owners = owners_by_key(owners)
        choices = [(key, owner.in_words) for key, owner in self.owners.items()]
        self.fields["owner"].choices = choices  # type: ignore[attr-defined]
        self.fields["year"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"

    def clean_owner(self) -> Province | Agency:
        """Return the owner himself."""
        return self.owners[self.cleaned_data["owner"]]

    def clean_grouping(self) -> str:
        """Return the grouping, by indicator where nothing was chosen."""
        return self.cleaned_data["grouping"] or Grouping.INDICATOR


def owners_by_key(owners: list[Province | Agency]) -> dict[str, Province | Agency]:
    """Return the owners by what stands for them in a choice: "province-7", "agency-12"."""
    return {f"{type(owner).__name__.lower()}-{owner.pk}": owner for owner in owners}


class MeasureForm(forms.Form):
    """One measure. While a round is open only its words can be typed.

    issues: what a plan by issue may choose from, the indicator is optional there; None: a plan by indicator.
    """

    issue = forms.TypedChoiceField(coerce=int, label=_("ประเด็นที่"), help_text=ISSUE_HINT)
    indicator = forms.TypedChoiceField(coerce=int, label=_("ตัวชี้วัดที่"), help_text=INDICATOR_HINT)
    label = forms.CharField(label=_("ข้อ"), **length(LONGEST_LABEL, _("ตามเอกสาร เช่น 1 หรือ 4.2 เว้นเลขได้")))
    text = forms.CharField(
        label=_("มาตรการ"), widget=forms.Textarea(attrs={"rows": 5}), **length(MAX_TEXT, MEASURE_HINT)
    )
    responsible = forms.CharField(
        required=False, label=_("หน่วยงาน/ผู้รับผิดชอบ"), widget=forms.Textarea(attrs={"rows": 2}),
        **length(MAX_TEXT, RESPONSIBLE_HINT),
    )  # fmt: skip
    substeps = forms.CharField(
        required=False, label=_("ขั้นตอนย่อย"), widget=forms.Textarea(attrs={"rows": 3}),
        **length(MAX_TEXT, SUBSTEPS_HINT),
    )  # fmt: skip
    follow_up = forms.CharField(
        required=False, label=_("การกำกับติดตาม"), widget=forms.Textarea(attrs={"rows": 2}),
        **length(MAX_TEXT, FOLLOW_UP_HINT),
    )  # fmt: skip
    deadline = ThaiDateField(required=False, label=_("กำหนดเสร็จ"))
    groups = forms.ModelMultipleChoiceField(
        AgencyGroup.objects.none(), required=False, label=_("กลุ่มหน่วยงานที่ต้องรายงาน"),
        widget=forms.CheckboxSelectMultiple, help_text=GROUPS_HINT,
    )  # fmt: skip

    def __init__(
        self, *args: Any, indicators: list[tuple[int, str]], issues: list[tuple[int, str]] | None = None,
        province: Province | None, words_only: bool, **options: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **options)
        choose_group(self, indicators, issues)
        if province is None:
            del self.fields["groups"]
        else:
            self.fields["groups"].queryset = province.groups.all()  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            field.disabled = words_only and name in ("issue", "indicator", "label", "deadline", "groups")
            if name != "groups":
                field.widget.attrs["class"] = "input"

    def typed(self) -> MeasureTyped:
        """Return the cleaned form as the service wants it."""
        data = self.cleaned_data
        return MeasureTyped(
            indicator=data["indicator"], label=plain(data["label"]), text=plain(data["text"]),
            responsible=plain(data["responsible"]), substeps=substeps_of(data["substeps"]),
            follow_up=plain(data["follow_up"]), deadline=data["deadline"], groups=tuple(data.get("groups", ())),
            issue=data.get("issue", 0),
        )  # fmt: skip


def choose_group(form: forms.Form, indicators: list[tuple[int, str]], issues: list[tuple[int, str]] | None) -> None:
    """Let a measure's form choose its indicator, or in a plan by issue its issue and an indicator where it likes."""
    if issues is None:
        del form.fields["issue"]
        form.fields["indicator"].choices = indicators  # type: ignore[attr-defined]
        return
    form.fields["issue"].choices = [("", _("เลือกประเด็น")), *issues]  # type: ignore[attr-defined]
    served = form.fields["indicator"]
    served.required, served.label = False, _("ตัวชี้วัดที่เกี่ยวข้อง (ถ้ามี)")
    served.choices, served.empty_value = [(0, "-"), *indicators], 0  # type: ignore[attr-defined]


def substeps_of(text: str) -> tuple[dict[str, str], ...]:
    """Return one step a line as {"label", "text"}; a line without a number has an empty label."""
    steps = []
    for line in plain(text).split("\n"):
        words = " ".join(line.split())
        if match := _SUBSTEP.fullmatch(words):
            steps.append({"label": match[1], "text": match[2]})
        elif words:
            steps.append({"label": "", "text": words})
    return tuple(steps)


def substeps_text(substeps: list[dict[str, str]]) -> str:
    """Return stored steps as the lines to edit."""
    return "\n".join(f"{step.get('label', '')} {step.get('text', '')}".strip() for step in substeps)


def measure_initial(measure: Measure) -> dict[str, Any]:
    """Return what stands in the form of an existing measure."""
    return {
        "issue": measure.issue, "indicator": measure.indicator, "label": measure.label, "text": measure.text,
        "responsible": measure.responsible, "substeps": substeps_text(measure.substeps),
        "follow_up": measure.follow_up, "deadline": measure.deadline, "groups": list(measure.groups.all()),
    }  # fmt: skip


def keys(values: list[str]) -> set[int]:
    """Return the numbers among what came as keys; anything else has no effect."""
    return {int(value) for value in values if value.isascii() and value.isdecimal() and len(value) < 19}


def version(data: QueryDict) -> int:
    """Return the version that the form was made of; one that no row has where it is missing or no number."""
    return next(iter(keys([data.get("version", "")])), STALE)
