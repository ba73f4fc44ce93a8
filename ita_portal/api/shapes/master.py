"""Provinces, agencies, editions, and who asks."""

from rest_framework import serializers

from agencies.choices import Role
from ita_portal.api.shapes.each import Each


class ProvinceShape(serializers.Serializer):
    """A province by its official code."""

    code = serializers.CharField()
    name = serializers.CharField()
    name_en = serializers.CharField()


class PublicAgencyShape(serializers.Serializer):
    """What everybody may know of an agency."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    province = serializers.CharField(source="province.code")
    kind = serializers.CharField(source="kind.code", default=None, allow_null=True)
    kind_name = serializers.CharField(source="kind.name", default=None, allow_null=True)


class AgencyShape(PublicAgencyShape):
    """An agency as its people and its province see it."""

    parent_ministry = serializers.CharField()
    domains = serializers.ListField(child=serializers.CharField())
    needs_endorsement = serializers.BooleanField()
    is_active = serializers.BooleanField()
    groups = Each("name", child=serializers.CharField())


class InstrumentShape(serializers.Serializer):
    """IIT, EIT or OIT with its weight in per cent."""

    code = serializers.CharField()
    name = serializers.CharField()
    weight = serializers.DecimalField(max_digits=5, decimal_places=2)


class SubIndicatorShape(serializers.Serializer):
    """A part of an indicator."""

    code = serializers.CharField()
    name = serializers.CharField()


class QuestionShape(serializers.Serializer):
    """A question or an OIT item."""

    code = serializers.CharField()
    text = serializers.CharField()
    sub_indicator = serializers.CharField(source="sub_indicator.code", default=None, allow_null=True)
    polarity = serializers.CharField()
    sub_questions = serializers.IntegerField()
    answer_kind = serializers.CharField()


class IndicatorShape(serializers.Serializer):
    """An indicator with its parts and questions."""

    number = serializers.IntegerField()
    name = serializers.CharField()
    instrument = serializers.CharField(source="instrument.code")
    aliases = serializers.ListField(child=serializers.CharField())
    sub_indicators = SubIndicatorShape(many=True)
    questions = QuestionShape(many=True)


class IssueShape(serializers.Serializer):
    """An issue under which plans may group their measures."""

    number = serializers.IntegerField()
    name = serializers.CharField()


class EditionLineShape(serializers.Serializer):
    """An edition of the assessment in a list."""

    id = serializers.IntegerField()
    fiscal_year = serializers.IntegerField()
    verified = serializers.BooleanField()
    source = serializers.CharField()  # type: ignore[assignment]


class EditionShape(EditionLineShape):
    """An edition whole."""

    instruments = InstrumentShape(many=True)
    indicators = IndicatorShape(many=True)
    issues = IssueShape(many=True)
    level_rules = serializers.ListField(child=serializers.DictField())
    bands = serializers.DictField()


class RoleShape(serializers.Serializer):
    """A role of the person: at an agency, a province, or (both empty) for the nation."""

    role = serializers.ChoiceField(choices=Role.values)
    agency = serializers.IntegerField(source="agency_id", allow_null=True)
    agency_name = serializers.CharField(source="agency.name", default=None, allow_null=True)
    province = serializers.SerializerMethodField()

    def get_province(self, role) -> str | None:  # type: ignore[no-untyped-def]
        """Return the code of the province in which the role holds."""
        place = role.agency.province if role.agency else role.province
        return place.code if place else None


class TokenShape(serializers.Serializer):
    """The token with which the request came."""

    name = serializers.CharField()
    scopes = serializers.ListField(child=serializers.CharField())
    expires_at = serializers.DateTimeField()


class MeShape(serializers.Serializer):
    """Who asks."""

    username = serializers.CharField()
    display_name = serializers.CharField()
    roles = RoleShape(many=True)
    token = TokenShape(allow_null=True)
