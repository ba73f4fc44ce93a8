"""Which paper a person wants to see."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, Province, User
from measures.models import Round, Submission
from reports.facts import LEVELS
from reports.registry import forms as catalogue
from reports.selectors import (
    agencies_for,
    may_see_province,
    paper_years,
    provinces_for,
    rounds_for,
    submissions_for,
    usual_round,
)

LEVEL_CHOICES = [("", _("ไม่พิมพ์")), *((str(level), str(level)) for level in LEVELS)]
CODE_HINT = _("แบบที่ตรงกับเอกสารที่ต้องส่ง")
NUMERALS_HINT = _("ตามแบบ: เลขไทยหรือเลขอารบิกตามที่แบบนั้นใช้")
CHOOSING = "choose"
PHOTOS = [("", _("4 ภาพต่อหน้า")), ("2", _("2 ภาพต่อหน้า")), ("6", _("6 ภาพต่อหน้า"))]
NUMERALS = [("", _("ตามแบบ")), ("thai", _("เลขไทย")), ("arabic", _("เลขอารบิก"))]


def _codes(*, of_round: bool) -> list[tuple[str, str]]:
    return [(form.code, gettext(form.name)) for form in catalogue().values() if form.of_round == of_round]


def asked(data: Any, mark: str, user: User, form: "type[PaperForm] | type[YearPaperForm]") -> Any:
    """The form of a page as it was asked for: unbound without `mark` in the address, or while somebody still chooses.

    data: the address's parameters; "choose" in it: show the choices that go with what is chosen so far.
    """
    if mark not in data:
        return form(user=user)
    if CHOOSING in data:
        prefix = mark.removesuffix("code")
        return form(user=user, initial={name.removeprefix(prefix): value for name, value in data.items()})
    return form(data, user=user)


class RoundField(forms.ModelChoiceField):
    """A round by its name, year and owner."""

    def label_from_instance(self, obj: Round) -> str:
        """Return "รอบ 6 เดือน ปีงบประมาณ พ.ศ. 2568 จังหวัด…"."""
        words = {"round": obj.name, "year": obj.plan.fiscal_year, "owner": obj.plan.owner_name}
        return gettext("%(round)s ปีงบประมาณ พ.ศ. %(year)s %(owner)s") % words


class SubmissionField(forms.ModelChoiceField):
    """A submission by its agency."""

    def label_from_instance(self, obj: Submission) -> str:
        """Return the agency and the state of its report."""
        return f"{obj.agency.name} ({obj.get_state_display()})"


class ProvinceField(forms.ModelChoiceField):
    """A province by its name in the reader's language."""

    def label_from_instance(self, obj: Province) -> str:
        """Return the name."""
        return obj.local_name


class PaperForm(forms.Form):
    """Form, round, agency, numerals and level; the choices are what the person may know of."""

    code = forms.ChoiceField(label=_("แบบรายงาน"), help_text=CODE_HINT)
    round = RoundField(Round.objects.none(), label=_("รอบรายงาน"), empty_label=None, help_text=_("รอบที่เอกสารรายงานผล"))
    submission = SubmissionField(
        Submission.objects.none(),
        label=_("หน่วยงาน"),
        required=False,
        empty_label=_("เลือกหน่วยงาน"),
        help_text=_("ใช้กับแบบของหน่วยงานเท่านั้น"),
    )
    numerals = forms.ChoiceField(label=_("ตัวเลข"), choices=NUMERALS, required=False, help_text=NUMERALS_HINT)
    level = forms.ChoiceField(
        label=_("ระดับคะแนนในหน้าแรก"),
        choices=LEVEL_CHOICES,
        required=False,
        help_text=_("ใช้กับแบบของจังหวัดเท่านั้น"),
    )
    photos = forms.ChoiceField(
        label=_("ภาพประกอบ"),
        choices=PHOTOS,
        required=False,
        help_text=_("ใช้กับรายงานผลการดำเนินการประจำปีเท่านั้น"),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"
        self.fields["code"].choices = _codes(of_round=True)  # type: ignore[attr-defined]
        self.user = user
        self.rounds = rounds_for(user)
        self.fields["round"].queryset = self.rounds  # type: ignore[attr-defined]
        self.chosen = chosen = self._chosen_round()
        if chosen is not None:
            self.initial["round"] = chosen.pk
            self.fields["submission"].queryset = submissions_for(user, chosen)  # type: ignore[attr-defined]

    def _chosen_round(self) -> Round | None:
        typed = str(self.data.get("round", "") or self.initial.get("round", ""))
        if typed.isascii() and typed.isdecimal() and len(typed) < 19:
            return self.rounds.filter(pk=int(typed)).first()
        return usual_round(self.rounds, self.user)


class YearPaperForm(forms.Form):
    """Form, year, province, agency and numerals of a paper of a whole year; the choices are what the person may see.

    A person with several provinces chooses the province first; its agencies are offered then.
    """

    code = forms.ChoiceField(label=_("แบบรายงาน"), help_text=CODE_HINT)
    year = forms.TypedChoiceField(label=_("ปีงบประมาณ พ.ศ."), coerce=int, help_text=_("ปีของแผนหรือทะเบียน"))
    province = ProvinceField(
        Province.objects.none(),
        label=_("จังหวัด"),
        required=False,
        empty_label=None,
        help_text=_("เลือกแล้วรายชื่อหน่วยงานเปลี่ยนตาม"),
    )
    agency = forms.ModelChoiceField(
        Agency.objects.none(), label=_("หน่วยงาน"), required=False, help_text=_("เจ้าของเอกสาร")
    )
    numerals = forms.ChoiceField(label=_("ตัวเลข"), choices=NUMERALS, required=False, help_text=NUMERALS_HINT)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        kwargs.setdefault("prefix", "of")
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        for field in fields.values():
            field.widget.attrs["class"] = "input"
        fields["code"].choices = _codes(of_round=False)
        fields["year"].choices = [(year, str(year)) for year in paper_years()]
        self.provinces = provinces_for(user)
        whole = [one for one in self.provinces if may_see_province(user, one)]
        fields["province"].queryset = self.provinces
        chosen = self._chosen_province()
        agencies = agencies_for(user)
        fields["agency"].queryset = agencies.filter(province=chosen) if chosen else agencies.none()
        fields["agency"].empty_label = _("ทุกหน่วยงานของจังหวัด") if whole else None
        fields["agency"].required = not whole
        if len(self.provinces) < 2:
            del fields["province"]

    def target(self) -> Agency | Province | None:
        """Whose paper was chosen; the form is valid."""
        return self.cleaned_data["agency"] or self._chosen_province()

    def _chosen_province(self) -> Province | None:
        typed = str(self.data.get(self.add_prefix("province"), "") or self.initial.get("province", ""))
        if typed.isascii() and typed.isdecimal() and len(typed) < 19:
            return next((one for one in self.provinces if one.pk == int(typed)), None)
        return self.provinces[0] if self.provinces else None
