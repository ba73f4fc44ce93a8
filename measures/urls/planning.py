"""Addresses of plans, their measures, rounds and the province's own texts."""

from django.urls import URLPattern, path

from measures.views import chasing, copying, measure, narratives, planning, rounds, suggest

urlpatterns: list[URLPattern] = [
    path("plans/", planning.plan_list, name="plan-list"),
    path("plans/new/", planning.plan_new, name="plan-new"),
    path("plans/<int:pk>/", planning.plan_detail, name="plan-detail"),
    path("plans/<int:pk>/regroup/", planning.plan_regroup, name="plan-regroup"),
    path("plans/<int:pk>/copy/", copying.plan_copy, name="plan-copy"),
    path("plans/<int:pk>/assign/", planning.plan_assign, name="plan-assign"),
    path("plans/<int:pk>/suggest/", suggest.plan_suggest, name="plan-suggest"),
    path("plans/<int:pk>/bands/", suggest.plan_bands, name="plan-bands"),
    path("plans/<int:pk>/measures/new/", measure.measure_new, name="measure-new"),
    path("plans/<int:pk>/measures/<int:measure_pk>/", measure.measure_edit, name="measure-edit"),
    path("plans/<int:pk>/measures/<int:measure_pk>/delete/", planning.measure_delete, name="measure-delete"),
    path("plans/<int:pk>/measures/<int:measure_pk>/move/", planning.measure_move, name="measure-move"),
    path("plans/<int:pk>/rounds/new/", rounds.round_new, name="round-new"),
    path("rounds/<int:pk>/", rounds.round_detail, name="round-detail"),
    path("rounds/<int:pk>/open/", rounds.round_open, name="round-open"),
    path("rounds/<int:pk>/close/", rounds.round_close, name="round-close"),
    path("rounds/<int:pk>/extend/", rounds.round_extend, name="round-extend"),
    path("rounds/<int:pk>/lock/", rounds.round_lock, name="round-lock"),
    path("rounds/<int:pk>/unlock/", rounds.round_unlock, name="round-unlock"),
    path("rounds/<int:pk>/correct/", rounds.round_correct, name="round-correct"),
    path("rounds/<int:pk>/remind/", chasing.round_remind, name="round-remind"),
    path("rounds/<int:pk>/remind/days/", chasing.reminder_days, name="reminder-days"),
    path("rounds/<int:pk>/remind/log/", chasing.reminder_log, name="reminder-log"),
    path("rounds/<int:pk>/remind/retry/", chasing.reminder_retry, name="reminder-retry"),
    path("rounds/<int:pk>/narratives/", narratives.narratives, name="narratives"),
    path("rounds/<int:pk>/narratives/new/", narratives.narrative_new, name="narrative-new"),
    path("rounds/<int:pk>/narratives/<int:narrative_pk>/", narratives.narrative_edit, name="narrative-edit"),
]
