"""Plans with their measures, and rounds."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.models import Scope
from ita_portal.api import asking
from ita_portal.api.base import ListView, OneView
from ita_portal.api.errors import require
from ita_portal.api.shapes.plans import PlanLineShape, PlanShape, RoundLineShape, RoundShape
from measures.choices import Action, RoundKind, RoundState
from measures.models import Plan, Round
from measures.rules import may
from measures.selectors.granted import known_rounds, rounds_in

TAG = _("แผนและรอบ")


class Plans(ListView):
    """Plans that the person may know of."""

    operation, summary, tag = "plans", _("แผนมาตรการที่บัญชีนี้เห็น"), TAG
    scope, shape = Scope.REPORTS, PlanLineShape
    asks = (asking.year(), asking.province(), asking.key("agency", _("id ของหน่วยงานเจ้าของแผน"), "agency"))

    def rows(self) -> QuerySet:
        """Return the plans that pages show the person."""
        return Plan.objects.visible_to(self.request.user)

    def loaded(self, rows: QuerySet) -> QuerySet:
        """Fetch the province along."""
        return rows.select_related("province")


class PlanView(OneView):
    """One plan with its measures."""

    operation, summary, tag = "plan", _("แผนหนึ่งพร้อมมาตรการ"), TAG
    scope, shape = Scope.REPORTS, PlanShape
    refuses = frozenset({403, 404, 409})

    def one(self, key: int) -> Plan:
        """Return it where the person may see it (row 1)."""
        rows = Plan.objects.visible_to(self.request.user).select_related("province")
        related = ("measures__groups", "measures__agencies", "rounds")
        plan = get_object_or_404(rows.prefetch_related(*related), pk=key)
        require(may(self.request.user, Action.ROUND_VIEW, plan, now=self.now))
        return plan


def in_state(rows: QuerySet, state: str) -> QuerySet:
    """Return the rounds that stand in that state now."""
    return rows.filter(rounds_in([state], timezone.now()))


class Rounds(ListView):
    """All rounds: measures and dates are no secret (row 1)."""

    operation, summary, tag = "rounds", _("รอบรายงาน"), TAG
    scope, shape = Scope.REPORTS, RoundLineShape
    asks = (
        asking.year("plan__fiscal_year"),
        asking.province("plan__province__code"),
        asking.key("agency", _("id ของหน่วยงานเจ้าของแผน"), "plan__agency"),
        asking.key("plan", _("id ของแผน"), "plan"),
        asking.choice("kind", _("ชนิดรอบ"), RoundKind.values, "kind"),
        asking.choice("state", _("สถานะของรอบ"), RoundState.values, in_state),
    )

    def rows(self) -> QuerySet:
        """Return the rounds that the person may know of."""
        return known_rounds(self.request.user)  # type: ignore[arg-type]

    def loaded(self, rows: QuerySet) -> QuerySet:
        """Fetch plan and province along."""
        return rows.select_related("plan__province")


class RoundView(OneView):
    """One round with its measures."""

    operation, summary, tag = "round", _("รอบหนึ่งพร้อมมาตรการ"), TAG
    scope, shape = Scope.REPORTS, RoundShape
    refuses = frozenset({403, 404, 409})

    def one(self, key: int) -> Round:
        """Return it where the person may see it (row 1)."""
        rows = known_rounds(self.request.user).select_related("plan__province")  # type: ignore[arg-type]
        round_ = get_object_or_404(rows.prefetch_related("measures"), pk=key)
        require(may(self.request.user, Action.ROUND_VIEW, round_, now=self.now))
        return round_
