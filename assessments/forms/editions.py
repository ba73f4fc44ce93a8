"""Forms of an edition: each turns what is typed into a new edition document; none writes."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agencies.asking import length, size, too_big
from assessments.base_data import decode_json
from assessments.choices import AnswerKind, InstrumentCode
from assessments.edition_data import EditionError
from thai.digits import to_arabic_digits
from thai.wording import squeeze

MAX_FILE = 2 * 1024 * 1024
EXTRA_QUESTIONS = 3
_WEIGHT = _("ร้อยละของคะแนนรวม น้ำหนักทั้งสามรวมกันได้ 100")
_ISSUE = re.compile(r"\s*([1-9][0-9]?)[.\s]\s*\S.*", re.DOTALL)


class EditionFileForm(forms.Form):
    """One edition file to take in."""

    file = forms.FileField(label=_("ไฟล์เกณฑ์การประเมิน (JSON)"), help_text=size(MAX_FILE, _("ไฟล์เกณฑ์ของปีเดียว")))

    def clean_file(self) -> Any:
        """Return the decoded document."""
        upload = self.cleaned_data["file"]
        if upload.size > MAX_FILE:
            raise forms.ValidationError(too_big(MAX_FILE, _("โปรดเลือกไฟล์เกณฑ์ของปีเดียว")))
        try:
            return decode_json(upload.read(), "ไฟล์ที่เลือก")
        except EditionError as error:
            raise forms.ValidationError(str(error)) from error


class EditionForm(forms.Form):
    """What belongs to the whole edition: state, source, weights, level rules and bands."""

    verified = forms.BooleanField(
        label=_("ตรวจกับเอกสารทางการแล้ว"), required=False, help_text=_("เลือกได้เมื่อมีข้อคำถามครบทุกช่วง")
    )
    source = forms.CharField(
        label=_("ที่มาและหมายเหตุ"),
        required=False,
        help_text=_("เอกสารที่ใช้ หน้า และวันที่ตรวจ"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    weight_iit = forms.CharField(label=_("น้ำหนัก IIT (ร้อยละ)"), max_length=6, help_text=_WEIGHT)
    weight_eit = forms.CharField(label=_("น้ำหนัก EIT (ร้อยละ)"), max_length=6, help_text=_WEIGHT)
    weight_oit = forms.CharField(label=_("น้ำหนัก OIT (ร้อยละ)"), max_length=6, help_text=_WEIGHT)
    level_rules = forms.CharField(
        label=_("เกณฑ์ระดับ"),
        required=False,
        help_text=_("บรรทัดละหนึ่งระดับ จากสูงไปต่ำ: ชื่อ | คะแนนรวม | แบบสำรวจต่ำสุด | ตัวชี้วัดต่ำสุด เช่น ผ่านดี | 85 | | 85"),
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    bands = forms.CharField(
        label=_("ช่วงคะแนนและถ้อยคำ"),
        help_text=_("บรรทัดละหนึ่งช่วง จากต่ำไปสูง: คะแนนเริ่ม | ถ้อยคำ"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    lowest = forms.IntegerField(
        label=_("นับเฉพาะตัวชี้วัดคะแนนต่ำสุดกี่ตัวของแต่ละแบบสำรวจ"),
        required=False,
        min_value=1,
        max_value=10,
        help_text=_("เว้นว่างเมื่อใช้ช่วงคะแนน"),
    )
    issues = forms.CharField(
        label=_("ประเด็นของแผนตามประเด็น"),
        required=False,
        help_text=_("บรรทัดละหนึ่งประเด็น: เลข ชื่อ | ชื่ออื่นที่พบในเอกสาร เช่น 2 การให้บริการ | งานบริการ ลบบรรทัดได้เมื่อยังไม่มีแผนใช้"),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    @staticmethod
    def initial_of(document: dict[str, Any]) -> dict[str, Any]:
        """The form's values of an edition document."""
        weights = {f"weight_{one['code'].lower()}": one["weight"] for one in document["instruments"]}
        keys = ("name", "min_overall", "min_instrument", "min_indicator")
        return weights | {
            "verified": document["verified"],
            "source": document["source"],
            "level_rules": "\n".join(_joined(rule.get(key) for key in keys) for rule in document["level_rules"]),
            "bands": "\n".join(_joined((row["at_least"], row["wording"])) for row in document["bands"]["rows"]),
            "lowest": document["bands"].get("lowest"),
            "issues": "\n".join(_issue_line(one) for one in document["issues"]),
        }

    def clean_issues(self) -> list[dict[str, Any]]:
        """Return [{"number", "name", "aliases"}]; a line without its number is refused."""
        found = []
        for line in _lines(self.cleaned_data["issues"]):
            match = _ISSUE.fullmatch(to_arabic_digits(line.split("|")[0]))
            if match is None:
                raise forms.ValidationError(_("ประเด็น “%(line)s” ต้องขึ้นต้นด้วยเลข เช่น 1 ชื่อประเด็น"), params={"line": line})
            name = squeeze(line.split("|")[0].strip()[match.end(1) :].lstrip(". "))
            aliases = [squeeze(alias) for alias in line.split("|")[1:] if squeeze(alias)]
            found.append({"number": int(match[1]), "name": name, "aliases": aliases})
        return found

    def changed_document(self, document: dict[str, Any]) -> dict[str, Any]:
        """The document with what was typed; the form is valid."""
        typed = self.cleaned_data
        for one in document["instruments"]:
            one["weight"] = to_arabic_digits(typed[f"weight_{one['code'].lower()}"])
        keys = ("name", "min_overall", "min_instrument", "min_indicator")
        rules = [dict(zip(keys, _parts(line, 4), strict=True)) for line in _lines(typed["level_rules"])]
        rows = [_parts(line, 2) for line in _lines(typed["bands"])]
        return document | {
            "verified": typed["verified"],
            "source": typed["source"],
            "level_rules": rules,
            "bands": {
                "rows": [{"at_least": at_least, "wording": wording or ""} for at_least, wording in rows],
                "lowest": typed["lowest"],
            },
            "issues": typed["issues"],
        }


