"""Forms that take a paper in. They clean; they write nothing."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, Province
from evidence.forms import PaperField
from measures.forms.planning import OWNER_HINT, owners_by_key


class PlanPaperForm(forms.Form):
    """The paper of a year's plan: whose, and which year."""

    owner = forms.ChoiceField(label=_("เจ้าของแผน"), help_text=OWNER_HINT)
    year = forms.TypedChoiceField(coerce=int, label=_("ปีงบประมาณ พ.ศ."), help_text=_("ปีของแผน ไม่ใช่ปีของคะแนน"))
    paper = PaperField()

    def __init__(self, *args: Any, owners: list[Province | Agency], years: list[int], **options: Any) -> None:
        super().__init__(*args, **options)
        self.owners = owners_by_key(owners)
        choices = [(key, owner.in_words) for key, owner in self.owners.items()]
        self.fields["owner"].choices = choices  # type: ignore[attr-defined]
        self.fields["year"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]
        for name in ("owner", "year"):
            self.fields[name].widget.attrs["class"] = "input"

    def clean_owner(self) -> Province | Agency:
        """Return the owner himself."""
        return self.owners[self.cleaned_data["owner"]]


class ResultPaperForm(forms.Form):
    """The paper of an agency's results in one round."""

    paper = PaperField()
