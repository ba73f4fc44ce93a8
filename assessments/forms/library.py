"""The form of one entry of the library; it writes nothing."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from agencies.asking import length
from assessments.library import Typed
from assessments.models import Suggestion
from thai.wording import squeeze

MAX_TEXT = 2000
MAX_STEPS = 12
NUMBERS = range(1, 11)


class SuggestionForm(forms.Form):
    """What an administrator types of a suggested measure."""

    indicator = forms.TypedChoiceField(coerce=int, label=_("ตัวชี้วัดที่"), help_text=_("เสนอเมื่อตัวชี้วัดนี้เป็นจุดอ่อน"))
    topic = forms.CharField(
        max_length=200, required=False, label=_("คำสำคัญของข้อคำถาม"),
        help_text=_("คำที่อยู่ในชื่อข้อ เว้นวรรคระหว่างคำที่ต้องมีครบ ใช้ | ระหว่างทางเลือก เว้นว่างเมื่อใช้กับทั้งตัวชี้วัด"),
    )  # fmt: skip
    text = forms.CharField(
        label=_("มาตรการที่เสนอ"), widget=forms.Textarea(attrs={"rows": 3}),
        **length(MAX_TEXT, _("ถ้อยคำที่นำไปใช้ในแผนได้ทันที")),
    )  # fmt: skip
    steps = forms.CharField(
        required=False, label=_("ขั้นตอน"), widget=forms.Textarea(attrs={"rows": 4}),
        **length(MAX_TEXT, format_lazy(_("บรรทัดละหนึ่งขั้นตอน ไม่เกิน {most} บรรทัด"), most=MAX_STEPS)),
    )  # fmt: skip
    evidence = forms.CharField(
        label=_("หลักฐานที่พิสูจน์ได้"), widget=forms.Textarea(attrs={"rows": 2}),
        **length(MAX_TEXT, _("สิ่งที่ผู้อื่นเปิดดูแล้วเชื่อได้ว่าทำจริง")),
    )  # fmt: skip
    is_active = forms.BooleanField(label=_("ใช้งาน"), required=False, help_text=_("ปิดไว้เมื่อไม่ต้องการให้เสนอแก่หน่วยงาน"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)

    def __init__(self, *args: Any, names: dict[int, str], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(number, f"{number}. {names[number]}" if number in names else number) for number in NUMBERS]
        self.fields["indicator"].choices = choices  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            if name != "is_active":
                field.widget.attrs["class"] = "input"

    def clean_steps(self) -> tuple[str, ...]:
        """Return one text a step."""
        steps = tuple(squeeze(line) for line in self.cleaned_data["steps"].splitlines() if squeeze(line))
        if len(steps) > MAX_STEPS:
            refusal = _("ขั้นตอนมากเกิน {most} บรรทัด โปรดรวมขั้นตอนที่ทำต่อเนื่องกัน")
            raise forms.ValidationError(format_lazy(refusal, most=MAX_STEPS))
        return steps

    @staticmethod
    def initial_of(entry: Suggestion | None, indicator: int) -> dict[str, Any]:
        """Return what stands in the form of an entry, or of a new one for that indicator."""
        if entry is None:
            return {"indicator": indicator or 1, "is_active": True, "version": 0}
        return {
            "indicator": entry.indicator, "topic": entry.topic, "text": entry.text, "steps": "\n".join(entry.steps),
            "evidence": entry.evidence, "is_active": entry.is_active, "version": entry.version,
        }  # fmt: skip

    def typed(self) -> Typed:
        """Return the cleaned form as the library takes it."""
        data = self.cleaned_data
        return Typed(
            indicator=data["indicator"], topic=squeeze(data["topic"]), text=data["text"].strip(), steps=data["steps"],
            evidence=data["evidence"].strip(), is_active=data["is_active"],
        )  # fmt: skip
