"""Pages of the library of suggested measures: for administrators only (docs/permissions.md row 38)."""

from itertools import groupby

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assessments.forms.library import SuggestionForm
from assessments.library import LibraryError, save_suggestion
from assessments.models import Suggestion
from assessments.selectors import latest_names
from assessments.views.editions import editor_required


@editor_required
@require_safe
def suggestion_list(request: HttpRequest) -> HttpResponse:
    """Show every entry by indicator, those that are switched off, too."""
    names = latest_names()
    groups = [
        {"number": number, "name": names.get(number, ""), "entries": list(entries)}
        for number, entries in groupby(Suggestion.objects.all(), key=lambda entry: entry.indicator)
    ]
    return render(request, "assessments/suggestion_list.html", {"groups": groups})


@editor_required
@require_http_methods(["GET", "HEAD", "POST"])
def suggestion_new(request: HttpRequest) -> HttpResponse:
    """Add an entry. ?indicator= is filled in beforehand."""
    return _suggestion(request, None)


@editor_required
@require_http_methods(["GET", "HEAD", "POST"])
def suggestion_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an entry, or switch it off."""
    return _suggestion(request, get_object_or_404(Suggestion, pk=pk))


def _suggestion(request: HttpRequest, entry: Suggestion | None) -> HttpResponse:
    asked = request.GET.get("indicator", "")
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 3 else 0
    initial = SuggestionForm.initial_of(entry, number)
    form = SuggestionForm(request.POST or None, names=latest_names(), initial=initial)
    theirs, status = None, 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            version = form.cleaned_data["version"] or 0
            try:
                saved = save_suggestion(entry, form.typed(), by=request.user, version=version)  # type: ignore[arg-type]
            except LibraryError as refusal:
                form.add_error(None, str(refusal))
                theirs = refusal.current
                status = 409 if theirs else 400
            else:
                messages.success(request, _("บันทึกมาตรการในคลังแล้ว"))
                return redirect(reverse("assessments:suggestion-list") + f"#s{saved.pk}")
    # Two texts side by side: saving again means "I have seen the other".
    version = theirs.version if theirs else form["version"].value() or 0
    context = {"form": form, "entry": entry, "theirs": theirs, "version": version}
    return render(request, "assessments/suggestion_edit.html", context, status=status)
