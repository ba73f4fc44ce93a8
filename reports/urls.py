"""Addresses of the papers."""

from django.urls import path

from reports import views

app_name = "reports"
_AGENCY = "papers/<slug:code>/<int:round_pk>/agency/<int:agency_pk>/"
urlpatterns = [
    path("papers/", views.papers, name="papers"),
    path("papers/<slug:code>/<int:round_pk>/", views.paper, name="paper"),
    path("papers/<slug:code>/<int:round_pk>/file/<slug:ending>", views.paper_file, name="paper-file"),
    path(_AGENCY, views.paper, name="agency-paper"),
    path(_AGENCY + "file/<slug:ending>", views.paper_file, name="agency-paper-file"),
]
