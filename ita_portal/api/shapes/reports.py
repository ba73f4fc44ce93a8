"""What agencies report: progress, results, links and the history."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from evidence.choices import FileKind, Reach
from measures.choices import Answer, Mark, NoteKind, State
from measures.selectors.history import action_words, hides_words, plain_changes, who


class SubmissionShape(serializers.Serializer):
    """An agency's report of a round: D draft, E with the head, S with the province, R returned, A approved."""

    id = serializers.IntegerField()
    round = serializers.IntegerField(source="round_id")
    fiscal_year = serializers.IntegerField(source="round.plan.fiscal_year")
    agency = serializers.IntegerField(source="agency_id")
    agency_name = serializers.CharField(source="agency.name")
    province = serializers.CharField(source="agency.province.code")
    state = serializers.ChoiceField(choices=State.values)
    measures = serializers.IntegerField(source="total")
    complete = serializers.IntegerField()
    percent = serializers.SerializerMethodField()
    submitted_at = serializers.DateTimeField(allow_null=True)
    endorsed_at = serializers.DateTimeField(allow_null=True)
    approved_at = serializers.DateTimeField(allow_null=True)

    def get_percent(self, submission: Any) -> int:
        """Return how much is answered, in whole per cent."""
        return int(100 * submission.complete // submission.total) if submission.total else 0


class LinkShape(serializers.Serializer):
    """A link as it was typed, and what the last check of the page found; page fields are null before that."""

    typed = serializers.CharField(source="link.typed")
    url = serializers.CharField(source="link.url")
    reach = serializers.ChoiceField(source="link.page.reach", choices=Reach.values, default="")
    why = serializers.CharField(source="link.page.detail", default="")
    final_url = serializers.CharField(source="link.page.final_url", default="")
    title = serializers.CharField(source="link.page.title", default="")
    checked_at = serializers.DateTimeField(source="link.page.checked_at", default=None, allow_null=True)


class ResultLinkShape(LinkShape):
    """A link with the result that cites it."""

    id = serializers.IntegerField()
    result = serializers.IntegerField(source="result_id")
    submission = serializers.IntegerField(source="result.submission_id")
    agency = serializers.IntegerField(source="result.submission.agency_id")


class FileShape(serializers.Serializer):
    """A file of a result: what it is, not its bytes."""

    name = serializers.CharField(source="attachment.name")
    caption = serializers.CharField(source="attachment.caption")
    kind = serializers.ChoiceField(source="attachment.kind", choices=FileKind.values)
    size = serializers.IntegerField(source="attachment.size")
    sha256 = serializers.CharField(source="attachment.sha256")
    is_public = serializers.BooleanField(source="attachment.is_public")


class NoteShape(serializers.Serializer):
    """A reason to return, or a comment."""

    kind = serializers.ChoiceField(choices=NoteKind.values)
    author = serializers.CharField()
    text = serializers.CharField()
    created_at = serializers.DateTimeField()


class ResultShape(serializers.Serializer):
    """The result of one measure."""

    id = serializers.IntegerField()
    submission = serializers.IntegerField(source="submission_id")
    round = serializers.IntegerField(source="submission.round_id")
    agency = serializers.IntegerField(source="submission.agency_id")
    indicator = serializers.IntegerField(source="measure.indicator")
    issue = serializers.IntegerField(source="measure.issue")
    label = serializers.CharField(source="measure.label")  # type: ignore[assignment]
    measure = serializers.CharField(source="measure.text")
    answer = serializers.ChoiceField(choices=Answer.values)
    text = serializers.CharField()
    reason = serializers.CharField()
    outcome = serializers.CharField()
    confirmed = serializers.BooleanField()
    mark = serializers.ChoiceField(choices=Mark.values)
    flagged = serializers.BooleanField()
    updated_at = serializers.DateTimeField(allow_null=True)
    links = LinkShape(source="result_links", many=True)
    files = FileShape(source="result_attachments", many=True)
    notes = NoteShape(many=True)


class ChangeShape(serializers.Serializer):
    """A field of an act with what it held before and after: text, truth value, number or list."""

    field = serializers.CharField()
    before = serializers.JSONField(allow_null=True)
    after = serializers.JSONField(allow_null=True)


class EventShape(serializers.Serializer):
    """Who did what, when. words_hidden: note and changes are those of results that the person may not read."""

    id = serializers.IntegerField()
    at = serializers.DateTimeField()
    actor = serializers.SerializerMethodField()
    action = serializers.CharField()
    action_name = serializers.SerializerMethodField()
    submission = serializers.IntegerField(source="submission_id")
    round = serializers.IntegerField(source="submission.round_id")
    agency = serializers.IntegerField(source="submission.agency_id")
    result = serializers.IntegerField(source="result_id", allow_null=True)
    words_hidden = serializers.SerializerMethodField()
    note = serializers.SerializerMethodField()
    changes = serializers.SerializerMethodField()

    def get_actor(self, event: Any) -> str:
        """Return the name of the person, or of the operator."""
        return who(event)

    def get_action_name(self, event: Any) -> str:
        """Return the act in words."""
        return action_words(event.action)

    def get_words_hidden(self, event: Any) -> bool:
        """Say whether note and changes are left out (row 27)."""
        return hides_words(event, reads=event.submission_id in self.context["readable"])

    def get_note(self, event: Any) -> str:
        """Return the reason that was given."""
        return "" if self.get_words_hidden(event) else event.note

    @extend_schema_field(ChangeShape(many=True))
    def get_changes(self, event: Any) -> list[dict[str, Any]]:
        """Return the changed fields."""
        if self.get_words_hidden(event):
            return []
        names = ("field", "before", "after")
        return [dict(zip(names, change, strict=True)) for change in plain_changes(event)]
