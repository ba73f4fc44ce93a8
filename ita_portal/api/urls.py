"""Addresses of the API: the reference, the document, the public part, and what a person may read."""

from django.urls import path

from ita_portal.api.views import master, plans, public, reference, reports, scores

app_name = "api"
urlpatterns = [
    path("", reference.reference, name="reference"),
    path("v1/schema/", reference.Schema.as_view(), name="schema"),
    path("v1/me/", master.Me.as_view(), name="me"),
    path("v1/provinces/", master.Provinces.as_view(), name="provinces"),
    path("v1/agencies/", master.Agencies.as_view(), name="agencies"),
    path("v1/agencies/<int:pk>/", master.AgencyView.as_view(), name="agency"),
    path("v1/editions/", master.Editions.as_view(), name="editions"),
    path("v1/editions/<int:year>/", master.EditionView.as_view(), name="edition"),
    path("v1/plans/", plans.Plans.as_view(), name="plans"),
    path("v1/plans/<int:pk>/", plans.PlanView.as_view(), name="plan"),
    path("v1/rounds/", plans.Rounds.as_view(), name="rounds"),
    path("v1/rounds/<int:pk>/", plans.RoundView.as_view(), name="round"),
    path("v1/submissions/", reports.Submissions.as_view(), name="submissions"),
    path("v1/submissions/<int:pk>/", reports.SubmissionView.as_view(), name="submission"),
    path("v1/submissions/<int:pk>/results/", reports.SubmissionResults.as_view(), name="submission-results"),
    path("v1/submissions/<int:pk>/events/", reports.SubmissionEvents.as_view(), name="submission-events"),
    path("v1/results/", reports.Results.as_view(), name="results"),
    path("v1/links/", reports.Links.as_view(), name="links"),
    path("v1/events/", reports.Events.as_view(), name="events"),
    path("v1/scores/", scores.Cards.as_view(), name="scores"),
    path("v1/scores/<int:pk>/", scores.CardView.as_view(), name="score"),
    path("v1/disclosures/", scores.Disclosures.as_view(), name="disclosures"),
    path("v1/papers/", scores.Papers.as_view(), name="papers"),
    path("v1/papers/<int:pk>/", scores.PaperView.as_view(), name="paper"),
    path("v1/papers/<int:pk>/files/<slug:ending>/", scores.PaperFile.as_view(), name="paper-file"),
    path("v1/public/provinces/", public.PublicProvinces.as_view(), name="public-provinces"),
    path("v1/public/agencies/", public.PublicAgencies.as_view(), name="public-agencies"),
    path("v1/public/editions/", public.PublicEditions.as_view(), name="public-editions"),
    path("v1/public/editions/<int:year>/", public.PublicEdition.as_view(), name="public-edition"),
    path("v1/public/publications/", public.Publications.as_view(), name="public-publications"),
    path("v1/public/publications/<int:pk>/", public.PublicationView.as_view(), name="public-publication"),
    path("v1/<path:rest>", reference.Unknown.as_view(), name="unknown"),
]
