"""What a person chooses about notices, cleaned; nothing is written here."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from agencies.inbox import CHOOSABLE


class NoticeSettingsForm(forms.Form):
    """The kinds of notices that also come by mail; those of the own account always do."""

    kinds = forms.MultipleChoiceField(
        required=False, label=gettext_lazy("เรื่องที่รับทางอีเมล"), widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("เอาเครื่องหมายออกจากเรื่องที่ไม่ต้องการทางอีเมล"),
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kinds"].choices = [(kind.value, kind.label) for kind in CHOOSABLE]  # type: ignore[attr-defined]
