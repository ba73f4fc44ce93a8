"""Addresses of the papers: of a round, or of a whole year."""

from django.urls import path

from reports.views import papers as views

_AGENCY = "papers/<slug:code>/<int:round_pk>/agency/<int:agency_pk>/"
_YEAR = "papers/<slug:code>/year/<int:fiscal_year>/"
_YEAR_AGENCY = f"{_YEAR}agency/<int:agency_pk>/"
_YEAR_PROVINCE = f"{_YEAR}province/<str:province_code>/"
_FILE = "file/<slug:ending>"
urlpatterns = [
    path("papers/", views.papers, name="papers"),
    path("papers/<slug:code>/<int:round_pk>/", views.paper, name="paper"),
    path(f"papers/<slug:code>/<int:round_pk>/{_FILE}", views.paper_file, name="paper-file"),
    path(_AGENCY, views.paper, name="agency-paper"),
    path(_AGENCY + _FILE, views.paper_file, name="agency-paper-file"),
    path(_YEAR_AGENCY, views.paper, name="year-agency-paper"),
    path(_YEAR_AGENCY + _FILE, views.paper_file, name="year-agency-paper-file"),
    path(_YEAR_PROVINCE, views.paper, name="year-province-paper"),
    path(_YEAR_PROVINCE + _FILE, views.paper_file, name="year-province-paper-file"),
]
