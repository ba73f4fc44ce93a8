"""Score cards, the OIT register, issued papers."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from rest_framework import serializers

from assessments.choices import Presence
from ita_portal.api.shapes.reports import LinkShape
from reports.issuing import address


def percent(**options: Any) -> serializers.DecimalField:
    """Return the field of a score: a string with two decimals, so that no program rounds it."""
    return serializers.DecimalField(max_digits=5, decimal_places=2, allow_null=True, **options)


class ScoreShape(serializers.Serializer):
    """The score of an indicator."""

    indicator = serializers.IntegerField(source="number")
    score = percent()


class CardLineShape(serializers.Serializer):
    """A card with its indicators; agency is null on the card of a whole province."""

    id = serializers.IntegerField()
    province = serializers.CharField(source="province.code")
    agency = serializers.IntegerField(source="agency_id", allow_null=True)
    fiscal_year = serializers.IntegerField()
    printed_overall = percent()
    printed_level = serializers.CharField()
    computed_overall = percent()
    computed_level = serializers.CharField(source="level_hint")
    findings = serializers.IntegerField(source="findings_count")
    updated_at = serializers.DateTimeField(allow_null=True)
    scores = ScoreShape(many=True)


class FigureShape(serializers.Serializer):
    """A figure below the indicators: its code, its score, and the four shares of answers in per cent."""

    code = serializers.CharField()
    score = percent()
    least = percent()
    little = percent()
    much = percent()
    most = percent()


class CardShape(CardLineShape):
    """A card whole."""

    figures = FigureShape(many=True)


class DisclosureShape(serializers.Serializer):
    """An OIT item of an agency; presence: yes, no, or "" where nobody has answered. copied: not yet looked at."""

    id = serializers.IntegerField()
    agency = serializers.IntegerField(source="agency_id")
    fiscal_year = serializers.IntegerField()
    item = serializers.CharField()
    presence = serializers.ChoiceField(choices=Presence.values)
    explanation = serializers.CharField()
    unit = serializers.CharField()
    copied = serializers.SerializerMethodField()
    updated_at = serializers.DateTimeField(allow_null=True)
    links = LinkShape(source="disclosure_links", many=True)

    def get_copied(self, item: Any) -> bool:
        """Say whether the answer was taken from last year and nobody has confirmed it."""
        return bool(item.copied_from)


class IssuedFileShape(serializers.Serializer):
    """A kept file of an issued paper, and where to have it."""

    format = serializers.CharField()
    name = serializers.CharField(source="file_name")
    size = serializers.IntegerField()
    sha256 = serializers.CharField()
    url = serializers.SerializerMethodField()

    def get_url(self, kept: Any) -> str:
        """Return the address of the bytes."""
        return settings.SITE_URL + reverse("api:paper-file", args=[kept.report_id, kept.format])


class IssuedShape(serializers.Serializer):
    """An issued paper; newer: the id of the issue that has taken its place."""

    id = serializers.IntegerField()
    code = serializers.CharField()
    title = serializers.CharField()
    number = serializers.CharField(source="number_words")
    edition = serializers.IntegerField()
    province = serializers.CharField(source="province.code", default=None, allow_null=True)
    agency = serializers.IntegerField(source="agency_id", allow_null=True)
    fiscal_year = serializers.IntegerField()
    round = serializers.IntegerField(source="round_id", allow_null=True)
    submission = serializers.IntegerField(source="submission_id", allow_null=True)
    previous = serializers.IntegerField(source="previous_id", allow_null=True)
    newer = serializers.IntegerField(source="following.pk", default=None, allow_null=True)
    issued_at = serializers.DateTimeField()
    verify_url = serializers.SerializerMethodField()
    files = IssuedFileShape(many=True)

    def get_verify_url(self, issued: Any) -> str:
        """Return the public address that proves the paper."""
        return address(issued.token)
