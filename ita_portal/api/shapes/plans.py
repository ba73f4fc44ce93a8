"""Plans with their measures, rounds with theirs."""

from typing import Any

from rest_framework import serializers

from ita_portal.api.shapes.each import Each
from measures.choices import Grouping, RoundKind


class PlanLineShape(serializers.Serializer):
    """A plan in a list; agency: the owner where it is an agency's own plan."""

    id = serializers.IntegerField()
    province = serializers.CharField(source="province.code")
    agency = serializers.IntegerField(source="agency_id", allow_null=True)
    fiscal_year = serializers.IntegerField()
    grouping = serializers.ChoiceField(choices=Grouping.values)


class PlannedMeasureShape(serializers.Serializer):
    """A measure of a plan, and who reports it: groups by name, further agencies by id."""

    id = serializers.IntegerField()
    indicator = serializers.IntegerField()
    issue = serializers.IntegerField()
    label = serializers.CharField()  # type: ignore[assignment]
    text = serializers.CharField()
    substeps = serializers.ListField(child=serializers.JSONField())
    responsible = serializers.CharField()
    deadline = serializers.DateField(allow_null=True)
    follow_up = serializers.CharField()
    groups = Each("name", child=serializers.CharField())
    agencies = Each("pk", child=serializers.IntegerField())


class PlanShape(PlanLineShape):
    """A plan with its measures and the ids of its rounds."""

    measures = PlannedMeasureShape(many=True)
    rounds = Each("pk", child=serializers.IntegerField())


class RoundLineShape(serializers.Serializer):
    """A round; state: P planned, O open, C closed (its deadline has passed), L locked, X published."""

    id = serializers.IntegerField()
    plan = serializers.IntegerField(source="plan_id")
    province = serializers.CharField(source="plan.province.code")
    agency = serializers.IntegerField(source="plan.agency_id", allow_null=True)
    fiscal_year = serializers.IntegerField(source="plan.fiscal_year")
    kind = serializers.ChoiceField(choices=RoundKind.values)
    name = serializers.CharField(source="printed_name")
    state = serializers.SerializerMethodField()
    opened_at = serializers.DateTimeField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
    published_at = serializers.DateTimeField(allow_null=True)

    def get_state(self, round_: Any) -> str:
        """Return the state that holds now."""
        return str(round_.state_at(self.context["now"]))


class RoundMeasureShape(serializers.Serializer):
    """A measure as it stood when the round opened."""

    id = serializers.IntegerField()
    indicator = serializers.IntegerField()
    issue = serializers.IntegerField()
    label = serializers.CharField()  # type: ignore[assignment]
    text = serializers.CharField()
    substeps = serializers.ListField(child=serializers.JSONField())
    responsible = serializers.CharField()


class RoundShape(RoundLineShape):
    """A round with its measures."""

    measures = RoundMeasureShape(many=True)