class IndicatorForm(forms.Form):
    """One indicator: names, range and sub-indicators."""

    name = forms.CharField(label=_("ชื่อตัวชี้วัด"), **length(160, _("ตรงตามเอกสารของ ป.ป.ช. ทุกตัวอักษร")))
    question_range = forms.CharField(
        label=_("ช่วงข้อคำถาม"), max_length=20, required=False, help_text=_("เช่น i1-i6 เว้นว่างเมื่อยังไม่ทราบ")
    )
    aliases = forms.CharField(
        label=_("ชื่ออื่นที่พบในเอกสาร"),
        required=False,
        help_text=_("บรรทัดละหนึ่งชื่อ"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    sub_indicators = forms.CharField(
        label=_("ตัวชี้วัดย่อย"),
        required=False,
        help_text=_("บรรทัดละหนึ่งรายการ เช่น 9.1 ข้อมูลพื้นฐาน"),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    @staticmethod
    def initial_of(indicator: dict[str, Any]) -> dict[str, Any]:
        """The form's values of one indicator of an edition document."""
        return {
            "name": indicator["name"],
            "question_range": indicator["question_range"],
            "aliases": "\n".join(indicator["aliases"]),
            "sub_indicators": "\n".join(f"{one['code']} {one['name']}" for one in indicator["sub_indicators"]),
        }

    def clean_sub_indicators(self) -> list[dict[str, Any]]:
        """Return [{"code", "name"}]."""
        pairs = [line.partition(" ") for line in _lines(self.cleaned_data["sub_indicators"])]
        return [{"code": to_arabic_digits(code), "name": name.strip()} for code, _space, name in pairs]


def _narrow(size: int) -> forms.TextInput:
    return forms.TextInput(attrs={"size": size})


class QuestionForm(forms.Form):
    """One question or OIT item; the code of a stored one stays."""

    code = forms.CharField(label=_("รหัส"), required=False, widget=_narrow(4), **length(4, _("เช่น i1 e5 o12")))
    text = forms.CharField(label=_("ข้อความ"), required=False, widget=_narrow(56), **length(300, _("ตรงตามแบบสำรวจ")))
    sub_indicator = forms.CharField(
        label=_("ตัวชี้วัดย่อย"), max_length=8, required=False, widget=_narrow(5), help_text=_("เช่น 9.1 เว้นว่างเมื่อไม่มี")
    )
    polarity = forms.CharField(
        label=_("ทิศทาง"),
        max_length=8,
        required=False,
        initial="+",
        widget=_narrow(4),
        help_text=_("+ ยิ่งมากยิ่งดี - ยิ่งน้อยยิ่งดี"),
    )
    sub_questions = forms.IntegerField(
        label=_("ข้อย่อย"), min_value=1, max_value=20, required=False, initial=1, help_text=_("จำนวนข้อย่อย 1 ถึง 20")
    )
    answer_kind = forms.ChoiceField(
        label=_("ลักษณะคำตอบ"), choices=AnswerKind.choices, required=False, help_text=_("แบบที่ใช้ถามข้อนี้")
    )

    def __init__(self, *args: Any, usual_kind: str = AnswerKind.SCALE, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer_kind"].initial = usual_kind
        # The help stands once, in the head of the table.
        for name, field in self.fields.items():
            field.widget.attrs["aria-describedby"] = f"asked-{name}"
        # Sent along, not disabled: rows are told apart by what was on the page, not by their place.
        if self.initial.get("code"):
            self.fields["code"].widget.attrs["readonly"] = True

    def as_question(self) -> dict[str, Any] | None:
        """The question for an edition document; None for a row left without a code."""
        typed = self.cleaned_data
        code = to_arabic_digits(squeeze(typed.get("code") or "")).lower()
        if not code:
            return None
        return {
            "code": code,
            "text": squeeze(typed["text"]),
            "polarity": typed["polarity"] or "+",
            "sub_questions": typed["sub_questions"] or 1,
            "answer_kind": typed["answer_kind"] or AnswerKind.SCALE,
            "sub_indicator": to_arabic_digits(squeeze(typed["sub_indicator"])),
        }


QuestionFormSet = forms.formset_factory(QuestionForm, extra=EXTRA_QUESTIONS, max_num=100)


def usual_kind(instrument: str) -> str:
    """How new questions of that instrument (IIT, EIT, OIT) are usually answered."""
    return AnswerKind.DISCLOSURE if instrument == InstrumentCode.OIT else AnswerKind.SCALE


def question_rows(indicator: dict[str, Any]) -> list[dict[str, Any]]:
    """Initial values of the question forms, in order of their numbers."""
    rows = [one | {"sub_indicator": ""} for one in indicator["questions"]]
    rows += [one | {"sub_indicator": sub["code"]} for sub in indicator["sub_indicators"] for one in sub["questions"]]
    return sorted(rows, key=lambda one: int(one["code"][1:]))


def changed_indicator(
    indicator: dict[str, Any], form: IndicatorForm, questions: list[dict[str, Any]]
) -> dict[str, Any]:
    """The indicator with what was typed. Questions of an unknown sub-indicator stay visible as such."""
    typed = form.cleaned_data
    bare = [{key: value for key, value in one.items() if key != "sub_indicator"} for one in questions]
    homes = [one["sub_indicator"] for one in questions]
    subs = typed["sub_indicators"]
    known = {sub["code"] for sub in subs}
    if strange := sorted({home for home in homes if home and home not in known}):
        raise EditionError(gettext("ไม่มีตัวชี้วัดย่อย %(strange)s โปรดเพิ่มในช่องตัวชี้วัดย่อยก่อน") % {"strange": ", ".join(strange)})
    if gone := sorted({sub["code"] for sub in indicator["sub_indicators"]} - known):
        raise EditionError(
            gettext("ตัวชี้วัดย่อย %(gone)s หายไปจากช่อง หากต้องการลบให้ใช้ปุ่มลบด้านล่าง") % {"gone": ", ".join(gone)}
        )
    return indicator | {
        "name": squeeze(typed["name"]),
        "question_range": to_arabic_digits(squeeze(typed["question_range"])).lower(),
        "aliases": [squeeze(line) for line in _lines(typed["aliases"])],
        "questions": [one for one, home in zip(bare, homes, strict=True) if not home],
        "sub_indicators": [
            sub | {"questions": [one for one, home in zip(bare, homes, strict=True) if home == sub["code"]]}
            for sub in subs
        ],
    }


def _issue_line(issue: dict[str, Any]) -> str:
    return " | ".join([f"{issue['number']} {issue['name']}", *issue["aliases"]])


def _joined(values: Any) -> str:
    return " | ".join(str(value if value is not None else "") for value in values)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _parts(line: str, count: int) -> list[Any]:
    """`count` parts of "a | b | c"; empty ones are None."""
    parts: list[Any] = [part.strip() for part in line.split("|", count - 1)]
    numbers = [to_arabic_digits(part) if part.replace(".", "").isdecimal() else part for part in parts]
    return [part or None for part in numbers] + [None] * (count - len(parts))
