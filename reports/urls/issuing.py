"""Addresses of issuing and of issued papers."""

from django.urls import path

from reports.views import issuing as views

_ISSUED = "papers/issued/<int:pk>/"
urlpatterns = [
    path(_ISSUED, views.issued, name="issued"),
    path(f"{_ISSUED}file/<slug:name>", views.issued_file, name="issued-file"),
    path("papers/<slug:code>/<int:round_pk>/issue/", views.paper_issue, name="issue"),
    path("papers/<slug:code>/<int:round_pk>/agency/<int:agency_pk>/issue/", views.paper_issue, name="issue-agency"),
    path("papers/<slug:code>/year/<int:fiscal_year>/agency/<int:agency_pk>/issue/", views.paper_issue,
         name="issue-year-agency"),
    path("papers/<slug:code>/year/<int:fiscal_year>/province/<str:province_code>/issue/", views.paper_issue,
         name="issue-year-province"),
]  # fmt: skip
