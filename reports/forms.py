"""Which paper a person wants to see."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agencies.models import User
from measures.models import Round, Submission
from reports.facts import LEVELS
from reports.registry import forms as catalogue
from reports.selectors import rounds_for, submissions_for

LEVEL_CHOICES = [("", _("ไม่พิมพ์")), *((str(level), str(level)) for level in LEVELS)]
NUMERALS = [("", _("ตามแบบ")), ("thai", _("เลขไทย")), ("arabic", _("เลขอารบิก"))]


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


class PaperForm(forms.Form):
    """Form, round, agency, numerals and level; the choices are what the person may know of."""

    code = forms.ChoiceField(label=_("แบบรายงาน"))
    round = RoundField(Round.objects.none(), label=_("รอบรายงาน"), empty_label=None)
    submission = SubmissionField(
        Submission.objects.none(),
        label=_("หน่วยงาน"),
        required=False,
        empty_label=_("เลือกหน่วยงาน"),
        help_text=_("ใช้กับแบบของหน่วยงานเท่านั้น"),
    )
    numerals = forms.ChoiceField(label=_("ตัวเลข"), choices=NUMERALS, required=False)
    level = forms.ChoiceField(
        label=_("ระดับคะแนนในหน้าแรก"),
        choices=LEVEL_CHOICES,
        required=False,
        help_text=_("ใช้กับแบบของจังหวัดเท่านั้น"),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"
        self.fields["code"].choices = [(form.code, gettext(form.name)) for form in catalogue().values()]  # type: ignore[attr-defined]
        self.rounds = rounds_for(user)
        self.fields["round"].queryset = self.rounds  # type: ignore[attr-defined]
        chosen = self._chosen_round()
        if chosen is not None:
            self.fields["submission"].queryset = submissions_for(user, chosen)  # type: ignore[attr-defined]

    def _chosen_round(self) -> Round | None:
        typed = str(self.data.get("round", ""))
        if typed.isascii() and typed.isdecimal() and len(typed) < 19:
            return self.rounds.filter(pk=int(typed)).first()
        return self.rounds.first()
